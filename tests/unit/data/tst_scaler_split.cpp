// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/generators.h"
#include "core/data/scaler.h"
#include "core/data/split.h"

#include "data_helpers.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

using namespace burin;
using namespace burin::data;

namespace {

Split twoChannels()
{
    Split split;
    split.series = {{2, {0, 5, 10, 5}}, {2, {4, 5}}};
    return split;
}

std::vector<int> labels(int a, int b)
{
    std::vector<int> result(static_cast<std::size_t>(a), 0);
    result.insert(result.end(), static_cast<std::size_t>(b), 1);
    return result;
}

} // namespace

class TestScalerSplit : public QObject {
    Q_OBJECT
private slots:
    void theRangeBecomesOne()
    {
        const auto scaler = Scaler::fit(Scale::none, twoChannels());
        QCOMPARE(scaler->apply(0, 0), -1.0);
        QCOMPARE(scaler->apply(0, 10), 1.0);
        QCOMPARE(scaler->apply(0, 15), 2.0); // test values may leave the range
        QCOMPARE(scaler->apply(1, 5), 0.0);  // constant channel
        QCOMPARE(scaler->apply(1, 99), 0.0);
        QCOMPARE(scaler->invert(1, 0.7), 5.0);
        QCOMPARE(scaler->apply(twoChannels())->series[1].values, (std::vector<double>{-0.2, 0}));
    }

    void logarithmsKeepTheSign()
    {
        Split split;
        split.series = {{1, {-(std::exp(2.0) - 1), 0, std::exp(2.0) - 1}}};
        const auto scaler = Scaler::fit(Scale::log1p, split);
        QVERIFY(std::fabs(scaler->apply(0, std::exp(1.0) - 1) - 0.5) < 1e-14);
        QVERIFY(std::fabs(scaler->apply(0, -(std::exp(1.0) - 1)) + 0.5) < 1e-14);
        QVERIFY(std::fabs(scaler->apply(0, 0)) < 1e-14);
    }

    void standardUsesFourDeviations()
    {
        Split split;
        split.series = {{1, {1, 3, 1, 3}}}; // mean 2, deviation 1
        const auto scaler = Scaler::fit(Scale::standard, split);
        QCOMPARE(scaler->apply(0, 6), 1.0);
        QCOMPARE(scaler->apply(0, 2), 0.0);
    }

    void everyScaleInvertsAndTravels()
    {
        const Dataset lorenz = *generate("lorenz", 3);
        for (const Scale kind : {Scale::none, Scale::log1p, Scale::standard}) {
            const auto scaler = Scaler::fit(kind, lorenz.train);
            const auto back = scalerFromJson(nlohmann::json::parse(nlohmann::json(*scaler).dump()), "scale");
            QCOMPARE(*back, *scaler);
            for (std::size_t c = 0; c < 3; ++c)
                for (const double value : {-17.5, -0.01, 0.0, 3.25, 40.0})
                    QVERIFY(std::fabs(back->invert(c, scaler->apply(c, value)) - value) < 1e-12 * (1 + std::fabs(value)));
            QCOMPARE(*scaleFromString(toString(kind)), kind);
        }
        QVERIFY(!scaleFromString("log"));
    }

    void onlyTrainingDataCounts()
    {
        Dataset set = *generate("henon", 1);
        const auto before = Scaler::fit(Scale::none, set.train);
        set.test.series[0].values[0] = 1e6;
        QCOMPARE(*Scaler::fit(Scale::none, set.train), *before);
    }

    void missingValuesAndOddSeriesAreErrors()
    {
        Split split = twoChannels();
        const auto scaler = Scaler::fit(Scale::none, split);
        split.series[1].values[1] = std::nan("");
        QVERIFY(says(Scaler::fit(Scale::none, split), {"series 2, step 1, channel 2", "missing"}));
        QVERIFY(says(scaler->apply(split), {"series 2"}));
        split.series[1] = {1, {1}};
        QVERIFY(says(scaler->apply(split), {"1 channels, 2"}));
        QVERIFY(!Scaler::fit(Scale::none, {}));
    }

    void badScaleJsonIsRefused()
    {
        for (const char* text :
             {"[]", "{}", R"({"kind":"none","channels":[]})",
              R"({"kind":"x","channels":[{"offset":0,"factor":1}]})",
              R"({"kind":"none","channels":[{"offset":"0","factor":1}]})", R"({"kind":1,"channels":[1]})"})
            QVERIFY(!scalerFromJson(nlohmann::json::parse(text), "scale"));
    }

    void foldsAreStratified()
    {
        const auto all = labels(20, 7);
        const auto fold = stratifiedFolds(all, 3, 5);
        for (const int label : {0, 1}) {
            std::vector<int> counts(3, 0);
            for (std::size_t i = 0; i < all.size(); ++i)
                if (all[i] == label)
                    ++counts[fold[i]];
            QVERIFY(*std::max_element(counts.begin(), counts.end()) - *std::min_element(counts.begin(), counts.end()) <= 1);
        }
        QCOMPARE(stratifiedFolds(all, 3, 5), fold);
        QVERIFY(stratifiedFolds(all, 3, 6) != fold);
    }

    void holdOutKeepsAtLeastOneOnEachSide()
    {
        const auto all = labels(2, 100);
        const auto held = stratifiedHoldOut(all, 0.2, 9);
        QCOMPARE(std::count(held.begin(), held.begin() + 2, true), 1);
        QCOMPARE(std::count(held.begin() + 2, held.end(), true), 20);
        QCOMPARE(stratifiedHoldOut({0, 1, 1}, 0.5, 1)[0], false);
    }

    void trainingSplitsBySeries()
    {
        const Dataset strokes = *generate("strokes", 1);
        const auto parts = splitTraining(strokes, 0.25, 4);
        QCOMPARE(parts->validation.size(), std::size_t{300});
        QCOMPARE(parts->fit.size(), std::size_t{900});
        QCOMPARE(std::count(parts->validation.labels.begin(), parts->validation.labels.end(), 3), 30);
        QVERIFY(!splitTraining(strokes, 0, 4) && !splitTraining(strokes, 1, 4) && !splitTraining(strokes, std::nan(""), 4));
        Dataset singles = strokes;
        singles.train.series.resize(10); // one of each class
        singles.train.labels.resize(10);
        QVERIFY(says(splitTraining(singles, 0.25, 4), {"no class has two"}));
    }

    void predictionHoldsTheTailOut()
    {
        const Dataset henon = *generate("henon", 1);
        const auto parts = splitTraining(henon, 0.2, 4);
        QCOMPARE(parts->fit.series[0].steps(), std::size_t{4000});
        QCOMPARE(parts->validation.series[0].steps(), std::size_t{1000});
        QCOMPARE(parts->validation.series[0].values[0], henon.train.series[0].values[4000]);
        Dataset shortOne = henon;
        shortOne.train.series[0].values.resize(5);
        QVERIFY(says(splitTraining(shortOne, 0.2, 4), {"5 steps"}));
    }
};

QTEST_APPLESS_MAIN(TestScalerSplit)
#include "tst_scaler_split.moc"
