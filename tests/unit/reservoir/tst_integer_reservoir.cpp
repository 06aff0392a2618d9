// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/reservoir/gradient.h"
#include "core/reservoir/integer_engine.h"
#include "core/reservoir/mask.h"
#include "core/reservoir/network_io.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::reservoir;

namespace {

/// One channel, two neurons, two classes; see handWorked().
IntegerReservoir tiny()
{
    IntegerReservoir n;
    n.widths = {4, 4, 4, 4, 4};
    n.stateMax = 7;
    n.win.resize(2, 1);
    n.win << 3, -2;
    n.wr.resize(2, 2);
    n.wr << 0, 5, 2, 0;
    n.inShift = {1, 0};
    n.recurrentShift = {0, 1};
    n.stateShift = {2, 1};
    n.bias = {1, -3};
    n.wout.assign(1, IntMatrix(2, 2));
    n.wout[0] << 1, 2, -3, 4;
    n.outBias = {5, -1};
    n.inputFraction = 3;
    return n;
}

IntegerReservoir randomNetwork(int bits, int leakShift, std::uint64_t seed)
{
    Rng rng(seed);
    const auto weight = [&] {
        return static_cast<std::int32_t>(rng.below(std::uint64_t{1} << bits)) - (1 << (bits - 1));
    };
    IntegerReservoir n;
    const int neurons = 13;
    n.widths = Widths::uniform(bits);
    n.stateMax = (1 << (bits - 1)) - 1;
    n.leakShift = leakShift;
    n.win.resize(neurons, 2);
    n.wr.resize(neurons, neurons);
    for (int i = 0; i < neurons; ++i) {
        for (int d = 0; d < 2; ++d)
            n.win(i, d) = weight();
        for (int j = 0; j < neurons; ++j)
            n.wr(i, j) = rng.below(3) == 0 ? weight() : 0;
        n.inShift.push_back(static_cast<int>(rng.below(4)));
        n.recurrentShift.push_back(static_cast<int>(rng.below(4)));
        n.stateShift.push_back(bits - 1 + static_cast<int>(rng.below(2)));
        n.bias.push_back(weight() * 8);
    }
    n.wout.assign(1, IntMatrix::Zero(3, neurons));
    n.outBias = {0, 0, 0};
    return n;
}

} // namespace

class TestIntegerReservoir : public QObject {
    Q_OBJECT
private slots:
    void handWorked()
    {
        // Step 1, u = 4, x = (0, 0):
        //   acc_0 = (3*4 << 1) + 0 + 1 = 25, limit 7 << 2 = 28: h = 25, x_0 = (25 + 2) >> 2 = 6
        //   acc_1 = -8 + 0 - 3 = -11, limit 14: h = -11, x_1 = (-11 + 1) >> 1 = -5
        // Step 2, u = -1, x = (6, -5):
        //   acc_0 = (-3 << 1) + 5*-5 + 1 = -30: h = -28, x_0 = (-28 + 2) >> 2 = -26 >> 2 = -7 (floor of -6.5)
        //   acc_1 = 2 + (12 << 1) - 3 = 23: h = 14, x_1 = (14 + 1) >> 1 = 7
        // last: y = (5 - 7 + 14, -1 + 21 + 28) = (12, 48): class 1
        // mean: y = (2*5 + (6 - 10) + (-7 + 14), 2*-1 + (-18 - 20) + (21 + 28)) = (13, 9): class 0
        IntegerReservoir n = tiny();
        QVERIFY(n.check());
        std::vector<std::int32_t> state{0, 0};
        const std::vector<std::int32_t> inputs{4, -1};
        stepInteger(n, std::span(inputs).first(1), state);
        QCOMPARE(state, (std::vector<std::int32_t>{6, -5}));
        stepInteger(n, std::span(inputs).last(1), state);
        QCOMPARE(state, (std::vector<std::int32_t>{-7, 7}));
        SeriesOutput last = runSeries(n, inputs);
        QCOMPARE(last.outputs, (std::vector<std::int64_t>{12, 48}));
        QCOMPARE(last.label, 1);
        n.readout = {ReadoutKind::mean, 1};
        const SeriesOutput mean = runSeries(n, inputs);
        QCOMPARE(mean.outputs, (std::vector<std::int64_t>{13, 9}));
        QCOMPARE(mean.label, 0);
        // all: segment 0 has twice the weights: y = (5 + 2*-4 + 7, -1 + 2*-38 + 49) = (4, -28)
        n.readout = {ReadoutKind::all, 1};
        n.seriesSteps = 2;
        n.wout = {2 * n.wout[0], n.wout[0]};
        n.widths.out = 5;
        QVERIFY(n.check());
        QCOMPARE(runSeries(n, inputs).outputs, (std::vector<std::int64_t>{4, -28}));
        // predict: one row per step
        n = tiny();
        n.task = data::Task::predict;
        QCOMPARE(runSeries(n, inputs).outputs, (std::vector<std::int64_t>{1, -39, 12, 48}));
        // leak 1/2, first step: x_0 = (0 - 0 + 25 + 4) >> 3 = 3, x_1 = (-11 + 2) >> 2 = -3
        n.leakShift = 1;
        state = {0, 0};
        stepInteger(n, std::span(inputs).first(1), state);
        QCOMPARE(state, (std::vector<std::int32_t>{3, -3}));
    }

