// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/float_cnn.h"

#include "core/cnn/integer_cnn.h"
#include "random_cnn.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::cnn;

namespace {

JobContext threads(unsigned count)
{
    JobContext ctx;
    ctx.threads = count;
    return ctx;
}

/// The forward pass in doubles, one value at a time, for networks of one chain of conv, dense and max pools.
std::vector<double> reference(const FloatCnn& cnn, const Weights& weights, const std::vector<std::uint8_t>& image)
{
    const Network& network = cnn.network();
    std::vector<double> values(image.begin(), image.end());
    for (double& value : values)
        value = (value - 128) / 128;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        const LayerShape& s = cnn.shapes()[i];
        std::vector<double> out(s.conv.values());
        std::size_t at = 0;
        for (int m = 0; m < s.conv.channels; ++m)
            for (int oy = 0; oy < s.conv.height; ++oy)
                for (int ox = 0; ox < s.conv.width; ++ox, ++at) {
                    double sum = static_cast<double>(weights[i].bias[static_cast<std::size_t>(m)]);
                    const bool dense = layer.kind == LayerKind::dense;
                    const int rows = dense ? s.in.height : layer.kernel[0];
                    const int columns = dense ? s.in.width : layer.kernel[1];
                    std::size_t w =
                        static_cast<std::size_t>(m) * s.weights / static_cast<std::size_t>(s.conv.channels);
                    for (int c = 0; c < s.in.channels; ++c)
                        for (int ky = 0; ky < rows; ++ky)
                            for (int kx = 0; kx < columns; ++kx, ++w) {
                                const int y = (dense ? 0 : oy * layer.stride[0] - s.padTop) + ky;
                                const int x = (dense ? 0 : ox * layer.stride[1] - s.padLeft) + kx;
                                if (y >= 0 && x >= 0 && y < s.in.height && x < s.in.width)
                                    sum +=
                                        static_cast<double>(weights[i].kernel[w]) *
                                        values[static_cast<std::size_t>((c * s.in.height + y) * s.in.width + x)];
                            }
                    out[at] = layer.relu ? std::max(0.0, sum) : sum;
                }
        values = out;
    }
    return values;
}

} // namespace

class TestFloatCnn : public QObject {
    Q_OBJECT
private slots:
    void equalsAReferenceInDoubles();
    void quantisedEqualsTheIntegerNetwork();
    void threadsAndSetsDoNotMatter();
    void mixedFormatsByHand();
    void samplesByHand();
    void mistakesAreNamed();
};

void TestFloatCnn::equalsAReferenceInDoubles()
{
    const auto network = networkFromJson(nlohmann::json::parse(R"({"input": [3, 11, 7], "layers": [
        {"kind": "conv", "kernel": [3, 5], "filters": 7, "stride": [2, 1]},
        {"kind": "conv", "kernel": [2, 1], "filters": 5, "padding": [1, 2, 0, 1]},
        {"kind": "dense", "units": 9}, {"kind": "dense", "units": 3}]})"),
                                         "n")
                             .value();
    Weights weights = randomWeights(network, 4);
    Rng rng(5);
    for (LayerWeights& layer : weights)
        for (float& bias : layer.bias)
            bias = static_cast<float>(rng.uniform(-0.5, 0.5));
    const auto cnn = FloatCnn::make(network, weights).value();
    std::vector<std::uint8_t> image(network.input.values());
    for (auto& pixel : image)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    const auto expected = reference(cnn, weights, image);
    const auto logits = cnn.logits(image, threads(1)).value();
    QCOMPARE(logits.size(), expected.size());
    for (std::size_t i = 0; i < logits.size(); ++i)
        QVERIFY(std::abs(static_cast<double>(logits[i]) - expected[i]) < 1e-5);
}

void TestFloatCnn::quantisedEqualsTheIntegerNetwork()
{
    // 5 bits: no accumulator here reaches 2^24, so float sums are exact and the logits must be equal.
    int compared = 0;
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        testing::CnnDrawer drawer({5, seed % 2 == 1}, seed);
        const Network network = drawer.network();
        const Weights weights = drawer.weights(network);
        const auto integer = IntegerCnn::make(network, weights);
        if (!integer)
            continue;
        const auto pixels = drawer.images(network, 17);
        const auto expected = integer->logits(pixels, threads(1)).value();
        const auto logits = FloatCnn::make(network, weights).value().logits(pixels, threads(1)).value();
        QCOMPARE(logits.size(), expected.size());
        for (std::size_t i = 0; i < logits.size(); ++i)
            if (static_cast<double>(logits[i]) !=
                std::ldexp(static_cast<double>(expected[i]), -integer->logitFraction()))
                QFAIL(qPrintable(
                    QString("seed %1: %2 and %3").arg(seed).arg(static_cast<double>(logits[i])).arg(expected[i])));
        ++compared;
    }
    QVERIFY(compared > 120);
}

