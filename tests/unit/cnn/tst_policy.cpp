// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/policy.h"
#include "core/explore/cnn_config.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::cnn;
using nlohmann::json;

namespace {

/// conv a, conv b, add with the input's projection, dense: only the head's first layer can be pruned.
Network residual()
{
    const auto network =
        networkFromJson(json::parse(R"({"input": [4, 8, 8], "inputFormat": {"int": 1, "frac": 7}, "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 4, "weight": {"int": 1, "frac": 5}, "activation": {"int": 2, "frac": 2}},
      {"name": "b", "kind": "conv", "kernel": 3, "filters": 4, "relu": false, "weight": {"int": 1, "frac": 3},
       "activation": {"int": 2, "frac": 6}},
      {"name": "s", "kind": "add", "from": ["a", "b"], "relu": true, "activation": {"int": 2, "frac": 6}}],
     "head": [{"name": "h", "kind": "dense", "units": 6, "activation": {"int": 2, "frac": 6}, "weight": {"int": 1, "frac": 7}},
      {"name": "out", "kind": "dense", "units": 2, "weight": {"int": 1, "frac": 7}}]})"),
                        "n");
    return network.value();
}

} // namespace

class TestPolicy : public QObject {
    Q_OBJECT
private slots:
    void policyOfANetwork();
    void jsonRoundTrip();
    void mistakesAreNamed();
    void configurations();
};

void TestPolicy::policyOfANetwork()
{
    const Policy policy = policyOf(residual());
    QCOMPARE(policy.size(), std::size_t{4});
    QCOMPARE(policy[0].weightBits, 6);
    QCOMPARE(policy[0].activationBits, 4);
    QCOMPARE(policy[1].weightBits, 4);
    QCOMPARE(prunableLayers(residual()), (std::vector<bool>{false, false, true, false}));
    Policy pruned = policy;
    pruned[2].pruneFraction = 0.5;
    QCOMPARE(withPruning(residual(), pruned)->layers[3].keptFilters(), 3);
    pruned[0].pruneFraction = 0.5;
    QVERIFY(!withPruning(residual(), pruned));
}

void TestPolicy::jsonRoundTrip()
{
    Policy policy = policyOf(residual());
    policy[2].pruneFraction = 0.25;
    policy[1].adcBits = 6;
    const auto again = policyFromJson(policyToJson(policy), 4, "p");
    QVERIFY(again.has_value());
    QCOMPARE(*again, policy);
}

void TestPolicy::mistakesAreNamed()
{
    const auto said = [](const char* text) {
        const auto policy = policyFromJson(json::parse(text), 1, "p");
        return QString::fromStdString(policy ? std::string() : policy.error().text());
    };
    QVERIFY(said("[]").contains("p: has 0 entries for 1 layers with weights"));
    QVERIFY(said("{}").contains("is not a list"));
    QVERIFY(said(R"([{"w": 8}])").contains("p[0]: \"a\" is not a whole number"));
    QVERIFY(said(R"([{"w": 8, "a": 17}])").contains("17 a bits are not from 1 to 16"));
    QVERIFY(said(R"([{"w": 8, "a": 8, "prune": 1}])").contains("prune is 1"));
    QVERIFY(said(R"([{"w": 8, "a": 8, "x": 1}])").contains("unknown key \"x\""));
}

void TestPolicy::configurations()
{
    const auto config = explore::cnnConfigFromJson(
        json{{"bits", 5}, {"bitsWeight", 3}, {"prune", 0.5}, {"lut", 30000}}, residual(), "c");
    QVERIFY2(config.has_value(), config ? "" : config.error().text().c_str());
    QCOMPARE(config->policy[3].weightBits, 3);
    QCOMPARE(config->policy[0].activationBits, 5);
    QCOMPARE(config->policy[2].pruneFraction, 0.5);
    QCOMPARE(config->policy[0].pruneFraction, 0.0); // joined by the add
    QCOMPARE(config->lutBudget, 30000.0);
    const auto again = explore::cnnConfigFromJson(json(*config), residual(), "again");
    QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
    QCOMPARE(*again, *config);
    const auto wrong = explore::cnnConfigFromJson(json{{"bits", 99}}, residual(), "c");
    QVERIFY(wrong.error().text().find("c.bits: 99 is more than 16") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestPolicy)
#include "tst_policy.moc"
