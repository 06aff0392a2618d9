// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/metric.h"
#include "core/base/parameter.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace burin;
using nlohmann::json;

namespace {

ParameterTable table()
{
    const Parameter bits = numberParameter("bitsInput", "Input bits", ParameterType::integer, 2, 16, "8", "");
    const Parameter prune = numberParameter("prune", "Pruning rate", ParameterType::real, 0, 1, "0", "");
    const Parameter scale = textParameter("scale", "Scaling", "none", "", {"none", "log1p"});
    Parameter refit;
    refit.key = "refit";
    refit.type = ParameterType::flag;
    return {bits, prune, scale, refit};
}

} // namespace

class TestParameter : public QObject {
    Q_OBJECT
private slots:
    void flagsFollowKeys()
    {
        QCOMPARE(table()[0].flag(), std::string("--bits-input"));
        QCOMPARE(table()[1].flag(), std::string("--prune"));
        QVERIFY(findParameter(table(), "nothing") == nullptr);
    }

    void valuesAreRead()
    {
        const json object{{"bits", "6"}, {"prune", 0.5}, {"rate", "0.25"}, {"adc", 7}, {"name", "rule"}};
        int bits = 8;
        double rate = 1;
        std::string text = "as before";
        readParameter(object, "bits", bits);
        QCOMPARE(bits, 6);
        readParameter(object, "prune", rate);
        QCOMPARE(rate, 0.5);
        readParameter(object, "rate", rate);
        QCOMPARE(rate, 0.25);
        readParameter(object, "absent", text);
        QCOMPARE(text, std::string("as before"));
        readParameter(object, "adc", text);
        QCOMPARE(text, std::string("7"));
        readParameter(object, "name", text);
        QCOMPARE(text, std::string("rule"));
        QVERIFY(textParameter("name", "", "", "").type == ParameterType::text);
    }

    void valuesAreChecked_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("good");
        QTest::newRow("low") << 0 << "2" << true;
        QTest::newRow("high") << 0 << "16" << true;
        QTest::newRow("under") << 0 << "1" << false;
        QTest::newRow("over") << 0 << "17" << false;
        QTest::newRow("broken number") << 0 << "4.5" << false;
        QTest::newRow("text") << 0 << "four" << false;
        QTest::newRow("tail") << 0 << "4x" << false;
        QTest::newRow("empty") << 0 << "" << false;
        QTest::newRow("fraction") << 1 << "0.15" << true;
        QTest::newRow("nan") << 1 << "nan" << false;
        QTest::newRow("inf") << 1 << "inf" << false;
        QTest::newRow("choice") << 2 << "log1p" << true;
        QTest::newRow("no choice") << 2 << "log" << false;
        QTest::newRow("flag") << 3 << "no" << true;
        QTest::newRow("no flag") << 3 << "maybe" << false;
    }
    void valuesAreChecked()
    {
        QFETCH(int, index);
        QFETCH(QString, value);
        QFETCH(bool, good);
        const Parameter parameter = table()[static_cast<std::size_t>(index)];
        const auto result = checkParameter(parameter, value.toStdString());
        QCOMPARE(result.has_value(), good);
        if (!good)
            QCOMPARE(result.error().where, parameter.key);
    }

    void objectsAreChecked()
    {
        QVERIFY(checkParameters(table(), json{{"bitsInput", 4}, {"refit", true}, {"scale", "none"}}, "config"));
        const auto unknown = checkParameters(table(), json{{"bits", 4}}, "config");
        QVERIFY(unknown.error().message.find("bits") != std::string::npos);
        const auto range = checkParameters(table(), json{{"bitsInput", 40}}, "config");
        QCOMPARE(range.error().where, std::string("config.bitsInput"));
        QVERIFY(!checkParameters(table(), json{{"scale", json::array()}}, "config"));
        QVERIFY(!checkParameters(table(), json::array(), "config"));
    }

    void metricsKeepEverythingInJson()
    {
        Metric metric;
        metric.value = 1234;
        metric.tier = Tier::fitted;
        metric.error = 0.04;
        metric.tool = "lut-model 1";
        const Metric back = json(metric).get<Metric>();
        QCOMPARE(*back.value, 1234.0);
        QCOMPARE(back.tier, Tier::fitted);
        QCOMPARE(*back.error, 0.04);
        QCOMPARE(back.tool, metric.tool);
    }

    void aMissingMetricIsNull()
    {
        const json object = Metric{};
        QVERIFY(object.at("value").is_null());
        QVERIFY(object.at("error").is_null());
        QCOMPARE(object.at("tier").get<std::string>(), std::string("none"));
        QVERIFY(!object.get<Metric>().has());
    }

    void compositesTakeTheWeakestTier()
    {
        QCOMPARE(weakest(Tier::synth, Tier::fitted), Tier::fitted);
        QCOMPARE(weakest(Tier::measured, Tier::none), Tier::none);
        for (int tier = 0; tier <= static_cast<int>(Tier::measured); ++tier)
            QCOMPARE(tierFromString(toString(static_cast<Tier>(tier))), static_cast<Tier>(tier));
        QCOMPARE(tierFromString("guess"), Tier::none);
    }

    void intervalsKeepEverythingInJson()
    {
        const Interval95 back = json(Interval95{0.5, std::nullopt}).get<Interval95>();
        QCOMPARE(*back.mean, 0.5);
        QVERIFY(!back.ci95);
    }
};

QTEST_APPLESS_MAIN(TestParameter)
#include "tst_parameter.moc"
