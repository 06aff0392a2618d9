// SPDX-License-Identifier: GPL-3.0-or-later
// Builder, adder graphs, interpreter, timing and utilisation on small cases worked by hand.
#include "core/base/rng.h"
#include "core/circuit/adder_graph.h"
#include "core/circuit/interpreter.h"
#include "core/circuit/pipeline.h"
#include "core/circuit/timing.h"

#include <QtTest>

#include <fmt/format.h>

#include <stdexcept>

using namespace burin;
using namespace burin::circuit;
using fixed::Interval;

namespace {

constexpr Interval kByte{-128, 127};

ConstantMatrix matrixOf(const std::vector<std::vector<std::int64_t>>& rows, const std::vector<std::int64_t>& constants)
{
    ConstantMatrix matrix;
    matrix.inputs.assign(rows.front().size(), kByte);
    matrix.constants = constants;
    for (const auto& row : rows) {
        matrix.rows.emplace_back();
        for (std::size_t column = 0; column < row.size(); ++column)
            matrix.rows.back().push_back({static_cast<int>(column), row[column]});
    }
    return matrix;
}

/// The graph as a circuit, evaluated on random vectors against the plain product; ranges checked.
void expectProduct(const std::vector<std::vector<std::int64_t>>& rows, const std::vector<std::int64_t>& constants,
                   bool share)
{
    const ConstantMatrix matrix = matrixOf(rows, constants);
    const AdderGraph graph = buildAdderGraph(matrix, share);
    Builder builder("product");
    std::vector<NodeId> x;
    for (std::size_t i = 0; i < rows.front().size(); ++i)
        x.push_back(builder.input(fmt::format("x{}", i), kByte));
    builder.inputPort("x", 8, x);
    const std::vector<NodeId> y =
        instantiate(builder, graph, x, std::vector<Block>(x.size(), Block::readout));
    builder.outputPort("y", 40, y);
    std::vector<NodeId> ids;
    const Circuit circuit = builder.finish(&ids);
    QVERIFY(utilisation(circuit).total.adderBits <= graph.adderBits); // what no row needs is dropped
    Interpreter interpreter(circuit);
    Rng rng(3);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::int64_t> values;
        for (const NodeId id : circuit.port("x")->fields) {
            values.push_back(round == 0 ? -128 : round == 1 ? 127 : static_cast<std::int64_t>(rng.below(256)) - 128);
            interpreter.setInput(id, values.back());
        }
        interpreter.evaluate();
        interpreter.checkRanges();
        for (std::size_t r = 0; r < rows.size(); ++r) {
            std::int64_t expected = constants[r];
            for (std::size_t column = 0; column < values.size(); ++column)
                expected += rows[r][column] * values[column];
            QCOMPARE(interpreter.value(circuit.port("y")->fields[r]), expected);
        }
    }
}

} // namespace

class TestCircuit : public QObject {
    Q_OBJECT
private slots:
    void adderBitsByHand()
    {
        // Two signed bytes.
        QCOMPARE(fullAdders(kByte, 0, kByte, 0, false, kByte + kByte), 9);
        // a + (b << 3): result [-1152, 1143], 12 bits; the low 3 pass from a.
        QCOMPARE(fullAdders(kByte, 0, kByte << 3, 3, false, kByte + (kByte << 3)), 9);
        // a - (b << 3): the same. (a << 3) - b: b's low bits are negated, all 12 needed.
        QCOMPARE(fullAdders(kByte, 0, kByte << 3, 3, true, kByte - (kByte << 3)), 9);
        QCOMPARE(fullAdders(kByte << 3, 3, kByte, 0, true, (kByte << 3) - kByte), 12);
        // (a << 8) + unsigned byte: a concatenation.
        QCOMPARE(fullAdders(kByte << 8, 8, {0, 255}, 0, false, (kByte << 8) + Interval{0, 255}), 0);
    }

    /// 7x = (x << 3) - x: one adder. Its range is [-896, 889], 11 bits, none passing.
    void oneConstantByHand()
    {
        const AdderGraph graph = buildAdderGraph(matrixOf({{7}}, {0}));
        QCOMPARE(graph.adders.size(), std::size_t{1});
        QVERIFY(graph.adders.front().range == (Interval{-889, 896}) || graph.adders.front().range == (Interval{-896, 889}));
    }

