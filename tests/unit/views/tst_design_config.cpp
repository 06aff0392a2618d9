// SPDX-License-Identifier: GPL-3.0-or-later
// Designs of both families as the window sees them: how they read, where they lie in charts, which share a line or
// a grid, and that they come back from the JSON of a point.
#include "tests/unit/views/sample_points.h"
#include "views/models/compare_model.h"
#include "views/models/design_config.h"
#include "views/models/explore_series.h"
#include "views/models/study_model.h"
#include "views/models/sweep_grid_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace burin;
using namespace burin::views;
using explore::CnnConfig;

namespace {

/// Two convolutions and a dense layer whose units are the classes.
cnn::Network network()
{
    const auto json =
        nlohmann::json::parse(R"({"input": [1, 8, 8], "inputFormat": {"int": 1, "frac": 7}, "layers": [
        {"name": "a", "kind": "conv", "kernel": [3, 3], "filters": 4, "pool": 2,
         "activation": {"int": 4, "frac": 4}, "weight": {"int": 2, "frac": 6}},
        {"name": "b", "kind": "conv", "kernel": [3, 3], "filters": 8, "pool": 2,
         "activation": {"int": 4, "frac": 4}, "weight": {"int": 2, "frac": 6}},
        {"name": "c", "kind": "dense", "units": 3, "weight": {"int": 2, "frac": 6}}]})");
    return *cnn::networkFromJson(json, "test");
}

CnnConfig design(std::vector<cnn::LayerPolicy> policy)
{
    CnnConfig config;
    config.policy = std::move(policy);
    return config;
}

optimise::DesignPoint pointOf(const CnnConfig& config, double score)
{
    optimise::DesignPoint point;
    point.config = config;
    if (std::all_of(config.policy.begin(), config.policy.end(),
                    [](const auto& l) { return l.pruneFraction == 0; }))
        point.config["ranker"] = "none"; // as the evaluator stores it
    point.id = optimise::pointId(point.config);
    point.status = optimise::PointStatus::done;
    point.validation.mean = score;
    point.metrics["fps"] = {1000.0, Tier::model, {}, "test"};
    return point;
}

} // namespace

