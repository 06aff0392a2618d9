// SPDX-License-Identifier: GPL-3.0-or-later
// Formats that are trained: gradients by hand, ranges that recover from bad ones, widths that keep a budget, the
// exported network to the last bit, resuming.
#include "core/base/file.h"
#include "core/cnn/built_in.h"
#include "core/cnn/integer_cnn.h"
#include "core/learn/torch_network.h"
#include "core/learn/train.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace burin;
using torch::Tensor;

namespace {

/// A seventh of the training images and of the test images: enough, and quick.
data::ImageDataset glyphs()
{
    data::LoadOptions options;
    options.data = "glyphs";
    data::ImageDataset set = data::loadImages(options).value();
    for (data::ImageSplit* split : {&set.train, &set.test}) {
        std::vector<std::size_t> chosen;
        for (std::size_t i = 0; i < split->size(); i += 7) // classes follow each other in turn
            chosen.push_back(i);
        *split = data::pick(set, *split, chosen);
    }
    return set;
}

cnn::Network glyphNetwork()
{
    return cnn::readNetwork("glyphs").value();
}

/// Ranges many times too large: weights are in quarters to 32, activations in whole numbers to 255.
cnn::Network badRanges()
{
    cnn::Network network = glyphNetwork();
    for (cnn::Layer& layer : network.layers) {
        if (layer.weight)
            layer.weight = fixed::Format{8, 2, true};
        if (layer.activation)
            layer.activation = fixed::Format{8, 0, false};
    }
    return network;
}

learn::TrainConfig config(int epochs)
{
    learn::TrainConfig config;
    config.epochs = epochs;
    config.batch = 32;
    config.qat = true;
    config.dropout = 0;
    config.precision = "float";
    config.test = true;
    return config;
}

/// Of weights that were trained in real numbers.
learn::TrainConfig finetuning()
{
    const ScratchFolder folder = ScratchFolder::create("tst_learned_formats").value();
    (void)writeFile(folder.path() / "glyphs.npz", cnn::builtInWeights("glyphs").value());
    learn::TrainConfig tuning = config(6);
    tuning.peakRate = 0.02;
    tuning.start = cnn::readWeights(folder.path() / "glyphs.npz", glyphNetwork()).value();
    return tuning;
}

JobContext job()
{
    JobContext ctx;
    ctx.seed = 5;
    return ctx;
}

double accuracyOf(const learn::TrainResult& result, const data::ImageSplit& images)
{
    const auto predicted =
        cnn::IntegerCnn::make(result.network, result.weights).value().predict(images.pixels, {}).value();
    std::size_t right = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i)
        right += predicted[i] == images.labels[i] ? 1U : 0U;
    return static_cast<double>(right) / static_cast<double>(predicted.size());
}

} // namespace

class TestLearnedFormats : public QObject {
    Q_OBJECT

private slots:
    void gradientsByHand()
    {
        // u3 with one fraction bit: 0 .. 3.5 in halves. 0.3 becomes 0.5 (error 0.2), 5 is clamped to 3.5.
        learn::LearnedFormat learned(fixed::Format{3, 1, false}, true);
        const Tensor values = torch::tensor(std::vector<float>{0.3F, 5.F}).set_requires_grad(true);
        const Tensor rounded = learned.round(values, true);
        QVERIFY(torch::equal(rounded.detach(), torch::tensor(std::vector<float>{0.5F, 3.5F})));
        rounded.sum().backward();
        QVERIFY(torch::equal(values.grad(), torch::tensor(std::vector<float>{1, 0})));
        const Tensor slopes = learned.values().grad();
        QVERIFY(std::abs(slopes[0].item<double>() - 3.5 * std::numbers::ln2) < 1e-6);
        QVERIFY(std::abs(slopes[1].item<double>() + 0.2 * std::numbers::ln2) < 1e-6);
        // Adam's first step is the rate itself, against the slope; the push lowers both.
        learned.descend(0.125, 0);
        QCOMPARE(learned.bits(), 3.0); // -1/8 range, +1/8 fraction
        QCOMPARE(learned.format(), (fixed::Format{3, 1, false}));
        learned.set({3, 1, false});
        learned.round(values, true).sum().backward();
        learned.descend(1, 4);
        QVERIFY(learned.bits() < 3);
        QCOMPARE(learned.format().bits, learn::kLeastLearnedBits);
        QVERIFY(!learned.values().grad().defined());
    }

    void widthStaysWhereRangesAreLearned()
    {
        learn::LearnedFormat learned(fixed::Format{8, 6, true}, false);
        for (int i = 0; i < 20; ++i) {
            learned.round(torch::full({4}, 7.F), false).sum().backward();
            learned.descend(-0.1, 0); // uphill: a larger range
        }
        QCOMPARE(learned.format().bits, 8);
        QCOMPARE(learned.format().fraction, 4);
    }

