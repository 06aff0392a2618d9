// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/recommend.h"

#include <QtTest>

using namespace burin;
using namespace burin::optimise;

class TestRecommend : public QObject {
    Q_OBJECT

private slots:
    void limitsFromText();
    void keysThatCanBeLimited();
    void feasibility();
    void lutShare();
    void onlyWhatFitsTheDevice();
    void rules();
    void predictionErrors();
    void impossibleBudget();
    void nothingToRecommend();
};

namespace {

DesignPoint point(double validation, double lut, double pdp, const std::string& device = "xc7")
{
    DesignPoint p;
    p.status = PointStatus::done;
    p.config = {{"device", device}};
    p.validation.mean = validation;
    p.metrics["lut"] = {lut, Tier::fitted, 0.04, ""};
    p.metrics["pdpPj"] = {pdp, Tier::model, std::nullopt, ""};
    return p;
}

const std::vector<DesignPoint> kPoints{point(0.80, 500, 10), point(0.95, 1000, 20), point(0.96, 2000, 40),
                                       point(0.97, 4000, 90), point(0.99, 100, 1, "ice40")};

Budget budget(std::vector<Limit> limits)
{
    return {"xc7", std::move(limits)};
}

} // namespace

void TestRecommend::limitsFromText()
{
    Budget asked;
    asked.set("lut", Limit::Bound::max, 3000);
    asked.set("validation", Limit::Bound::min, 0.9);
    asked.lutShare = 0.25;
    QVERIFY(wishesFromJson(wishesToJson(asked)) == asked);
    for (const char* other : {"null", "7", "[1]", R"({"limits": 3})", R"({"limits": [4, {"key": 1, "value": 2}]})"})
        QVERIFY2(wishesFromJson(nlohmann::json::parse(other)) == Budget{}, other);
    const auto limit = parseLimit("lut@synth=3000", Limit::Bound::max);
    QVERIFY(limit.has_value());
    QCOMPARE(limit->key, std::string("lut@synth"));
    QCOMPARE(limit->value, 3000.0);
    QCOMPARE(limit->text(), std::string("lut@synth at most 3,000"));
    for (const char* bad : {"", "lut", "=3", "lut=", "lut=many", "lut=3 000", "lut=nan"}) {
        const auto refused = parseLimit(bad, Limit::Bound::max);
        QVERIFY2(!refused, bad);
        QCOMPARE(refused.error().code, ErrorCode::usage);
    }
}

void TestRecommend::keysThatCanBeLimited()
{
    for (const char* key : {"validation", "test", "lut", "pdpPj", "lut@synth", "delayNs@route"})
        QVERIFY2(checkKey(key, kPoints, "--max"), key);
    DesignPoint own = point(0.9, 1, 1);
    own.metrics["slices"] = {3, Tier::model, std::nullopt, ""};
    QVERIFY(checkKey("slices", std::vector{own}, "--max"));
    for (const char* key : {"foo", "slices", "LUT", "lut@", "lut@guess", "foo@synth"}) {
        const auto refused = checkKey(key, kPoints, "--max");
        QVERIFY2(!refused, key);
        QCOMPARE(refused.error().code, ErrorCode::usage);
        QCOMPARE(refused.error().where, std::string("--max"));
        QVERIFY(refused.error().message.find(key) != std::string::npos);
        QVERIFY(refused.error().hint.find("delayNs") != std::string::npos);
    }
}

void TestRecommend::feasibility()
{
    const Budget limits = budget({{"lut", Limit::Bound::max, 1000}, {"validation", Limit::Bound::min, 0.9}});
    QVERIFY(!feasible(kPoints[0], limits)); // inaccurate
    QVERIFY(feasible(kPoints[1], limits));  // both limits are reached, not passed
    QVERIFY(!feasible(kPoints[2], limits)); // too large
    QVERIFY(!feasible(kPoints[4], limits)); // another device
    QVERIFY(!feasible(kPoints[1], budget({{"delayNs", Limit::Bound::max, 10}}))); // unknown keeps no limit
    DesignPoint rounded = kPoints[1]; // summed in another order
    rounded.validation.mean = 0.9 - 1e-16;
    QVERIFY(feasible(rounded, limits));
    rounded.validation.mean = 0.9 - 1e-6;
    QVERIFY(!feasible(rounded, limits));
    DesignPoint failed = kPoints[1];
    failed.status = PointStatus::failed;
    QVERIFY(!feasible(failed, limits));
}

