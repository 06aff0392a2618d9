// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/compare.h"
#include "core/explore/sweep.h"
#include "core/study/report.h"
#include "explore_helpers.h"

#include <set>

using namespace burin;
using namespace burin::explore;
using nlohmann::json;
using optimise::PointStatus;

class TestReservoirEvaluator : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void canonicalConfigurations();
    void refusedConfigurations();
    void pointHasNumbersOfEveryKind();
    void sharedStagesChangeNothing();
    void tableForAnyThreads();
    void unprunedIsSharedByTheRankers();
    void cancelledAtOnce();
    void testIsReadOnRequest();
    void handMade();
    void prediction();
    void differenceOfPoints();
    void comparisonAddsUp();

private:
    std::shared_ptr<const data::Dataset> strokes_;
    std::shared_ptr<ReservoirEvaluator> evaluator_;
};

void TestReservoirEvaluator::initTestCase()
{
    strokes_ = generated("strokes");
    evaluator_ = std::make_shared<ReservoirEvaluator>(strokes_, 1);
}

void TestReservoirEvaluator::canonicalConfigurations()
{
    VALUE(const json a, evaluator_->canonical({{"bits", 4}, {"prune", 0.0}, {"ranker", "random"}, {"refit", false}}));
    VALUE(const json b, evaluator_->canonical({{"bits", 4}, {"prune", 0}, {"ranker", "magnitude"}}));
    QCOMPARE(optimise::pointId(a), optimise::pointId(b));
    QCOMPARE(a.at("task").get<std::string>(), std::string("classify"));
    QCOMPARE(a.at("bits").get<int>(), 4);
    VALUE(const json c, evaluator_->canonical({{"bits", 4}, {"prune", 0.3}, {"ranker", "random"}}));
    VALUE(const json d, evaluator_->canonical({{"bits", 4}, {"prune", 0.3}, {"ranker", "magnitude"}}));
    QVERIFY(optimise::pointId(c) != optimise::pointId(d));
    VALUE(const json again, evaluator_->canonical(c));
    QCOMPARE(again.dump(), c.dump());
}

void TestReservoirEvaluator::refusedConfigurations()
{
    const auto refusedKey = [&](const json& config) {
        const auto refused = evaluator_->canonical(config);
        return refused ? std::string("accepted") : refused.error().text();
    };
    QVERIFY(refusedKey({{"colour", "red"}}).find("colour") != std::string::npos);
    QVERIFY(refusedKey({{"bits", 1}}).find("bits") != std::string::npos);
    QVERIFY(refusedKey({{"prune", 0.3}, {"ranker", "oracle"}}).find("oracle") != std::string::npos);
    QVERIFY(refusedKey({{"prune", 0.3}, {"ranker", "none"}}).find("needs a ranker") != std::string::npos);
    QVERIFY(refusedKey({{"device", "xc9"}}).find("xc9") != std::string::npos);
    QVERIFY(refusedKey({{"task", "predict"}}).find("predict") != std::string::npos);
}

void TestReservoirEvaluator::pointHasNumbersOfEveryKind()
{
    VALUE(const auto point, evaluatePoint(*evaluator_, smallConfig(), threads(2)));
    QVERIFY2(point.status == PointStatus::done, point.message.c_str());
    QVERIFY(*point.validation.mean > 0.3); // six classes and more: chance is far below
    QVERIFY(point.validation.ci95.has_value());
    QVERIFY(!point.test.mean);
    QCOMPARE(point.replicas.size(), std::size_t{2});
    QCOMPARE(point.replicas[1].seed, evaluator_->replicaSeed(1));
    for (const char* key : {"lut", "ff", "delayNs", "throughputMsps", "powerMw", "pdpPj", "energyPerInferenceNj"}) {
        QVERIFY2(point.value(key).has_value(), key);
        QVERIFY2(*point.value(key) > 0, key);
        QVERIFY2(point.metric(key).tier != Tier::none, key);
    }
    // P / f = PDP: mW / Msps = nJ = 1000 pJ, of each replica.
    const auto& metrics = point.replicas[0].metrics;
    const double pdp = *metrics.at("powerMw").value / *metrics.at("throughputMsps").value * 1000;
    QVERIFY(std::abs(pdp / *metrics.at("pdpPj").value - 1) < 1e-9);
    QVERIFY(point.replicas[0].floatValidation.has_value());
}

