// SPDX-License-Identifier: GPL-3.0-or-later
// Imperfect cells: the spreads by hand, the statistics of what is drawn, independence of cells, seeds; trials.
#include "core/base/rng.h"
#include "core/crossbar/simulate_trials.h"

#include <QtTest>

#include <cmath>

using namespace burin;
using namespace burin::crossbar;

namespace {

/// Many weights of one code on cells of two bits without a sign's plane.
ArrayFormat format()
{
    return {.mapping = WeightMapping::differentialColumns,
            .weightBits = 3,
            .slices = 1,
            .cellBits = 2,
            .inputBits = 1,
            .dacBits = 1,
            .rowsPerArray = 64,
            .adcBits = 8};
}

ArrayCells cellsOf(std::int16_t code, std::size_t count)
{
    return *idealCells(format(), std::vector<std::int16_t>(count, code), count, "cells");
}

struct Moments {
    double mean = 0;
    double deviation = 0;
    double neighbours = 0; ///< correlation of each with the next
};

Moments momentsOf(std::span<const std::int16_t> levels, int fraction)
{
    Moments m;
    std::vector<double> values;
    for (const std::int16_t level : levels)
        values.push_back(std::ldexp(level, -fraction));
    const double count = static_cast<double>(values.size());
    for (const double value : values)
        m.mean += value / count;
    for (const double value : values)
        m.deviation += (value - m.mean) * (value - m.mean) / count;
    for (std::size_t i = 1; i < values.size(); ++i)
        m.neighbours += (values[i] - m.mean) * (values[i - 1] - m.mean) / count / m.deviation;
    m.deviation = std::sqrt(m.deviation);
    return m;
}

/// A dense network that tells two classes apart by the sum of its inputs.
CrossbarCnn small()
{
    cnn::Network network;
    network.input = {16, 1, 1};
    network.inputFormat = fixed::Format{8, 7, true};
    cnn::Layer dense;
    dense.name = "fc";
    dense.kind = cnn::LayerKind::dense;
    dense.filters = 2;
    dense.bias = false;
    dense.weight = fixed::Format{4, 0, true};
    network.layers = {dense};
    cnn::Weights weights(1);
    for (int i = 0; i < 32; ++i)
        weights[0].kernel.push_back(static_cast<float>(i < 16 ? -3 : 3));
    Preset preset;
    preset.name = "test";
    preset.rows = 16;
    preset.columns = 16;
    preset.cellBits = 2;
    preset.dacBits = 1;
    preset.adcRule = AdcRule::lossless;
    return *CrossbarCnn::make(*cnn::IntegerCnn::make(network, weights), preset);
}

struct Images {
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
};
Images images(std::size_t count)
{
    Rng rng(4);
    Images images;
    for (std::size_t i = 0; i < count; ++i) {
        int sum = 0;
        for (int k = 0; k < 16; ++k) {
            images.pixels.push_back(static_cast<std::uint8_t>(rng.below(256)));
            sum += images.pixels.back() - 128;
        }
        images.labels.push_back(sum > 0 ? 1 : 0);
    }
    return images;
}

} // namespace

class TestCrossbarNoise : public QObject {
    Q_OBJECT
private slots:
    void spreadsByHand();
    void namesAndErrors();
    void cellsHaveTheirSpread_data();
    void cellsHaveTheirSpread();
    void cellsOfAPreset();
    void nothingIsTheIdealCell();
    void stuckCells();
    void seeds();
    void trialsAreIndependentOfThreadsAndNumber();
    void withoutImperfectionsTheIntegerNetwork();
};

void TestCrossbarNoise::spreadsByHand()
{
    // G = 20: .15360e-3 x 8000 = 1.2288; -.01167 x 400 = -4.668; .2374 x 20 = 4.748; 1.2288 - 4.668 + 4.748
    // + 1.053
    QCOMPARE(programmingSigmaUs(ProgrammingSpread::wan2022, 20), 2.3618);
    QCOMPARE(programmingSigmaUs(ProgrammingSpread::wan2022, 0), 1.053);
    QCOMPARE(programmingSigmaUs(ProgrammingSpread::milo, 100), 3.872); // 4.782 - .91
    QCOMPARE(programmingSigmaUs(ProgrammingSpread::none, 100), 0.0);
    QCOMPARE(conductanceRange(ProgrammingSpread::milo).loUs, 50.0);
    QCOMPARE(conductanceRange(ProgrammingSpread::milo).hiUs, 225.0);
    QCOMPARE(conductanceRange(ProgrammingSpread::wan2022).hiUs, 39.26);
}

