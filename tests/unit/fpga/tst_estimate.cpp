// SPDX-License-Identifier: GPL-3.0-or-later
// Estimates on circuits small enough to work out by hand, and properties: more bits cost more, the weakest tier wins,
// what is unknown has no value.
#include "core/base/rng.h"
#include "core/circuit/builder.h"
#include "core/fpga/estimate.h"

#include <QtTest>

#include <cmath>

using namespace burin;
using circuit::Builder;
using circuit::Circuit;
using circuit::NodeId;
using fixed::Interval;

namespace {

/// `terms` registered words of `bits` bits, summed by a balanced tree into a register.
Circuit adderTree(int terms, int bits)
{
    Builder builder("tree");
    const std::int64_t high = (std::int64_t{1} << (bits - 1)) - 1;
    const Interval range{-high - 1, high};
    std::vector<NodeId> words;
    std::vector<NodeId> inputs;
    for (int i = 0; i < terms; ++i) {
        inputs.push_back(builder.input("u_" + std::to_string(i), range));
        words.push_back(builder.reg("x_" + std::to_string(i), range));
        builder.connect(words.back(), inputs.back());
    }
    const NodeId sum = builder.sum(words);
    const NodeId result = builder.reg("y", builder.node(sum).range);
    builder.connect(result, sum);
    builder.inputPort("u", bits, inputs);
    builder.outputPort("y", builder.node(sum).width(), {result});
    return builder.finish();
}

/// A device with round numbers and no calibration.
fpga::Device plainDevice()
{
    fpga::Device device = *fpga::loadDevice("xc7");
    device.calibration.reset();
    device.traits.lutNs = 1;
    device.traits.netNs = 0.5;
    device.traits.carryStartNs = 1;
    device.traits.carryPerBitNs = 0.1;
    device.traits.clockToQNs = 0.25;
    device.traits.setupNs = 0.25;
    device.lut = 1000;
    device.power = {1, 2, 3, 0.5, 0.125, 100};
    return device;
}

fpga::ActivityProfile randomActivity(const Circuit& circuit, circuit::Activity kind)
{
    circuit::Interpreter interpreter(circuit, kind);
    Rng rng(7);
    for (int cycle = 0; cycle < 200; ++cycle) {
        for (NodeId id = 0; id < static_cast<NodeId>(circuit.nodes.size()); ++id)
            if (const circuit::Node& node = circuit.node(id); node.op == circuit::Op::input) {
                const auto count = static_cast<std::uint64_t>(node.range.hi - node.range.lo + 1);
                interpreter.setInput(id, node.range.lo + static_cast<std::int64_t>(rng.below(count)));
            }
        interpreter.evaluate();
        interpreter.clock();
    }
    return fpga::activityOf(interpreter, kind == circuit::Activity::glitches, "200 random cycles");
}

} // namespace

class TestEstimate : public QObject {
    Q_OBJECT
private slots:
    void oneAdderByHand();
    void carriesOverlap();
    void pathIsNamed();
    void energyByHand();
    void wiringCostsNothing();
    void settledAndGlitches();
    void monotoneInBitsAndTerms();
    void calibrationDecidesTier();
    void missingIsNoValue();
    void weakestTier();
    void blocksAddUp();
    void tablesShareColumns();
    void productsTakeTablesIn();
    void capacity();
};

void TestEstimate::oneAdderByHand()
{
    const Circuit circuit = adderTree(2, 8); // 8 + 8 bits: a sum of 9 bits, 9 full adders
    const fpga::Estimate result = fpga::estimate(circuit, plainDevice(), {});
    QCOMPARE(*result.lut.value, 10.); // 9 adder bits and 1 for the design
    QCOMPARE(*result.ff.value, 25.);  // 8 + 8 + 9
    QCOMPARE(*result.carry.value, 3.); // ceil(9 / 4)
    // Clock-to-Q .25, net .5, LUT 1, into the chain .6, 7 carries of .1 to bit 8, out .4, net .5, set-up .25.
    QVERIFY2(std::abs(*result.delayNs.value - 4.2) < 1e-9, qPrintable(QString::number(*result.delayNs.value)));
    QCOMPARE(result.delayNs.tier, Tier::model);
    QVERIFY(std::abs(*result.throughputMsps.value - 1000 / 4.2) < 1e-9);
}