    void tiesGoToTheLowestClass()
    {
        IntegerReservoir n = tiny();
        n.wout[0].setZero();
        n.outBias = {4, 4};
        QCOMPARE(runSeries(n, std::vector<std::int32_t>{1}).label, 0);
    }

    void segmentsAndInputs()
    {
        IntegerReservoir n = tiny();
        n.readout = {ReadoutKind::segments, 3};
        n.washout = 1;
        n.wout.assign(3, n.wout[0]);
        std::vector<int> segments;
        for (int t = 1; t < 8; ++t) // 7 counted steps: floor(k 3 / 7)
            segments.push_back(n.segmentOf(t, 8));
        QCOMPARE(segments, (std::vector<int>{0, 0, 0, 1, 1, 2, 2}));
        // 2^3: 0.3125 -> 2.5 -> 2, 0.4375 -> 3.5 -> 4 (ties to even), clamps at -8 and 7
        QCOMPARE(quantiseInput(n, {1, {0.3125, 0.4375, -3, 3}}), (std::vector<std::int32_t>{2, 4, -8, 7}));
        QVERIFY_EXCEPTION_THROWN((void)quantiseInput(n, {1, {std::nan("")}}), std::logic_error);
    }

    void engineAgreesWithTheDefinition_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("leak");
        QTest::addColumn<int>("series");
        for (const int bits : {2, 4, 8, 16})
            for (const int leak : {0, 3})
                for (const int series : {3, 70})
                    QTest::addRow("%d bits, leak 2^-%d, %d series", bits, leak, series) << bits << leak << series;
    }
    void engineAgreesWithTheDefinition()
    {
        QFETCH(int, bits);
        QFETCH(int, leak);
        QFETCH(int, series);
        const IntegerReservoir n = randomNetwork(bits, leak, static_cast<std::uint64_t>(bits + leak));
        QVERIFY(n.check());
        Rng rng(7);
        std::vector<std::vector<std::int32_t>> inputs(static_cast<std::size_t>(series));
        for (auto& values : inputs)
            for (std::uint64_t k = 2 * (1 + rng.below(20)); k > 0; --k)
                values.push_back(static_cast<std::int32_t>(rng.below(std::uint64_t{1} << bits)) - (1 << (bits - 1)));
        const auto batches = makeBatches<std::int32_t>(inputs, 2);
        const auto widest = static_cast<int>(bestSimdLevel());
        for (int level = 0; level <= widest; ++level) {
            const IntegerEngine engine(n, static_cast<SimdLevel>(level));
            QCOMPARE(engine.accumulatorBits(), bits == 16 ? 64 : 32);
            for (const auto& batch : batches) {
                std::vector<std::vector<std::int32_t>> states(batch.series.size(), std::vector<std::int32_t>(13, 0));
                engine.run(batch, [&](int t, const std::int32_t* x) {
                    for (std::size_t lane = 0; lane < batch.series.size(); ++lane) {
                        if (t >= batch.lengths[lane])
                            continue;
                        stepInteger(n, std::span(inputs[batch.series[lane]]).subspan(static_cast<std::size_t>(2 * t), 2),
                                    states[lane]);
                        for (std::size_t i = 0; i < 13; ++i)
                            QCOMPARE(x[i * static_cast<std::size_t>(batch.lanes) + lane], states[lane][i]);
                    }
                });
            }
        }
    }

    void gradientByHand_data()
    {
        QTest::addColumn<int>("series");
        QTest::newRow("one lane") << 1;
        QTest::newRow("lanes side by side") << 70;
    }

    /// tiny() in units of its states: win 1.5, -1; wr(0,1) 1.25, wr(1,0) 2; bias 0.25, -1.5; limit 7.
    ///   u = 2: h = 3.25, -3.5, x = 3, -3    u = 1: h = -2, 3.5, x = -2, 4
    /// Derivatives 1, 2 by the last state: by win 1 1, 2 1; by wr(0,1) 1 (-3), wr(1,0) 2 3; back to the first step
    /// flow 2 2 = 4 and 1.25 1, there by win 4 2, 1.25 2, by wr nothing (the states before are zero).
    ///   u = 7: h = 10.75, -8.5 (both clamped)    u = 5: x = 7, -7, h = -1, 7.5 (the second clamped)
    /// so only neuron 0 at the last step counts: by win 5, by wr(0,1) -7.
    void gradientByHand()
    {
        QFETCH(int, series);
        const IntegerReservoir n = tiny();
        const auto gradientOf = [&](double first, double second) {
            data::Dataset set;
            set.classNames = {"a", "b"};
            data::Split split;
            for (int k = 0; k < series; ++k) {
                split.series.push_back({1, {first / 8, second / 8}});
                split.labels.push_back(k % 2);
            }
            ReadoutShape shape;
            shape.neurons = 2;
            const Samples samples = makeSamples(split, set, shape).value();
            RowMatrix by(series, 2);
            for (int k = 0; k < series; ++k)
                by.row(k) << 1.0 / series, 2.0 / series;
            return reservoirGradient(n, samples, integerBatches(n, samples), by);
        };
        const auto near = [](const auto& values, std::initializer_list<double> wanted) {
            const double* at = values.data();
            return std::all_of(wanted.begin(), wanted.end(), [&](double w) { return std::abs(*at++ - w) < 1e-5; });
        };
        const ReservoirGradient free = gradientOf(2, 1);
        QVERIFY(near(free.win, {9, 4.5}));
        QVERIFY(near(free.wr, {0, -3, 6, 0}));
        QVERIFY(near(free.bias, {5, 3.25}));
        const ReservoirGradient clamped = gradientOf(7, 5);
        QVERIFY(near(clamped.win, {5, 0}));
        QVERIFY(near(clamped.wr, {0, -7, 0, 0}));
        QVERIFY(near(clamped.bias, {1, 0}));
    }

    void checkNamesThePart()
    {
        const auto part = [](const auto& spoil) {
            IntegerReservoir n = tiny();
            spoil(n);
            const auto checked = n.check();
            return checked ? std::string("accepted") : checked.error().where;
        };
        QCOMPARE(part([](auto& n) { n.wr(0, 1) = 8; }), std::string("wr"));
        QCOMPARE(part([](auto& n) { n.win.resize(3, 1); }), std::string("win"));
        QCOMPARE(part([](auto& n) { n.inShift[0] = -1; }), std::string("inShift"));
        QCOMPARE(part([](auto& n) { n.stateMax = 8; }), std::string("stateMax"));
        QCOMPARE(part([](auto& n) { n.bias[0] = std::int64_t{1} << 62; }), std::string("bias"));
        QCOMPARE(part([](auto& n) { n.widths.out = 17; }), std::string("widths"));
        QCOMPARE(part([](auto& n) { n.readout = {ReadoutKind::all, 1}; }), std::string("seriesSteps"));
    }

    void networkJson()
    {
        const IntegerReservoir n = randomNetwork(8, 2, 5);
        nlohmann::json json = n;
        const auto again = networkFromJson(nlohmann::json::parse(json.dump()), "n");
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        QCOMPARE(nlohmann::json(*again).dump(), json.dump());
        json["wr"][3][4] = 1000;
        QCOMPARE(networkFromJson(json, "n").error().where, std::string("n.wr"));
        json["wr"][3][4] = 0.5;
        QCOMPARE(networkFromJson(json, "n").error().where, std::string("n.wr"));
        json.erase("bias");
        json["wr"][3][4] = 1;
        QCOMPARE(networkFromJson(json, "n").error().where, std::string("n.bias"));
        json["extra"] = 1;
        QVERIFY(networkFromJson(json, "n").error().message.find("extra") != std::string::npos);
    }

    void maskJson()
    {
        IntegerReservoir n = tiny();
        Mask mask = Mask::all(n);
        mask.recurrent(0, 1) = 0;
        mask.out[0](1, 0) = 0;
        const auto again = maskFromJson(nlohmann::json(mask), n, "m");
        QVERIFY(again && *again == mask);
        pruneReservoir(n, *again);
        pruneReadout(n, *again);
        QCOMPARE(n.wr(0, 1), 0);
        QCOMPARE(n.wr(1, 0), 2);
        QCOMPARE(n.wout[0](1, 0), 0);
        QVERIFY(!maskFromJson({{"recurrent", {"11", "1x"}}}, n, "m"));
        QVERIFY(!maskFromJson({{"recurrent", {"11"}}}, n, "m"));
        QVERIFY(!maskFromJson({{"rows", 1}}, n, "m"));
    }

    void handMaskText()
    {
        const Mask shape = Mask::all(tiny());
        auto hand = handMaskFromText("", shape);
        QVERIFY(hand && reservoir::handMaskText(*hand).empty());
        QVERIFY(withRankedKept(*hand) == shape);
        hand->recurrent(0, 1) = 0;
        hand->recurrent(1, 0) = 1;
        const std::string text = reservoir::handMaskText(*hand);
        QVERIFY(leavesToRanker(text));
        QCOMPARE(text.find("in\""), std::string::npos); // nothing decided there
        const auto again = handMaskFromText(text, shape);
        QVERIFY(again && *again == *hand);
        QCOMPARE(withRankedKept(*hand).recurrent(0, 1), std::uint8_t{0});
        // Without a dot all is decided: a matrix left out is kept.
        const auto full = handMaskFromText(R"({"in": ["1", "0"]})", shape);
        QVERIFY(full && full->recurrent(0, 1) == 1 && full->in(1, 0) == 0);
        QVERIFY(!handMaskFromText("{", shape));
        QVERIFY(!handMaskFromText(R"({"recurrent": ["1."]})", shape));
        // A dot is for hands only.
        QVERIFY(!maskFromJson(nlohmann::json::parse(text), tiny(), "m"));
    }

    void configJson()
    {
        ReservoirConfig config;
        config.readout = {ReadoutKind::segments, 4};
        config.widths = {2, 3, 4, 5, 6};
        config.pruneMatrices = {true, true, false};
        config.pipeline = -1;
        const auto again = configFromJson(nlohmann::json(config), "c");
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        QCOMPARE(nlohmann::json(*again).dump(), nlohmann::json(config).dump());
        QCOMPARE(configFromJson({{"bits", 4}}, "c")->widths.state, 4);
        QCOMPARE(configFromJson({{"bits", 4}}, "c")->widths.out, 8);
        for (const nlohmann::json& wrong :
             {nlohmann::json{{"bits", 1}}, nlohmann::json{{"readout", "segments:0"}}, nlohmann::json{{"neurons", 6000}},
              nlohmann::json{{"neurns", 6}}, nlohmann::json{{"pruneMatrices", "r,x"}}, nlohmann::json{{"prune", 2}},
              nlohmann::json{{"pipeline", "deep"}}})
            QVERIFY2(!configFromJson(wrong, "c"), wrong.dump().c_str());
    }
};

QTEST_APPLESS_MAIN(TestIntegerReservoir)
#include "tst_integer_reservoir.moc"