void TestReservoirEvaluator::sharedStagesChangeNothing()
{
    // A store that holds nothing at all gives the same point as one that keeps everything.
    ReservoirEvaluator forgetful(strokes_, 1, 0);
    json config = smallConfig();
    config.update({{"bits", 4}, {"bitsInput", 4}, {"bitsState", 4}, {"bitsIn", 4}, {"bitsR", 4},
                   {"prune", 0.5}, {"ranker", "sensitivity"}});
    VALUE(const auto a, evaluatePoint(*evaluator_, config, threads(1)));
    VALUE(const auto b, evaluatePoint(forgetful, config, threads(2)));
    QCOMPARE(json(a).dump(), json(b).dump());
    ReservoirEvaluator other(strokes_, 2);
    VALUE(const auto c, evaluatePoint(other, config, threads(2)));
    QVERIFY(json(a.replicas).dump() != json(c.replicas).dump());
}

void TestReservoirEvaluator::tableForAnyThreads()
{
    const SweepConfig sweep = sweepOver(
        smallConfig(), {{"bits", {4, 8}}, {"ranker", {"magnitude", "spearman"}}, {"prune", {0, 0.4, 0.8}}});
    std::set<std::string> tables;
    VALUE(const ScratchFolder folder, ScratchFolder::create("burin-threads"));
    for (const unsigned count : {1U, 2U}) {
        ReservoirEvaluator evaluator(strokes_, 1);
        const auto identity = reservoirIdentity(*strokes_, smallConfig(), 1);
        VALUE(const auto study,
              study::Study::create(folder.path() / (std::to_string(count) + ".burin"), identity));
        VALUE(const auto outcome, runSweep(sweep, evaluator, *study, threads(count)));
        QCOMPARE(outcome.ids.size(), std::size_t{10});
        QCOMPARE(outcome.failed, std::size_t{0});
        VALUE(auto points, study->load({.replicas = true}));
        study::sortByConfig(points);
        tables.insert(study::jsonReport(identity, points, study::frontOf(points, identity)).dump());
    }
    QCOMPARE(tables.size(), std::size_t{1});
}

void TestReservoirEvaluator::unprunedIsSharedByTheRankers()
{
    const SweepConfig sweep =
        sweepOver(smallConfig(), {{"ranker", {"magnitude", "random", "pca"}}, {"prune", {0, 0.5}}});
    VALUE(const auto planned, plannedConfigs(sweep, *evaluator_));
    QCOMPARE(planned.size(), std::size_t{4});
    QCOMPARE(planned[0].at("ranker").get<std::string>(), std::string("none"));
}

void TestReservoirEvaluator::cancelledAtOnce()
{
    std::stop_source stop;
    stop.request_stop();
    JobContext ctx;
    ctx.stop = stop.get_token();
    ReservoirEvaluator fresh(strokes_, 1);
    const auto outcome = evaluatePoint(fresh, smallConfig(), ctx);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::cancelled);
    // And what was cancelled is not remembered as a failure.
    VALUE(const auto point, evaluatePoint(fresh, smallConfig(), threads(1)));
    QCOMPARE(point.status, PointStatus::done);
}

void TestReservoirEvaluator::testIsReadOnRequest()
{
    VALUE(const ScratchFolder folder, ScratchFolder::create("burin-test"));
    VALUE(const auto study, study::Study::create(folder.path() / "s.burin",
                                                 reservoirIdentity(*strokes_, smallConfig(), 1)));
    VALUE(const auto point, evaluatePoint(*evaluator_, smallConfig(), threads(1)));
    QVERIFY(study->put(point).has_value());
    VALUE(const Interval95 test, readTest(*study, point.id, *evaluator_, "a test", threads(2)));
    QVERIFY(std::abs(*test.mean - *point.validation.mean) < 0.3);
    VALUE(const auto events, study->events());
    QCOMPARE(events.size(), std::size_t{1});
}

void TestReservoirEvaluator::handMade()
{
    reservoir::ReservoirConfig config = smallConfig();
    VALUE(reservoir::Mask mask, evaluator_->mask(config, 0, threads(1)));
    mask.recurrent.setZero();
    config.mask = json(mask).dump();
    VALUE(const json canonical, evaluator_->canonical(config));
    QCOMPARE(evaluator_->replicas(canonical), std::size_t{1});
    VALUE(const auto point, evaluatePoint(*evaluator_, canonical, threads(1)));
    QVERIFY2(point.status == PointStatus::done, point.message.c_str());
    // A pin survives a change of the rate; ranker and rate count as long as something is left to them.
    reservoir::ReservoirConfig ranked = smallConfig();
    ranked.ranker = "magnitude";
    ranked.prune = 0.9;
    VALUE(reservoir::Mask byRank, evaluator_->mask(ranked, 0, threads(1)));
    reservoir::Mask hand = byRank;
    hand.recurrent.setConstant(reservoir::kLeftToRanker);
    hand.in.setConstant(reservoir::kLeftToRanker);
    hand.out.clear();
    Eigen::Index row = 0;
    Eigen::Index column = 0;
    byRank.recurrent.minCoeff(&row, &column);
    QCOMPARE(byRank.recurrent(row, column), std::uint8_t{0});
    hand.recurrent(row, column) = 1;
    ranked.mask = reservoir::handMaskText(hand);
    for (const double rate : {0.5, 0.9}) {
        ranked.prune = rate;
        VALUE(const reservoir::Mask pinned, evaluator_->mask(ranked, 0, threads(1)));
        QCOMPARE(pinned.recurrent(row, column), std::uint8_t{1});
        VALUE(const json kept, evaluator_->canonical(ranked));
        QCOMPARE(kept.at("prune").get<double>(), rate);
        QCOMPARE(kept.at("ranker").get<std::string>(), std::string("magnitude"));
        QCOMPARE(evaluator_->replicas(kept), std::size_t{1});
    }
    config.mask = "{\"recurrent\": 7}";
    VALUE(const auto wrong, evaluatePoint(*evaluator_, config, threads(1)));
    QCOMPARE(wrong.status, PointStatus::failed);
    QVERIFY(!wrong.message.empty());
}