void TestEstimate::carriesOverlap()
{
    // A second level adds one cell and one way through the chain, not a second full ripple.
    const auto delay = [](int terms) { return fpga::bitTiming(adderTree(terms, 16), plainDevice().traits).delayNs; };
    const double step = delay(4) - delay(2);
    QVERIFY2(step > 1.5 && step < 1.5 + 1 + 3 * 0.1, qPrintable(QString::number(step)));
}

void TestEstimate::pathIsNamed()
{
    const Circuit circuit = adderTree(4, 8);
    const fpga::BitTiming timing = fpga::bitTiming(circuit, plainDevice().traits);
    QCOMPARE(timing.path.size(), std::size_t{2}); // two adder levels
    QCOMPARE(circuit.node(timing.capture).name, std::string("y"));
    QVERIFY(circuit.node(timing.launch).isRegister());
    QCOMPARE(timing.levels, 2);
}

void TestEstimate::energyByHand()
{
    // A register that takes a 1-bit input: input toggles 1 a cycle with one sink (the register), the register toggles 1
    // with one sink (the port).
    Builder builder("flip");
    const NodeId input = builder.input("u", {0, 1});
    const NodeId reg = builder.reg("x", {0, 1});
    builder.connect(reg, input);
    builder.inputPort("u", 1, {input});
    builder.outputPort("x", 1, {reg});
    const Circuit circuit = builder.finish();
    fpga::ActivityProfile activity;
    activity.togglesPerCycle.assign(circuit.nodes.size(), 1);
    activity.source = "by hand";
    const fpga::Device device = plainDevice();
    const fpga::DynamicEnergy energy = fpga::dynamicEnergy(circuit, activity, device.power);
    QCOMPARE(energy.totalPj, 0.5 + (3 + 0.5) + 0.125);
    QCOMPARE(energy.clockPj, 0.125);
    QCOMPARE(energy.settledTogglesPj, 4.);

    // Delay: clock-to-Q .25 (register to port). LUT: 1 of 1,000, so .1 mW static; 4.125 pJ in .25 ns are 16.5 mW.
    const fpga::Estimate result = fpga::estimate(circuit, device, {&activity, 24});
    const double delay = *result.delayNs.value;
    QVERIFY(std::abs(*result.staticPowerMw.value - 0.1) < 1e-12);
    QVERIFY(std::abs(*result.dynamicPowerMw.value - 4.125 / delay) < 1e-9);
    QVERIFY(std::abs(*result.powerMw.value - (4.125 / delay + 0.1)) < 1e-9);
    QVERIFY(std::abs(*result.pdpPj.value - (4.125 + 0.1 * delay)) < 1e-9);
    QVERIFY(std::abs(*result.energyPerInferenceNj.value - 24 * (4.125 + 0.1 * delay) / 1000) < 1e-9);
    QVERIFY(result.pdpPj.tool.find("not validated") != std::string::npos);
    QVERIFY(result.pdpPj.tool.find("by hand") != std::string::npos);
}

void TestEstimate::wiringCostsNothing()
{
    Builder builder("wires");
    const NodeId a = builder.input("a", {-8, 7});
    const NodeId b = builder.input("b", {-8, 7});
    const NodeId sum = builder.add(builder.shiftLeft(a, 4), builder.shiftRight(b, 1));
    builder.inputPort("a", 4, {a});
    builder.inputPort("b", 4, {b});
    builder.outputPort("s", builder.node(sum).width(), {sum});
    const Circuit circuit = builder.finish();
    fpga::ActivityProfile activity;
    activity.togglesPerCycle.assign(circuit.nodes.size(), 0);
    // The input's toggles reach the adder through the shift: one sink each.
    for (NodeId id = 0; id < static_cast<NodeId>(circuit.nodes.size()); ++id)
        if (circuit.node(id).op == circuit::Op::input)
            activity.togglesPerCycle[static_cast<std::size_t>(id)] = 1;
    QCOMPARE(fpga::dynamicEnergy(circuit, activity, plainDevice().power).totalPj, 2 * 0.5);
}

