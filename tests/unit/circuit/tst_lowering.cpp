// SPDX-License-Identifier: GPL-3.0-or-later
// The interpreter of the lowered circuit against the plain engine (runSeries, stepInteger), bit for bit.
#include "core/project/lower_reservoir.h"
#include "core/reservoir/integer_reservoir.h"
#include "tests/unit/circuit/random_network.h"
#include "tests/unit/circuit/stream_trace.h"

#include <QtTest>

using namespace burin;
using namespace burin::test;
using project::interpretSeries;
using project::lowerReservoir;
using reservoir::IntegerReservoir;
using reservoir::ReadoutKind;

namespace {

std::vector<StreamSeries> randomList(Rng& rng, const IntegerReservoir& network, int count, bool cuts)
{
    std::vector<StreamSeries> list;
    for (int i = 0; i < count; ++i) {
        const bool cut = cuts && i + 1 < count && rng.below(4) == 0;
        int steps = network.seriesSteps;
        if (network.seriesSteps == 0)
            steps = 1 + static_cast<int>(rng.below(9));
        else if (cut)
            steps = 1 + static_cast<int>(rng.below(static_cast<std::uint64_t>(steps)));
        list.push_back({randomSeries(rng, network, steps), cut});
    }
    return list;
}

/// Outputs and labels that the definition gives for the whole list.
void expectEqual(const IntegerReservoir& network, const std::vector<StreamSeries>& list, const Trace& trace)
{
    const auto outputs = static_cast<std::size_t>(network.outputs());
    std::size_t at = 0;
    for (const StreamSeries& series : list) {
        const bool predict = network.task == data::Task::predict;
        if (series.cut && !predict)
            continue;
        const reservoir::SeriesOutput expected = runSeries(network, series.inputs);
        for (std::size_t from = 0; from < expected.outputs.size(); from += outputs, ++at) {
            QVERIFY2(at < trace.outputs.size(), "an output is missing");
            for (std::size_t c = 0; c < outputs; ++c)
                QCOMPARE(trace.outputs[at][c], expected.outputs[from + c]);
            if (!predict)
                QCOMPARE(trace.labels[at], expected.label);
        }
    }
    QCOMPARE(at, trace.outputs.size());
}

void compare(const IntegerReservoir& network, project::LowerOptions options, std::uint64_t seed, int series = 12)
{
    options.maxSeriesSteps = 9;
    const Result<project::ReservoirCircuit> lowered = lowerReservoir(network, options);
    QVERIFY2(lowered, lowered ? "" : lowered.error().text().c_str());
    Rng rng(seed);
    for (const double rate : {0.0, 0.4}) {
        const std::vector<StreamSeries> list = randomList(rng, network, series, rate > 0);
        expectEqual(network, list, stream(*lowered, list, rate, rate, rng));
        if (QTest::currentTestFailed())
            return;
    }
    circuit::Interpreter interpreter(lowered->circuit);
    interpreter.setInput(lowered->rst, 1);
    interpreter.evaluate();
    interpreter.clock();
    const std::vector<StreamSeries> plain = randomList(rng, network, 3, false);
    for (const StreamSeries& one : plain) {
        const reservoir::SeriesOutput expected = runSeries(network, one.inputs);
        const reservoir::SeriesOutput got = interpretSeries(interpreter, *lowered, one.inputs);
        QCOMPARE(got.outputs, expected.outputs);
        QCOMPARE(got.label, expected.label);
    }
}

} // namespace

class TestLowering : public QObject {
    Q_OBJECT
private slots:
    void everyReadout_data()
    {
        QTest::addColumn<QString>("readout");
        QTest::addColumn<bool>("predict");
        for (const char* readout : {"last", "mean", "segments:2", "segments:3", "segments:7", "all"})
            QTest::newRow(readout) << readout << false;
        QTest::newRow("predict") << "last" << true;
    }

    void everyReadout()
    {
        QFETCH(QString, readout);
        QFETCH(bool, predict);
        Rng rng(77);
        for (int round = 0; round < 24; ++round) {
            NetworkShape shape;
            shape.task = predict ? data::Task::predict : data::Task::classify;
            shape.readout = *reservoir::Readout::parse(readout.toStdString());
            shape.neurons = 1 + static_cast<int>(rng.below(9));
            shape.channels = 1 + static_cast<int>(rng.below(3));
            shape.outputs = 1 + static_cast<int>(rng.below(5));
            shape.bits = 2 + static_cast<int>(rng.below(8));
            shape.outBits = 2 + static_cast<int>(rng.below(8));
            shape.leakShift = static_cast<int>(rng.below(3));
            shape.washout = round % 3 == 0 ? static_cast<int>(rng.below(4)) : 0;
            shape.seriesSteps = 7 + shape.washout;
            const IntegerReservoir network = randomNetwork(rng, shape);
            project::LowerOptions options;
            options.pipeline = round % 5 - 1;
            options.share = round % 4 != 3;
            options.device.carryPerBitNs = 0.05;
            compare(network, options, rng.next());
            if (QTest::currentTestFailed()) {
                qWarning("round %d: %d neurons, %d bits, leak %d, wash-out %d, pipeline %d", round, shape.neurons,
                         shape.bits, shape.leakShift, shape.washout, options.pipeline);
                return;
            }
        }
    }