void TestReservoirEvaluator::prediction()
{
    ReservoirEvaluator evaluator(generated("henon"), 1);
    reservoir::ReservoirConfig config = smallConfig();
    config.readout = {};
    VALUE(const auto point, evaluatePoint(evaluator, config, threads(2)));
    QVERIFY2(point.status == PointStatus::done, point.message.c_str());
    QVERIFY(*point.validation.mean > 0 && *point.validation.mean < 1); // an NRMSE
    QCOMPARE(reservoirIdentity(evaluator.dataset(), config, 1).target, std::string("nrmse"));
    // One step is one inference.
    const auto& metrics = point.replicas[0].metrics;
    QVERIFY(std::abs(*metrics.at("energyPerInferenceNj").value * 1000 / *metrics.at("pdpPj").value - 1) < 1e-9);
    config.horizon = 3;
    QVERIFY(!evaluator.canonical(config)); // loaded for horizon 1
}

void TestReservoirEvaluator::differenceOfPoints()
{
    optimise::DesignPoint a;
    a.config = {{"bits", 8}, {"prune", 0}, {"neurons", 50}};
    a.validation.mean = 0.9;
    a.metrics["lut"] = {1000.0, Tier::fitted, 0.04, ""};
    optimise::DesignPoint b = a;
    b.config = {{"bits", 4}, {"prune", 0}, {"neurons", 50}, {"mask", "x"}};
    b.validation.mean = 0.8;
    b.metrics["lut"].value = 750;
    b.metrics["ff"] = {10.0, Tier::fitted, 0.04, ""};
    const PointDifference d = difference(a, b);
    QCOMPARE(d.config.size(), std::size_t{2});
    QCOMPARE(d.config[0].key, std::string("bits"));
    QVERIFY(d.config[1].a.is_null());
    QCOMPARE(d.metrics.size(), std::size_t{3}); // validation, ff, lut; the test set was not read
    QCOMPARE(d.metrics[0].key, std::string("validation"));
    QCOMPARE(*d.metrics[2].relative, -0.25);
    QVERIFY(!d.metrics[1].difference.has_value());
}

void TestReservoirEvaluator::comparisonAddsUp()
{
    json pruned = smallConfig();
    pruned.update({{"prune", 0.8}, {"ranker", "magnitude"}});
    VALUE(const auto a, evaluatePoint(*evaluator_, smallConfig(), threads(1)));
    VALUE(const auto b, evaluatePoint(*evaluator_, pruned, threads(1)));
    VALUE(const Comparison comparison, compare({a, *evaluator_}, {b, *evaluator_}, threads(1)));
    double lutA = 0;
    double lutB = 0;
    for (const BlockChange& block : comparison.blocks) {
        lutA += block.a;
        lutB += block.b;
    }
    const auto medianLut = [](const optimise::DesignPoint& point) {
        return *point.medianReplica()->metrics.at("lut").value;
    };
    QVERIFY(std::abs(lutA / medianLut(a) - 1) < 1e-6);
    QVERIFY(std::abs(lutB / medianLut(b) - 1) < 1e-6);
    QVERIFY(lutB < lutA);
    // The confusion's diagonal is the validation accuracy of the exported replica, exactly.
    const Confusion& confusion = *comparison.confusionA;
    std::size_t right = 0;
    std::size_t all = 0;
    for (std::size_t i = 0; i < confusion.counts.size(); ++i)
        for (std::size_t j = 0; j < confusion.counts.size(); ++j) {
            all += confusion.counts[i][j];
            right += i == j ? confusion.counts[i][j] : 0;
        }
    QCOMPARE(static_cast<double>(right) / static_cast<double>(all), *a.medianReplica()->validation);
    QVERIFY(json(comparison).at("lutByBlock").size() == 5);
}

QTEST_APPLESS_MAIN(TestReservoirEvaluator)
#include "tst_reservoir_evaluator.moc"
