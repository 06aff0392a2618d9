// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/optimise/design_point.h"
#include "core/optimise/grid.h"
#include "core/optimise/statistics.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <set>

using namespace burin;
using namespace burin::optimise;
using nlohmann::json;

class TestDesignPoint : public QObject {
    Q_OBJECT

private slots:
    void jsonBothWays();
    void badJsonIsRefused();
    void identityIsTheConfiguration();
    void medianReplica_data();
    void medianReplica();
    void studentQuantiles();
    void intervals();
    void summaryOfReplicas();
    void gridCounts();
};

namespace {

DesignPoint fullPoint()
{
    DesignPoint point;
    point.config = {{"bits", 4}, {"prune", 0.15}, {"ranker", "magnitude"}};
    point.id = pointId(point.config);
    point.status = PointStatus::done;
    point.message = "one \"quoted\" word";
    point.validation = {0.9, 0.01};
    point.test = {0.875, 0.02};
    point.metrics["lut"] = {1234.0, Tier::fitted, 0.04, "burin 0.1"};
    point.metrics["lut@synth"] = {1300.0, Tier::synth, std::nullopt, "yosys 0.23"};
    point.metrics["delayNs"] = {};
    Replica replica;
    replica.seed = 18446744073709551615U;
    replica.validation = 0.9;
    replica.test = 0.875;
    replica.floatValidation = 0.95;
    replica.metrics["lut"] = {1234.0, Tier::fitted, 0.04, "burin 0.1"};
    replica.network = {{"wr", {1, -2, 3}}};
    point.replicas = {replica};
    point.seal = Seal{true, {{"Verilator", "5.006", 2319, 2319, 55656}}};
    point.starred = true;
    point.note = "take this one";
    return point;
}

Replica withValidation(std::uint64_t seed, std::optional<double> value)
{
    Replica replica;
    replica.seed = seed;
    replica.validation = value;
    return replica;
}

} // namespace

void TestDesignPoint::jsonBothWays()
{
    const json out = fullPoint();
    // The keys that scripts read (command line, `reservoir explore`).
    QCOMPARE(out.at("metrics").at("validation").at("mean").get<double>(), 0.9);
    QCOMPARE(out.at("metrics").at("lut").at("tier").get<std::string>(), std::string("fitted"));
    QVERIFY(out.at("metrics").at("delayNs").at("value").is_null());
    QCOMPARE(out.at("config").at("bits").get<int>(), 4);
    const auto back = json::parse(out.dump()).get<DesignPoint>();
    QCOMPARE(json(back).dump(), out.dump());
    QCOMPARE(back.replicas.at(0).seed, std::uint64_t{18446744073709551615U});
    QVERIFY(!back.metric("delayNs").has());
    QVERIFY(!back.metric("no such key").has());

    // Without a test reading there is no "test" key at all.
    DesignPoint unread = fullPoint();
    unread.test = {};
    unread.replicas[0].test.reset();
    const json shorter = unread;
    QVERIFY(!shorter.at("metrics").contains("test"));
    QVERIFY(!shorter.at("replicas").at(0).contains("test"));
}

void TestDesignPoint::badJsonIsRefused()
{
    QVERIFY_THROWS_EXCEPTION(json::exception, json::parse("{}").get<DesignPoint>());
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                             json::parse(R"({"config":{},"status":"splendid"})").get<DesignPoint>());
    QVERIFY_THROWS_EXCEPTION(json::exception, json::parse(R"({"config":{},"replicas":[{}]})").get<DesignPoint>());
}

void TestDesignPoint::identityIsTheConfiguration()
{
    const json a = json::parse(R"({"bits":4,"prune":0.15,"leak":1})");
    const json b = json::parse(R"({"leak":1.0, "prune":1.5e-1, "bits":4.0})");
    const json c = json::parse(R"({"bits":4,"prune":0.16,"leak":1})");
    QCOMPARE(pointId(a), pointId(b));
    QVERIFY(pointId(a) != pointId(c));
    QCOMPARE(pointId(a).size(), std::size_t{12});
    // Frozen: ids in existing studies have to keep their meaning. printf '{"bits":4,"leak":1,"prune":0.15}' | sha256sum
    QCOMPARE(QString::fromStdString(pointId(a)), QStringLiteral("c8020c431afe"));
    // Bytes that are no UTF-8 (a hostile study) have an id too.
    QCOMPARE(pointId(json("\xff")).size(), std::size_t{12});
}

