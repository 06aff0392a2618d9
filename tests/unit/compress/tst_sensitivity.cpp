// SPDX-License-Identifier: GPL-3.0-or-later
// The fast evaluation against its plain twin, on every instruction set of this machine; bit flips; the table.
#include "core/compress/sensitivity.h"
#include "tests/unit/compress/random_network.h"

#include <QtTest>

#include <fmt/format.h>

#include <thread>

using namespace burin;
using namespace burin::compress;
using namespace burin::compress::testing;
using reservoir::Readout;
using reservoir::ReadoutKind;
using reservoir::Widths;

namespace {

constexpr reservoir::PruneMatrices kAllMatrices{true, true, true};

JobContext threads(unsigned count)
{
    JobContext ctx;
    ctx.threads = count;
    return ctx;
}

/// Every weight flipped in one random bit, and a few absent links of W_r made present.
std::vector<Variant> someVariants(const reservoir::IntegerReservoir& network, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<Variant> variants;
    for (const WeightRef& w : nonzeroWeights(network, kAllMatrices)) {
        const int bits = weightBits(network, w.matrix);
        const int bit = static_cast<int>(rng.below(static_cast<std::uint64_t>(bits)));
        variants.push_back({w, flipBit(weightAt(network, w), bit, bits)});
    }
    for (int k = 0; k < 10; ++k) {
        const auto neurons = static_cast<std::uint64_t>(network.neurons());
        variants.push_back({{Matrix::recurrent, 0, static_cast<int>(rng.below(neurons)),
                             static_cast<int>(rng.below(neurons))},
                            drawWeight(rng, network.widths.recurrent)});
    }
    return variants;
}

bool close(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

} // namespace

class TestSensitivity : public QObject {
    Q_OBJECT

private slots:
    void flipsInTwosComplement();
    void equalsPlainTwin_data();
    void equalsPlainTwin();
    void handWorkedNetwork();
    void sameForAnyThreads();
    void tableOfAllMatrices();
    void unreachableWeightsScoreZero();
    void signedDeviation();
    void stops();
    void rejectsWrongSeries();
};

void TestSensitivity::flipsInTwosComplement()
{
    QCOMPARE(flipBit(3, 0, 4), 2);
    QCOMPARE(flipBit(3, 3, 4), -5); // 0011 -> 1011
    QCOMPARE(flipBit(-1, 7, 8), 127);
    QCOMPARE(flipBit(-128, 7, 8), 0);
    QCOMPARE(flipBit(0, 15, 16), -32768);
    for (int bits = 2; bits <= 16; ++bits)
        for (int bit = 0; bit < bits; ++bit)
            for (int value = -(1 << (bits - 1)); value < 1 << (bits - 1); value += 5)
                QCOMPARE(flipBit(flipBit(value, bit, bits), bit, bits), value);
}

void TestSensitivity::equalsPlainTwin_data()
{
    QTest::addColumn<NetworkShape>("shape");
    QTest::addColumn<int>("series");
    QTest::addColumn<int>("steps");
    QTest::addColumn<bool>("equal");
    const auto row = [](const char* name, NetworkShape shape, int series, int steps, bool equal) {
        QTest::newRow(name) << shape << series << steps << equal;
    };
    const Readout last;
    const Readout mean{ReadoutKind::mean, 1};
    NetworkShape shape;
    row("8 bit, last", shape, 35, 6, true);
    row("8 bit, last, few series", shape, 3, 6, true);
    row("8 bit, last, unequal lengths", shape, 60, 6, false);
    shape.readout = mean;
    shape.washout = 2;
    row("8 bit, mean with wash-out, unequal", shape, 40, 8, false);
    shape = {.neurons = 21, .channels = 3, .widths = Widths::uniform(4), .leakShift = 2};
    row("4 bit, leak, three channels", shape, 20, 7, true);
    shape = {.neurons = 7, .widths = Widths::uniform(2, 2)};
    row("2 bit", shape, 18, 7, true);
    shape = {.neurons = 13, .outputs = 4, .widths = Widths::uniform(6), .readout = {ReadoutKind::segments, 3},
             .washout = 1, .seriesSteps = 8};
    row("6 bit, segments", shape, 17, 8, true);
    shape.readout = {ReadoutKind::all, 1};
    row("6 bit, all", shape, 17, 8, true);
    shape = {.neurons = 10, .widths = Widths::uniform(11, 8)};
    row("11 bit", shape, 19, 6, true);
    shape.leakShift = 1;
    row("11 bit, leak", shape, 19, 6, true);
    shape = {.neurons = 9, .widths = Widths::uniform(8, 12)};
    row("12 bit read-out", shape, 17, 5, true);
    shape = {.neurons = 9, .widths = Widths::uniform(16, 16)};
    row("16 bit", shape, 17, 5, true);
    shape.leakShift = 3;
    row("16 bit, leak", shape, 17, 5, true);
    shape = {.neurons = 1, .outputs = 2};
    row("one neuron", shape, 17, 5, true);
    shape = {.neurons = 17, .outputs = 1, .task = data::Task::predict, .washout = 3};
    row("prediction, one recording", shape, 1, 90, true);
    row("prediction, many series", shape, 33, 9, true);
    shape.outputs = 2;
    shape.leakShift = 1;
    row("prediction of two, leak, unequal", shape, 21, 12, false);
    shape = {.neurons = 12, .links = 12, .mixedShifts = false};
    row("dense, saturating", shape, 16, 9, true);
}

void TestSensitivity::equalsPlainTwin()
{
    QFETCH(NetworkShape, shape);
    QFETCH(int, series);
    QFETCH(int, steps);
    QFETCH(bool, equal);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const auto network = randomNetwork(shape, seed);
        QVERIFY2(network.check(), "the test's network is wrong");
        const SeriesSet set = randomSeries(network, series, steps, equal, seed + 10);
        const auto variants = someVariants(network, seed + 20);
        for (const Measure measure : {Measure::task, Measure::squaredError}) {
            const auto plain = evaluateVariantsPlain(network, set, variants, measure, threads(2));
            QVERIFY(plain);
            std::vector<double> first;
            for (const bool wide : {false, true})
                for (const SimdSet simd : supportedSimdSets()) {
                    EvaluateOptions options;
                    options.measure = measure;
                    options.simd = simd;
                    options.forceWide = wide;
                    const auto fast = evaluateVariants(network, set, variants, options, threads(2));
                    QVERIFY(fast);
                    QVERIFY(close(fast->unchanged, plain->unchanged));
                    for (std::size_t k = 0; k < variants.size(); ++k)
                        QVERIFY2(close(fast->metrics[k], plain->metrics[k]),
                                 fmt::format("{}: variant {}: {} is not {}", fast->kernel, k, fast->metrics[k],
                                             plain->metrics[k]).c_str());
                    if (first.empty())
                        first = fast->metrics;
                    QVERIFY(first == fast->metrics); // every instruction set: the same bits
                }
        }
    }
}