    /// Rows a + b, 4 (a + b), -(a + b) and a - b: one shared adder and wiring, a negation, a subtractor.
    void sharingByHand()
    {
        const AdderGraph graph = buildAdderGraph(matrixOf({{1, 1}, {4, 4}, {-1, -1}, {1, -1}}, {0, 0, 0, 0}));
        QCOMPARE(graph.adders.size(), std::size_t{3});
        QCOMPARE(graph.savedAdders, 2);
        QCOMPARE(graph.adderBits, 9 + 10 + 9); // -(a + b) reaches 256: 10 bits
        QCOMPARE(graph.results[1].shift, 2);
        QCOMPARE(graph.results[1].value, graph.results[0].value);
        const AdderGraph plain = buildAdderGraph(matrixOf({{1, 1}, {4, 4}, {-1, -1}, {1, -1}}, {0, 0, 0, 0}), false);
        QCOMPARE(plain.adders.size(), std::size_t{5});
    }

    void productsAreExact()
    {
        Rng rng(21);
        for (int round = 0; round < 40; ++round) {
            const std::size_t columns = 1 + rng.below(8);
            std::vector<std::vector<std::int64_t>> rows(1 + rng.below(8), std::vector<std::int64_t>(columns, 0));
            std::vector<std::int64_t> constants(rows.size(), 0);
            const auto span = std::uint64_t{2} << rng.below(16);
            for (std::size_t r = 0; r < rows.size(); ++r) {
                for (std::int64_t& value : rows[r])
                    value = rng.below(3) == 0 ? 0 : static_cast<std::int64_t>(rng.below(span)) -
                                                        static_cast<std::int64_t>(span / 2);
                if (rng.below(2) == 0)
                    constants[r] = static_cast<std::int64_t>(rng.below(2000)) - 1000;
            }
            expectProduct(rows, constants, true);
            expectProduct(rows, constants, false);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void sharingSavesAdderBits()
    {
        Rng rng(22);
        std::vector<std::vector<std::int64_t>> rows(20, std::vector<std::int64_t>(20));
        for (auto& row : rows)
            for (std::int64_t& value : row)
                value = static_cast<std::int64_t>(rng.below(256)) - 128;
        const ConstantMatrix matrix = matrixOf(rows, std::vector<std::int64_t>(20, 0));
        const AdderGraph shared = buildAdderGraph(matrix, true);
        const AdderGraph plain = buildAdderGraph(matrix, false);
        QVERIFY(shared.adderBits < 0.65 * plain.adderBits);
    }

    /// One long row: sharing must not leave a chain; terms that are used once are balanced (200 columns).
    void sharingStaysBalanced()
    {
        Rng rng(23);
        std::vector<std::vector<std::int64_t>> rows(1, std::vector<std::int64_t>(200));
        for (std::int64_t& value : rows[0])
            value = static_cast<std::int64_t>(rng.below(256)) - 128;
        const AdderGraph graph = buildAdderGraph(matrixOf(rows, {0}));
        QVERIFY2(graph.levels <= 12, qPrintable(QString::number(graph.levels)));
        expectProduct(rows, {0}, true);
    }

    void foldingAndArgmax()
    {
        Builder builder("fold");
        const NodeId x = builder.input("x", kByte);
        builder.inputPort("x", 8, {x});
        QCOMPARE(builder.add(x, builder.constant(0)), x);
        QCOMPARE(builder.clamp(x, -200, 200), x);
        QCOMPARE(builder.node(builder.clamp(x, 500, 600)).value, 500);
        QCOMPARE(builder.node(builder.less(x, builder.constant(128))).value, 1);
        QCOMPARE(builder.mux(builder.constant(1), x, builder.constant(3)), x);
        std::vector<NodeId> values;
        for (int i = 0; i < 5; ++i)
            values.push_back(builder.input(fmt::format("v{}", i), kByte));
        builder.inputPort("v", 8, values);
        builder.outputPort("best", 3, {builder.argmax(values)});
        const Circuit circuit = builder.finish();
        Interpreter interpreter(circuit);
        Rng rng(4);
        for (int round = 0; round < 500; ++round) {
            std::vector<std::int64_t> drawn;
            for (const NodeId id : circuit.port("v")->fields) {
                drawn.push_back(static_cast<std::int64_t>(rng.below(4)) - 2); // many ties
                interpreter.setInput(id, drawn.back());
            }
            interpreter.evaluate();
            QCOMPARE(interpreter.value(circuit.port("best")->fields[0]),
                     std::max_element(drawn.begin(), drawn.end()) - drawn.begin());
        }
    }

    void loopsAndBadOrderAreFound()
    {
        Builder builder("loop");
        const NodeId x = builder.input("x", {0, 1});
        const NodeId a = builder.logicAnd(x, builder.input("y", {0, 1}));
        const NodeId b = builder.logicOr(a, x);
        builder.node(a).b = b;
        builder.outputPort("o", 1, {b});
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(builder.finish()), std::logic_error);
    }

    /// A counter 0..3: toggles of a 2-bit register per 4 cycles are 1, 2, 1, 2.
    void togglesByHand()
    {
        Builder builder("counter");
        const NodeId count = builder.reg("count", {0, 3});
        const NodeId top = builder.equal(count, builder.constant(3));
        builder.connect(count, builder.mux(top, builder.constant(0), builder.add(count, builder.constant(1))));
        builder.outputPort("count_out", 2, {count});
        const Circuit circuit = builder.finish();
        Interpreter settled(circuit, Activity::settled);
        Interpreter glitches(circuit, Activity::glitches);
        for (int cycle = 0; cycle < 9; ++cycle)
            for (Interpreter* interpreter : {&settled, &glitches}) {
                interpreter->evaluate();
                interpreter->clock();
            }
        const auto at = static_cast<std::size_t>(circuit.find("count"));
        QCOMPARE(settled.toggles()[at], 12U);
        QCOMPARE(glitches.toggles()[at], 12U);
        for (std::size_t i = 0; i < circuit.nodes.size(); ++i)
            QVERIFY(glitches.toggles()[i] >= settled.toggles()[i]);
    }

    /// x -> +1 -> +1 and x itself into an adder: the late arrival makes the last adder glitch.
    void glitchesComeFromUnequalPaths()
    {
        Builder builder("skew");
        const NodeId x = builder.input("x", {0, 255});
        builder.inputPort("x", 8, {x});
        NodeId late = x;
        for (int i = 0; i < 4; ++i)
            late = builder.add(late, builder.constant(1));
        const NodeId difference = builder.sub(late, x); // always 4, but not at once
        builder.outputPort("d", 12, {difference});
        const Circuit circuit = builder.finish();
        Interpreter settled(circuit, Activity::settled);
        Interpreter glitches(circuit, Activity::glitches);
        for (int cycle = 0; cycle < 20; ++cycle)
            for (Interpreter* interpreter : {&settled, &glitches}) {
                interpreter->setInput(circuit.find("x"), cycle * 37 % 256);
                interpreter->evaluate();
                interpreter->clock();
            }
        const auto at = static_cast<std::size_t>(circuit.port("d")->fields[0]);
        QCOMPARE(settled.toggles()[at], 0U);
        QVERIFY(glitches.toggles()[at] > 20);
        QCOMPARE(glitches.value(circuit.port("d")->fields[0]), 4);
    }

    /// Three adders in a row of 9, 10 and 11 bits after a byte: 3 LUTs, 30 carry bits, clock-to-Q and set-up.
    void pathByHand()
    {
        Builder builder("path");
        const NodeId x = builder.input("x", kByte);
        builder.inputPort("x", 8, {x});
        NodeId sum = builder.reg("x_q", kByte);
        builder.connect(sum, x);
        for (int i = 0; i < 3; ++i)
            sum = builder.add(sum, sum, 0, 0);
        const NodeId out = builder.reg("out", builder.node(sum).range);
        builder.connect(out, sum);
        builder.outputPort("y", 11, {out});
        const Circuit circuit = builder.finish();
        DeviceTraits device;
        device.lutNs = 1;
        device.carryPerBitNs = 0.1;
        device.clockToQNs = 0.5;
        device.setupNs = 0.25;
        const Path path = longestPath(circuit, device);
        QCOMPARE(path.levels, 3);
        QCOMPARE(path.delayNs, 0.5 + 3 + 3.0 + 0.25);
        QCOMPARE(path.elements.size(), std::size_t{4});
        QCOMPARE(circuit.node(path.capture).name, std::string("out"));
        QCOMPARE(utilisation(circuit).total.adderBits, 30);
        QCOMPARE(utilisation(circuit).total.registerBits, 19);
    }
};

QTEST_APPLESS_MAIN(TestCircuit)
#include "tst_circuit.moc"
