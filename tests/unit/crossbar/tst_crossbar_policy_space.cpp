// SPDX-License-Identifier: GPL-3.0-or-later
// Minima, plateaus and budgets against all policies of a small network, tried one by one.
#include "core/crossbar/policy_space.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <limits>

using namespace burin;
using namespace burin::crossbar;

namespace {

cnn::Network twoLayers()
{
    return cnn::networkFromJson(nlohmann::json::parse(R"({"input": [30, 6, 6], "layers": [
        {"name": "c", "kind": "conv", "kernel": 3, "filters": 70},
        {"name": "f", "kind": "dense", "units": 10}]})"),
                                "test")
        .value();
}

} // namespace

class TestCrossbarPolicySpace : public QObject {
    Q_OBJECT
private slots:
    void minimumOfAllPolicies_data();
    void minimumOfAllPolicies();
    void plateausByTrial();
    void plateausOfResNet18();
    void budgets();
};

void TestCrossbarPolicySpace::minimumOfAllPolicies_data()
{
    QTest::addColumn<QString>("preset");
    for (const std::string& name : presetNames())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestCrossbarPolicySpace::minimumOfAllPolicies()
{
    QFETCH(QString, preset);
    const Preset of = loadPreset(preset.toStdString()).value();
    const PolicySpace space{.minWeightBits = 1,
                            .maxWeightBits = 4,
                            .minActivationBits = 2,
                            .maxActivationBits = 4,
                            .adcBits = {8, 6},
                            .maxPruneFraction = 0};
    std::map<std::string, double> least;
    for (int w1 = 1; w1 <= 4; ++w1)
        for (int w2 = 1; w2 <= 4; ++w2)
            for (int a1 = 2; a1 <= 4; ++a1)
                for (int a2 = 2; a2 <= 4; ++a2)
                    for (int adc : space.adcBits) {
                        Policy policy(2);
                        policy[0] = {w1, a1, 0, adc};
                        policy[1] = {w2, a2, 0, 6};
                        const auto cost = costOf(twoLayers(), policy, of);
                        if (!cost)
                            continue;
                        for (const std::string& metric : of.metrics) {
                            const double value = cost->totals.value(metric);
                            if (!least.contains(metric) || value < least[metric])
                                least[metric] = value;
                        }
                    }
    const auto minimum = minimumCost(twoLayers(), space, of);
    QVERIFY2(minimum.has_value(), minimum ? "" : minimum.error().text().c_str());
    QCOMPARE(*minimum, least);
}

void TestCrossbarPolicySpace::plateausByTrial()
{
    const Preset isaac = loadPreset("isaac-32nm").value();
    const PolicySpace space{.minWeightBits = 1,
                            .maxWeightBits = 8,
                            .minActivationBits = 1,
                            .maxActivationBits = 8,
                            .adcBits = {4, 5, 6, 7, 8},
                            .maxPruneFraction = 0};
    for (int w = 1; w <= 8; ++w)
        for (int a = 1; a <= 8; ++a) {
            Policy policy(2, {w, a, 0, 6});
            const auto found = plateaus(twoLayers(), policy, space, isaac).value();
            const auto now = costOf(twoLayers(), policy, isaac)->totals;
            for (std::size_t i = 0; i < policy.size(); ++i)
                for (const std::string& metric : isaac.metrics) {
                    int highest = w;
                    for (int more = w + 1; more <= 8; ++more) {
                        Policy trial = policy;
                        trial[i].weightBits = more;
                        if (costOf(twoLayers(), trial, isaac)->totals.value(metric) <= now.value(metric))
                            highest = more;
                    }
                    QCOMPARE(found[i].weightBits.at(metric), highest);
                    QVERIFY(found[i].freeWeightBits <= highest);
                }
            QCOMPARE(found[0].freeActivationBits, a); // each bit of the input is a cycle
            QCOMPARE(found[0].adcBits.at("energyPerInferenceNj"), 6);
            QCOMPARE(found[0].adcBits.at("arrays"), 8);
        }
}

void TestCrossbarPolicySpace::plateausOfResNet18()
{
    // 64 filters of an odd width in 2-bit cells: the slice is there, its other bit is free.
    const auto resnet = cnn::readNetwork("resnet18").value();
    const Preset preset = loadPreset("cim-aq-2b").value();
    const auto found = plateaus(resnet, readPolicy("uniform:5/4", resnet).value(), PolicySpace{}, preset).value();
    for (const LayerPlateau& layer : found) {
        QVERIFY(layer.freeWeightBits >= 6);
        QCOMPARE(layer.freeActivationBits, 4);
    }
}

void TestCrossbarPolicySpace::budgets()
{
    const auto resnet = cnn::readNetwork("resnet18").value();
    const Preset cim = loadPreset("cim-aq-2b").value();
    const auto reference = costOf(resnet, readPolicy("uniform:8/8", resnet).value(), cim)->totals;
    const auto read = [&](std::vector<std::string> texts) {
        return readBudget(texts, cim, &reference, "uniform:8/8");
    };
    const auto limits = read({"latency=0.7", "arrays=0.5"}).value();
    QCOMPARE(limits[0].limit, 0.7 * 3014928.0);
    QCOMPARE(limits[1].limit, 727.0);
    for (const char* text :
         {"speed=1", "latency", "latency=", "latency=x", "latency=0", "latency=-1", "latency=1x", "latency=inf"})
        QCOMPARE(read({text}).error().code, ErrorCode::usage);
    QVERIFY(read({"energy=0.7"}).error().text().find("cim-aq-2b gives no energy") != std::string::npos);
    QVERIFY(!read({"latency=0.7", "latency=0.8"}));

    const auto minimum = minimumCost(resnet, PolicySpace{}, cim).value();
    QVERIFY(checkBudget(limits, minimum, "the least").has_value());
    const auto tight = read({"latency=0.001"}).value();
    const auto refused = checkBudget(tight, minimum, "the least");
    QCOMPARE(refused.error().code, ErrorCode::infeasible);
    // What is said to be enough is enough.
    const std::string hint = refused.error().hint;
    const auto from = hint.find("latency=");
    const auto relaxed = read({hint.substr(from, hint.find(' ', from) - from)}).value();
    QVERIFY(checkBudget(relaxed, minimum, "the least").has_value());
    QVERIFY(relaxed[0].limit < 1.001 * minimum.at("latencyUs"));
}

QTEST_APPLESS_MAIN(TestCrossbarPolicySpace)
#include "tst_crossbar_policy_space.moc"
