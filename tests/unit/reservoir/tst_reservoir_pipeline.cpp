// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/reservoir/import.h"
#include "core/reservoir/network_io.h"
#include "core/reservoir/tune.h"

#include <QtTest>

#include <Eigen/Dense>
#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::reservoir;

namespace {

/// Three classes of noisy sine waves of different frequency.
data::Dataset waves(std::size_t perClass = 40)
{
    data::Dataset set;
    set.name = "waves";
    set.classNames = {"a", "b", "c"};
    Rng rng(3);
    for (data::Split* split : {&set.train, &set.test})
        for (int label = 0; label < 3; ++label)
            for (std::size_t k = 0; k < perClass; ++k) {
                data::Series series;
                const double phase = rng.uniform(0, 6);
                for (int t = 0; t < 20; ++t)
                    series.values.push_back(std::sin(phase + t * (0.5 + 0.3 * label)) + 0.1 * rng.normal());
                split->series.push_back(series);
                split->labels.push_back(label);
            }
    return set;
}

ReservoirConfig small(const char* readout = "last")
{
    ReservoirConfig config;
    config.neurons = 20;
    config.readout = *Readout::parse(readout);
    return config;
}

RowMatrix randomMatrix(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed)
{
    Rng rng(seed);
    RowMatrix m(rows, columns);
    for (Eigen::Index k = 0; k < m.size(); ++k)
        m.data()[k] = rng.normal();
    return m;
}

} // namespace

