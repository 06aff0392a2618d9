// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/cnn_sensitivity.h"
#include "core/compress/filter_rankers.h"
#include "core/compress/sensitivity.h"
#include "tests/unit/cnn/random_cnn.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

using namespace burin;
using namespace burin::compress;

namespace {

cnn::Network parse(const char* text)
{
    return cnn::networkFromJson(nlohmann::json::parse(text), "n").value();
}

/// A convolution, a residual branch, a depthwise layer, pools and two dense layers, on 2 x 8 x 8 images.
cnn::Network residual()
{
    return parse(R"({"input": [2, 8, 8], "inputFormat": {"int": 1, "frac": 6}, "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 6, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 3}},
      {"name": "b", "kind": "conv", "kernel": 3, "filters": 6, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 3}},
      {"name": "s", "kind": "add", "from": ["a", "b"], "activation": {"int": 3, "frac": 3}},
      {"name": "d", "kind": "depthwise", "kernel": 3, "pool": 2, "weight": {"int": 1, "frac": 3},
        "activation": {"int": 2, "frac": 3}},
      {"name": "g", "kind": "avgpool", "kernel": 2, "stride": 2}],
     "head": [{"name": "h", "kind": "dense", "units": 5, "weight": {"int": 1, "frac": 5},
       "activation": {"int": 3, "frac": 3}},
      {"name": "out", "kind": "dense", "units": 3, "weight": {"int": 1, "frac": 5}}]})");
}

struct Sample {
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
};

Sample someImages(const cnn::Network& network, std::size_t count)
{
    testing::CnnDrawer drawer({8, false}, 11);
    Sample sample{drawer.images(network, count), {}};
    for (std::size_t i = 0; i < count; ++i)
        sample.labels.push_back(static_cast<int>(i * 7 % 3));
    return sample;
}

JobContext threads(unsigned count)
{
    JobContext ctx;
    ctx.threads = count;
    return ctx;
}

/// The metric by the plain loops, image by image.
double plainMetric(const cnn::IntegerCnn& network, const Sample& sample, CnnMeasure measure)
{
    double sum = 0;
    const std::size_t bytes = network.network().input.values();
    for (std::size_t i = 0; i < sample.labels.size(); ++i) {
        const auto logits = network.plainLogits(std::span(sample.pixels).subspan(i * bytes, bytes));
        const auto label = static_cast<std::size_t>(sample.labels[i]);
        if (measure == CnnMeasure::loss) {
            sum += CrossEntropy(network.logitFraction())(logits, sample.labels[i]);
            continue;
        }
        bool right = true;
        for (std::size_t k = 0; k < logits.size(); ++k)
            right = right && (logits[k] < logits[label] || (logits[k] == logits[label] && k >= label));
        sum += right ? 1 : 0;
    }
    return sum / static_cast<double>(sample.labels.size());
}

} // namespace

class TestCnnSensitivity : public QObject {
    Q_OBJECT
private slots:
    void byHand();
    void crossEntropyIsThat();
    void equalsFlippingEachBit_data();
    void equalsFlippingEachBit();
    void samplesAreSpreadOverTheFilters();
    void threadsAndSetsDoNotMatter();
    void ranksFilters();
    void goesOnWhereItWasStopped();
    void mistakesAndStops();
};

