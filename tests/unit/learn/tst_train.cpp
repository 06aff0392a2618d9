// SPDX-License-Identifier: GPL-3.0-or-later
// Training on small images of bars: fused against plain operations, folding, agreement with the integer network,
// repeatability, resuming, stopping, and requests that cannot be met.
#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/learn/norm_act.h"
#include "core/learn/torch_network.h"
#include "core/learn/train.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>

using namespace burin;
using torch::Tensor;

namespace {

/// Three classes of 8 x 8 pixels: a row, a column or a diagonal, with noise.
data::ImageSplit bars(std::size_t count, std::uint64_t seed)
{
    Rng rng(seed);
    data::ImageSplit split;
    for (std::size_t i = 0; i < count; ++i) {
        const int label = static_cast<int>(i % 3);
        const int place = 1 + static_cast<int>(rng.below(6));
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x) {
                const bool lit = label == 0 ? y == place : label == 1 ? x == place : (x + place) % 8 == y;
                split.pixels.push_back(
                    static_cast<std::uint8_t>((lit ? 180 : 40) + static_cast<int>(rng.below(60))));
            }
        split.labels.push_back(label);
    }
    return split;
}

data::ImageDataset barSet()
{
    data::ImageDataset set;
    set.name = "bars";
    set.sha256 = "bars";
    set.height = set.width = 8;
    set.classNames = {"row", "column", "diagonal"};
    set.train = bars(300, 1);
    set.test = bars(90, 2);
    return set;
}

cnn::Network networkOf(const char* text)
{
    return cnn::networkFromJson(nlohmann::json::parse(text), "test").value();
}

cnn::Network small()
{
    return networkOf(R"({"input": [1, 8, 8], "inputFormat": {"int": 1, "frac": 6}, "layers": [
        {"name": "c1", "kind": "conv", "kernel": [3, 3], "filters": 6, "pool": 2,
         "activation": {"int": 2, "frac": 4}, "weight": {"int": 2, "frac": 5}},
        {"name": "c2", "kind": "conv", "kernel": [3, 3], "filters": 8, "pool": 3,
         "activation": {"int": 2, "frac": 4}, "weight": {"int": 2, "frac": 5}}],
        "head": [{"name": "fc", "kind": "dense", "units": 3, "weight": {"int": 1, "frac": 6}}]})");
}

/// Every kind of layer: a residual join, depthwise, concat, all pools.
cnn::Network everyKind()
{
    return networkOf(R"({"input": [1, 8, 8], "inputFormat": {"int": 1, "frac": 6}, "layers": [
        {"name": "a", "kind": "conv", "kernel": [3, 3], "filters": 4, "activation": {"int": 2, "frac": 4},
         "weight": {"int": 2, "frac": 5}},
        {"name": "b", "kind": "depthwise", "kernel": [3, 3], "relu": false, "activation": {"int": 3, "frac": 4},
         "weight": {"int": 2, "frac": 5}},
        {"name": "s", "kind": "add", "from": ["a", "b"], "relu": true, "activation": {"int": 3, "frac": 3}},
        {"name": "m", "kind": "maxpool", "kernel": [2, 2], "stride": [2, 2]},
        {"name": "p", "kind": "avgpool", "kernel": [2, 2], "stride": [2, 2], "from": ["s"]},
        {"name": "j", "kind": "concat", "from": ["m", "p"]},
        {"name": "c", "kind": "conv", "kernel": [2, 3], "filters": 6, "activation": {"int": 2, "frac": 4},
         "weight": {"int": 2, "frac": 5}},
        {"name": "g", "kind": "globalpool"}],
        "head": [{"name": "fc", "kind": "dense", "units": 3, "weight": {"int": 1, "frac": 6}}]})");
}

learn::TrainConfig quick(bool qat, int epochs)
{
    learn::TrainConfig config;
    config.epochs = epochs;
    config.batch = 30;
    config.qat = qat;
    config.dropout = 0.1;
    config.shift = 1;
    config.flip = false;
    config.precision = "float";
    config.test = true;
    return config;
}