class TestReservoirPipeline : public QObject {
    Q_OBJECT
private slots:
    void spectralRadiusAgainstEigenvalues()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const RowMatrix w = randomMatrix(30, 30, seed);
            const double expected = Eigen::MatrixXd(w).eigenvalues().cwiseAbs().maxCoeff();
            QVERIFY(std::abs(spectralRadius(w) / expected - 1) < 0.01);
        }
        RowMatrix nilpotent = RowMatrix::Zero(3, 3);
        nilpotent(0, 1) = nilpotent(1, 2) = 5;
        QCOMPARE(spectralRadius(nilpotent), 0.0);
        RowMatrix rotation(2, 2); // a complex pair: eigenvalues +-2i
        rotation << 0, -2, 2, 0;
        QVERIFY(std::abs(spectralRadius(rotation) - 2) < 1e-3);
    }

    void ridgeAgainstNormalEquations_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("primal") << 60 << 21;
        QTest::newRow("dual") << 21 << 60;
    }
    void ridgeAgainstNormalEquations()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        const RowMatrix x = randomMatrix(rows, columns, 1).array() + 2;
        const RowMatrix y = randomMatrix(rows, 3, 2);
        const auto map = Ridge(x, y).solve(1e-2);
        QVERIFY(map);
        const Eigen::MatrixXd xc = x.rowwise() - x.colwise().mean();
        const Eigen::MatrixXd yc = y.rowwise() - y.colwise().mean();
        Eigen::MatrixXd system = xc.transpose() * xc;
        system += 1e-2 * system.trace() / columns * Eigen::MatrixXd::Identity(columns, columns);
        const Eigen::MatrixXd expected = system.ldlt().solve(xc.transpose() * yc);
        QVERIFY((map->weights.transpose() - expected).cwiseAbs().maxCoeff() < 1e-9);
        QVERIFY((apply(*map, x).colwise().mean() - y.colwise().mean()).cwiseAbs().maxCoeff() < 1e-9);
        QVERIFY(!Ridge(RowMatrix::Constant(4, 2, std::nan("")), RowMatrix::Zero(4, 1)).solve(1));
    }

    void everyReadout_data()
    {
        QTest::addColumn<QString>("readout");
        for (const char* readout : {"last", "mean", "segments:4", "all"})
            QTest::newRow(readout) << readout;
    }
    void everyReadout()
    {
        QFETCH(QString, readout);
        const data::Dataset set = waves();
        const auto replica = prepareReplica(set, small(readout.toUtf8().constData()), {}, 11);
        QVERIFY2(replica, replica ? "" : replica.error().text().c_str());
        QVERIFY(replica->floatValidation > 0.6);
        const auto quantised = quantiseReplica(*replica, Widths::uniform(6));
        QVERIFY2(quantised, quantised ? "" : quantised.error().text().c_str());
        QVERIFY(quantised->validation > 0.6);
        const Mask all = Mask::all(quantised->network);
        // Nothing removed: the same network, the same metric.
        QCOMPARE(applyMask(*replica, *quantised, all, true)->validation, quantised->validation);
        QCOMPARE(applyMask(*replica, *quantised, all, false)->validation, quantised->validation);
        Mask mask = all;
        mask.recurrent.row(0).setZero();
        for (ByteMatrix& out : mask.out)
            out.col(1).setZero();
        const auto pruned = applyMask(*replica, *quantised, mask, true);
        QVERIFY(pruned);
        QVERIFY(pruned->network.wr.row(0).isZero() && pruned->network.wout[0].col(1).isZero());
        // The features and integerMetric agree with runSeries on every test series.
        const auto deployed = deploy(*replica, *quantised, mask, true);
        const auto test = testSamples(*replica, set);
        QVERIFY(deployed && test);
        int right = 0;
        for (std::size_t s = 0; s < test->series.size(); ++s)
            right += runSeries(*deployed, quantiseInput(*deployed, test->series[s])).label == test->labels[s] ? 1 : 0;
        QCOMPARE(testMetric(*deployed, *test), right / static_cast<double>(test->series.size()));
    }

    void tuningIsTheSameForAnyThreads()
    {
        const data::Dataset set = waves();
        const auto data = prepareData(set, small(), 5);
        QVERIFY(data);
        TuneOptions options;
        options.candidates = 24;
        std::vector<TuneResult> results;
        for (const unsigned threads : {1U, 2U}) {
            JobContext ctx;
            ctx.threads = threads;
            double last = 0;
            ctx.progress = [&](const Progress& p) {
                QVERIFY(p.fraction >= last);
                last = p.fraction;
            };
            results.push_back(*tuneReplica(*data, small(), options, 5, ctx));
            QCOMPARE(last, 1.0);
        }
        for (std::size_t k = 0; k < 24; ++k) {
            QVERIFY(results[0].candidates[k].hyper == results[1].candidates[k].hyper);
            QCOMPARE(results[0].candidates[k].objective, results[1].candidates[k].objective);
        }
        options.candidates = 0;
        QVERIFY(tuneReplica(*data, small(), options, 5, {})->best == HyperParameters{});
    }

    void cancellation()
    {
        std::stop_source source;
        source.request_stop();
        JobContext ctx;
        ctx.stop = source.get_token();
        const auto replica = prepareReplica(waves(), small(), {}, 5);
        QCOMPARE(quantiseReplica(*replica, Widths::uniform(4), ctx).error().code, ErrorCode::cancelled);
        QCOMPARE(tuneReplica(replica->data, small(), {}, 5, ctx).error().code, ErrorCode::cancelled);
    }

    void testLabelsAreNeverRead()
    {
        data::Dataset set = waves();
        const auto network = [&] {
            const auto replica = prepareReplica(set, small(), {}, 5);
            const auto quantised = quantiseReplica(*replica, Widths::uniform(4));
            return nlohmann::json(*deploy(*replica, *quantised, Mask::all(quantised->network), true)).dump();
        };
        const std::string before = network();
        set.test = {};
        QCOMPARE(network(), before);
    }

    void clearErrors()
    {
        const auto message = [](const data::Dataset& set, const ReservoirConfig& config) {
            const auto replica = prepareReplica(set, config, {}, 1);
            return replica ? std::string("accepted") : replica.error().text();
        };
        const auto contains = [](const std::string& text, const char* part) {
            if (text.find(part) == std::string::npos)
                qWarning("%s", text.c_str());
            return text.find(part) != std::string::npos;
        };
        data::Dataset set = waves(4);
        ReservoirConfig config = small();
        config.neurons = 6000;
        QVERIFY(contains(message(set, config), "6000 neurons"));
        config = small("all");
        set.train.series[1].values.pop_back();
        QVERIFY(contains(message(set, config), "equal lengths"));
        QCOMPARE(message(set, small("mean")), std::string("accepted"));
        set.train.series[1].values[3] = std::nan("");
        QVERIFY(contains(message(set, small()), "missing"));
        set = waves(4);
        std::fill(set.train.labels.begin(), set.train.labels.end(), 1);
        QVERIFY(contains(message(set, small()), "one class"));
        set = waves(1);
        set.train.series.resize(1);
        set.train.labels.resize(1);
        QVERIFY(!contains(message(set, small()), "accepted"));
        set = waves(4);
        config = small();
        config.washout = 20;
        QVERIFY(contains(message(set, config), "wash-out"));
        config = small("segments:21");
        QVERIFY(contains(message(set, config), "segments"));
        set.task = data::Task::predict;
        QVERIFY(contains(message(set, small("mean")), "predict"));
    }

    void importKeepsTheNetwork()
    {
        // A small-signal network is almost linear: tanh and hard tanh agree, and 12 bits follow closely.
        ImportArrays arrays;
        arrays.win = 0.01 * randomMatrix(8, 2, 1);
        arrays.wr = randomMatrix(8, 8, 2);
        arrays.wr *= 0.5 / spectralRadius(arrays.wr);
        arrays.wout = randomMatrix(3, 8, 3);
        arrays.outBias = Eigen::VectorXd::Constant(3, 0.25);
        arrays.leak = 0.5;
        ImportOptions options;
        options.widths = Widths::uniform(12, 12);
        const auto imported = importReservoir(arrays, {}, options);
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        QVERIFY(imported->report.noise);
        QCOMPARE(imported->network.leakShift, 1);
        QVERIFY(imported->report.stateError < 0.03);
        QVERIFY(imported->report.outputError < 0.03);
        arrays.wout.resize(3, 7);
        QCOMPARE(importReservoir(arrays, {}, options).error().where, std::string("Wout"));
    }
};

QTEST_APPLESS_MAIN(TestReservoirPipeline)
#include "tst_reservoir_pipeline.moc"
