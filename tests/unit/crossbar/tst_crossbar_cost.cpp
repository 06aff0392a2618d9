// SPDX-License-Identifier: GPL-3.0-or-later
// Cost: published figures of ResNet-18, a case by hand, sums over layers and components, converters, what is
// refused.
#include "core/crossbar/cost.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace burin;
using namespace burin::crossbar;

namespace {

cnn::Network network(const char* text)
{
    return cnn::networkFromJson(nlohmann::json::parse(text), "test").value();
}

Policy uniform(const cnn::Network& of, int w, int a)
{
    return readPolicy("uniform:" + std::to_string(w) + "/" + std::to_string(a), of).value();
}

/// One convolution of 200 inputs: 200 rows are two arrays of ISAAC below one another; 8 bit weights are 4 cells,
/// 40 filters 161 columns with the offset's: two arrays beside one another.
cnn::Network oneLayer()
{
    return network(
        R"({"input": [200, 6, 5], "layers": [{"name": "c", "kind": "conv", "kernel": 1, "filters": 40}]})");
}

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

} // namespace

class TestCrossbarCost : public QObject {
    Q_OBJECT
private slots:
    void cimAqResNet18_data();
    void cimAqResNet18();
    void builtInLayers();
    void mnsimTiles();
    void isaacByHand();
    void convertersByBits();
    void addsUp();
    void residualDepthwiseDense();
    void pruningSaves();
    void metricsThatAPresetDoesNotGive();
    void refused();
};

void TestCrossbarCost::cimAqResNet18_data()
{
    QTest::addColumn<QString>("preset");
    QTest::addColumn<double>("latencyUs");
    QTest::addColumn<qint64>("arrays");
    QTest::addColumn<qint64>("mvms");
    QTest::newRow("2-bit cell") << "cim-aq-2b" << 3014928.0 << qint64{1454} << qint64{2095360};
    QTest::newRow("4-bit cell") << "cim-aq-4b" << 1507464.0 << qint64{727} << qint64{1047680};
}

void TestCrossbarCost::cimAqResNet18()
{
    QFETCH(QString, preset);
    QFETCH(double, latencyUs);
    QFETCH(qint64, arrays);
    QFETCH(qint64, mvms);
    const auto resnet = cnn::readNetwork("resnet18").value();
    const auto cost = costOf(resnet, uniform(resnet, 8, 8), *loadPreset(preset.toStdString()));
    QVERIFY2(cost.has_value(), cost ? "" : cost.error().text().c_str());
    QVERIFY(cost->totals.value("latencyUs") == latencyUs); // exact
    QCOMPARE(cost->totals.arrays, arrays);
    QCOMPARE(cost->totals.mvms, mvms);
}

void TestCrossbarCost::builtInLayers()
{
    const auto weighted = [](const char* name) { return cnn::readNetwork(name)->weightedLayers(); };
    QCOMPARE(weighted("resnet18"), std::size_t{21});
    QCOMPARE(weighted("vgg16"), std::size_t{16});
    QCOMPARE(weighted("vgg-small"), std::size_t{7});
    QCOMPARE(weighted("resnet20"), std::size_t{22}); // 20 and two projections
    // Multiply-accumulates and weights as they are known for ResNet-18 and VGG-16 at 224 x 224.
    const auto sums = [](const char* name) {
        std::pair<std::uint64_t, std::size_t> sum;
        const auto shapes = cnn::inferShapes(*cnn::readNetwork(name));
        for (const auto& shape : *shapes) {
            sum.first += shape.macs;
            sum.second += shape.weights;
        }
        return sum;
    };
    QCOMPARE(sums("resnet18").first, std::uint64_t{1814073344});
    QCOMPARE(sums("resnet18").second, std::size_t{11678912});
    QCOMPARE(sums("vgg16").first, std::uint64_t{15470264320});
    QCOMPARE(sums("vgg16").second, std::size_t{138344128});
}

void TestCrossbarCost::mnsimTiles()
{
    // The four layers for which MNSIM's counts are known, one network each: arrays and tiles.
    const auto counts = [](const char* layer, int w) {
        const auto one = network(layer);
        const auto totals = costOf(one, uniform(one, w, 8), *loadPreset("mnsim-2.0"))->totals;
        return std::pair(totals.arrays, totals.tiles);
    };
    using Pair = std::pair<std::int64_t, std::int64_t>;
    QCOMPARE(counts(R"({"input": [3, 8, 8], "layers": [{"kind": "conv", "kernel": 3, "filters": 128}]})", 9),
             Pair(8, 2));
    QCOMPARE(counts(R"({"input": [128, 8, 8], "layers": [{"kind": "conv", "kernel": 3, "filters": 256}]})", 9),
             Pair(40, 10));
    QCOMPARE(counts(R"({"input": [1024, 1, 1], "layers": [{"kind": "dense", "units": 10}]})", 9), Pair(32, 8));
    QCOMPARE(counts(R"({"input": [64, 8, 8], "layers": [{"kind": "conv", "kernel": 3, "filters": 64}]})", 8),
             Pair(21, 6));
}