void TestFloatCnn::threadsAndSetsDoNotMatter()
{
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        testing::CnnDrawer drawer({8, false}, seed);
        const Network formats = drawer.network();
        const Weights weights = drawer.weights(formats);
        const auto pixels = drawer.images(formats, 50);
        const auto cnn = FloatCnn::make(withoutFormats(formats), weights).value();
        const auto one = cnn.logits(pixels, threads(1), SimdSet::plain).value();
        for (const SimdSet set : supportedSimdSets())
            QVERIFY(cnn.logits(pixels, threads(4), set).value() == one);
        QCOMPARE(cnn.predict(pixels, threads(2)).value().size(), std::size_t{50});
    }
}

void TestFloatCnn::mixedFormatsByHand()
{
    // Inputs (pixel - 128) / 128 are float: 0.5 and -0.25. Weights in s4.1: 1.26 -> 1.5, -0.74 -> -0.5; bias 0.3
    // -> 0.5: 0.75 + 0.125 + 0.5 = 1.375; no activation format. Dense without formats: 1.375 x 0.1 - 0.01.
    auto network = networkFromJson(nlohmann::json::parse(R"({"input": [2, 1, 1], "layers": [
        {"kind": "conv", "kernel": 1, "filters": 1, "weight": {"int": 3, "frac": 1}}, {"kind": "dense", "units": 1}]})"),
                                   "n")
                       .value();
    const Weights weights{{{1.26F, -0.74F}, {0.3F}}, {{0.1F}, {-0.01F}}};
    const std::vector<std::uint8_t> image{192, 96};
    auto logits = FloatCnn::make(network, weights).value().logits(image, threads(1)).value();
    QCOMPARE(logits, (std::vector<float>{-0.01F + 1.375F * 0.1F}));
    network.layers[0].activation = fixed::Format{3, 2, false}; // u3.2: 5.5 steps -> 6
    logits = FloatCnn::make(network, weights).value().logits(image, threads(1)).value();
    QCOMPARE(logits, (std::vector<float>{-0.01F + 1.5F * 0.1F}));
}

void TestFloatCnn::samplesByHand()
{
    const auto network = networkFromJson(nlohmann::json::parse(R"({"input": [1, 1, 4],
        "normalise": {"mean": [0], "std": [1]}, "layers": [
        {"kind": "maxpool", "kernel": 1}, {"kind": "maxpool", "kernel": [1, 2]}]})"),
                                         "n")
                             .value();
    const auto cnn = FloatCnn::make(network, Weights(2)).value();
    std::vector<std::uint8_t> pixels{1, 2, 9, 4};
    for (int i = 0; i < 16; ++i)
        pixels.insert(pixels.end(), {5, 6, 7, 0});
    const auto samples = cnn.sample(pixels, 34, threads(2)).value(); // 2 of 4 values of each of 17 images
    QCOMPARE(samples[0].low, 0.0F);
    QCOMPARE(samples[0].high, 9.0F);
    QCOMPARE(samples[0].values.size(), std::size_t{34});
    QCOMPARE(samples[0].values[0], 1.0F);
    QCOMPARE(samples[0].values[16], 9.0F);
    QCOMPARE(samples[1].low, 2.0F);
    QVERIFY(samples[0].values == cnn.sample(pixels, 34, threads(1)).value()[0].values);
}

void TestFloatCnn::mistakesAreNamed()
{
    const auto network = networkFromJson(nlohmann::json::parse(R"({"input": [1, 1, 1], "layers": [
        {"name": "a", "kind": "dense", "units": 1, "relu": false}, {"name": "b", "kind": "dense", "units": 1}]})"),
                                         "n")
                             .value();
    QVERIFY(!FloatCnn::make(network, Weights(1)));
    const auto cnn = FloatCnn::make(network, {{{1e30F}, {0.0F}}, {{1e30F}, {0.0F}}}).value();
    const auto infinite = cnn.logits(std::vector<std::uint8_t>{128, 255}, threads(1));
    QVERIFY(!infinite && infinite.error().message == "logit 0 of image 1 is inf");
    QVERIFY(cnn.logits({}, threads(1)).value().empty());
}

QTEST_APPLESS_MAIN(TestFloatCnn)
#include "tst_float_cnn.moc"
