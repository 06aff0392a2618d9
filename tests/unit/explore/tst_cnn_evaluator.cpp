// SPDX-License-Identifier: GPL-3.0-or-later
// A problem that can be worked out by hand: images are bright on the left or on the right half, and a network of
// one convolution (which copies its input into two channels, and noise into two more) and a dense layer tells them
// apart.
#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/explore/cnn_evaluator.h"
#include "core/explore/live_cnn.h"
#include "core/explore/sweep.h"
#include "core/fpga/cnn_allocation.h"
#include "core/study/report.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::explore;
using nlohmann::json;

namespace {

constexpr int kSide = 4;

data::ImageDataset halves(std::size_t train, std::size_t test)
{
    data::ImageDataset images;
    images.name = "halves";
    images.source = "test";
    images.sha256 = "00";
    images.height = kSide;
    images.width = kSide;
    images.classNames = {"left", "right"};
    Rng rng(5);
    const auto fill = [&](data::ImageSplit& split, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const int label = static_cast<int>(i % 2);
            for (int place = 0; place < kSide * kSide; ++place) {
                const bool bright = (place % kSide < kSide / 2) == (label == 0);
                split.pixels.push_back(static_cast<std::uint8_t>((bright ? 160 : 130) + rng.below(60)));
            }
            split.labels.push_back(label);
        }
    };
    fill(images.train, train);
    fill(images.test, test);
    return images;
}

TrainedCnn trained()
{
    TrainedCnn net;
    net.network =
        cnn::networkFromJson(json::parse(R"({"input": [1, 4, 4], "inputFormat": {"int": 1, "frac": 7}, "layers": [
      {"name": "c", "kind": "conv", "kernel": 1, "filters": 4, "weight": {"int": 2, "frac": 6},
        "activation": {"int": 1, "frac": 7}}],
     "head": [{"name": "out", "kind": "dense", "units": 2, "weight": {"int": 2, "frac": 6}}]})"),
                             "n")
            .value();
    net.weights.resize(2);
    net.weights[0] = {{1, 1, 0.015625F, 0.03125F}, {0, 0, 0, 0}};
    for (int unit = 0; unit < 2; ++unit)
        for (int channel = 0; channel < 4; ++channel)
            for (int place = 0; place < kSide * kSide; ++place) {
                const bool left = place % kSide < kSide / 2;
                net.weights[1].kernel.push_back(channel < 2 && left == (unit == 0) ? 1.0F : 0.0F);
            }
    net.weights[1].bias = {0, 0};
    net.name = "halves";
    net.source = "test";
    net.sha256 = "11";
    return net;
}

std::shared_ptr<CnnEvaluator> evaluator()
{
    return std::make_shared<CnnEvaluator>(std::make_shared<data::ImageDataset>(halves(400, 60)), trained(), 1);
}

} // namespace

class TestCnnEvaluator : public QObject {
    Q_OBJECT
private slots:
    void figuresOfAPoint();
    void widthsAndPruningTakeEffect();
    void canonicalForms();
    void infeasiblePointsSayWhy();
    void residualNetworksHaveNoHardwareFigures();
    void sweepsAreTheSameForAnyThreads();
    void whatDoesNotMoveIsKept();
    void liveAnswers();
    void mistakesAreErrors();
};

void TestCnnEvaluator::figuresOfAPoint()
{
    const auto made = evaluator();
    JobContext ctx;
    QCOMPARE(made->validationImages().size(), std::size_t{40});
    const auto point = evaluatePoint(*made, json::object(), ctx);
    QVERIFY2(point.has_value(), point ? "" : point.error().text().c_str());
    QVERIFY2(point->status == optimise::PointStatus::done, point->message.c_str());
    // Halves differ by 30 on average of 8 x 2 pixels with a spread of 17: five standard errors.
    QVERIFY(*point->validation.mean >= 0.95);
    QVERIFY(*point->replicas[0].floatValidation >= 0.95);
    for (const char* key : {"lut", "fps", "delayNs", "powerMw", "pdpPj", "energyPerInferenceNj"}) {
        QVERIFY2(point->metric(key).has(), key);
        QCOMPARE(point->metric(key).tier, Tier::model);
    }
    QCOMPARE(*point->value("delayNs"), 10.0);
    // The whole engine side by side: 4 filters of one input, 16 positions: 16 cycles.
    QCOMPARE(*point->value("fps"), 100e6 / 16);
    const auto test = made->testMetric(point->config, 0, ctx);
    QVERIFY(*test >= 0.95);
}