    void budgetIsTakenFromWhatWasRoundedUp()
    {
        const cnn::Network network = glyphNetwork();
        const auto shapes = cnn::inferShapes(network).value();
        learn::FormatLearner learner(network, shapes, {true, 5.0});
        cnn::Network settled = network;
        learner.settle();
        learner.apply(settled);
        const learn::MeanBits mean = learn::meanBits(settled, shapes);
        QVERIFY(mean.weights <= 5 && mean.activations <= 5);
        QVERIFY(mean.weights > 3 && mean.activations > 3);
        QVERIFY(learner.settled() && learner.weight(0) == nullptr);
        QCOMPARE(learn::meanBits(network, shapes).weights, 8.0);
    }

    void exportedToTheLastBit()
    {
        const data::ImageDataset set = glyphs();
        auto made = learn::TorchNetwork::make(badRanges(), true, 3, {true, 4.5}).value();
        std::vector<std::uint8_t> pixels(set.train.pixels.begin(), set.train.pixels.begin() + 64 * 256);
        const Tensor inputs = made.inputs(torch::from_blob(pixels.data(), {64, 1, 16, 16}, torch::kUInt8));
        learn::Pass training;
        training.training = true;
        training.frozen = false;
        for (int i = 0; i < 60; ++i) {
            torch::log_softmax(made.forward(inputs, training), 1).slice(1, 0, 1).mean().backward();
            made.descendFormats(0.05);
        }
        QVERIFY(made.network() != badRanges());
        made.settleFormats();
        QVERIFY(!made.learnsFormats());
        QVERIFY(made.bits().weights <= 4.5 && made.bits().activations <= 4.5);
        const torch::NoGradGuard guard;
        const Tensor ours = made.forward(inputs, learn::Pass{}).contiguous();
        const auto integer = cnn::IntegerCnn::make(made.network(), made.weights()).value();
        const auto logits = integer.logits(pixels, {}).value();
        QCOMPARE(static_cast<std::size_t>(ours.numel()), logits.size());
        const auto* const values = static_cast<const float*>(ours.data_ptr());
        for (std::size_t i = 0; i < logits.size(); ++i)
            QCOMPARE(static_cast<double>(values[i]),
                     std::ldexp(static_cast<double>(logits[i]), -integer.logitFraction()));
    }

    void badRangesRecover()
    {
        const data::ImageDataset set = glyphs();
        learn::TrainConfig tuning = finetuning();
        const auto fixed = learn::trainNetwork(tuning, badRanges(), set, job());
        QVERIFY2(fixed.has_value(), fixed ? "" : fixed.error().text().c_str());
        QCOMPARE(fixed->network, badRanges());
        tuning.learn.ranges = true;
        const auto learned = learn::trainNetwork(tuning, badRanges(), set, job());
        QVERIFY2(learned.has_value(), learned ? "" : learned.error().text().c_str());
        qInfo("bad ranges: test %.4f; learned: %.4f", *fixed->test, *learned->test);
        QVERIFY(learned->validation > fixed->validation);
        int finer = 0;
        for (const cnn::Layer& layer : learned->network.layers)
            if (layer.weight) {
                QCOMPARE(layer.weight->bits, 8);
                finer += layer.weight->fraction - 2;
            }
        QVERIFY2(finer >= 3, qPrintable(QString::number(finer)));
        QCOMPARE(learned->bits.weights, 8.0);
        QCOMPARE(accuracyOf(*learned, set.test), *learned->integerTest);
    }

    void bitsKeepTheirBudgetAndResume()
    {
        const data::ImageDataset set = glyphs();
        learn::TrainConfig learning = finetuning();
        learning.learn.bits = 4;
        const auto once = learn::trainNetwork(learning, glyphNetwork(), set, job());
        QVERIFY2(once.has_value(), once ? "" : once.error().text().c_str());
        qInfo("%.3f bits a weight, %.3f an activation, test %.4f", once->bits.weights, once->bits.activations,
              *once->test);
        QVERIFY(once->bits.weights <= 4 && once->bits.activations <= 4);
        QVERIFY(once->bits.weights > 2.5 && once->bits.activations > 2.5);
        QVERIFY(once->test > 0.5);
        QCOMPARE(accuracyOf(*once, set.test), *once->integerTest);

        const ScratchFolder folder = ScratchFolder::create("tst_learned_formats").value();
        learning.checkpoint = folder.path() / "checkpoint";
        std::stop_source stop;
        JobContext stopped = job();
        stopped.stop = stop.get_token();
        stopped.progress = [&](const Progress& progress) {
            if (progress.done == 3)
                stop.request_stop();
        };
        QVERIFY(!learn::trainNetwork(learning, glyphNetwork(), set, stopped));
        learning.resume = true;
        const auto resumed = learn::trainNetwork(learning, glyphNetwork(), set, job());
        QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().text().c_str());
        QCOMPARE(resumed->network, once->network);
        for (std::size_t i = 0; i < once->weights.size(); ++i)
            QCOMPARE(resumed->weights[i].kernel, once->weights[i].kernel);
        QCOMPARE(resumed->test, once->test);

        learning.qat = false;
        QCOMPARE(learn::trainNetwork(learning, glyphNetwork(), set, job()).error().code, ErrorCode::usage);
    }
};

QTEST_GUILESS_MAIN(TestLearnedFormats)
#include "tst_learned_formats.moc"