void TestCrossbarCost::isaacByHand()
{
    // 4 arrays, 30 positions x 8 cycles = 240 cycles of 100 ns, 960 MVMs of 343.55 pJ, one tile.
    const Preset isaac = loadPreset("isaac-32nm").value();
    const auto cost = costOf(oneLayer(), uniform(oneLayer(), 8, 8), isaac).value();
    QCOMPARE(cost.totals.arrays, 4);
    QCOMPARE(cost.totals.cycles, 240);
    QCOMPARE(cost.totals.mvms, 960);
    QCOMPARE(cost.totals.tiles, 1);
    QCOMPARE(cost.totals.value("latencyUs"), 24.0);
    QCOMPARE(cost.costs[0].adcBits, 8);
    const auto derived = derivedTotals(isaac).value();
    QVERIFY(near(cost.totals.energyNj, 960 * derived.tileCyclePj / 1000));
    QVERIFY(near(cost.totals.areaMm2, 4 * derived.tile.areaMm2 / 96));
    QCOMPARE(cost.totals.utilisation, 200.0 * 161 / (4 * 128 * 128));
}

void TestCrossbarCost::convertersByBits()
{
    const Preset isaac = loadPreset("isaac-32nm").value();
    const auto at = [&](AdcSetting adc) {
        return costOf(oneLayer(), uniform(oneLayer(), 8, 8), isaac, adc).value();
    };
    const double native = at({}).costs[0].adcEnergyNj;
    QVERIFY(near(native, 960 * 0.2)); // 200 pJ
    const auto six = at({.rule = {}, .bits = 6});
    QVERIFY(near(six.costs[0].adcEnergyNj, native * 1.20 / 1.67));
    QVERIFY(near(six.costs[0].adcAreaMm2, 4 * 0.0012 * 627 / 1200));
    QVERIFY(near(at({}).totals.energyNj - six.totals.energyNj, native - six.costs[0].adcEnergyNj));
    // Lossless: 128 rows want 9 bits; a layer of 20 rows 6; of 3 rows 4 (the least of the table would do for
    // less).
    QCOMPARE(at({.rule = AdcRule::lossless, .bits = {}}).costs[0].adcBits, 9);
    const auto narrow =
        network(R"({"input": [1, 4, 4], "layers": [{"kind": "conv", "kernel": 1, "filters": 4}]})");
    QCOMPARE(
        costOf(narrow, uniform(narrow, 8, 8), isaac, {.rule = AdcRule::lossless, .bits = {}})->costs[0].adcBits,
        4);
    // A layer's own bits go before everything.
    Policy own = uniform(oneLayer(), 8, 8);
    own[0].adcBits = 5;
    QCOMPARE(costOf(oneLayer(), own, isaac, {.rule = {}, .bits = 6})->costs[0].adcBits, 5);
    // Nothing is extrapolated.
    own[0].adcBits = 11;
    const auto eleven = costOf(oneLayer(), own, isaac);
    QVERIFY(eleven.error().text().find("11 ADC bits, but isaac-32nm knows energy and area of 4 to 10") !=
            std::string::npos);
    const auto three = costOf(oneLayer(), uniform(oneLayer(), 8, 8), isaac, {.rule = {}, .bits = 3});
    QVERIFY(three.error().text().find("a converter of 3 bits is not in the table") != std::string::npos);
}

void TestCrossbarCost::addsUp()
{
    const auto resnet = cnn::readNetwork("resnet20").value();
    const Preset isaac = loadPreset("isaac-32nm").value();
    Policy policy;
    for (std::size_t i = 0; i < resnet.weightedLayers(); ++i) {
        policy.push_back({.weightBits = 1 + static_cast<int>(i % 8),
                          .activationBits = 8 - static_cast<int>(i % 5),
                          .pruneFraction = 0,
                          .adcBits = 4 + static_cast<int>(i % 7)});
    }
    const auto cost = costOf(resnet, policy, isaac).value();
    double energy = 0;
    double area = 0;
    std::int64_t mvms = 0;
    for (std::size_t i = 0; i < cost.costs.size(); ++i) {
        energy += cost.costs[i].energyNj;
        area += cost.costs[i].areaMm2;
        mvms += cost.costs[i].mapping.arrays * cost.layers[i].positions * policy[i].activationBits;
    }
    QCOMPARE(cost.totals.mvms, mvms);
    QVERIFY(near(cost.totals.energyNj, energy));
    double componentEnergy = 0;
    double componentArea = 0;
    for (const ComponentCost& component : cost.components) {
        componentEnergy += component.energyNj;
        componentArea += component.areaMm2;
    }
    QCOMPARE(cost.components.size(), isaac.ima.size() + isaac.tile.size());
    QVERIFY(near(componentEnergy, energy));
    QVERIFY(near(componentArea, area));
    QCOMPARE(cost.totals.tiles, (cost.totals.arrays + 95) / 96); // layers share tiles
}