    void extremeWidths_data()
    {
        QTest::addColumn<int>("bits");
        QTest::newRow("2") << 2;
        QTest::newRow("16") << 16;
    }
    void extremeWidths()
    {
        QFETCH(int, bits);
        Rng rng(9);
        for (const char* readout : {"last", "mean", "segments:2", "all"}) {
            NetworkShape shape;
            shape.readout = *reservoir::Readout::parse(readout);
            shape.bits = bits;
            shape.outBits = bits;
            shape.leakShift = 1;
            compare(randomNetwork(rng, shape), {}, rng.next());
        }
    }

    void prunedAndEmpty()
    {
        Rng rng(10);
        for (int round = 0; round < 12; ++round) {
            NetworkShape shape;
            shape.readout.kind = round % 2 == 0 ? ReadoutKind::last : ReadoutKind::mean;
            shape.leakShift = round % 3;
            IntegerReservoir network = randomNetwork(rng, shape);
            network.wr.row(0).setZero(); // a neuron pruned empty ...
            network.win.row(0).setZero();
            network.bias[0] = 0;
            network.wr.row(1).setZero();
            network.win.row(1).setZero(); // ... and one that only has its bias
            network.wout.front().row(0).setZero();
            if (round >= 6)
                network.wr.setZero();
            if (round >= 8)
                network.win.setZero();
            if (round >= 10)
                network.wout.front().setZero();
            compare(network, {}, rng.next());
        }
    }

    void oneNeuronOneOutput()
    {
        Rng rng(12);
        NetworkShape shape;
        shape.neurons = 1;
        shape.outputs = 1;
        shape.density = 1;
        compare(randomNetwork(rng, shape), {}, rng.next());
    }

    /// The state registers after each accepted sample are stepInteger()'s states.
    void statesStepByStep()
    {
        Rng rng(13);
        const IntegerReservoir network = randomNetwork(rng, {});
        const auto lowered = lowerReservoir(network, {});
        QVERIFY(lowered);
        circuit::Interpreter interpreter(lowered->circuit);
        std::vector<std::int32_t> state(static_cast<std::size_t>(network.neurons()), 0);
        interpreter.setInput(lowered->inValid, 1);
        interpreter.setInput(lowered->outReady, 1);
        for (int t = 0; t < 50; ++t) {
            const std::vector<std::int32_t> input = randomSeries(rng, network, 1);
            interpreter.setInput(lowered->inFirst, t == 0 ? 1 : 0);
            interpreter.setInput(lowered->inData[0], input[0]);
            interpreter.evaluate();
            interpreter.clock();
            stepInteger(network, input, state);
            for (std::size_t i = 0; i < state.size(); ++i)
                QCOMPARE(interpreter.value(lowered->state[i]), state[i]);
        }
    }

    /// One step per clock, and the stated latency, whatever the pipelining.
    void throughputAndLatency()
    {
        Rng rng(14);
        NetworkShape shape;
        shape.neurons = 12;
        const IntegerReservoir network = randomNetwork(rng, shape);
        for (int pipeline = 0; pipeline <= 4; ++pipeline) {
            project::LowerOptions options;
            options.pipeline = pipeline;
            const auto lowered = lowerReservoir(network, options);
            QVERIFY(lowered);
            QCOMPARE(lowered->latencyCycles, 2 + pipeline + (pipeline > 0 ? 1 : 0));
            const std::vector<StreamSeries> list(20, {randomSeries(rng, network, 1), false});
            const Trace trace = stream(*lowered, list, 0, 0, rng);
            std::size_t accepted = 0;
            for (std::size_t t = 0; t < trace.cycles.size(); ++t) {
                if (!trace.cycles[t].inValid)
                    continue;
                QVERIFY(trace.cycles[t].inReady);
                ++accepted;
                QVERIFY(trace.cycles[t + static_cast<std::size_t>(lowered->latencyCycles)].outValid);
            }
            QCOMPARE(accepted, std::size_t{20});
        }
    }

    void pipeliningShortensTheReadout()
    {
        Rng rng(15);
        NetworkShape shape;
        shape.neurons = 30;
        shape.density = 0.15;
        const IntegerReservoir network = randomNetwork(rng, shape);
        project::LowerOptions options;
        options.device.carryPerBitNs = 0.02;
        const auto delay = [&](int pipeline) {
            options.pipeline = pipeline;
            const auto lowered = lowerReservoir(network, options);
            return circuit::longestPath(lowered.value().circuit, options.device).delayNs;
        };
        const double none = delay(0);
        const double two = delay(2);
        QVERIFY2(two < 0.75 * none, qPrintable(QString("%1 against %2").arg(two).arg(none)));
        QVERIFY(0.95 * delay(-1) <= two); // auto leaves the input products alone where that gains less
    }

    void errorsNameTheCause()
    {
        Rng rng(16);
        IntegerReservoir network = randomNetwork(rng, {});
        network.stateShift[0] = -1;
        const auto bad = lowerReservoir(network, {});
        QVERIFY(!bad);
        QCOMPARE(bad.error().where, std::string("stateShift"));

        NetworkShape shape;
        shape.readout.kind = ReadoutKind::mean;
        network = randomNetwork(rng, shape);
        network.outBias[0] = std::int64_t{1} << 40;
        project::LowerOptions options;
        options.maxSeriesSteps = 1 << 30;
        const auto tooLong = lowerReservoir(network, options);
        QVERIFY(!tooLong);
        QCOMPARE(tooLong.error().code, ErrorCode::limit);
    }
};

QTEST_APPLESS_MAIN(TestLowering)
#include "tst_lowering.moc"