/// One neuron, W_in = 1, W_r = 2, 4 bit, no shifts, stateMax 7, read-out y0 = x, y1 = 5 (bias), series u = (1, 1):
/// x1 = 1, x2 = 1 + 2 * 1 = 3: y0 = 3 < 5, so class 1; label 1, accuracy 1. W_r = 2 = 0010b flipped:
/// bit 0 -> 3: x2 = 4, class 1, no change. bit 1 -> 0: x2 = 1, class 1, no change. bit 2 -> 6: x2 = 7, class 0,
/// deviation 1. bit 3 -> -6: x2 = -5, class 1, no change. Score 1/4.
void TestSensitivity::handWorkedNetwork()
{
    reservoir::IntegerReservoir n;
    n.widths = Widths::uniform(4);
    n.stateMax = 7;
    n.win = reservoir::IntMatrix::Constant(1, 1, 1);
    n.wr = reservoir::IntMatrix::Constant(1, 1, 2);
    n.inShift = n.recurrentShift = n.stateShift = {0};
    n.bias = {0};
    n.wout = {reservoir::IntMatrix::Zero(2, 1)};
    n.wout[0](0, 0) = 1;
    n.outBias = {0, 5};
    const SeriesSet set{{{1, 1}}, {1}, {}};
    const auto table = runSensitivity({}, n, set, threads(1));
    QVERIFY(table);
    QCOMPARE(table->unflipped, 1.0);
    QCOMPARE(table->weights.size(), std::size_t{1});
    QCOMPARE(table->weights[0].value, 2);
    const std::vector<double> expected{0, 0, 1, 0};
    QVERIFY(table->weights[0].bits == expected);
    QCOMPARE(table->weights[0].score, 0.25);
    QCOMPARE(table->evaluations, std::uint64_t{4});
    QCOMPARE(table->usefulMacs, std::uint64_t{4 + 5}); // W_r at step 2 (bit 1 makes it 0), W_out for all five
}