void TestCnnSensitivity::byHand()
{
    // Dense s2.0, weights 1 (01) and -1 (11), one input of 1: logits 1 -1, class 0, which is right. Flips of the
    // first, bit 0 and 1: 00: 0 -1; 11: -1 -1. Of the second: 10: 1 -2; 01: 1 1. Class 0 has the lowest index of
    // equals, so it stays right. With l(d) = ln(1 + e^-d) of the logits' difference d the loss goes from l(2) to
    // l(1) and l(0), to l(3) and l(0).
    const auto network = parse(R"({"input": [1, 1, 1], "inputFormat": {"int": 8, "frac": 0},
        "normalise": {"mean": [128], "std": [1]}, "layers": [
        {"kind": "dense", "units": 2, "bias": false, "weight": {"int": 2, "frac": 0}}]})");
    const auto cnn = cnn::IntegerCnn::make(network, {{{1, -1}, {}}}).value();
    const std::vector<std::uint8_t> image{129};
    const std::vector<int> label{0};
    CnnSensitivityConfig config;
    const auto loss = runCnnSensitivity(config, cnn, image, label, {}).value();
    const auto l = [](double d) { return std::log1p(std::exp(-d)); };
    QVERIFY(std::abs(loss.unflipped - l(2)) < 1e-12);
    QCOMPARE(loss.evaluations, std::uint64_t{4});
    QCOMPARE(loss.macs, std::uint64_t{4});
    QCOMPARE(loss.weights.size(), std::size_t{2});
    const double expected[2][2] = {{l(1) - l(2), l(0) - l(2)}, {l(2) - l(3), l(0) - l(2)}};
    for (std::size_t w = 0; w < 2; ++w) {
        QCOMPARE(loss.weights[w].value, w == 0 ? 1 : -1);
        QCOMPARE(loss.weights[w].filter, static_cast<int>(w));
        for (std::size_t bit = 0; bit < 2; ++bit)
            QVERIFY(std::abs(loss.weights[w].bits[bit] - expected[w][bit]) < 1e-12);
        QVERIFY(std::abs(loss.weights[w].score - (expected[w][0] + expected[w][1]) / 2) < 1e-12);
    }
    config.signedDeviation = true;
    QVERIFY(runCnnSensitivity(config, cnn, image, label, {}).value().weights[1].bits[0] < 0); // -2 is better
    config.measure = CnnMeasure::accuracy;
    const auto accuracy = runCnnSensitivity(config, cnn, image, label, {}).value();
    QCOMPARE(accuracy.unflipped, 1.0);
    QCOMPARE(accuracy.weights[0].bits, (std::vector<double>{0, 0}));
}