JobContext job(std::uint64_t seed = 3)
{
    JobContext ctx;
    ctx.seed = seed;
    return ctx;
}

bool same(const cnn::Weights& a, const cnn::Weights& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.kernel == y.kernel && x.bias == y.bias; });
}

} // namespace

class TestTrain : public QObject {
    Q_OBJECT

private slots:
    void roundsAsTheIntegerNetwork()
    {
        // s3.1 has -2 .. 1.5 in halves; ties go to the even code: 0.25 (0.5 codes) to 0, 0.75 (1.5) to 2 = 1.0
        const fixed::Format format{3, 1, true};
        Tensor values = torch::tensor(std::vector<float>{0.25F, 0.75F, -0.25F, 3.F, -7.F, 0.6F});
        values.set_requires_grad(true);
        const Tensor rounded = learn::roundTo(values, format, true);
        QVERIFY(torch::equal(rounded, torch::tensor(std::vector<float>{0, 1, 0, 1.5F, -2, 0.5F})));
        rounded.sum().backward();
        QVERIFY(torch::equal(values.grad(), torch::tensor(std::vector<float>{1, 1, 1, 0, 0, 1})));
    }

    void fusedEqualsPlain()
    {
        torch::manual_seed(1);
        for (const std::int64_t channels : {1, 24, 37})
            for (const bool frozen : {false, true})
                for (const bool rounds : {false, true}) {
                    learn::NormActConfig config;
                    config.relu = true;
                    config.frozen = frozen;
                    if (rounds)
                        config.format = fixed::Format{4, 1, false};
                    const Tensor base = torch::randn({5, channels, 6, 7}) * 2;
                    const Tensor slope = torch::randn({5, channels, 6, 7});
                    std::vector<Tensor> results[2];
                    for (const bool fused : {false, true}) {
                        config.fused = fused;
                        const Tensor x = base.clone().set_requires_grad(true);
                        const Tensor gamma = torch::linspace(0.5, 1.5, channels).set_requires_grad(true);
                        const Tensor beta = torch::linspace(-0.3, 0.4, channels).set_requires_grad(true);
                        const auto out = learn::normAct(x, gamma, beta, config);
                        (out.values * slope).sum().backward();
                        results[fused ? 1 : 0] = {out.values.detach(), x.grad(), beta.grad()};
                        if (!frozen)
                            results[fused ? 1 : 0].insert(results[fused ? 1 : 0].end(),
                                                          {gamma.grad(), out.mean, out.deviation});
                    }
                    for (std::size_t i = 0; i < results[0].size(); ++i) {
                        // a value within float rounding of a tie may go either way: one in 2,000
                        const Tensor off =
                            (results[0][i] - results[1][i]).abs().gt(2e-3 * (1 + results[0][i].abs()));
                        QVERIFY2(off.sum().item<std::int64_t>() <= off.numel() / 2000,
                                 qPrintable(QString("result %1, channels %2").arg(i).arg(channels)));
                    }
                }
    }

    void agreesWithTheEngines_data()
    {
        QTest::addColumn<bool>("qat");
        QTest::addColumn<bool>("kinds");
        for (const bool qat : {false, true})
            for (const bool kinds : {false, true})
                QTest::addRow("%s %s", qat ? "rounded" : "float", kinds ? "every kind" : "small") << qat << kinds;
    }

