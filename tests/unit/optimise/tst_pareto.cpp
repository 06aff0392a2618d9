// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/optimise/pareto.h"
#include "core/optimise/tolerance.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace burin;
using namespace burin::optimise;

class TestPareto : public QObject {
    Q_OBJECT

private slots:
    void workedByHand();
    void sameAsBruteForce_data();
    void sameAsBruteForce();
    void manyPointsInLittleTime();
    void missingAndUnfinishedPointsStayOut();
    void oneTierAtATime();
    void kneeByHand();
    void kneeOfSmallFronts();
    void roundingIsNoDifference();
};

namespace {

/// The definition, word by word.
std::vector<std::size_t> bruteForce(const std::vector<double>& values, std::size_t k)
{
    std::vector<std::size_t> front;
    const std::size_t n = values.size() / k;
    for (std::size_t i = 0; i < n; ++i) {
        bool out = false;
        for (std::size_t d = 0; d < k; ++d)
            out = out || !std::isfinite(values[i * k + d]);
        for (std::size_t j = 0; j < n && !out; ++j) {
            bool noWorse = true;
            bool better = false;
            for (std::size_t d = 0; d < k; ++d) {
                noWorse = noWorse && values[j * k + d] <= values[i * k + d] && std::isfinite(values[j * k + d]);
                better = better || values[j * k + d] < values[i * k + d];
            }
            out = noWorse && better;
        }
        if (!out)
            front.push_back(i);
    }
    return front;
}

DesignPoint point(std::optional<double> accuracy, std::optional<double> pdp, Tier tier = Tier::fitted)
{
    DesignPoint p;
    p.status = PointStatus::done;
    p.validation.mean = accuracy;
    p.metrics["pdpPj"] = {pdp, tier, std::nullopt, ""};
    return p;
}

const std::vector<Objective> kAccuracyPdp{{"validation", Direction::maximise}, {"pdpPj", Direction::minimise}};

} // namespace

void TestPareto::workedByHand()
{
    // (1,5) and its twin stay; (1,6) ties in x and loses in y; (2,5) ties in y and loses in x; (3,4) and (4,1) stay;
    // (5,1) is weakly dominated by (4,1); NaN and infinity are no points.
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> values{1, 5, 1, 6, 2, 5, 3, 4, 4, 1, 5, 1, 1, 5, nan, 0, 0, -inf};
    QCOMPARE(paretoFront(values, 2), (std::vector<std::size_t>{0, 3, 4, 6}));
    QCOMPARE(bruteForce(values, 2), (std::vector<std::size_t>{0, 3, 4, 6}));
    QVERIFY(paretoFront({}, 2).empty());
    QVERIFY_THROWS_EXCEPTION(std::logic_error, paretoFront(std::vector<double>{1, 2, 3}, 2));
}

void TestPareto::sameAsBruteForce_data()
{
    QTest::addColumn<int>("objectives");
    QTest::addColumn<int>("levels"); // few levels = many ties
    for (const int objectives : {1, 2, 3, 4})
        for (const int levels : {2, 7, 40, 1000000})
            QTest::addRow("%d objectives, %d levels", objectives, levels) << objectives << levels;
}

void TestPareto::sameAsBruteForce()
{
    QFETCH(int, objectives);
    QFETCH(int, levels);
    const auto k = static_cast<std::size_t>(objectives);
    Rng rng(mix(static_cast<std::uint64_t>(objectives), static_cast<std::uint64_t>(levels)));
    for (int round = 0; round < 40; ++round) {
        std::vector<double> values(k * rng.below(120));
        for (double& value : values)
            value = rng.below(50) == 0 ? std::numeric_limits<double>::quiet_NaN()
                                       : static_cast<double>(rng.below(static_cast<std::uint64_t>(levels)));
        QCOMPARE(paretoFront(values, k), bruteForce(values, k));
    }
}

void TestPareto::manyPointsInLittleTime()
{
    // 400,000 points on the front, the worst case: quadratic work would be 1.6e11 comparisons and hit the time-out.
    std::vector<double> values;
    constexpr std::size_t kPoints = 400000;
    for (std::size_t i = 0; i < kPoints; ++i) {
        values.push_back(static_cast<double>(i));
        values.push_back(-static_cast<double>(i));
    }
    QCOMPARE(paretoFront(values, 2).size(), kPoints);
}

