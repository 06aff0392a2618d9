// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/load.h"
#include "core/explore/example.h"
#include "core/explore/live_reservoir.h"
#include "core/explore/shared_cache.h"
#include "core/study/report.h"
#include "explore_helpers.h"

#include <atomic>
#include <cmath>
#include <numeric>
#include <thread>

using namespace burin;
using namespace burin::explore;

class TestLiveReservoir : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sameNumbersAsAPoint();
    void preparing();
    void roughEstimateBeforeTheFirstVisit();
    void roughEstimateBeforeTheRanking();
    void histograms();
    void sensitivityTable();
    void traceEndsInTheSameLabels();
    void scaledStatesAreInTheFloatScale();
    void linksAreTheFloatNetworks();
    void confusionMatches();
    void circuitFromTheInside();
    void comparisonOfAForecast();
    void cancelled();
    void exampleIsASweepOfStrokes();
    void cacheMakesOnce();
    void cacheIsBounded();
    void cacheKeepsErrorsButNoCancellations();

private:
    std::shared_ptr<ReservoirEvaluator> evaluator_;
};

void TestLiveReservoir::initTestCase()
{
    evaluator_ = std::make_shared<ReservoirEvaluator>(generated("strokes"), 1);
}

void TestLiveReservoir::sameNumbersAsAPoint()
{
    LiveReservoir live(evaluator_, 1);
    reservoir::ReservoirConfig config = smallConfig();
    config.prune = 0.5;
    config.ranker = "magnitude";
    VALUE(const LiveScore score, live.score(config, threads(1)));
    VALUE(const LiveEstimate estimate, live.estimate(config, threads(1)));
    VALUE(const auto point, evaluatePoint(*evaluator_, config, threads(1)));
    QCOMPARE(score.validation, *point.replicas[1].validation);
    QCOMPARE(score.floatValidation, *point.replicas[1].floatValidation);
    QCOMPARE(nlohmann::json(estimate.metrics).dump(), nlohmann::json(point.replicas[1].metrics).dump());
    QVERIFY(estimate.weights > 0);
    QCOMPARE(estimate.blocks.size(), std::size_t{5});
}

void TestLiveReservoir::preparing()
{
    LiveReservoir live(evaluator_);
    reservoir::ReservoirConfig config = smallConfig();
    config.widths = reservoir::Widths::uniform(5);
    QVERIFY(!live.isPrepared(config));
    QVERIFY(live.prepare(config, threads(1)).has_value());
    QVERIFY(live.isPrepared(config));
    config.prune = 0.3; // of the same bit width
    QVERIFY(live.isPrepared(config));
}

void TestLiveReservoir::roughEstimateBeforeTheFirstVisit()
{
    constexpr double kNear = 0.15; // of the LUTs; bench_live prints how far it is
    LiveReservoir live(evaluator_);
    reservoir::ReservoirConfig config = smallConfig();
    config.widths = reservoir::Widths::uniform(7);
    QVERIFY(!live.isReady(config));
    VALUE(const auto rough, live.roughEstimate(config, threads(1)));
    QVERIFY(!live.isReady(config)); // nothing was refined for it
    VALUE(const LiveEstimate estimate, live.estimate(config, threads(1)));
    QVERIFY(live.isReady(config));
    QCOMPARE(rough.size(), estimate.metrics.size());
    const double exact = *estimate.metrics.at("lut").value;
    QVERIFY2(std::abs(*rough.at("lut").value - exact) < kNear * exact, qPrintable(QString::number(exact)));
}

void TestLiveReservoir::roughEstimateBeforeTheRanking()
{
    // Of the refined network, pruned by magnitude: what that ranker's estimate says.
    LiveReservoir live(evaluator_);
    reservoir::ReservoirConfig config = smallConfig();
    config.prune = 0.25;
    config.ranker = "magnitude";
    VALUE(const LiveEstimate byMagnitude, live.estimate(config, threads(1)));
    config.ranker = "spearman";
    QVERIFY(!live.isReady(config));
    VALUE(const auto rough, live.roughEstimate(config, threads(1)));
    QCOMPARE(nlohmann::json(rough).dump(), nlohmann::json(byMagnitude.metrics).dump());
    QVERIFY(!live.isReady(config));
    QVERIFY(live.estimate(config, threads(1)).has_value());
    QVERIFY(live.isReady(config));
}