void TestEstimate::settledAndGlitches()
{
    const Circuit circuit = adderTree(9, 8); // unbalanced: one word joins late
    const auto power = plainDevice().power;
    const auto settled = randomActivity(circuit, circuit::Activity::settled);
    const auto glitches = randomActivity(circuit, circuit::Activity::glitches);
    const auto fromSettled = fpga::dynamicEnergy(circuit, settled, power);
    const auto fromGlitches = fpga::dynamicEnergy(circuit, glitches, power);
    QVERIFY(fromGlitches.totalPj >= fromSettled.settledTogglesPj);
    QVERIFY(fromSettled.totalPj > fromSettled.settledTogglesPj + fromSettled.clockPj); // the factor adds something
    QVERIFY(std::abs(fromGlitches.totalPj - fromGlitches.settledTogglesPj - fromGlitches.clockPj) < 1e-9);
    const auto levels = fpga::adderLevels(circuit);
    QCOMPARE(*std::max_element(levels.begin(), levels.end()), 4);
}

void TestEstimate::monotoneInBitsAndTerms()
{
    const fpga::Device device = *fpga::loadDevice("xc7");
    double before = 0;
    double delayBefore = 0;
    for (int bits = 2; bits <= 16; ++bits) {
        const fpga::Estimate result = fpga::estimate(adderTree(8, bits), device, {});
        QVERIFY(*result.lut.value > before);
        QVERIFY(*result.delayNs.value >= delayBefore);
        before = *result.lut.value;
        delayBefore = *result.delayNs.value;
    }
    before = 0;
    for (int terms = 2; terms <= 40; terms += 2) { // fewer terms: pruned
        const double lut = *fpga::estimate(adderTree(terms, 8), device, {}).lut.value;
        QVERIFY(lut > before);
        before = lut;
    }
}

void TestEstimate::calibrationDecidesTier()
{
    fpga::Device device = plainDevice();
    device.calibration.emplace();
    device.calibration->tool = "yosys 0.23";
    device.calibration->lut.emplace();
    device.calibration->lut->coefficients[static_cast<std::size_t>(fpga::Feature::adderBits)] = 2;
    device.calibration->lut->quality.mape = 0.04;
    const fpga::Estimate result = fpga::estimate(adderTree(2, 8), device, {});
    QCOMPARE(*result.lut.value, 16.); // 2 x (9 full adders less the lowest)
    QCOMPARE(result.lut.tier, Tier::fitted);
    QCOMPARE(result.lut.error, std::optional(0.04));
    QVERIFY(result.lut.tool.find("yosys 0.23") != std::string::npos);
    QCOMPARE(result.delayNs.tier, Tier::model); // no fit of the delay in this one
}

void TestEstimate::missingIsNoValue()
{
    const fpga::Estimate result = fpga::estimate(adderTree(4, 8), plainDevice(), {});
    const auto metrics = result.metrics();
    QCOMPARE(metrics.size(), std::size_t{12});
    for (const char* key : {"dynamicPowerMw", "powerMw", "pdpPj", "energyPerInferenceNj"}) {
        QVERIFY2(!metrics.at(key).has(), key);
        QCOMPARE(metrics.at(key).tier, Tier::none);
    }
    const auto activity = randomActivity(adderTree(4, 8), circuit::Activity::settled);
    const fpga::Estimate known = fpga::estimate(adderTree(4, 8), plainDevice(), {&activity, 0});
    QVERIFY(known.pdpPj.has());
    QVERIFY(!known.energyPerInferenceNj.has());
    QVERIFY(!fpga::estimate(adderTree(4, 8), *fpga::loadDevice("cycloneive"), {}).carry.has());
}