void TestPareto::missingAndUnfinishedPointsStayOut()
{
    std::vector<DesignPoint> points{point(0.9, 10), point(0.99, std::nullopt), point(std::nullopt, 1), point(0.8, 5)};
    points.push_back(point(1.0, 0.1));
    points.back().status = PointStatus::failed;
    QCOMPARE(pointsFront(points, kAccuracyPdp), (std::vector<std::size_t>{0, 3}));
    // Prediction: the lower error wins.
    const std::vector<Objective> errors{{"validation", targetDirection("nrmse")}, {"pdpPj", Direction::minimise}};
    QCOMPARE(pointsFront(points, errors), (std::vector<std::size_t>{3}));
    QCOMPARE(targetDirection("accuracy"), Direction::maximise);
}

void TestPareto::oneTierAtATime()
{
    // Two fitted points and a measured one that beats both: it does not compete.
    const std::vector<DesignPoint> points{point(0.9, 10), point(0.95, 20), point(0.99, 1, Tier::measured)};
    QCOMPARE(pointsFront(points, kAccuracyPdp), (std::vector<std::size_t>{0, 1}));
}

void TestPareto::kneeByHand()
{
    // Normalised (cost, loss): (0,1) (0.25,0.25) (0.5,0.2) (1,0): sums 1, 0.5, 0.7, 1.
    const std::vector<DesignPoint> points{point(0.80, 0), point(0.95, 10), point(0.96, 20), point(1.0, 40),
                                          point(0.5, 50)};
    const auto front = pointsFront(points, kAccuracyPdp);
    QCOMPARE(front, (std::vector<std::size_t>{0, 1, 2, 3}));
    QCOMPARE(*knee(points, front, kAccuracyPdp), std::size_t{1});
}

void TestPareto::kneeOfSmallFronts()
{
    const std::vector<DesignPoint> points{point(0.8, 1), point(0.9, 2)};
    QVERIFY(!knee(points, {}, kAccuracyPdp));
    QCOMPARE(*knee(points, std::vector<std::size_t>{0}, kAccuracyPdp), std::size_t{0});
    // Two ends, both on the chord: the better first objective.
    QCOMPARE(*knee(points, std::vector<std::size_t>{0, 1}, kAccuracyPdp), std::size_t{1});
}

void TestPareto::roundingIsNoDifference()
{
    // The same accuracy summed in two orders: only the cheaper one is on the front, wherever it stands.
    const double sum = 0.97222222222222220;
    const double other = std::nextafter(sum, 1.0);
    for (const bool first : {true, false}) {
        const std::vector<DesignPoint> points{point(first ? other : sum, 1649), point(first ? sum : other, 1307)};
        QCOMPARE(pointsFront(points, kAccuracyPdp), (std::vector<std::size_t>{1}));
        // Equal in both objectives: both stay, and there is a knee.
        const std::vector<DesignPoint> twins{point(sum, 1307), point(other, std::nextafter(1307.0, 0.0))};
        const auto front = pointsFront(twins, kAccuracyPdp);
        QCOMPARE(front, (std::vector<std::size_t>{0, 1}));
        QCOMPARE(*knee(twins, front, kAccuracyPdp), std::size_t{0});
    }
    // Three objectives; and a part in a million is a difference.
    QCOMPARE(paretoFront(std::vector<double>{1, 5, 3, 1 + 1e-12, 4, 3}, 3), (std::vector<std::size_t>{1}));
    QCOMPARE(paretoFront(std::vector<double>{1, 5, 1 + 1e-6, 4}, 2), (std::vector<std::size_t>{0, 1}));
    QVERIFY(!clearlyLess(sum, other) && !clearlyLess(other, sum));
    QVERIFY(clearlyLess(0, 1e-300) && clearlyLess(-1, -0.999));
}

QTEST_APPLESS_MAIN(TestPareto)
#include "tst_pareto.moc"