void TestCnnEvaluator::widthsAndPruningTakeEffect()
{
    const auto made = evaluator();
    JobContext ctx;
    const auto build = [&](const json& config) { return made->build(made->read(config).value(), ctx).value(); };
    const auto whole = build(json::object());
    QCOMPARE(whole->network, trained().network); // its own widths: its own formats
    const auto narrow = build({{"bits", 4}});
    QCOMPARE(narrow->network.layers[0].weight->bits, 4);
    QCOMPARE(narrow->network.layers[0].activation->bits, 4);
    QCOMPARE(narrow->network.layers[1].weight->bits, 4);
    // The weights of the first layer are 1, 1 and hardly anything: 1 must fit, so 4 bits are 2.2.
    QCOMPARE(narrow->network.layers[0].weight->fraction, 2);
    // The two filters without worth go first.
    const auto half = build({{"prune", 0.5}});
    QCOMPARE(half->network.layers[0].filters, 2);
    QCOMPARE(half->integer.codes()[0].kernel, (std::vector<std::int16_t>{64, 64}));
    QCOMPARE(made->validation(*half, 0, ctx).value(), made->validation(*whole, 0, ctx).value());
    const auto cost = [&](const json& config) {
        return *made->hardware(made->read(config).value(), ctx).value().metrics.at("lut").value;
    };
    QVERIFY(cost({{"prune", 0.5}}) < cost(json::object()));
    QVERIFY(cost({{"bits", 4}}) < cost(json::object()));
}

void TestCnnEvaluator::canonicalForms()
{
    const auto made = evaluator();
    // Unpruned, no ranker matters, and the width of the logits is no choice.
    const json a = made->canonical({{"ranker", "random"}}).value();
    const json b =
        made->canonical({{"policy", json::array({{{"w", 8}, {"a", 8}}, {{"w", 8}, {"a", 3}}})}}).value();
    QCOMPARE(optimise::pointId(a), optimise::pointId(b));
    QCOMPARE(optimise::pointId(made->canonical(a).value()), optimise::pointId(a));
    QVERIFY(optimise::pointId(made->canonical({{"prune", 0.5}}).value()) != optimise::pointId(a));
}

void TestCnnEvaluator::infeasiblePointsSayWhy()
{
    const auto made = evaluator();
    const auto point = evaluatePoint(*made, {{"lut", 100}, {"fps", 5e6}}, {});
    QVERIFY(point->status == optimise::PointStatus::infeasible);
    QVERIFY2(!point->message.empty(), point->message.c_str());
    const auto hardware = made->hardware(made->read({{"lut", 100}, {"fps", 5e6}}).value(), {});
    QVERIFY(!hardware->feasible);
    QCOMPARE(QString::fromStdString(point->message), QString::fromStdString(hardware->reason));
}

void TestCnnEvaluator::residualNetworksHaveNoHardwareFigures()
{
    // c, r on it, added, dense: an addition has no engine. Weights: 4 + 4 biases, 16 + 4, 2 x 64 + 2, of 8 bits.
    TrainedCnn net = trained();
    auto value = json(net.network);
    const json conv = value["layers"][0];
    json r = conv;
    r["name"] = "r";
    value["layers"].push_back(r);
    value["layers"].push_back(
        {{"name", "s"}, {"kind", "add"}, {"from", {"c", "r"}}, {"activation", {{"int", 2}, {"frac", 6}}}});
    net.network = cnn::networkFromJson(value, "n").value();
    net.weights.insert(net.weights.begin() + 1,
                       {cnn::LayerWeights{std::vector<float>(16, 0.0F), {0, 0, 0, 0}}, {}});
    CnnEvaluator evaluator(std::make_shared<data::ImageDataset>(halves(400, 60)), net, 1);
    const auto point = evaluatePoint(evaluator, json::object(), {}).value();
    QVERIFY2(point.status == optimise::PointStatus::done, point.message.c_str());
    QVERIFY(*point.validation.mean >= 0.95);
    for (const char* key : {"lut", "fps", "delayNs", "powerMw", "pdpPj", "energyPerInferenceNj"}) {
        QVERIFY2(!point.metric(key).has(), key);
        QVERIFY2(point.metric(key).tool.find("have no engine for layers of kind add") != std::string::npos, key);
    }
    QCOMPARE(*point.value("weightsKib"), (8 + 20 + 130) / 1024.0);
    // c and r lose the same filters, the dense layer their channels.
    const auto pruned = evaluatePoint(evaluator, json{{"prune", 0.5}, {"bits", 4}}, {}).value();
    QVERIFY2(pruned.status == optimise::PointStatus::done, pruned.message.c_str());
    QCOMPARE(*pruned.value("weightsKib"), (4 + 6 + 66) / 2048.0);
    const std::vector<optimise::DesignPoint> points{point, pruned};
    QCOMPARE(study::defaultCost(points), std::string("weightsKib"));
    const auto front = study::frontOf(points, cnnIdentity(evaluator.dataset(), evaluator.trained(), 1));
    QVERIFY(std::find(front.front.begin(), front.front.end(), 1U) != front.front.end());
    // Limits that cannot be checked are not passed over.
    const auto limited = evaluatePoint(evaluator, json{{"lut", 1000}}, {}).value();
    QCOMPARE(limited.status, optimise::PointStatus::failed);
    QVERIFY2(limited.message.find("cannot be checked") != std::string::npos, limited.message.c_str());
}