void TestRecommend::lutShare()
{
    Budget share{"xc7", {}};
    share.lutShare = 0.05;
    QVERIFY(share.wishes("xc7").empty()); // of a device that is not known
    share.capacities = {{"xc7", {{"lut", 20800}}}, {"ice40", {{"lut", 7680}}}};
    QCOMPARE(share.wishes("xc7").front().value, 1040.0);
    QCOMPARE(share.wishes("ice40").front().value, 384.0); // the same share of another device
    QVERIFY(feasible(kPoints[1], share));
    QVERIFY(!feasible(kPoints[2], share));
    const auto within = recommend(kPoints, share, {});
    QCOMPARE(within.rule, Rule::best);
    QCOMPARE(*within.point, std::size_t{1});
}

void TestRecommend::onlyWhatFitsTheDevice()
{
    // Points 2 and 3 need more than a device of 1,500 LUT has; no figure of flip-flops is known.
    Budget device{"xc7", {}};
    device.capacities = {{"xc7", {{"lut", 1500}, {"ff", 3000}}}};
    QVERIFY(fitsDevice(kPoints[1], device) && !fitsDevice(kPoints[2], device) && !fitsDevice(kPoints[4], device));
    const std::vector<Objective> objectives{{"validation", Direction::maximise}, {"pdpPj", Direction::minimise}};
    QCOMPARE(pointsFront(kPoints, objectives, device), (std::vector<std::size_t>{0, 1}));
    const auto free = recommend(kPoints, device, {});
    QCOMPARE(free.rule, Rule::knee); // what a device has is no wish
    QVERIFY(*free.point == 0 || *free.point == 1);
    device.set("validation", Limit::Bound::min, 0.955);
    const auto floor = recommend(kPoints, device, {});
    QVERIFY(!floor.point); // points that keep the wish do not fit: the wish gives way, not the device
    QCOMPARE(floor.relaxation->point, std::size_t{1});
    QVERIFY2(floor.reason.starts_with("No point keeps the budget."), floor.reason.c_str());

    // Nothing fits: the nearest one is named.
    Budget small{"xc7", {}};
    small.capacities = {{"xc7", {{"lut", 400}}}};
    QVERIFY(pointsFront(kPoints, objectives, small).empty());
    const auto none = recommend(kPoints, small, {});
    QVERIFY(!none.point && none.relaxation);
    QCOMPARE(none.relaxation->point, std::size_t{0});
    QCOMPARE(none.reason, std::string("No point fits the device xc7. The nearest needs lut 500 of 400; fewer bits, more "
                                      "pruning or a larger device help."));
    // Of any device: each by its own.
    small.device.clear();
    small.capacities["ice40"] = {{"lut", 7680}};
    QCOMPARE(*recommend(kPoints, small, {}).point, std::size_t{4});
}

void TestRecommend::rules()
{
    const auto free = recommend(kPoints, budget({}), {});
    QCOMPARE(free.rule, Rule::knee);
    QCOMPARE(*free.point, std::size_t{1});
    QVERIFY(free.reason.starts_with("Knee of the front"));
    QCOMPARE(free.feasibleCount, std::size_t{4});

    const auto floor = recommend(kPoints, budget({{"validation", Limit::Bound::min, 0.955}}), {});
    QCOMPARE(floor.rule, Rule::cheapest);
    QCOMPARE(*floor.point, std::size_t{2});
    QCOMPARE(floor.reason, std::string("Lowest pdpPj of the 2 points with validation at least 0.955: validation 0.96, "
                                       "pdpPj 40 pJ."));

    const auto within = recommend(kPoints, budget({{"lut", Limit::Bound::max, 2500}}), {});
    QCOMPARE(within.rule, Rule::best);
    QCOMPARE(*within.point, std::size_t{2});

    RecommendOptions options;
    options.rule = Rule::knee;
    QCOMPARE(*recommend(kPoints, budget({{"lut", Limit::Bound::max, 2500}}), options).point, std::size_t{1});
}