void TestSensitivity::sameForAnyThreads()
{
    const auto network = randomNetwork({.neurons = 30, .channels = 2}, 5);
    const SeriesSet set = randomSeries(network, 70, 10, false, 6);
    SensitivityConfig config;
    config.matrices = kAllMatrices;
    config.measure = Measure::squaredError;
    const auto one = runSensitivity(config, network, set, threads(1));
    const auto four = runSensitivity(config, network, set, threads(4));
    QVERIFY(one && four);
    QCOMPARE(one->weights.size(), four->weights.size());
    QCOMPARE(one->issuedMacs, four->issuedMacs);
    for (std::size_t k = 0; k < one->weights.size(); ++k)
        QVERIFY(one->weights[k].bits == four->weights[k].bits);
}

void TestSensitivity::tableOfAllMatrices()
{
    const auto network = randomNetwork({.neurons = 8, .channels = 2, .widths = {8, 8, 5, 7, 6}}, 2);
    const SeriesSet set = randomSeries(network, 20, 5, true, 3);
    SensitivityConfig config;
    config.matrices = kAllMatrices;
    const auto table = runSensitivity(config, network, set, threads(2));
    QVERIFY(table);
    const auto weights = nonzeroWeights(network, kAllMatrices);
    QCOMPARE(table->weights.size(), weights.size());
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const WeightSensitivity& w = table->weights[k];
        QVERIFY(w.weight == weights[k]);
        QCOMPARE(w.value, weightAt(network, weights[k]));
        const std::size_t bits = w.weight.matrix == Matrix::recurrent ? 7 : w.weight.matrix == Matrix::in ? 5 : 6;
        QCOMPARE(w.bits.size(), bits);
        double sum = 0;
        for (const double deviation : w.bits) {
            QVERIFY(deviation >= 0 && deviation <= 1);
            sum += deviation;
        }
        QCOMPARE(w.score, sum / static_cast<double>(bits));
    }
}

void TestSensitivity::unreachableWeightsScoreZero()
{
    auto network = randomNetwork({.neurons = 6, .links = 2}, 4);
    network.wout[0].col(5).setZero();
    network.wr.col(5).setZero(); // neuron 5 reaches nothing
    network.wr(5, 0) = 9;
    const SeriesSet set = randomSeries(network, 16, 5, true, 3);
    const auto table = runSensitivity({}, network, set, threads(1));
    QVERIFY(table);
    bool met = false;
    for (const WeightSensitivity& w : table->weights)
        if (w.weight.row == 5) {
            met = true;
            QCOMPARE(w.score, 0.0);
        }
    QVERIFY(met);
    QVERIFY(table->evaluations < table->weights.size() * 8);
}

void TestSensitivity::signedDeviation()
{
    const auto network = randomNetwork({}, 9);
    const SeriesSet set = randomSeries(network, 40, 6, true, 3);
    SensitivityConfig config;
    const auto absolute = runSensitivity(config, network, set, threads(1));
    config.signedDeviation = true;
    const auto withSign = runSensitivity(config, network, set, threads(1));
    QVERIFY(absolute && withSign);
    bool negative = false;
    for (std::size_t k = 0; k < absolute->weights.size(); ++k)
        for (std::size_t b = 0; b < 8; ++b) {
            QCOMPARE(std::abs(withSign->weights[k].bits[b]), absolute->weights[k].bits[b]);
            negative = negative || withSign->weights[k].bits[b] < 0;
        }
    QVERIFY(negative); // on random labels some flip helps
}

void TestSensitivity::stops()
{
    const auto network = randomNetwork({.neurons = 200, .links = 20}, 1);
    const SeriesSet set = randomSeries(network, 1, 200000, true, 1);
    std::stop_source source;
    JobContext ctx = threads(2);
    ctx.stop = source.get_token();
    std::jthread stopper([&] { source.request_stop(); });
    const auto table = runSensitivity({}, network, set, ctx);
    QVERIFY(!table);
    QVERIFY(table.error().code == ErrorCode::cancelled);
}

void TestSensitivity::rejectsWrongSeries()
{
    const auto network = randomNetwork({.channels = 2}, 1);
    const auto fails = [&](const SeriesSet& set, const char* part) {
        const auto table = runSensitivity({}, network, set, threads(1));
        return !table && table.error().text().find(part) != std::string::npos;
    };
    QVERIFY(fails({}, "no series"));
    QVERIFY(fails({{{1, 2, 3}}, {0}, {}}, "3 values"));
    QVERIFY(fails({{{1, 2}}, {3}, {}}, "class 3 of 3"));
    QVERIFY(fails({{{1, 2}}, {}, {}}, "0 labels"));
}

QTEST_APPLESS_MAIN(TestSensitivity)
#include "tst_sensitivity.moc"