void TestCnnSensitivity::crossEntropyIsThat()
{
    const std::vector<std::int64_t> logits{8, -4, 0}; // 2, -1, 0
    const double sum = std::exp(2) + std::exp(-1) + 1;
    const CrossEntropy entropy(2);
    QVERIFY(std::abs(entropy(logits, 0) - (std::log(sum) - 2)) < 1e-14);
    QVERIFY(std::abs(entropy(logits, 1) - (std::log(sum) + 1)) < 1e-14);
    QCOMPARE(entropy(std::vector<std::int64_t>{std::int64_t{1} << 61U, -(std::int64_t{1} << 61U)}, 1),
             std::ldexp(1.0, 60));
    // Differences of several bytes.
    const std::vector<std::int64_t> fine{0, -123'456, -7'654'321};
    const double terms = 1 + std::exp(-123'456 / 1048576.0) + std::exp(-7'654'321 / 1048576.0);
    QVERIFY(std::abs(CrossEntropy(20)(fine, 0) - std::log(terms)) < 1e-14);
}

void TestCnnSensitivity::equalsFlippingEachBit_data()
{
    QTest::addColumn<int>("measure");
    QTest::newRow("loss") << static_cast<int>(CnnMeasure::loss);
    QTest::newRow("accuracy") << static_cast<int>(CnnMeasure::accuracy);
}

void TestCnnSensitivity::equalsFlippingEachBit()
{
    QFETCH(int, measure);
    const auto network = residual();
    const auto cnn = cnn::IntegerCnn::make(network, cnn::randomWeights(network, 3)).value();
    const Sample sample = someImages(network, 19);
    CnnSensitivityConfig config;
    config.measure = static_cast<CnnMeasure>(measure);
    config.signedDeviation = true;
    config.zeros = true;
    for (std::size_t layer = 0; layer < network.layers.size(); ++layer)
        if (network.layers[layer].hasWeights())
            config.layers.push_back({layer, 12});
    const auto found = runCnnSensitivity(config, cnn, sample.pixels, sample.labels, {}).value();
    QCOMPARE(found.unflipped, plainMetric(cnn, sample, config.measure));
    QCOMPARE(found.weights.size(), std::size_t{60});
    bool moves = false;
    for (const auto& w : found.weights) {
        const std::size_t window =
            cnn.shapes()[w.layer].weights / static_cast<std::size_t>(cnn.shapes()[w.layer].conv.channels);
        const std::size_t at = static_cast<std::size_t>(w.filter) * window + w.weight;
        QCOMPARE(w.value, std::int32_t{cnn.codes()[w.layer].kernel[at]});
        const int bits = network.layers[w.layer].weight->bits;
        QCOMPARE(w.bits.size(), static_cast<std::size_t>(bits));
        for (int bit = 0; bit < bits; ++bit) {
            const auto other = cnn.withCode(w.layer, at, flipBit(w.value, bit, bits)).value();
            const double deviation = plainMetric(other, sample, config.measure) - found.unflipped;
            QCOMPARE(w.bits[static_cast<std::size_t>(bit)],
                     config.measure == CnnMeasure::loss ? deviation : -deviation);
            moves = moves || deviation != 0;
        }
    }
    QVERIFY(moves);
}

void TestCnnSensitivity::samplesAreSpreadOverTheFilters()
{
    const auto network = residual();
    cnn::Weights weights = cnn::randomWeights(network, 3);
    std::fill_n(weights[0].kernel.begin() + 18, 18, 0.0F); // filter 1 of a has nothing to flip
    const auto cnn = cnn::IntegerCnn::make(network, weights).value();
    const Sample sample = someImages(network, 4);
    QVERIFY(flippableWeights(cnn, 0, 1).empty());
    QCOMPARE(flippableWeights(cnn, 0, 1, true).size(), std::size_t{18});
    CnnSensitivityConfig config;
    config.layers = {{0, 9}};
    const auto found = runCnnSensitivity(config, cnn, sample.pixels, sample.labels, {}).value();
    std::vector<int> counts(6);
    for (const auto& w : found.weights) {
        QVERIFY(w.value != 0);
        ++counts[static_cast<std::size_t>(w.filter)];
    }
    QCOMPARE(counts, (std::vector<int>{1, 0, 1, 2, 1, 2})); // 9 over 6, less what filter 1 lacks
    JobContext other;
    other.seed = 2;
    const auto redrawn = runCnnSensitivity(config, cnn, sample.pixels, sample.labels, other).value();
    QVERIFY(std::equal(found.weights.begin(), found.weights.end(), redrawn.weights.begin(),
                       [](const auto& a, const auto& b) { return a.weight == b.weight; }) == false);
}

void TestCnnSensitivity::threadsAndSetsDoNotMatter()
{
    const auto network = residual();
    const auto cnn = cnn::IntegerCnn::make(network, cnn::randomWeights(network, 3)).value();
    const Sample sample = someImages(network, 37);
    CnnSensitivityConfig config;
    config.layers = {{0, 20}, {3, 0}, {6, 0}};
    const auto one = runCnnSensitivity(config, cnn, sample.pixels, sample.labels, threads(1)).value();
    for (const SimdSet set : supportedSimdSets()) {
        config.simd = set;
        const auto other = runCnnSensitivity(config, cnn, sample.pixels, sample.labels, threads(3)).value();
        QCOMPARE(other.unflipped, one.unflipped);
        QCOMPARE(other.weights.size(), one.weights.size());
        for (std::size_t i = 0; i < one.weights.size(); ++i)
            QCOMPARE(other.weights[i].bits, one.weights[i].bits);
    }
}

void TestCnnSensitivity::ranksFilters()
{
    const auto network = residual();
    cnn::Weights weights = cnn::randomWeights(network, 3);
    std::fill_n(weights[0].kernel.begin() + 18, 18, 0.0F);
    const Sample sample = someImages(network, 16);
    const FilterRankInputs inputs{network, weights, sample.pixels, sample.labels};
    const auto scores = rankFilters("sensitivity", inputs, {}).value();
    QCOMPARE(scores[0].size(), std::size_t{6});
    QCOMPARE(scores[0][1], 0.0); // of a filter without weights
    QVERIFY(scores[3].empty());
    // Kernels of 18 and more weights are sampled; the 6 inputs x 4 places of h are 24; out has 5: all of them.
    const auto cnn = cnn::IntegerCnn::make(network, weights).value();
    CnnSensitivityConfig config;
    config.layers = {{6, 0}};
    const auto all = runCnnSensitivity(config, cnn, sample.pixels, sample.labels, {}).value();
    std::vector<double> sums(3);
    for (const auto& w : all.weights)
        sums[static_cast<std::size_t>(w.filter)] += w.score;
    QCOMPARE(scores[6], sums);
    QCOMPARE(rankFilters("sensitivity", inputs, threads(3)).value(), scores);
}

void TestCnnSensitivity::goesOnWhereItWasStopped()
{
    const auto network = residual();
    const auto cnn = cnn::IntegerCnn::make(network, cnn::randomWeights(network, 3)).value();
    const Sample sample = someImages(network, 9);
    const auto whole = runCnnSensitivity({}, cnn, sample.pixels, sample.labels, {}).value();
    CnnSensitivityKept kept;
    std::stop_source stop;
    JobContext stopped;
    stopped.stop = stop.get_token();
    stopped.progress = [&](const Progress& p) {
        if (p.fraction > 0.5)
            stop.request_stop();
    };
    QCOMPARE(runCnnSensitivity({}, cnn, sample.pixels, sample.labels, stopped, &kept).error().code,
             ErrorCode::cancelled);
    const std::size_t before = kept.filters();
    QVERIFY(before > 0 && before < 6 + 6 + 6 + 5 + 3); // of all layers
    const auto rest = runCnnSensitivity({}, cnn, sample.pixels, sample.labels, threads(3), &kept).value();
    QVERIFY(kept.filters() > before);
    QCOMPARE(rest.weights.size(), whole.weights.size());
    for (std::size_t i = 0; i < whole.weights.size(); ++i) {
        QCOMPARE(rest.weights[i].bits, whole.weights[i].bits);
        QCOMPARE(rest.weights[i].score, whole.weights[i].score);
    }
    // It was taken over, not found again.
    auto marked = whole.weights.front();
    std::vector<CnnWeightSensitivity> first(whole.weights.begin(), whole.weights.end());
    std::erase_if(first, [&](const auto& w) { return w.layer != marked.layer || w.filter != marked.filter; });
    first.front().score = 42;
    kept.put(first);
    QCOMPARE(runCnnSensitivity({}, cnn, sample.pixels, sample.labels, {}, &kept).value().weights.front().score, 42.0);
}

void TestCnnSensitivity::mistakesAndStops()
{
    const auto network = residual();
    const auto cnn = cnn::IntegerCnn::make(network, cnn::randomWeights(network, 3)).value();
    const Sample sample = someImages(network, 4);
    QCOMPARE(runCnnSensitivity({}, cnn, {}, {}, {}).error().code, ErrorCode::invalidInput);
    QCOMPARE(runCnnSensitivity({}, cnn, sample.pixels, std::vector<int>(3), {}).error().where, "labels");
    const auto label = runCnnSensitivity({}, cnn, sample.pixels, std::vector<int>{0, 1, 2, 3}, {});
    QVERIFY(label.error().message.find("label 3 of a network with 3 classes") != std::string::npos);
    CnnSensitivityConfig config;
    config.layers = {{2, 0}};
    QCOMPARE(runCnnSensitivity(config, cnn, sample.pixels, sample.labels, {}).error().code, ErrorCode::usage);
    std::stop_source stop;
    JobContext ctx;
    ctx.stop = stop.get_token();
    double last = 0;
    ctx.progress = [&](const Progress& p) {
        QVERIFY(p.fraction >= last);
        last = p.fraction;
        if (p.fraction > 0.3)
            stop.request_stop();
    };
    QCOMPARE(runCnnSensitivity({}, cnn, sample.pixels, sample.labels, ctx).error().code, ErrorCode::cancelled);
    QVERIFY(last < 1);
}

QTEST_APPLESS_MAIN(TestCnnSensitivity)
#include "tst_cnn_sensitivity.moc"
