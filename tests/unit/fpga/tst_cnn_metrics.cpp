// SPDX-License-Identifier: GPL-3.0-or-later
// Power and energy of allocated engines by hand, what has no value, and the sentence for limits that do not go
// together.
#include "core/fpga/cnn_metrics.h"

#include <QtTest>

using namespace burin;
using fpga::AllocationProblem;
using fpga::EngineModel;
using fpga::Grouping;

namespace {

fpga::EngineLayers designD()
{
    return fpga::engineLayers(cnn::readNetwork("design-d").value(), EngineModel::mended).value();
}

/// 1,000 LUTs; a toggle costs .8 pJ in the cell and .4 pJ per net; a clocked flip-flop .05 pJ; 20 mW quiescent.
fpga::Device device()
{
    fpga::Device device;
    device.name = "xc7";
    device.lut = 1000;
    device.power.lutTogglePj = 0.8;
    device.power.netTogglePj = 0.4;
    device.power.clockFfPj = 0.05;
    device.power.staticMw = 20;
    return device;
}

QString reason(const AllocationProblem& problem)
{
    return QString::fromStdString(fpga::infeasibleReason(fpga::allocate(designD(), problem).value(), problem));
}

} // namespace

class TestCnnMetrics : public QObject {
    Q_OBJECT
private slots:
    void byHand();
    void ofEveryDevice();
    void nothingAllocated();
    void reasons();
};

void TestCnnMetrics::byHand()
{
    // Two groups. The first: engines of 100 LUT for 40 cycles and 300 LUT for 60; the second: 500 LUT for 40.
    fpga::Allocation allocation;
    allocation.groups = {{{{1, 1}, 100, 40}, {{1, 1}, 300, 60}}, {{{1, 1}, 500, 40}}};
    allocation.lut = 500;
    allocation.cycles = 100;
    allocation.fps = 500'000; // 50 MHz
    const auto metrics = fpga::engineMetrics({}, allocation, device(), 50);
    // A LUT's cycle: .125 (.8 + 3 x .4) = .25 pJ of toggles: .25 (4,000 + 18,000 + 20,000) = 10,500 pJ an image;
    // clock: .05 (400 x 60 + 500 x 40) = 2,200 pJ. In 100 cycles of 20 ns: 12,700 / 2,000 = 6.35 mW. Static: half
    // of 20.
    const auto close = [](double value, double expected) { return std::abs(value - expected) < 1e-9 * expected; };
    QCOMPARE(metrics.at("delayNs").value.value(), 20.0);
    QVERIFY(close(metrics.at("dynamicPowerMw").value.value(), 6.35));
    QCOMPARE(metrics.at("staticPowerMw").value.value(), 10.0);
    QVERIFY(close(metrics.at("powerMw").value.value(), 16.35));
    QVERIFY(close(metrics.at("pdpPj").value.value(), 327));                 // 16.35 mW x 20 ns
    QVERIFY(close(metrics.at("energyPerInferenceNj").value.value(), 32.7)); // 16.35 mW x 2 us
    QCOMPARE(metrics.at("lut").value.value(), 500.0);
    QCOMPARE(metrics.at("fps").value.value(), 500'000.0);
    for (const auto& [key, metric] : metrics) {
        QCOMPARE(metric.tier, Tier::model);
        QVERIFY2(!metric.error && !metric.tool.empty(), key.c_str());
    }
}

void TestCnnMetrics::ofEveryDevice()
{
    const auto layers = designD();
    const auto allocation = fpga::allocate(layers, {30'000, 1000, 100}).value();
    for (const std::string& name : fpga::deviceNames()) {
        const auto metrics = fpga::engineMetrics(layers, allocation, fpga::loadDevice(name).value(), 100);
        const auto value = [&](const char* key) { return metrics.at(key).value.value(); };
        QVERIFY(value("dynamicPowerMw") > 0 && value("staticPowerMw") > 0);
        QCOMPARE(value("powerMw"), value("dynamicPowerMw") + value("staticPowerMw"));
        QCOMPARE(value("pdpPj"), value("powerMw") * value("delayNs"));
        QCOMPARE(value("energyPerInferenceNj"), value("powerMw") / value("fps") * 1e6);
        QVERIFY(value("staticPowerMw") <= fpga::loadDevice(name)->power.staticMw);
    }
}

void TestCnnMetrics::nothingAllocated()
{
    const auto metrics = fpga::engineMetrics({}, {}, device(), 100);
    QCOMPARE(metrics.size(), std::size_t{8});
    for (const auto& [key, metric] : metrics)
        QCOMPARE(metric.has(), key == "delayNs");
}

void TestCnnMetrics::reasons()
{
    QCOMPARE(reason({30'000, 1000, 100}), QString());
    // The figures in the sentences are checked against the allocation in tst_cnn_allocation.
    const AllocationProblem tight{30'000, 3000, 100};
    const auto relaxation = fpga::allocate(designD(), tight)->relaxation.value();
    const QString least = QLocale(QLocale::English).toString(qlonglong{relaxation.leastLut.value()});
    QCOMPARE(reason(tight), "A single resident pipeline cannot reach 3000 FPS within 30,000 LUT: that takes " +
                                least + " LUT at the least; 30,000 LUT give 2,066 FPS at the most.");
    QVERIFY(reason({30'000, 1e6, 100}).contains("no number of LUTs gives more than"));
    QVERIFY(reason({10, 100, 100, Grouping::any})
                .startsWith("No choice of groups can reach 100 FPS within 10 LUT: that"));
    QVERIFY(reason({10, 100, 100}).endsWith("10 LUT are too few for the smallest engines."));
    QVERIFY(reason({10, 0, 100}).startsWith("A single resident pipeline cannot fit into 10 LUT: that takes "));
    const auto tiles =
        fpga::placeTiles(designD(), {{{3, 48}, {12, 48}}, {{16, 36}}, {{18, 36}}, {{18, 24}, {8, 24}}},
                         {30'000, 1000, 100, Grouping::any});
    QVERIFY(
        QString::fromStdString(fpga::infeasibleReason(*tiles, {30'000, 1000, 100, Grouping::any}))
            .startsWith("This does not keep to 30,000 LUT and 1000 FPS, but the exact allocation does, with "));
}

QTEST_APPLESS_MAIN(TestCnnMetrics)
#include "tst_cnn_metrics.moc"