    /// The frozen torch network and the exported weights in core/cnn's engines: logits to the last bit with
    /// rounding (all sums are below 2^24 steps), to float accuracy without.
    void agreesWithTheEngines()
    {
        QFETCH(bool, qat);
        QFETCH(bool, kinds);
        auto made = learn::TorchNetwork::make(kinds ? everyKind() : small(), qat, 5);
        QVERIFY(made.has_value());
        const data::ImageSplit images = bars(60, 9);
        std::vector<std::uint8_t> pixels = images.pixels;
        const Tensor bytes = torch::from_blob(pixels.data(), {60, 1, 8, 8}, torch::kUInt8);
        learn::Pass training;
        training.training = true;
        training.frozen = false;
        for (int i = 0; i < 5; ++i) // running statistics settle
            (void)made->forward(made->inputs(bytes), training);
        const torch::NoGradGuard guard;
        const Tensor ours = made->forward(made->inputs(bytes), learn::Pass{}).contiguous();
        const auto theirs =
            cnn::FloatCnn::make(made->network(), made->weights()).value().logits(pixels, {}).value();
        QCOMPARE(static_cast<std::size_t>(ours.numel()), theirs.size());
        const auto* const values = ours.data_ptr<float>();
        if (!qat) {
            for (std::size_t i = 0; i < theirs.size(); ++i)
                QVERIFY(std::abs(values[i] - theirs[i]) < 1e-3F * (1 + std::abs(theirs[i])));
            return;
        }
        const auto integer = cnn::IntegerCnn::make(made->network(), made->weights()).value();
        const auto logits = integer.logits(pixels, {}).value();
        for (std::size_t i = 0; i < logits.size(); ++i)
            QCOMPARE(static_cast<double>(values[i]),
                     std::ldexp(static_cast<double>(logits[i]), -integer.logitFraction()));
    }

    void learns_data()
    {
        QTest::addColumn<bool>("qat");
        QTest::addColumn<bool>("kinds");
        QTest::newRow("float") << false << false;
        QTest::newRow("rounded") << true << false;
        QTest::newRow("rounded, every kind") << true << true;
    }

    void learns()
    {
        QFETCH(bool, qat);
        QFETCH(bool, kinds);
        const cnn::Network network = kinds ? everyKind() : small();
        const data::ImageDataset set = barSet();
        const auto result = learn::trainNetwork(quick(qat, 12), network, set, job());
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QCOMPARE(result->curve.size(), std::size_t{12});
        const learn::EpochReport& last = result->curve.back();
        QVERIFY2(last.loss < 0.6 * result->curve.front().loss, qPrintable(QString::number(last.loss)));
        QVERIFY(last.trainAccuracy > 0.7 && last.rate < 0.01 && last.imagesPerSecond > 0);
        QVERIFY2(result->test.value() > 0.8, qPrintable(QString::number(*result->test)));
        QVERIFY(result->integerTest.has_value());
        if (qat) {
            const auto predicted =
                cnn::IntegerCnn::make(network, result->weights).value().predict(set.test.pixels, {}).value();
            std::size_t right = 0;
            for (std::size_t i = 0; i < predicted.size(); ++i)
                right += predicted[i] == set.test.labels[i] ? 1U : 0U;
            QCOMPARE(static_cast<double>(right) / static_cast<double>(predicted.size()), *result->integerTest);
        }
    }