void TestLiveReservoir::histograms()
{
    LiveReservoir live(evaluator_);
    reservoir::ReservoirConfig config = smallConfig();
    config.widths = reservoir::Widths::uniform(4);
    VALUE(const auto parts, live.histograms(config, threads(1)));
    QCOMPARE(parts.size(), std::size_t{5});
    for (const PartBits& part : parts) {
        const auto& histogram = part.histogram;
        QVERIFY2(histogram.total > 0, part.part.c_str());
        QCOMPARE(histogram.bins.size(), static_cast<std::size_t>(histogram.format.bits));
    }
    QCOMPARE(parts[0].part, std::string("input"));
    QCOMPARE(parts[3].part, std::string("recurrent"));
    // The links of W_r: all of them are in a bin or became 0.
    std::uint64_t counted = parts[3].histogram.underflow;
    for (const std::uint64_t bin : parts[3].histogram.bins)
        counted += bin;
    QVERIFY(counted <= parts[3].histogram.total);
    VALUE(const auto context, evaluator_->context(config, 0, threads(1)));
    QCOMPARE(parts[3].histogram.total, static_cast<std::uint64_t>((context->network.wr.array() != 0).count()));
}

void TestLiveReservoir::sensitivityTable()
{
    LiveReservoir live(evaluator_);
    VALUE(const auto table, live.sensitivity(smallConfig(), threads(2)));
    QVERIFY(!table->weights.empty());
    QCOMPARE(table->weights[0].bits.size(), std::size_t{8});
}

void TestLiveReservoir::traceEndsInTheSameLabels()
{
    LiveReservoir live(evaluator_);
    const reservoir::ReservoirConfig config = smallConfig();
    VALUE(const std::size_t count, live.validationSeries(config, threads(1)));
    VALUE(const LiveScore score, live.score(config, threads(1)));
    std::size_t integerRight = 0;
    std::size_t floatRight = 0;
    for (std::size_t s = 0; s < count; ++s) {
        VALUE(const Trace trace, live.trace(config, s, threads(1)));
        QCOMPARE(trace.floatStates.size(), static_cast<std::size_t>(trace.steps * trace.neurons));
        QCOMPARE(trace.integerStates.size(), trace.floatStates.size());
        QCOMPARE(trace.integerOutputs.size(), trace.floatOutputs.size());
        QCOMPARE(trace.rows, std::size_t{1});
        integerRight += trace.integerLabel == trace.label ? 1 : 0;
        floatRight += trace.floatLabel == trace.label ? 1 : 0;
    }
    QCOMPARE(static_cast<double>(integerRight) / static_cast<double>(count), score.validation);
    QCOMPARE(static_cast<double>(floatRight) / static_cast<double>(count), score.floatValidation);
    QVERIFY(!live.trace(config, count, threads(1)));
    VALUE(const auto wrong, live.misclassified(config, threads(1)));
    QCOMPARE(wrong.size(), count - integerRight);
}

void TestLiveReservoir::scaledStatesAreInTheFloatScale()
{
    // The integer network was trained further after quantisation, so its states need not follow the float ones step by
    // step; what can be said is the scale: codes of one neuron are evenly spaced and lie in the activation's range.
    LiveReservoir live(evaluator_);
    VALUE(const Trace trace, live.trace(smallConfig(), 0, threads(1)));
    QCOMPARE(trace.scaledStates.size(), trace.floatStates.size());
    const auto neurons = static_cast<std::size_t>(trace.neurons);
    for (std::size_t k = 0; k < trace.scaledStates.size(); ++k) {
        QVERIFY2(std::abs(trace.scaledStates[k]) < 1.05, qPrintable(QString::number(trace.scaledStates[k])));
        if (k < neurons)
            continue;
        const int steps = trace.integerStates[k] - trace.integerStates[k - neurons];
        const double rise = trace.scaledStates[k] - trace.scaledStates[k - neurons];
        QVERIFY(steps == 0 ? rise == 0 : rise / steps > 0);
    }
}