class TestDesignConfig : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void compareSaysWhatDiffers()
    {
        CompareModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPoints(test::samplePoint(8, 0, ""), test::samplePoint(4, 0.3, "random"),
                        QStringLiteral("Accuracy"), true);
        bool lut = false;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, CompareModel::kWhat).data().toString() != QStringLiteral("LUT"))
                continue;
            lut = true;
            QCOMPARE(model.index(row, CompareModel::kChange).data().toString(), QStringLiteral("-65.0\u00a0%"));
            QCOMPARE(model.index(row, CompareModel::kChange).data(CompareModel::kBetterRole).toInt(), 1);
        }
        QVERIFY(lut);
        model.setPoints(std::nullopt, test::samplePoint(4, 0, ""), QStringLiteral("Accuracy"), true);
        QCOMPARE(model.rowCount(), 0);
        // In the order in which the Configuration has them.
        auto first = test::samplePoint(8, 0, "");
        auto second = first;
        for (const char* key : {"bits", "bitsIn", "bitsInput", "bitsR", "bitsState", "neurons"}) {
            first.config[key] = 8;
            second.config[key] = 4;
        }
        model.setPoints(first, second, QStringLiteral("Accuracy"), true);
        QStringList names;
        for (int row = 0; row < 6; ++row)
            names << model.index(row, CompareModel::kWhat).data().toString();
        QCOMPARE(names, QStringList({QStringLiteral("Neurons"), QStringLiteral("Bits"),
                                     QStringLiteral("Input bits"), QStringLiteral("State bits"),
                                     QStringLiteral("W_in bits"), QStringLiteral("W_r bits")}));
    }

    void traitsOfReservoirs()
    {
        reservoir::ReservoirConfig config;
        config.widths = reservoir::Widths::uniform(4);
        config.prune = 0.15;
        const DesignTraits traits = traitsOf(config, {});
        QCOMPARE(traits.bits, std::optional<int>(4));
        QCOMPARE(designText(traits), QStringLiteral("4 bit, 15\u00a0% pruned"));
        DesignTraits byHand = traits;
        byHand.byHand = true;
        QCOMPARE(designText(byHand), QStringLiteral("4 bit, 15\u00a0% pruned and by hand"));
        byHand.prune = 0;
        QCOMPARE(designTitle(byHand), QStringLiteral("4 bit, pruned by hand"));
        config.widths.recurrent = 6;
        QVERIFY(!traitsOf(config, {}).bits);
        QCOMPARE(traitsOf(config, {}).bitsText, std::string("4/4/4/6"));
        QCOMPARE(familyOf(config), Family::reservoir);
    }

    void traitsOfCnns_data()
    {
        QTest::addColumn<std::vector<cnn::LayerPolicy>>("policy");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("bits"); // 0: mixed
        // The last layer gives accumulators: its activation bits change nothing.
        QTest::newRow("uniform") << std::vector<cnn::LayerPolicy>{{8, 8, 0, {}}, {8, 8, 0, {}}, {8, 3, 0, {}}}
                                 << QStringLiteral("8") << 8;
        QTest::newRow("by layer") << std::vector<cnn::LayerPolicy>{{8, 8, 0, {}}, {6, 6, 0, {}}, {4, 8, 0, {}}}
                                  << QStringLiteral("8-6-4") << 0;
        QTest::newRow("weights and activations")
            << std::vector<cnn::LayerPolicy>{{4, 6, 0, {}}, {4, 6, 0, {}}, {4, 8, 0, {}}}
            << QStringLiteral("w4 a6") << 0;
    }

    void traitsOfCnns()
    {
        QFETCH(const std::vector<cnn::LayerPolicy>, policy);
        QFETCH(const QString, text);
        QFETCH(const int, bits);
        const DesignTraits traits = traitsOf(design(policy), networkFamily(Family::cnn, network()));
        QCOMPARE(QString::fromStdString(traits.bitsText), text);
        QCOMPARE(traits.bits.value_or(0), bits);
        QVERIFY(traits.isUnpruned());
    }

    void pruningCountsLayersThatCanBePruned()
    {
        const DesignFamily family = networkFamily(Family::cnn, network());
        QCOMPARE(family.prunable, (std::vector<bool>{true, true, false}));
        QCOMPARE(family.activated, (std::vector<bool>{true, true, false}));
        const DesignTraits all = traitsOf(design({{8, 8, 0.5, {}}, {8, 8, 0.5, {}}, {8, 8, 0, {}}}), family);
        QCOMPARE(all.prune, 0.5);
        QVERIFY(all.uniformPrune);
        const DesignTraits one = traitsOf(design({{8, 8, 0.5, {}}, {8, 8, 0, {}}, {8, 8, 0, {}}}), family);
        QCOMPARE(one.prune, 0.25);
        QVERIFY(!one.uniformPrune);
    }

    void aPointComesBack()
    {
        const DesignFamily family = networkFamily(Family::cnn, network());
        const CnnConfig config = design({{3, 5, 0.25, {}}, {8, 8, 0, {}}, {4, 8, 0, {}}});
        const auto back = designFromJson(designJson(config), family, "test");
        QVERIFY(back.has_value());
        QVERIFY(std::get<CnnConfig>(*back) == config);
        // Nothing was ranked: the sliders keep their ranker.
        const auto unpruned = designFromJson(
            pointOf(design({{8, 8, 0, {}}, {8, 8, 0, {}}, {8, 8, 0, {}}}), 1).config, family, "test");
        QVERIFY(unpruned.has_value());
        QCOMPARE(std::get<CnnConfig>(*unpruned).ranker, std::string("none"));
        QCOMPARE(std::get<CnnConfig>(keepIdleChoices(*unpruned, config)).ranker, std::string("magnitude"));
        QVERIFY(!designFromJson({{"policy", 3}}, family, "test").has_value());
    }

    void linesAndGrids()
    {
        StudyModel study;
        study.setFamily(networkFamily(Family::cnn, network()));
        std::vector<optimise::DesignPoint> points;
        for (const int bits : {4, 8})
            for (const double prune : {0.0, 0.5})
                points.push_back(
                    pointOf(design({{bits, bits, prune, {}}, {bits, bits, prune, {}}, {bits, 8, 0, {}}}),
                            0.5 + bits * 0.05 - prune * 0.1));
        points.push_back(pointOf(design({{8, 8, 0.5, {}}, {4, 4, 0, {}}, {8, 8, 0, {}}}), 0.7)); // in no line
        CnnConfig other = design({{8, 8, 0, {}}, {8, 8, 0, {}}, {8, 8, 0, {}}});
        other.model = "lu2019";
        points.push_back(pointOf(other, 0.9));
        study.setPoints(points);
        const CnnConfig like = design({{8, 8, 0, {}}, {8, 8, 0, {}}, {8, 8, 0, {}}});
        const auto lines = scoreOverPruning(study, like);
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[1].name, QStringLiteral("8 bit"));
        QCOMPARE(lines[1].points.size(), std::size_t{2});
        QCOMPARE(lines[1].points[1].x, 50.0);
        QCOMPARE(metricOverPruning(study, like, "fps").size(), std::size_t{2});
        QVERIFY(!onOneLine(like, reservoir::ReservoirConfig{}));

        SweepSettings settings;
        settings.bits = {4, 8};
        settings.prune = {0, 0.5, 0.75};
        settings.rankers = {"magnitude"};
        settings.seeds = 1;
        SweepGridModel grid;
        grid.show(settings, like, study);
        QCOMPARE(grid.points(), std::size_t{6});
        QCOMPARE(grid.done(), std::size_t{4});
    }

    void crossbars()
    {
        const DesignFamily family = networkFamily(Family::crossbar, network());
        QCOMPARE(*familyFrom("crossbar"), Family::crossbar);
        explore::CrossbarConfig config;
        config.policy = {{4, 6, 0.5, {}}, {4, 6, 0.5, {}}, {4, 6, 0, {}}};
        QCOMPARE(familyOf(config), Family::crossbar);
        QCOMPARE(traitsOf(config, family).bitsText, std::string("w4 a6")); // the last layer's input counts too
        QCOMPARE(traitsOf(config, family).arrays, std::string("isaac-32nm"));
        // A stored point has each layer's converter; it reads as the setting that gives them all.
        explore::CrossbarConfig stored = config;
        for (auto& layer : stored.policy)
            layer.adcBits = 8;
        const auto back = designFromJson(designJson(stored), family, "test");
        QVERIFY(back.has_value());
        QVERIFY(std::get<explore::CrossbarConfig>(*back) == config);
        for (auto& layer : stored.policy)
            layer.adcBits = 7;
        explore::CrossbarConfig seven = config;
        seven.adc = "7";
        QVERIFY(std::get<explore::CrossbarConfig>(*designFromJson(designJson(stored), family, "test")) == seven);
        QCOMPARE(traitsOf(seven, family).arrays, std::string("isaac-32nm, ADC 7"));
        stored.policy[1].adcBits = 5; // no setting gives these
        QVERIFY(std::get<explore::CrossbarConfig>(*designFromJson(designJson(stored), family, "test")) == stored);
        QCOMPARE(traitsOf(stored, family).arrays, std::string("isaac-32nm, ADC mixed"));
        // Lines differ in bits and pruning alone, grids in arrays too.
        explore::CrossbarConfig wide = config;
        for (auto& layer : wide.policy)
            layer.weightBits = 8;
        QVERIFY(onOneLine(wide, config));
        QVERIFY(mayShareLine(lineHash(wide), lineHash(config)));
        QVERIFY(!onOneLine(seven, config));
        QVERIFY(inOneGrid(seven, config));
        QCOMPARE(parameterLabel("policy.1.a", family), QStringLiteral("b: input bits"));
        QCOMPARE(parameterLabel("policy.1.adc", family), QStringLiteral("b: converter bits"));
        QVERIFY(StudyModel::isOfFamily(StudyModel::kArrays, Family::crossbar));
        QVERIFY(!StudyModel::isOfFamily(StudyModel::kLut, Family::crossbar));
        QVERIFY(StudyModel::isOfFamily(StudyModel::kEnergy, Family::crossbar));
        QVERIFY(!StudyModel::isOfFamily(StudyModel::kArrayKind, Family::cnn));
        for (std::size_t i = 0; i < hardwareMetrics().size(); ++i) // the columns have the order of the metrics
            QCOMPARE(metricInfo(hardwareMetrics()[i].key), &hardwareMetrics()[i]);
        QCOMPARE(StudyModel::kCycles - StudyModel::kLut + 1, static_cast<int>(hardwareMetrics().size()));
    }

    void pruningReadsInPerCent()
    {
        QCOMPARE(parameterValueText("prune", 0.45), formatPercent(0.45));
        QCOMPARE(parameterValueText("policy.2.prune", 0.0), formatPercent(0));
        QCOMPARE(parameterValueText("leak", 0.45), QStringLiteral("0.45"));
    }

    void columnsAndMetricsOfAFamily()
    {
        QVERIFY(StudyModel::isOfFamily(StudyModel::kFps, Family::cnn));
        QVERIFY(!StudyModel::isOfFamily(StudyModel::kFps, Family::reservoir));
        QVERIFY(!StudyModel::isOfFamily(StudyModel::kReadout, Family::cnn));
        QVERIFY(StudyModel::isOfFamily(StudyModel::kLut, Family::cnn));
        QVERIFY(hasMetric(Family::reservoir, *metricInfo("throughputMsps")));
        QVERIFY(!hasMetric(Family::cnn, *metricInfo("ff")));
        QCOMPARE(parameterLabel("policy.1.a", networkFamily(Family::cnn, network())), QStringLiteral("b: activation bits"));
        QCOMPARE(*familyFrom("cnn"), Family::cnn);
        QVERIFY(!familyFrom("graph").has_value());
    }
};

QTEST_GUILESS_MAIN(TestDesignConfig)
#include "tst_design_config.moc"