    void seedDecidesAndResumeGoesOn()
    {
        const data::ImageDataset set = barSet();
        const auto once = learn::trainNetwork(quick(true, 6), small(), set, job()).value();
        const auto again = learn::trainNetwork(quick(true, 6), small(), set, job()).value();
        QVERIFY(same(once.weights, again.weights));
        const auto other = learn::trainNetwork(quick(true, 6), small(), set, job(4)).value();
        QVERIFY(!same(once.weights, other.weights));

        const ScratchFolder folder = ScratchFolder::create("tst_train").value();
        learn::TrainConfig config = quick(true, 6);
        config.checkpoint = folder.path() / "checkpoint";
        std::stop_source stop;
        JobContext stopped = job();
        stopped.stop = stop.get_token();
        stopped.progress = [&](const Progress& progress) {
            if (progress.done == 3)
                stop.request_stop();
        };
        const auto cut = learn::trainNetwork(config, small(), set, stopped);
        QVERIFY(!cut && cut.error().code == ErrorCode::cancelled);
        config.resume = true;
        JobContext resuming = job();
        std::vector<Progress> told;
        double now = 0; // seconds; epochs themselves take no time
        config.clock = [&now] { return now; };
        resuming.progress = [&](const Progress& progress) {
            if (progress.figures.size() == 1)
                return; // within an epoch
            told.push_back(progress);
            if (progress.done == 4)
                now += 0.3;
        };
        const auto resumed = learn::trainNetwork(config, small(), set, resuming).value();
        QVERIFY(same(once.weights, resumed.weights));
        QCOMPARE(resumed.validation, once.validation);
        QCOMPARE(resumed.curve.size(), std::size_t{6});
        for (std::size_t i = 0; i < 6; ++i) {
            QCOMPARE(resumed.curve[i].epoch, static_cast<int>(i) + 1);
            QCOMPARE(resumed.curve[i].loss, once.curve[i].loss);
            QCOMPARE(resumed.curve[i].validation, once.curve[i].validation);
        }
        // Two of this run's three epochs, which took 0.3 s, are done: the last takes half of that.
        QCOMPARE(told.size(), std::size_t{3});
        QCOMPARE(told[1].done, std::size_t{5});
        QCOMPARE(told[1].secondsLeft, 0.15);
        QCOMPARE(told[2].secondsLeft, 0.0);

        const auto foreign = learn::trainNetwork(config, small(), set, job(4));
        QVERIFY(!foreign && foreign.error().message.find("seed 3 (now 4)") != std::string::npos);
        QVERIFY(writeFile(config.checkpoint, "not a checkpoint").has_value());
        QVERIFY(!learn::trainNetwork(config, small(), set, job()));
    }

    /// What changes the result has to be as it was; each setting that is not is named with both values.
    void resumesWithItsOwnSettingsOnly()
    {
        const ScratchFolder folder = ScratchFolder::create("tst_train").value();
        learn::TrainConfig config = quick(true, 2);
        config.checkpoint = folder.path() / "checkpoint";
        const auto whole = learn::trainNetwork(config, small(), barSet(), job()).value();
        config.resume = true;
        const auto again = learn::trainNetwork(config, small(), barSet(), job()).value();
        QVERIFY(same(whole.weights, again.weights)); // it was over
        const auto refused = [&](auto change, const char* says) {
            learn::TrainConfig other = config;
            change(other);
            const auto result = learn::trainNetwork(other, small(), barSet(), job());
            return !result && result.error().message.ends_with(std::string(": ") + says);
        };
        QVERIFY(refused([](auto& c) { c.epochs = 1; }, "epochs 2 (now 1)"));
        QVERIFY(refused([](auto& c) { c.epochs = 4; }, "epochs 2 (now 4)"));
        QVERIFY(refused([](auto& c) { c.peakRate = 0.5, c.dropout = 0.9; },
                        "dropout 0.1 (now 0.9), rate 0.1 (now 0.5)"));
        QVERIFY(refused([](auto& c) { c.schedule = "steps"; }, "schedule cosine (now steps)"));
        QVERIFY(refused([](auto& c) { c.freezeFraction = 0.5; }, "freeze 0.15 (now 0.5)"));
        QVERIFY(refused([](auto& c) { c.weightDecay = 0; }, "weight-decay 0.0005 (now 0.0)"));
        QVERIFY(refused([](auto& c) { c.shift = 2; }, "shift 1 (now 2)"));
        QVERIFY(refused([](auto& c) { c.flip = true; }, "flip false (now true)"));
        QVERIFY(refused([](auto& c) { c.precision = "bfloat16"; }, "precision float (now bfloat16)"));
        QVERIFY(refused([](auto& c) { c.patience = 3; }, "patience 0 (now 3)"));
        config.test = false; // decides nothing
        QVERIFY(learn::trainNetwork(config, small(), barSet(), job()).has_value());
    }

    void theTestSetIsReadOnlyWhenAskedFor()
    {
        data::ImageDataset set = barSet();
        const auto asked = learn::trainNetwork(quick(false, 1), small(), set, job()).value();
        QVERIFY(asked.test && asked.integerTest);
        set.test = {}; // nobody misses it
        learn::TrainConfig config = quick(false, 1);
        config.test = false;
        const auto result = learn::trainNetwork(config, small(), set, job());
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QVERIFY(!result->test && !result->integerTest);
        QVERIFY(result->integerValidation.has_value());
        QCOMPARE(result->validation, asked.validation);
        config.test = true;
        QVERIFY(!learn::trainNetwork(config, small(), set, job()));
    }