void TestLiveReservoir::linksAreTheFloatNetworks()
{
    LiveReservoir live(evaluator_);
    VALUE(const auto links, live.links(smallConfig(), threads(1)));
    VALUE(const auto context, evaluator_->context(smallConfig(), 0, threads(1)));
    VALUE(const auto quantised, evaluator_->quantised(smallConfig(), 0, threads(1)));
    QCOMPARE(links.size(), static_cast<std::size_t>((context->network.wr.array() != 0).count() +
                                                    (context->network.win.array() != 0).count()));
    for (const Link& link : links) {
        QVERIFY(link.real != 0);
        QCOMPARE(link.value, compress::weightAt(quantised->network, link.weight));
    }
}

void TestLiveReservoir::confusionMatches()
{
    LiveReservoir live(evaluator_);
    VALUE(const Confusion confusion, live.confusion(smallConfig(), threads(1)));
    QCOMPARE(confusion.classNames, evaluator_->dataset().classNames);
    QVERIFY(confusion.recall(0) >= 0 && confusion.recall(0) <= 1);
}

void TestLiveReservoir::circuitFromTheInside()
{
    LiveReservoir live(evaluator_);
    VALUE(const LiveEstimate estimate, live.estimate(smallConfig(), threads(1)));
    VALUE(const CircuitReport report, live.circuit(smallConfig(), threads(1)));
    QCOMPARE(nlohmann::json(report.metrics).dump(), nlohmann::json(estimate.metrics).dump());
    QVERIFY(report.sharing.adders > 0);
    QVERIFY(report.sharing.addersWithout > report.sharing.adders);
    QVERIFY(report.sharing.adderBitsWithout > report.sharing.adderBits);
    // The stages are the whole path, in the scale of the delay that the screen shows.
    QVERIFY(report.path.size() > 3);
    QCOMPARE(report.path.front().kind, PathStage::Kind::launch);
    double delay = 0;
    for (const PathStage& stage : report.path) {
        QVERIFY(stage.delayNs >= 0);
        delay += stage.delayNs;
    }
    QVERIFY(std::abs(delay - *report.metrics.at("delayNs").value) < 1e-9);
    // The parts of the energy are the whole, by block and by kind; every bit is in one bin.
    double blocks = 0;
    double bits = 0;
    for (std::size_t b = 0; b < report.blocks.size(); ++b) {
        blocks += *report.blocks[b].dynamicPj;
        bits += report.activity[b].bits;
        QVERIFY(report.activity[b].togglesPerStep <= report.activity[b].bits);
    }
    QVERIFY(std::abs(blocks - report.togglesPj - report.glitchesPj - report.clockPj) < 1e-9 * blocks);
    QCOMPARE(std::accumulate(report.activityBits.begin(), report.activityBits.end(), 0.0), bits);
    QVERIFY(report.rtl.bytes > report.rtl.lines && report.rtl.lines > 0 && report.rtl.nodes > 0);
}

void TestLiveReservoir::comparisonOfAForecast()
{
    ReservoirEvaluator evaluator(generated("henon"), 1);
    reservoir::ReservoirConfig config = smallConfig();
    config.readout = {reservoir::ReadoutKind::last, 1};
    VALUE(const auto a, evaluatePoint(evaluator, config, threads(2)));
    config.widths = reservoir::Widths::uniform(4);
    VALUE(const auto b, evaluatePoint(evaluator, config, threads(2)));
    QCOMPARE(a.message + b.message, std::string());
    JobContext ctx = threads(1);
    double last = 0;
    bool monotone = true;
    ctx.progress = [&](const Progress& progress) {
        monotone = monotone && progress.fraction >= last;
        last = progress.fraction;
    };
    VALUE(const Comparison both, compare({a, evaluator}, {b, evaluator}, ctx));
    QVERIFY(monotone && last == 1);
    QVERIFY(!both.confusionA && both.forecastA && both.forecastB);
    QCOMPARE(both.forecastA->nrmse.size(), std::size_t{1});
    // The same number as the sweep's, computed another way.
    const double validation = *a.medianReplica()->validation;
    QVERIFY(std::abs(both.forecastA->nrmse[0] - validation) < 1e-9 * validation);
    QCOMPARE(both.forecastA->targets.size(), kForecastRows);
    QCOMPARE(both.forecastA->targets, both.forecastB->targets);
    QVERIFY(both.rtlB.bytes < both.rtlA.bytes);
    VALUE(const auto classes, evaluator_->build(smallConfig(), 0, threads(1)));
    QVERIFY(!forecastOf(classes.network, classes.context->data->validation, threads(1)));
}