void TestCrossbarNoise::namesAndErrors()
{
    QVERIFY(*spreadNamed("wan2022") == ProgrammingSpread::wan2022);
    QVERIFY(*spreadNamed("milo") == ProgrammingSpread::milo);
    QCOMPARE(spreadNamed("pcm").error().code, ErrorCode::usage);
    QVERIFY(check({.stuckOnFraction = 0.5, .stuckOffFraction = 0.5}).has_value());
    QVERIFY(!check({.stuckOnFraction = 0.6, .stuckOffFraction = 0.5}).has_value());
    QVERIFY(!check({.stuckOnFraction = -0.1}).has_value());
    QVERIFY(!check({.readNoiseFraction = std::nan("")}).has_value());
}

void TestCrossbarNoise::cellsHaveTheirSpread_data()
{
    QTest::addColumn<int>("spread");
    QTest::addColumn<int>("level");
    QTest::addColumn<double>("conductance");
    // Levels 0 to 3 lie evenly: wan2022 1 + level 12.7533 uS, milo 50 + level 58.3333 uS.
    QTest::newRow("wan2022, level 1") << 1 << 1 << 1 + 38.26 / 3;
    QTest::newRow("wan2022, level 3") << 1 << 3 << 39.26;
    QTest::newRow("milo, level 0") << 2 << 0 << 50.0;
    QTest::newRow("milo, level 2") << 2 << 2 << 50 + 2 * 175.0 / 3;
}

void TestCrossbarNoise::cellsHaveTheirSpread()
{
    QFETCH(int, spread);
    QFETCH(int, level);
    QFETCH(double, conductance);
    const auto model = static_cast<ProgrammingSpread>(spread);
    constexpr std::size_t kCells = 40'000;
    const ArrayCells cells =
        programmed(format(), cellsOf(static_cast<std::int16_t>(level), kCells), {.spread = model}, 11);
    QCOMPARE(cells.fraction, 12);
    const Moments m = momentsOf(std::span(cells.levels).first(kCells), cells.fraction);
    const auto range = conductanceRange(model);
    const double expected = programmingSigmaUs(model, conductance) * 3 / (range.hiUs - range.loUs);
    QVERIFY2(std::abs(m.mean - level) < 4 * expected / std::sqrt(kCells), std::to_string(m.mean).c_str());
    QVERIFY2(std::abs(m.deviation / expected - 1) < 0.015, std::to_string(m.deviation / expected).c_str());
    QVERIFY(std::abs(m.neighbours) < 0.02); // each cell for itself, not each level
}

void TestCrossbarNoise::cellsOfAPreset()
{
    const auto mnsim = loadPreset("mnsim-2.0").value();
    const auto cells = imperfectionsOf(mnsim).value();
    // 1 Mohm and 10 kohm: 1 and 100 uS; 1 % spread, 0.1 % stuck each way.
    QVERIFY(cells.relative == (RelativeSpread{{1, 100}, 0.01}));
    QCOMPARE(cells.stuckOnFraction, 0.001);
    QCOMPARE(cells.stuckOffFraction, 0.001);
    QVERIFY(check(cells).has_value());
    QCOMPARE(imperfectionsOf(loadPreset("isaac-32nm").value()).error().code, ErrorCode::usage);

    Imperfections spread = cells;
    spread.stuckOnFraction = spread.stuckOffFraction = 0;
    QVERIFY(spread.any());
    // Level 3 of 3 is 100 uS: 1 uS of deviation over a range of 99 for 3 levels. Level 0 is 1 uS: a hundredth of
    // it.
    for (const auto& [code, expected] : {std::pair{3, 3.0 / 99}, std::pair{0, 0.03 / 99}}) {
        const ArrayCells drawn = programmed(format(), cellsOf(static_cast<std::int16_t>(code), 20000), spread, 5);
        const auto first = std::span(drawn.levels).first(20000);
        const Moments m = momentsOf(first, drawn.fraction);
        QVERIFY2(std::abs(m.mean - code) < 0.001, qPrintable(QString::number(m.mean)));
        const double step = std::ldexp(1.0, -drawn.fraction); // of which rounding adds a twelfth, squared
        QVERIFY2(std::abs(m.deviation - std::hypot(expected, step / std::sqrt(12.0))) <
                     0.03 * expected + 0.1 * step,
                 qPrintable(QString::number(m.deviation)));
    }
    spread.relative->fraction = 0;
    QVERIFY(!spread.any());
    QCOMPARE(programmed(format(), cellsOf(2, 64), spread, 5).levels, cellsOf(2, 64).levels);
}

void TestCrossbarNoise::nothingIsTheIdealCell()
{
    const ArrayCells ideal = cellsOf(2, 100);
    const ArrayCells same = programmed(format(), ideal, {}, 5);
    QCOMPARE(same.fraction, 0);
    QCOMPARE(same.levels, ideal.levels);
    // With a fluctuation of readings only, levels get their fraction and stay what they are.
    const ArrayCells fine = programmed(format(), ideal, {.readNoiseFraction = 0.01}, 5);
    for (std::size_t i = 0; i < ideal.levels.size(); ++i)
        QCOMPARE(fine.levels[i], ideal.levels[i] << fine.fraction);
    QCOMPARE(readNoise(Imperfections{.readNoiseFraction = 0.01}, format()).levels, 0.03);
}