    void timeLeftByTheClockThatIsGiven()
    {
        double now = 100;
        std::vector<double> left;
        learn::TrainConfig config = quick(false, 4);
        config.clock = [&now] { return now; };
        JobContext ctx = job();
        ctx.progress = [&](const Progress& progress) {
            left.push_back(progress.secondsLeft);
            now += 7; // before the next epoch; the epochs themselves take no time
        };
        QVERIFY(learn::trainNetwork(config, small(), barSet(), ctx).has_value());
        QCOMPARE(left, (std::vector<double>{0, 7, 14.0 / 3, 0}));
    }

    void startsFromGivenWeights_data() { learns_data(); }

    /// Given weights, normalised and folded back, are the given ones; a training that starts from good ones is
    /// good after one epoch. Steps of rate: whole, a tenth, a hundredth.
    void startsFromGivenWeights()
    {
        QFETCH(bool, qat);
        QFETCH(bool, kinds);
        const cnn::Network network = kinds ? everyKind() : small();
        const data::ImageDataset set = barSet();
        const cnn::Weights good = learn::trainNetwork(quick(qat, 12), network, set, job()).value().weights;
        auto made = learn::TorchNetwork::make(network, qat, 77).value();
        data::ImageSplit images = bars(60, 9);
        made.start(good, made.inputs(torch::from_blob(images.pixels.data(), {60, 1, 8, 8}, torch::kUInt8)));
        const cnn::Weights folded = made.weights();
        if (qat)
            QVERIFY(same(folded, good)); // rounded to the same codes
        for (std::size_t i = 0; i < good.size(); ++i)
            for (std::size_t k = 0; k < good[i].bias.size(); ++k)
                QVERIFY(std::abs(folded[i].bias[k] - good[i].bias[k]) <= 1e-4F * (1 + std::abs(good[i].bias[k])));

        learn::TrainConfig config = quick(qat, 8);
        config.start = good;
        config.peakRate = 0.01;
        config.schedule = "steps";
        const auto tuned = learn::trainNetwork(config, network, set, job(8)).value();
        QVERIFY2(tuned.curve.front().validation > 0.7,
                 qPrintable(QString::number(tuned.curve.front().validation)));
        const double rates[] = {0.01, 0.01, 0.01, 0.01, 0.001, 0.001, 0.0001, 0.0001};
        for (std::size_t i = 0; i < 8; ++i)
            QCOMPARE(tuned.curve[i].rate, rates[i]);

        config.start->back().kernel.pop_back();
        QVERIFY(!learn::trainNetwork(config, network, set, job()));
    }

    void refusesWhatCannotBe()
    {
        data::ImageDataset set = barSet();
        cnn::Network network = small();
        network.layers[0].weight.reset();
        QCOMPARE(learn::trainNetwork(quick(true, 1), network, set, job()).error().code, ErrorCode::usage);
        network = small();
        network.layers.back().filters = 4;
        QVERIFY(learn::trainNetwork(quick(true, 1), network, set, job()).error().message.find("4 values") !=
                std::string::npos);
        set.height = 4;
        QVERIFY(!learn::trainNetwork(quick(true, 1), small(), set, job()));
        learn::TrainConfig config = quick(true, 1);
        config.peakRate = 1e30;
        QVERIFY(!learn::trainNetwork(config, small(), barSet(), job()));
        for (const char* text :
             {"[]", R"({"epochs": 0})", R"({"epochs": 1e99})", R"({"qat": "yes"})", R"({"device": "tpu"})",
              R"({"rate": -1})", R"({"rate": "0.1"})", R"({"colour": 3})"})
            QVERIFY2(!learn::trainConfigFromJson(nlohmann::json::parse(text), "test"), text);
    }
};

QTEST_GUILESS_MAIN(TestTrain)
#include "tst_train.moc"