void TestLiveReservoir::cancelled()
{
    ReservoirEvaluator fresh(generated("strokes"), 3);
    LiveReservoir live(std::make_shared<ReservoirEvaluator>(generated("strokes"), 3));
    std::stop_source stop;
    stop.request_stop();
    JobContext ctx;
    ctx.stop = stop.get_token();
    QCOMPARE(live.score(smallConfig(), ctx).error().code, ErrorCode::cancelled);
    QCOMPARE(live.estimate(smallConfig(), ctx).error().code, ErrorCode::cancelled);
    QVERIFY(live.score(smallConfig(), threads(1)).has_value());
}

void TestLiveReservoir::exampleIsASweepOfStrokes()
{
    VALUE(const Example example, reservoirExample());
    VALUE(const auto planned, plannedConfigs(example.sweep, *evaluator_));
    QCOMPARE(planned.size(), std::size_t{3 * (1 + 3 * 6)});
    for (const auto& config : planned)
        QCOMPARE(config.at("neurons").get<int>(), 50);
    // Stopped at once, it leaves a study that the next start goes on with.
    VALUE(const ScratchFolder folder, ScratchFolder::create("burin-example"));
    std::stop_source stop;
    stop.request_stop();
    JobContext ctx;
    ctx.stop = stop.get_token();
    QCOMPARE(runExample("strokes", folder.path() / "strokes.burin", ctx).error().code, ErrorCode::cancelled);
    VALUE(const auto study, study::Study::open(folder.path() / "strokes.burin"));
    // It says how its data were read: points can be exported from it.
    const auto details = study->identity().details;
    VALUE(const auto read, data::loadOptionsFromJson(details.at("load"), "load"));
    QCOMPARE(read.data, std::string("strokes"));
}

void TestLiveReservoir::cacheMakesOnce()
{
    SharedCache<int> cache(1000);
    std::atomic<int> made{0};
    std::atomic<int> sum{0};
    {
        std::vector<std::jthread> pool;
        for (int t = 0; t < 8; ++t)
            pool.emplace_back([&] {
                for (int i = 0; i < 50; ++i) {
                    const auto value = cache.get(
                        std::to_string(i), {},
                        [&]() -> Result<int> {
                            ++made;
                            return i;
                        },
                        [](int) { return std::size_t{1}; });
                    sum += **value;
                }
            });
    }
    QCOMPARE(made.load(), 50);
    QCOMPARE(sum.load(), 8 * 50 * 49 / 2);
}

void TestLiveReservoir::cacheIsBounded()
{
    SharedCache<int> cache(3);
    const auto get = [&](const std::string& key) {
        return cache.get(key, {}, [] { return Result<int>(1); }, [](int) { return std::size_t{1}; }).has_value();
    };
    QVERIFY(get("a") && get("b") && get("c") && get("a") && get("d"));
    QVERIFY(!cache.contains("b")); // the one not used for longest
    QVERIFY(cache.contains("a") && cache.contains("c") && cache.contains("d"));
    QCOMPARE(cache.bytes(), std::size_t{3});
}

void TestLiveReservoir::cacheKeepsErrorsButNoCancellations()
{
    SharedCache<int> cache(3);
    int calls = 0;
    const auto get = [&](ErrorCode code) {
        return cache
            .get(
                "k", {},
                [&]() -> Result<int> {
                    ++calls;
                    return fail(code, "no");
                },
                [](int) { return std::size_t{1}; })
            .error()
            .code;
    };
    QCOMPARE(get(ErrorCode::cancelled), ErrorCode::cancelled);
    QCOMPARE(get(ErrorCode::limit), ErrorCode::limit);
    QCOMPARE(get(ErrorCode::io), ErrorCode::limit); // kept
    QCOMPARE(calls, 2);
    const auto thrown = cache.get(
        "t", {}, []() -> Result<int> { throw std::logic_error("bug"); }, [](int) { return std::size_t{1}; });
    QCOMPARE(thrown.error().code, ErrorCode::internal);
}

QTEST_APPLESS_MAIN(TestLiveReservoir)
#include "tst_live_reservoir.moc"