void TestRecommend::predictionErrors()
{
    // NRMSE: lower is better, the floor is a ceiling.
    const std::vector<DesignPoint> points{point(0.05, 900, 9), point(0.08, 500, 5), point(0.20, 100, 1)};
    RecommendOptions options;
    options.quality = {"validation", Direction::minimise};
    const auto ceiling = recommend(points, budget({{"validation", Limit::Bound::max, 0.09}}), options);
    QCOMPARE(ceiling.rule, Rule::cheapest);
    QCOMPARE(*ceiling.point, std::size_t{1});
    QCOMPARE(*recommend(points, budget({{"lut", Limit::Bound::max, 1000}}), options).point, std::size_t{0});
}

void TestRecommend::impossibleBudget()
{
    // Point 1 would need 1000 LUTs for 900 (11 %); point 0 needs an accuracy of 0.80 for 0.94 (15 %).
    const auto none = recommend(
        kPoints, budget({{"lut", Limit::Bound::max, 900}, {"validation", Limit::Bound::min, 0.94}}), {});
    QVERIFY(!none.point);
    QVERIFY(none.relaxation.has_value());
    QCOMPARE(none.relaxation->point, std::size_t{1});
    QCOMPARE(none.relaxation->changes.size(), std::size_t{1});
    QCOMPARE(none.reason, std::string("No point keeps the budget. The smallest relaxation that helps: allow lut up to "
                                      "1,000 instead of 900 (11.1 % more)."));
    // Relaxed by just that much, it is feasible; a little less does not help.
    QVERIFY(recommend(kPoints, budget({{"lut", Limit::Bound::max, 1000}, {"validation", Limit::Bound::min, 0.94}}), {})
                .point.has_value());
    QVERIFY(!recommend(kPoints, budget({{"lut", Limit::Bound::max, 999}, {"validation", Limit::Bound::min, 0.94}}), {})
                 .point.has_value());

    // 500 LUTs for 0.5: a thousand times as much; digits, no exponents, no percentages beyond belief.
    const auto far = recommend(kPoints, budget({{"lut", Limit::Bound::max, 0.5}}), {});
    QCOMPARE(far.reason, std::string("No point keeps the budget. The smallest relaxation that helps: allow lut up to "
                                     "500 instead of 0.5 (1,000 times as much)."));
    // What is named lets the point in, although it has fewer digits than the point's own value.
    const std::vector<DesignPoint> odd{point(0.912345678, 44'801.26, 10)};
    const auto rounded = recommend(
        odd, budget({{"lut", Limit::Bound::max, 44'000}, {"validation", Limit::Bound::min, 0.95}}), {});
    QVERIFY2(rounded.reason.find("lut up to 44,802 instead of 44,000") != std::string::npos, rounded.reason.c_str());
    QVERIFY2(rounded.reason.find("validation down to 0.9123 instead of 0.95") != std::string::npos,
             rounded.reason.c_str());

    // Two limits at once, where no single one helps.
    const auto both = recommend(
        kPoints, budget({{"lut", Limit::Bound::max, 400}, {"validation", Limit::Bound::min, 0.98}}), {});
    QVERIFY(!both.point);
    QCOMPARE(both.relaxation->changes.size(), std::size_t{2});
    QVERIFY(both.reason.find(" and ") != std::string::npos);
}

void TestRecommend::nothingToRecommend()
{
    const auto empty = recommend(PointRefs(), budget({}), {});
    QVERIFY(!empty.point);
    QVERIFY(!empty.relaxation);
    QVERIFY(!empty.reason.empty());
    RecommendOptions unknown;
    const auto missing = recommend(kPoints, budget({{"lut@synth", Limit::Bound::max, 1e9}}), {});
    QCOMPARE(missing.reason, std::string("No finished point has a value of lut@synth."));
    Budget elsewhere;
    elsewhere.device = "xcup";
    QCOMPARE(recommend(kPoints, elsewhere, {}).reason, std::string("No finished point is for the device xcup."));
    unknown.cost = {"areaMm2", Direction::minimise};
    QVERIFY(!recommend(kPoints, budget({}), unknown).point);
}

QTEST_APPLESS_MAIN(TestRecommend)
#include "tst_recommend.moc"