void TestCnnEvaluator::sweepsAreTheSameForAnyThreads()
{
    const auto folder = ScratchFolder::create("cnn-sweep").value();
    SweepConfig sweep;
    sweep.base = json::object();
    sweep.axes = {{"bits", {2, 4, 8}}, {"prune", {0.0, 0.25, 0.5}}, {"ranker", {"magnitude", "random"}}};
    std::vector<std::string> tables;
    for (const unsigned threads : {1U, 3U}) {
        const auto made = evaluator();
        JobContext ctx;
        ctx.threads = threads;
        const auto study = study::Study::create(folder.path() / (std::to_string(threads) + ".burin"),
                                                cnnIdentity(made->dataset(), made->trained(), 1))
                               .value();
        const auto outcome = runSweep(sweep, *made, *study, ctx);
        QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().text().c_str());
        QCOMPARE(outcome->computed, std::size_t{3 * (1 + 2 * 2)}); // unpruned, both rankers are one point
        QCOMPARE(outcome->failed, std::size_t{0});
        std::string table;
        const auto points = study->load({.sortKey = "lut"}).value();
        for (const auto& point : points)
            table += point.id + json(point.metrics).dump() + std::to_string(*point.validation.mean);
        tables.push_back(table);
    }
    // Points of equal LUT may come in any order.
    QCOMPARE(tables[0].size(), tables[1].size());
    std::sort(tables[0].begin(), tables[0].end());
    std::sort(tables[1].begin(), tables[1].end());
    QCOMPARE(tables[0], tables[1]);
}

void TestCnnEvaluator::whatDoesNotMoveIsKept()
{
    const auto made = evaluator();
    JobContext ctx;
    CnnConfig config = made->read({{"bits", 5}, {"ranker", "sensitivity"}}).value();
    const cnn::Network network = made->quantised(config, ctx).value();
    QVERIFY(!made->hasFilterScores(config));
    const auto scores = made->filterScores(config, ctx).value();
    QVERIFY(made->hasFilterScores(config));
    // Pruning moves neither formats nor ranking, so both are there: even who was told to stop gets them.
    std::stop_source stop;
    stop.request_stop();
    JobContext stopped;
    stopped.stop = stop.get_token();
    config.policy[0].pruneFraction = 0.5;
    QCOMPARE(made->quantised(config, stopped).value(), network);
    QCOMPARE(made->filterScores(config, stopped).value(), scores);
    // Another width has its own, and is stopped.
    config.policy[0].weightBits = 6;
    QVERIFY(!made->hasFilterScores(config));
    QCOMPARE(made->filterScores(config, stopped).error().code, ErrorCode::cancelled);
    QVERIFY(!made->hasFilterScores(config));
    QVERIFY(made->quantised(config, ctx).value().layers[0].weight->bits == 6);
}

void TestCnnEvaluator::liveAnswers()
{
    LiveCnn live(evaluator());
    JobContext ctx;
    const CnnConfig config = live.evaluator()->read({{"bits", 6}}).value();
    const auto sample = live.score(config, 10, ctx).value();
    QCOMPARE(sample.images, std::size_t{10});
    QVERIFY(!sample.isWhole);
    QVERIFY(live.score(config, 0, ctx).value().isWhole);
    const auto bits = live.histograms(config, ctx).value();
    QCOMPARE(bits.size(), std::size_t{2});
    QCOMPARE(bits[0].weights.total, std::uint64_t{4});
    // In steps of 1/16, 1/64 and 1/32 (half a step, to even) are 0.
    QCOMPARE(bits[0].weights.underflow, std::uint64_t{2});
    const auto trace = live.trace(config, 3, ctx).value();
    QCOMPARE(trace.layers.size(), std::size_t{2});
    QCOMPARE(trace.layers[0].values.size(), std::size_t{4 * 16});
    QCOMPARE(trace.predicted, trace.label);
    const auto confusion = live.confusion(config, ctx).value();
    QCOMPARE(confusion.counts[0][0] + confusion.counts[0][1], std::size_t{20});
}

void TestCnnEvaluator::mistakesAreErrors()
{
    const auto made = evaluator();
    const auto said = [&](const json& config) {
        const auto read = made->canonical(config);
        return QString::fromStdString(read ? std::string() : read.error().text());
    };
    QVERIFY(said({{"bits", 0}}).contains("config.bits: 0 is less than 1"));
    QVERIFY(said({{"device", "abacus"}}).contains("abacus"));
    QVERIFY(said({{"policy", json::array()}}).contains("config.policy: has 0 entries for 2"));
    QVERIFY(said({{"ranker", "beauty"}}).contains("ranker"));
    QVERIFY(said({{"policy", json::array({{{"w", 8}, {"a", 8}}, {{"w", 8}, {"a", 8}, {"prune", 0.5}}})}})
                .contains("the last layer cannot be pruned"));
    JobContext ctx;
    std::stop_source stop;
    stop.request_stop();
    ctx.stop = stop.get_token();
    QVERIFY(made->evaluate(made->canonical({{"bits", 5}}).value(), 0, ctx).error().code == ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestCnnEvaluator)
#include "tst_cnn_evaluator.moc"