void TestCrossbarCost::residualDepthwiseDense()
{
    const auto mixed = network(R"({"input": [8, 6, 6], "layers": [
        {"name": "a", "kind": "conv", "kernel": 3, "filters": 8},
        {"name": "d", "kind": "depthwise", "kernel": 3},
        {"name": "s", "kind": "add", "from": ["a", "d"], "relu": true},
        {"name": "p", "kind": "maxpool", "kernel": 2},
        {"name": "f", "kind": "dense", "units": 10}]})");
    const auto cost = costOf(mixed, uniform(mixed, 4, 5), *loadPreset("cim-aq-2b")).value();
    QCOMPARE(cost.costs.size(), std::size_t{3});
    QCOMPARE(cost.costs[0].mvms, 36 * 5); // 72 rows, 8 x 2 x 2 columns: one array
    QCOMPARE(cost.costs[1].mvms, 36 * 5); // 8 x 9 rows and 8 x 4 columns on the diagonal: one array
    QCOMPARE(cost.costs[2].mvms, 5);      // 72 rows, one position
    QCOMPARE(cost.totals.value("latencyUs"), 3 * 56 + 365 * 1.4);
}

void TestCrossbarCost::pruningSaves()
{
    const auto vgg = cnn::readNetwork("vgg-small").value();
    const Preset isaac = loadPreset("isaac-32nm").value();
    Policy policy = uniform(vgg, 8, 8);
    const auto whole = costOf(vgg, policy, isaac).value();
    policy[2].pruneFraction = 0.5;
    const auto pruned = costOf(vgg, policy, isaac).value();
    QCOMPARE(pruned.layers[2].columns, whole.layers[2].columns / 2);
    QCOMPARE(pruned.layers[3].rows, whole.layers[3].rows / 2);
    QVERIFY(pruned.totals.energyNj < whole.totals.energyNj);
    QCOMPARE(pruned.totals.cycles, whole.totals.cycles);
}

void TestCrossbarCost::metricsThatAPresetDoesNotGive()
{
    const auto metricsOf = [](const char* preset) {
        const auto of = loadPreset(preset).value();
        return costMetrics(costOf(oneLayer(), uniform(oneLayer(), 8, 8), of)->totals, of);
    };
    for (const auto& [key, metric] : metricsOf("isaac-32nm")) {
        QVERIFY2(metric.has(), key.c_str());
        QCOMPARE(metric.tier, Tier::model);
        QVERIFY(metric.tool.find("isaac-32nm") != std::string::npos);
    }
    const auto cim = metricsOf("cim-aq-4b");
    QVERIFY(cim.at("latencyUs").has());
    QVERIFY(!cim.at("energyPerInferenceNj").has());
    QVERIFY(!cim.at("areaMm2").has());
    QVERIFY(!cim.at("tiles").has());
    QVERIFY(!metricsOf("mnsim-2.0").at("latencyUs").has());
}

void TestCrossbarCost::refused()
{
    const Preset isaac = loadPreset("isaac-32nm").value();
    const auto said = [](const auto& result) { return result ? std::string() : result.error().text(); };
    QVERIFY(said(costOf(oneLayer(), Policy(2), isaac)).find("has 2 entries for 1 layers") != std::string::npos);
    QVERIFY(said(costOf(oneLayer(), uniform(oneLayer(), 1, 8), *loadPreset("mnsim-2.0")))
                .find("1 bit weights cannot be held") != std::string::npos);
    for (const char* text : {"uniform:8", "uniform:", "uniform:8/", "uniform:0/8", "uniform:8/17",
                             "uniform:8/8/8/8", "uniform:8x8", "uniform:-8/8"})
        QCOMPARE(readPolicy(text, oneLayer()).error().code, ErrorCode::usage);
    QCOMPARE(readPolicy("no-such.json", oneLayer()).error().code, ErrorCode::notFound);
    QCOMPARE(readPolicy("uniform:3/4/6", oneLayer())->at(0).adcBits, 6);
}

QTEST_APPLESS_MAIN(TestCrossbarCost)
#include "tst_crossbar_cost.moc"