void TestDesignPoint::medianReplica_data()
{
    QTest::addColumn<QList<double>>("validation"); // NaN = missing
    QTest::addColumn<int>("seed");
    const double none = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("odd") << QList<double>{0.3, 0.1, 0.2} << 2;
    QTest::newRow("even: lower middle") << QList<double>{0.4, 0.1, 0.3, 0.2} << 3;
    QTest::newRow("ties: lower seed") << QList<double>{0.2, 0.2, 0.2} << 1;
    QTest::newRow("missing left out") << QList<double>{none, 0.9, none} << 1;
    QTest::newRow("all missing") << QList<double>{none, none} << 0;
}

void TestDesignPoint::medianReplica()
{
    QFETCH(QList<double>, validation);
    QFETCH(int, seed);
    DesignPoint point;
    QVERIFY(point.medianReplica() == nullptr);
    for (int i = 0; i < validation.size(); ++i)
        point.replicas.push_back(withValidation(
            static_cast<std::uint64_t>(i),
            std::isnan(validation[i]) ? std::nullopt : std::optional<double>(validation[i])));
    QVERIFY(point.medianReplica() != nullptr);
    QCOMPARE(point.medianReplica()->seed, static_cast<std::uint64_t>(seed));
}

void TestDesignPoint::studentQuantiles()
{
    QCOMPARE(studentT95(1), 12.706);
    QCOMPARE(studentT95(4), 2.776);
    // NIST e-Handbook, same table: 40 -> 2.021, 60 -> 2.000, 100 -> 1.984.
    QVERIFY(std::abs(studentT95(40) - 2.0211) < 1e-4);
    QVERIFY(std::abs(studentT95(60) - 2.0003) < 1e-4);
    QVERIFY(std::abs(studentT95(100) - 1.9840) < 1e-4);
    for (std::size_t n = 1; n < 200; ++n)
        QVERIFY(studentT95(n + 1) < studentT95(n));
}

void TestDesignPoint::intervals()
{
    // 1, 2, 3, 4, 5: mean 3, s = sqrt(2.5), half width 2.776 sqrt(2.5 / 5) = 1.962928...
    const std::vector<std::optional<double>> five{1.0, 2.0, 3.0, 4.0, 5.0};
    const Interval95 interval = interval95(five);
    QCOMPARE(*interval.mean, 3.0);
    QVERIFY(std::abs(*interval.ci95 - 2.776 * std::sqrt(0.5)) < 1e-12);
    QVERIFY(!interval95(std::vector<std::optional<double>>{}).mean);
    QVERIFY(!interval95(std::vector<std::optional<double>>{7.0}).ci95);
    QCOMPARE(*interval95(std::vector<std::optional<double>>{7.0}).mean, 7.0);
    QVERIFY(!interval95(std::vector<std::optional<double>>{7.0, std::nullopt}).mean);
    QVERIFY(!interval95(std::vector<std::optional<double>>{7.0, std::nan("")}).mean);
}

void TestDesignPoint::summaryOfReplicas()
{
    DesignPoint point;
    point.replicas = {withValidation(1, 0.8), withValidation(2, 0.9)};
    point.replicas[0].metrics["lut"] = {100.0, Tier::fitted, 0.04, "f"};
    point.replicas[1].metrics["lut"] = {300.0, Tier::model, 0.10, "g"};
    point.replicas[1].metrics["ff"] = {300.0, Tier::model, 0.10, "g"};
    summarise(point);
    QCOMPARE(*point.validation.mean, (0.8 + 0.9) / 2);
    QVERIFY(!point.test.mean);
    QCOMPARE(*point.metric("lut").value, 200.0);
    QCOMPARE(point.metric("lut").tier, Tier::model);
    QCOMPARE(*point.metric("lut").error, 0.10);
    QVERIFY(!point.metric("ff").has()); // one replica has none
}

void TestDesignPoint::gridCounts()
{
    const Grid grid({{"neurons", 50}, {"bits", 8}},
                    {{"bits", {4, 6, 8}}, {"prune", {0.0, 0.5}}, {"", {{{"a", 1}, {"b", 2}}, {{"a", 3}, {"b", 4}}}}});
    QCOMPARE(grid.size(), std::size_t{12});
    QCOMPARE(grid.at(0).dump(), std::string(R"({"a":1,"b":2,"bits":4,"neurons":50,"prune":0.0})"));
    QCOMPARE(grid.at(11).dump(), std::string(R"({"a":3,"b":4,"bits":8,"neurons":50,"prune":0.5})"));
    std::set<std::string> all;
    for (std::size_t i = 0; i < grid.size(); ++i)
        all.insert(pointId(grid.at(i)));
    QCOMPARE(all.size(), std::size_t{12});
    QCOMPARE(Grid({}, {{"bits", {}}}).size(), std::size_t{0});
    QCOMPARE(Grid({{"a", 1}}, {}).size(), std::size_t{1});
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, grid.at(12));
}

QTEST_APPLESS_MAIN(TestDesignPoint)
#include "tst_design_point.moc"