void TestCrossbarNoise::stuckCells()
{
    constexpr std::size_t kCells = 50'000;
    const Imperfections imperfections{.stuckOnFraction = 0.01, .stuckOffFraction = 0.03};
    const ArrayCells cells = programmed(format(), cellsOf(1, kCells), imperfections, 3);
    const auto positive = std::span(cells.levels).first(kCells);
    const auto on = std::count(positive.begin(), positive.end(), std::int16_t{3});
    const auto off = std::count(positive.begin(), positive.end(), std::int16_t{0});
    QCOMPARE(static_cast<std::size_t>(on + off + std::count(positive.begin(), positive.end(), std::int16_t{1})),
             kCells);
    // Binomial: 500 +- 22, 1500 +- 38.
    QVERIFY2(std::abs(on - 500) < 90, std::to_string(on).c_str());
    QVERIFY2(std::abs(off - 1500) < 150, std::to_string(off).c_str());
    // The same cells are stuck whether the others spread or not.
    Imperfections both = imperfections;
    both.spread = ProgrammingSpread::milo;
    const ArrayCells spread = programmed(format(), cellsOf(1, kCells), both, 3);
    for (std::size_t i = 0; i < kCells; ++i)
        if (positive[i] != 1)
            QCOMPARE(spread.levels[i], positive[i] << spread.fraction);
}

void TestCrossbarNoise::seeds()
{
    const Imperfections imperfections{.spread = ProgrammingSpread::wan2022};
    const ArrayCells ideal = cellsOf(2, 200);
    const auto levels = [&](std::uint64_t seed) {
        return programmed(format(), ideal, imperfections, seed).levels;
    };
    QCOMPARE(levels(1), levels(1));
    QVERIFY(levels(1) != levels(2));
}

void TestCrossbarNoise::trialsAreIndependentOfThreadsAndNumber()
{
    const CrossbarCnn cnn = small();
    const Images set = images(300);
    TrialConfig config{{.spread = ProgrammingSpread::wan2022, .stuckOnFraction = 0.02, .readNoiseFraction = 0.05},
                       6};
    JobContext one;
    one.seed = 9;
    JobContext four = one;
    four.threads = 4;
    std::vector<double> fractions;
    four.progress = [&](const Progress& progress) { fractions.push_back(progress.fraction); };
    const auto report = runTrials(config, cnn, set.pixels, set.labels, one);
    QVERIFY(report.has_value());
    QCOMPARE(runTrials(config, cnn, set.pixels, set.labels, four)->accuracies, report->accuracies);
    QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
    config.trials = 2;
    const auto fewer = runTrials(config, cnn, set.pixels, set.labels, one);
    QCOMPARE(fewer->accuracies, std::vector<double>(report->accuracies.begin(), report->accuracies.begin() + 2));
    QVERIFY(report->accuracies != std::vector<double>(6, report->accuracies[0]));
    // Mean and half width t s / sqrt(n); t of 1 degree of freedom is 12.706 (NIST).
    const double a = fewer->accuracies[0];
    const double b = fewer->accuracies[1];
    QVERIFY(std::abs(*fewer->accuracy.mean - (a + b) / 2) < 1e-12);
    QVERIFY(std::abs(*fewer->accuracy.ci95 - 12.706 * std::abs(a - b) / 2) < 1e-3);
    one.seed = 10;
    QVERIFY(runTrials(config, cnn, set.pixels, set.labels, one)->accuracies != fewer->accuracies);
    std::stop_source stop;
    stop.request_stop();
    one.stop = stop.get_token();
    QCOMPARE(runTrials(config, cnn, set.pixels, set.labels, one).error().code, ErrorCode::cancelled);
    config.trials = 0;
    QCOMPARE(runTrials(config, cnn, set.pixels, set.labels, four).error().code, ErrorCode::usage);
}

void TestCrossbarNoise::withoutImperfectionsTheIntegerNetwork()
{
    const Images set = images(100);
    const auto report = runTrials({}, small(), set.pixels, set.labels, {});
    QVERIFY(report.has_value());
    QCOMPARE(report->accuracies.size(), 1U);
    QCOMPARE(*report->accuracy.mean, report->integerAccuracy);
    QVERIFY(report->integerAccuracy > 0.95); // the labels are the network's own sums, but for ties
    QVERIFY(!report->accuracy.ci95);
}

QTEST_GUILESS_MAIN(TestCrossbarNoise)
#include "tst_crossbar_noise.moc"
