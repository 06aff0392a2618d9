// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/synth_points.h"
#include "core/study/report.h"
#include "core/tools/process.h"
#include "explore_helpers.h"

using namespace burin;
using namespace burin::explore;

class TestSynthPoints : public QObject {
    Q_OBJECT

private slots:
    void frontIsSynthesised();
    void failuresSayWhy();
    void missingYosys();
};

namespace {

reservoir::ReservoirConfig tiny()
{
    reservoir::ReservoirConfig config = smallConfig();
    config.neurons = 3;
    config.widths = reservoir::Widths::uniform(3, 3);
    config.seeds = 1;
    return config;
}

} // namespace

void TestSynthPoints::frontIsSynthesised()
{
    if (!tools::findProgram("yosys")) {
        if (qEnvironmentVariable("CI") == QStringLiteral("true"))
            QFAIL("yosys is not installed");
        QSKIP("yosys is not installed");
    }
    VALUE(const ScratchFolder folder, ScratchFolder::create("burin-synth"));
    ReservoirEvaluator evaluator(generated("strokes"), 1);
    VALUE(const auto study,
          study::Study::create(folder.path() / "s.burin", reservoirIdentity(evaluator.dataset(), tiny(), 1)));
    VALUE(const auto point, evaluatePoint(evaluator, tiny(), threads(1)));
    QVERIFY(study->put(point).has_value());
    std::vector<SynthState> told;
    SynthPointsOptions options;
    options.onPoint = [&](const std::string& id, SynthState state, const std::string&) {
        QCOMPARE(id, point.id);
        told.push_back(state);
    };
    VALUE(const auto outcome, synthFront(*study, evaluator, options, threads(1)));
    QCOMPARE(outcome.synthesised, std::size_t{1});
    QCOMPARE(told, (std::vector{SynthState::running, SynthState::done}));
    VALUE(const auto found, study->find(point.id));
    QCOMPARE(found->metric("lut@synth").tier, Tier::synth);
    // Compared with the estimate of that very network, not with the mean over the replicas.
    QCOMPARE(found->value("lut@exported"), found->medianReplica()->metrics.at("lut").value);
    QVERIFY(*found->value("lut@synth") > 0);
    QVERIFY(*found->value("delayNs@synth") > 0);
    QCOMPARE(found->metric("pdpPj@synth").tier, Tier::model); // activity and power constants are a model
    QCOMPARE(nlohmann::json(found->metric("lut")).dump(), nlohmann::json(point.metric("lut")).dump());
    VALUE(const auto again, synthFront(*study, evaluator, options, threads(1)));
    QCOMPARE(again.reused, std::size_t{1});
    QCOMPARE(told.back(), SynthState::reused);
}

void TestSynthPoints::failuresSayWhy()
{
    if (!tools::findProgram("yosys")) {
        if (qEnvironmentVariable("CI") == QStringLiteral("true"))
            QFAIL("yosys is not installed");
        QSKIP("yosys is not installed");
    }
    VALUE(const ScratchFolder folder, ScratchFolder::create("burin-synth"));
    ReservoirEvaluator evaluator(generated("strokes"), 1);
    VALUE(const auto study,
          study::Study::create(folder.path() / "s.burin", reservoirIdentity(evaluator.dataset(), tiny(), 1)));
    VALUE(auto point, evaluatePoint(evaluator, tiny(), threads(1)));
    point.replicas.clear(); // nothing that could be exported
    QVERIFY(study->put(point).has_value());
    const std::vector<std::string> ids{point.id};
    VALUE(const auto outcome, synthPoints(*study, ids, evaluator, {}, threads(1)));
    QCOMPARE(outcome.failed, std::size_t{1});
    QCOMPARE(outcome.failures.size(), std::size_t{1});
    QCOMPARE(outcome.failures[0].id, point.id);
    QVERIFY(outcome.failures[0].message.find("no replica") != std::string::npos);
}

void TestSynthPoints::missingYosys()
{
    VALUE(const ScratchFolder folder, ScratchFolder::create("burin-synth"));
    ReservoirEvaluator evaluator(generated("strokes"), 1);
    VALUE(const auto study,
          study::Study::create(folder.path() / "s.burin", reservoirIdentity(evaluator.dataset(), tiny(), 1)));
    VALUE(const auto point, evaluatePoint(evaluator, tiny(), threads(1)));
    QVERIFY(study->put(point).has_value());
    const auto refused = synthFront(*study, evaluator, {.searchPath = folder.path().string()}, threads(1));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::tool);
}

QTEST_APPLESS_MAIN(TestSynthPoints)
#include "tst_synth_points.moc"
