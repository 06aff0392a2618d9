// SPDX-License-Identifier: GPL-3.0-or-later
// loadDataset on files made here and on real ones, missing values, and the description.
#include "core/data/load.h"

#include "core/base/hash.h"
#include "core/data/describe.h"
#include "core/data/missing.h"
#include "data_helpers.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <set>

using namespace burin;
using namespace burin::data;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::pair<std::size_t, std::size_t> sizes(const Result<Dataset>& dataset)
{
    if (!dataset) {
        qWarning("%s", dataset.error().text().c_str());
        return {0, 0};
    }
    return {dataset->train.size(), dataset->test.size()};
}

using Sizes = std::pair<std::size_t, std::size_t>;

} // namespace

class TestLoad : public QObject {
    Q_OBJECT
private slots:
    void labelsAreTheUnionInOrder()
    {
        const Folder folder;
        const auto path = folder.write("X_TRAIN.tsv", "10\t1\t2\n-3\t1\t2\n2.0\t1\t2\n");
        const auto test = folder.write("X_TEST.tsv", "7\t1\t2\n2\t1\t2\n");
        const auto dataset = loadDataset(from(path));
        QCOMPARE(sizes(dataset), Sizes(3, 2));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"-3", "2", "7", "10"}));
        QCOMPARE(dataset->train.labels, (std::vector<int>{3, 0, 1}));
        QCOMPARE(dataset->test.labels, (std::vector<int>{2, 1}));
        QCOMPARE(dataset->sha256, sha256(*readFile(path) + *readFile(test)));
        QCOMPARE(dataset->name, std::string("X"));
    }

    void textLabelsSortAsText()
    {
        const Folder folder;
        const auto path = folder.write("X_TRAIN.tsv", "b\t1\t2\n10\t1\t2\na\t1\t2\n");
        folder.write("X_TEST.tsv", "a\t1\t2\n");
        QCOMPARE(loadDataset(from(path))->classNames, (std::vector<std::string>{"10", "a", "b"}));
    }

    void testFilesAreFoundByName_data()
    {
        QTest::addColumn<QString>("train");
        QTest::addColumn<QString>("test");
        const std::vector<std::pair<const char*, const char*>> pairs = {
            {"A_TRAIN.tsv", "A_TEST.tsv"},   {"A_train.tsv", "A_test.tsv"}, {"A_Train.tsv", "A_Test.tsv"},
            {"A_TRAIN.tsv", "a_test.TSV"},   {"A_TRAIN", "A_TEST"},         {"A_TRAIN.txt", "A_TEST.txt"},
            {"train.tsv", "test.tsv"},       {"x.training.tsv", "x.testing.tsv"}};
        for (const auto& [train, test] : pairs)
            QTest::newRow(train) << train << test;
    }
    void testFilesAreFoundByName()
    {
        QFETCH(QString, train);
        QFETCH(QString, test);
        const Folder folder;
        const auto path = folder.write(train.toStdString(), "1\t1\t2\n2\t1\t2\n");
        folder.write(test.toStdString(), "1\t1\t2\n2\t3\t4\n1\t5\t6\n");
        QCOMPARE(sizes(loadDataset(from(path))), Sizes(2, 3));
        QCOMPARE(sizes(loadDataset(from(folder.path()))), Sizes(2, 3)); // by the folder
    }

    void aTestFileCanBeGiven()
    {
        const Folder folder;
        auto options = from(folder.write("one.tra", "1,2,0\n3,4,1\n"));
        options.test = folder.write("other.tes", "5,6,1\n");
        QCOMPARE(sizes(loadDataset(options)), Sizes(2, 1));
        options.test = folder.path() / "none.tes";
        QCOMPARE(loadDataset(options).error().code, ErrorCode::notFound);
    }

    void withoutATestFileTheSplitIsStratifiedAndSaid()
    {
        const Folder folder;
        std::string text;
        for (int i = 0; i < 40; ++i)
            text += (i < 10 ? "a," : "b,") + std::to_string(i) + ",1.5,2.5,3.5\n";
        auto options = from(folder.write("table.csv", text));
        const auto dataset = loadDataset(options);
        QCOMPARE(sizes(dataset), Sizes(28, 12));
        QCOMPARE(std::count(dataset->test.labels.begin(), dataset->test.labels.end(), 0), 3);
        QVERIFY(dataset->source.find("held out") != std::string::npos);
        QVERIFY(loadDataset(options)->test.series[0].values == dataset->test.series[0].values);
        options.seed = 2;
        bool same = true;
        const auto other = loadDataset(options);
        for (std::size_t i = 0; i < 12; ++i)
            same = same && other->test.series[i].values == dataset->test.series[i].values;
        QVERIFY(!same);
    }

    void aSeriesIsHalved()
    {
        const Folder folder;
        auto options = from(folder.write("a.csv", "u,y\n1,10\n2,20\n3,30\n4,40\n5,50\n"));
        options.target = "y";
        const auto dataset = loadDataset(options);
        QCOMPARE(sizes(dataset), Sizes(1, 1));
        QCOMPARE(dataset->task, Task::predict);
        QCOMPARE(dataset->targetChannel, std::size_t{1});
        QCOMPARE(dataset->train.series[0].steps(), std::size_t{2});
        QCOMPARE(dataset->test.series[0].step(0)[1], 30.0);
        options.target = "2";
        QCOMPARE(loadDataset(options)->targetChannel, std::size_t{1});
        options.target = "z";
        QVERIFY(says(loadDataset(options), {"\"z\"", "u, y"}));
        options.target = "3";
        QVERIFY(!loadDataset(options));
        options.target.clear();
        options.horizon = 2;
        QVERIFY(says(loadDataset(options), {"2 steps", "2 steps ahead"}));
        options.horizon = 0;
        QCOMPARE(loadDataset(options).error().code, ErrorCode::usage);
    }

    void aPairCanBePredicted()
    {
        const Folder folder;
        auto options = from(folder.write("X_TRAIN.ts", "@classLabel true 1 2\n@data\n1,2,3:1\n4,5,6:1\n"));
        folder.write("X_TEST.ts", "@classLabel true 1 2\n@data\n7,8,9:2\n");
        options.task = Task::predict;
        const auto dataset = loadDataset(options);
        QCOMPARE(sizes(dataset), Sizes(2, 1));
        QVERIFY(dataset->train.labels.empty() && dataset->classNames.empty());
    }

    void senselessSetsAreRefused()
    {
        const Folder folder;
        const auto load = [&](const char* train, const char* test) {
            folder.write("S_TEST.tsv", test);
            return loadDataset(from(folder.write("S_TRAIN.tsv", train)));
        };
        QVERIFY(says(load("1\t1\t2\n1\t1\t2\n", "1\t1\t2\n"), {"one class", "\"1\""}));
        QVERIFY(says(load("1\t1\t2\n", "2\t1\t2\n"), {"fewer than two classes"}));
        QVERIFY(says(load("", "1\t1\t2\n"), {"S_TRAIN.tsv", "no series"}));
        QVERIFY(says(load("1\t1\t2\n2\t1\t2\n", ""), {"S_TEST.tsv", "no series"}));
        QVERIFY(says(load("1\tNaN\t2\n2\tNaN\t2\n", "1\t1\t2\n"), {"training", "missing", "interpolate"}));
        folder.write("C_TEST.ts", "@classLabel true 1 2\n@data\n1,2:1\n");
        const auto channels =
            loadDataset(from(folder.write("C_TRAIN.ts", "@classLabel true 1 2\n@data\n1,2:3,4:1\n1,2:3,4:2\n")));
        QVERIFY(says(channels, {"C_TEST.ts", "1 channels", "2"}));
        std::string many;
        for (int i = 0; i <= static_cast<int>(kMaxClasses); ++i)
            many += std::to_string(i) + "\t1\t2\n";
        QCOMPARE(load(many.c_str(), "1\t1\t2\n").error().code, ErrorCode::limit);
        QVERIFY(says(loadDataset(from(folder.write("x.bmp", "BM"))), {"format", "x.bmp"}));
        QVERIFY(says(loadDataset(from("no-such-set")), {"no-such-set", "henon"}));
        QVERIFY(says(loadDataset(from("")), {"no data set"}));
        const Folder empty;
        QVERIFY(says(loadDataset(from(empty.path())), {"no training file"}));
    }

    void gapsAreFilled()
    {
        Series series{2, {kNaN, 1, 2, kNaN, kNaN, kNaN, 8, 4, kNaN, kNaN}};
        QVERIFY(interpolate(series));
        QCOMPARE(series.values, (std::vector<double>{2, 1, 2, 2, 5, 3, 8, 4, 8, 4}));
        Series blank{2, {1, kNaN, 2, kNaN}};
        QVERIFY(!interpolate(blank));
    }

    void missingValuesFollowThePolicy()
    {
        const Folder folder;
        auto options = from(folder.write("M_TRAIN.tsv", "1\t1\tNaN\t3\n2\t1\t2\t3\n1\tNaN\tNaN\tNaN\n1\t0\t0\t1\n"));
        folder.write("M_TEST.tsv", "1\tNaN\t2\t3\n2\t1\t2\t3\n");
        auto dataset = loadDataset(options);
        QCOMPARE(sizes(dataset), Sizes(2, 1));
        QCOMPARE(dataset->missingTrain, std::size_t{2});
        QCOMPARE(dataset->missingTest, std::size_t{1});
        QVERIFY(dataset->source.find("2 and 1 dropped") != std::string::npos);
        options.missing = MissingPolicy::interpolate;
        dataset = loadDataset(options);
        QCOMPARE(sizes(dataset), Sizes(3, 2));
        QCOMPARE(dataset->train.series[0].values[1], 2.0);
        QVERIFY(dataset->source.find("1 and 0 dropped") != std::string::npos);
        options.missing = MissingPolicy::keep;
        QCOMPARE(sizes(loadDataset(options)), Sizes(4, 2));
    }

    void adviceOnMissingValuesHelps()
    {
        const Folder folder;
        folder.write("M_TEST.tsv", "1\t1\t2\n2\t1\t2\n");
        auto options = from(folder.write("M_TRAIN.tsv", "1\t1\tNaN\n2\tNaN\t3\n"));
        QVERIFY(says(loadDataset(options), {"no training series", "--missing interpolate"}));
        options.missing = MissingPolicy::interpolate;
        QVERIFY(loadDataset(options).has_value());
        folder.write("M_TRAIN.tsv", "1\tNaN\tNaN\n2\tNaN\tNaN\n"); // there is nothing to interpolate from
        for (const MissingPolicy policy : {MissingPolicy::drop, MissingPolicy::interpolate}) {
            options.missing = policy;
            const auto none = loadDataset(options);
            QVERIFY(says(none, {"a channel without any value", "Give series with values"}));
            QVERIFY(none.error().hint.find("interpolate") == std::string::npos);
        }
    }

    void theDescriptionCounts()
    {
        const Folder folder;
        folder.write("D_TEST.ts", "@classLabel true up down\n@data\n1,2,3,4:up\n");
        const auto dataset = loadDataset(
            from(folder.write("D_TRAIN.ts", "@classLabel true up down\n@data\n1,2:up\n?,2,3:down\n1,2,3:down\n")));
        const nlohmann::json json = describe(*dataset);
        QCOMPARE(json["task"].get<std::string>(), std::string("classify"));
        QCOMPARE(json["train"].get<int>(), 2);
        QCOMPARE(json["test"].get<int>(), 1);
        QCOMPARE(json["classes"].get<int>(), 2);
        QCOMPARE(json["channels"].get<int>(), 1);
        QCOMPARE(json["length"]["min"].get<int>(), 2);
        QCOMPARE(json["length"]["max"].get<int>(), 4);
        QCOMPARE(json["missing"].get<int>(), 1);
        QCOMPARE(json["labels"]["up"].get<int>(), 2);
        QCOMPARE(json["labelsTrain"]["down"].get<int>(), 1);
    }

    void melbournePedestrian()
    {
        BURIN_NEED_DATA(path, "melbourne_pedestrian/MelbournePedestrian_TRAIN.tsv");
        auto options = from(path);
        auto dataset = loadDataset(options);
        QCOMPARE(sizes(dataset), Sizes(1138, 2319));
        QCOMPARE(dataset->missingTrain, std::size_t{56});
        QCOMPARE(dataset->missingTest, std::size_t{120});
        QCOMPARE(dataset->classNames.size(), std::size_t{10});
        QCOMPARE(dataset->train.series[0].values[0], 97.0);
        options.missing = MissingPolicy::keep;
        QCOMPARE(sizes(loadDataset(options)), Sizes(1194, 2439));
        options.missing = MissingPolicy::interpolate;
        dataset = loadDataset(options);
        QCOMPARE(sizes(dataset), Sizes(1194, 2439));
        QCOMPARE(countMissing(dataset->train), std::size_t{0});
    }

    void penDigits()
    {
        BURIN_NEED_DATA(path, "pendigits/pendigits.tra");
        const auto dataset = loadDataset(from(path));
        QCOMPARE(sizes(dataset), Sizes(7494, 3498));
        QCOMPARE(dataset->channels, std::size_t{2});
        QCOMPARE(dataset->train.series[0].steps(), std::size_t{8});
        auto byName = from("pendigits"); // as a fetched set
        byName.dataFolder = path.parent_path().parent_path();
        QCOMPARE(loadDataset(byName)->sha256, dataset->sha256);
    }

    void aeonSets_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("train");
        QTest::addColumn<int>("test");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("shortest");
        QTest::addColumn<int>("longest");
        QTest::newRow("vowels") << "JapaneseVowels/JapaneseVowels" << 270 << 370 << 12 << 7 << 29;
        QTest::newRow("vowels equal") << "JapaneseVowels/JapaneseVowels_eq" << 270 << 370 << 12 << 25 << 25;
        QTest::newRow("motions") << "BasicMotions/BasicMotions" << 40 << 40 << 6 << 100 << 100;
        QTest::newRow("gestures") << "PickupGestureWiimoteZ/PickupGestureWiimoteZ" << 50 << 50 << 1 << 29 << 361;
        QTest::newRow("unit") << "UnitTest/UnitTest" << 20 << 22 << 1 << 24 << 24;
    }
    void aeonSets()
    {
        QFETCH(QString, name);
        QFETCH(int, train);
        QFETCH(int, test);
        QFETCH(int, channels);
        QFETCH(int, shortest);
        QFETCH(int, longest);
        BURIN_NEED_DATA(folder, "aeon_ts");
        const auto dataset = loadDataset(from(folder / (name.toStdString() + "_TRAIN.ts")));
        QCOMPARE(sizes(dataset), Sizes(train, test));
        const nlohmann::json json = describe(*dataset);
        QCOMPARE(json["channels"].get<int>(), channels);
        QCOMPARE(json["length"]["min"].get<int>(), shortest);
        QCOMPARE(json["length"]["max"].get<int>(), longest);
    }

    void longSeries()
    {
        BURIN_NEED_DATA(folder, "series");
        const auto glass = loadDataset(from(folder / "MackeyGlass_t17.txt"));
        QCOMPARE(sizes(glass), Sizes(1, 1));
        QCOMPARE(glass->train.series[0].steps(), std::size_t{5000});
        const auto laser = loadDataset(from(folder / "santafelaser.csv"));
        QCOMPARE(laser->train.series[0].steps() + laser->test.series[0].steps(), std::size_t{10093});
        QCOMPARE(laser->train.series[0].values[0], 86.0);
    }
};

QTEST_APPLESS_MAIN(TestLoad)
#include "tst_load.moc"
