// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/channel_groups.h"
#include "core/cnn/policy.h"
#include "core/explore/cnn_config.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::cnn;
using nlohmann::json;

namespace {

/// conv a, conv b on it, both added, dense.
Network residual()
{
    const auto network =
        networkFromJson(json::parse(R"({"input": [4, 8, 8], "inputFormat": {"int": 1, "frac": 7}, "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 4, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 2}},
      {"name": "b", "kind": "conv", "kernel": 3, "filters": 4, "relu": false, "weight": {"int": 1, "frac": 3},
       "activation": {"int": 2, "frac": 6}},
      {"name": "s", "kind": "add", "from": ["a", "b"], "relu": true, "activation": {"int": 2, "frac": 6}}],
     "head": [{"name": "h", "kind": "dense", "units": 6, "activation": {"int": 2, "frac": 6},
       "weight": {"int": 1, "frac": 7}},
      {"name": "out", "kind": "dense", "units": 2, "weight": {"int": 1, "frac": 7}}]})"),
                        "n");
    return network.value();
}

} // namespace

class TestPolicy : public QObject {
    Q_OBJECT
private slots:
    void policyOfANetwork();
    void channelsThatStandTogether();
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
    QCOMPARE(prunableLayers(residual()), (std::vector<bool>{true, true, true, false}));
    QCOMPARE(joinedLayers(residual()), (std::vector<std::size_t>{0, 0, 2, 3}));
    Policy pruned = policy;
    pruned[2].pruneFraction = 0.5;
    QCOMPARE(withPruning(residual(), pruned)->layers[3].keptFilters(), 3);
    pruned[0].pruneFraction = 0.5; // alone: 2 channels and 4
    QVERIFY(withPruning(residual(), pruned).error().hint.find("prune the layers before it alike") !=
            std::string::npos);
    pruned[1].pruneFraction = 0.5;
    QCOMPARE(inferShapes(*withPruning(residual(), pruned))->at(2).out.channels, 2);
}

void TestPolicy::channelsThatStandTogether()
{
    // a (2 filters) and b (1) are concatenated and added to c (3): a0 c0, a1 c1, b0 c2. d passes b on and is added
    // to e: e0 joins b0. x is added to the input, y is the classes: both stay. f alone is free.
    const auto network = networkFromJson(json::parse(R"({"input": [2, 4, 4], "layers": [
      {"name": "a", "kind": "conv", "filters": 2, "kernel": 1},
      {"name": "b", "kind": "conv", "from": "input", "filters": 1, "kernel": 1},
      {"name": "c", "kind": "conv", "from": "input", "filters": 3, "kernel": 1},
      {"name": "ab", "kind": "concat", "from": ["a", "b"]},
      {"name": "abc", "kind": "add", "from": ["ab", "c"]},
      {"name": "d", "kind": "depthwise", "from": "b", "kernel": 3},
      {"name": "e", "kind": "conv", "from": "abc", "filters": 1, "kernel": 1},
      {"name": "de", "kind": "add", "from": ["d", "e"]},
      {"name": "x", "kind": "conv", "from": "de", "filters": 2, "kernel": 1},
      {"name": "xi", "kind": "add", "from": ["x", "input"]},
      {"name": "f", "kind": "conv", "filters": 2, "kernel": 1},
      {"name": "flat", "kind": "flatten"},
      {"name": "y", "kind": "dense", "units": 2},
      {"name": "y1", "kind": "dense", "units": 2},
      {"name": "sum", "kind": "add", "from": ["y", "y1"]}]})"),
                                         "n")
                             .value();
    const auto groups = channelGroups(network).value();
    const auto& channels = groups.channels;
    QCOMPARE(channels[0], (std::vector<std::size_t>{channels[2][0], channels[2][1]}));
    QCOMPARE(channels[1][0], channels[2][2]);
    QCOMPARE(channels[6][0], channels[1][0]);
    QCOMPARE(channels[5], channels[1]);
    QVERIFY(channels[0][0] != channels[0][1] && channels[0][0] != channels[1][0]);
    QCOMPARE(channels[11].size(), std::size_t{32});
    QCOMPARE(channels[11][15], channels[10][0]);
    QCOMPARE(channels[11][16], channels[10][1]);
    // a b c d e x f y y1
    QCOMPARE(joinedLayers(network), (std::vector<std::size_t>{0, 0, 0, 3, 0, 5, 6, 7, 7}));
    QCOMPARE(prunableLayers(network),
             (std::vector<bool>{true, true, true, false, true, false, true, false, false}));
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
    QCOMPARE(config->policy[0].pruneFraction, 0.5); // joined by the add, and so pruned alike
    QCOMPARE(config->policy[3].pruneFraction, 0.0); // the classes
    QCOMPARE(config->lutBudget, 30000.0);
    const auto again = explore::cnnConfigFromJson(json(*config), residual(), "again");
    QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
    QCOMPARE(*again, *config);
    const auto wrong = explore::cnnConfigFromJson(json{{"bits", 99}}, residual(), "c");
    QVERIFY(wrong.error().text().find("c.bits: 99 is more than 16") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestPolicy)
#include "tst_policy.moc"