void TestEstimate::weakestTier()
{
    const Circuit circuit = adderTree(4, 8);
    const auto activity = randomActivity(circuit, circuit::Activity::settled);
    const fpga::EstimateInputs inputs{&activity, 10};
    fpga::Device device = plainDevice();
    fpga::Estimate result = fpga::estimate(circuit, device, inputs);
    const Metric lut{50., Tier::synth, std::nullopt, "yosys 0.23"};
    const Metric delay{5., Tier::route, std::nullopt, "nextpnr"};
    fpga::composePower(result, lut, delay, device, inputs);
    QCOMPARE(result.throughputMsps.tier, Tier::route);
    QCOMPARE(*result.throughputMsps.value, 200.);
    QCOMPARE(result.pdpPj.tier, Tier::model); // power constants are a model whatever the delay is
    QVERIFY(std::abs(*result.staticPowerMw.value - 5) < 1e-12);
    fpga::composePower(result, lut, Metric{}, device, inputs);
    QVERIFY(!result.pdpPj.has());
    QVERIFY(!result.throughputMsps.has());
    QVERIFY(!result.energyPerInferenceNj.has());
    fpga::composePower(result, Metric{}, delay, device, inputs);
    QVERIFY(!result.staticPowerMw.has());
    QVERIFY(!result.powerMw.has());
}

void TestEstimate::blocksAddUp()
{
    const Circuit circuit = adderTree(12, 7);
    const auto activity = randomActivity(circuit, circuit::Activity::settled);
    const fpga::Estimate result = fpga::estimate(circuit, plainDevice(), {&activity, 0});
    double lut = 0;
    double ff = 0;
    double energy = 0;
    for (const fpga::BlockEstimate& block : result.blocks) {
        lut += block.lut;
        ff += block.ff;
        energy += *block.dynamicPj;
    }
    QVERIFY(std::abs(lut - *result.lut.value) < 1e-9);
    QCOMPARE(ff, *result.ff.value);
    QVERIFY(std::abs(energy - result.energy->totalPj) < 1e-6);
}

void TestEstimate::tablesShareColumns()
{
    // Words 0, 3, 0, 3: bits 0 and 1 are one column. Words 0..3: two columns.
    const auto tables = [](const std::vector<std::int64_t>& words) {
        Builder builder("table");
        const NodeId address = builder.input("a", {0, 3});
        const NodeId word = builder.rom(words, address);
        builder.inputPort("a", 2, {address});
        builder.outputPort("w", builder.node(word).width(), {word});
        double sum = 0;
        for (const auto& block : fpga::lutFeatures(builder.finish(), 6))
            sum += block[static_cast<std::size_t>(fpga::Feature::romTables)];
        return sum;
    };
    QCOMPARE(tables({0, 3, 0, 3}), 1.);
    QCOMPARE(tables({0, 1, 2, 3}), 2.);
}

void TestEstimate::productsTakeTablesIn()
{
    // A weight of two bits, both columns different and not constant, times a state of four bits.
    const auto features = [](std::size_t words) {
        std::vector<std::int64_t> table;
        for (std::size_t i = 0; i < words; ++i)
            table.push_back(static_cast<std::int64_t>(i % 4) - 2);
        Builder builder("product");
        const NodeId address = builder.input("a", {0, static_cast<std::int64_t>(words) - 1});
        const NodeId state = builder.input("x", {-8, 7});
        const NodeId product = builder.multiply(builder.rom(table, address), state);
        builder.inputPort("a", builder.node(address).width(), {address});
        builder.inputPort("x", 4, {state});
        builder.outputPort("y", builder.node(product).width(), {product});
        fpga::FeatureCounts sum{};
        for (const auto& block : fpga::lutFeatures(builder.finish(), 6))
            for (std::size_t i = 0; i < fpga::kFeatures; ++i)
                sum[i] += block[i];
        return std::pair(sum[static_cast<std::size_t>(fpga::Feature::productBits)],
                         sum[static_cast<std::size_t>(fpga::Feature::romTables)]);
    };
    QCOMPARE(features(16), std::pair(0., 0.)); // within the LUT before the carry chain
    QCOMPARE(features(17), std::pair(8., 0.)); // a LUT for each of 2 x 4 partial products
    QCOMPARE(features(32), std::pair(8., 0.));
    QCOMPARE(features(33), std::pair(0., 2.)); // the table is made: two columns of up to 64 words
}

void TestEstimate::capacity()
{
    fpga::Device device = plainDevice();
    QVERIFY(fpga::estimate(adderTree(4, 8), device, {}).fits);
    device.lut = 20;
    QVERIFY(!fpga::estimate(adderTree(4, 8), device, {}).fits);
}

QTEST_APPLESS_MAIN(TestEstimate)
#include "tst_estimate.moc"
