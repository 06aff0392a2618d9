// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/generators.h"

#include "core/data/missing.h"
#include "data_helpers.h"

#include <cmath>

using namespace burin;
using namespace burin::data;

class TestGenerators : public QObject {
    Q_OBJECT
private slots:
    void valuesAreFrozen_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sha256");
        QTest::newRow("henon") << "henon" << "2eb63a175746a1e655ffd9d3bb6d7eb324c9ae0ebbbe3676912d6ea94bf10d6c";
        QTest::newRow("mackey-glass") << "mackey-glass"
                                      << "04ecaa2a42bd9eb73e4e75ae413d4969fa02d2d4f3c2f815a6832889bd202924";
        QTest::newRow("narma10") << "narma10" << "c02e2b9e54b9daf645ce2f4c78046e8bc373523004dec3610abb094d7d88d487";
        QTest::newRow("lorenz") << "lorenz" << "bd064b3b24b7d5b0906a6b7f6c6c60e799d428445663e6c4dc0369ec05f6c534";
        QTest::newRow("strokes") << "strokes" << "297d7766d03fd707712507e053705a666f57a99a525d2658935541cda79c5879";
    }
    void valuesAreFrozen()
    {
        QFETCH(QString, name);
        QFETCH(QString, sha256);
        const auto dataset = generate(name.toStdString(), 1);
        QVERIFY(dataset);
        QCOMPARE(QString::fromStdString(dataset->sha256), sha256);
        QVERIFY(generate(name.toStdString(), 2)->sha256 != dataset->sha256);
        QCOMPARE(countMissing(dataset->train) + countMissing(dataset->test), std::size_t{0});
        QVERIFY(isGenerator(name.toStdString()));
    }

    void henonFollowsItsMap()
    {
        const auto dataset = generate("henon", 1);
        const auto& x = dataset->train.series[0].values;
        QCOMPARE(x.size(), std::size_t{5000});
        QCOMPARE(dataset->test.series[0].steps(), std::size_t{5000});
        for (std::size_t t = 1; t + 1 < x.size(); ++t)
            QCOMPARE(x[t + 1], 1 - 1.4 * x[t] * x[t] + 0.3 * x[t - 1]);
    }

    void narmaFollowsItsRecurrence()
    {
        const auto dataset = generate("narma10", 1);
        const Series& s = dataset->test.series[0];
        QCOMPARE(dataset->targetChannel, std::size_t{1});
        for (std::size_t t = 9; t + 1 < s.steps(); ++t) {
            double sum = 0;
            for (std::size_t i = 0; i < 10; ++i)
                sum += s.step(t - i)[1];
            const double y = s.step(t)[1];
            QVERIFY(std::fabs(s.step(t + 1)[1] -
                              (0.3 * y + 0.05 * y * sum + 1.5 * s.step(t - 9)[0] * s.step(t)[0] + 0.1)) < 1e-12);
        }
    }

    void flowsStayOnTheirAttractors()
    {
        const auto mackeyGlass = generate("mackey-glass", 4);
        for (const double x : mackeyGlass->test.series[0].values)
            QVERIFY(x > 0.2 && x < 1.4);
        const auto lorenz = generate("lorenz", 4);
        double low = 0;
        double high = 0;
        for (std::size_t t = 0; t < 5000; ++t) {
            low = std::min(low, lorenz->train.series[0].step(t)[0]);
            high = std::max(high, lorenz->train.series[0].step(t)[0]);
            QVERIFY(lorenz->train.series[0].step(t)[2] > 0);
        }
        QVERIFY(low < -10 && low > -25 && high > 10 && high < 25); // both wings
    }

    void strokesAreBalanced()
    {
        const auto dataset = generate("strokes", 1);
        QCOMPARE(dataset->task, Task::classify);
        QCOMPARE(dataset->channels, std::size_t{2});
        QCOMPARE(dataset->train.size(), std::size_t{1200});
        QCOMPARE(dataset->test.size(), std::size_t{1200});
        for (const Split* split : {&dataset->train, &dataset->test})
            for (int c = 0; c < 10; ++c)
                QCOMPARE(std::count(split->labels.begin(), split->labels.end(), c), 120);
        for (const Series& series : dataset->test.series) {
            QCOMPARE(series.steps(), std::size_t{32});
            for (const double value : series.values)
                QVERIFY(std::fabs(value) < 5);
        }
    }

    void unknownNamesAreSaid()
    {
        QVERIFY(says(generate("brownian", 1), {"brownian", "henon"}));
        auto options = from("strokes");
        options.task = Task::predict;
        QVERIFY(says(loadDataset(options), {"strokes", "classify"}));
        options = from("lorenz");
        options.target = std::string("z");
        QCOMPARE(loadDataset(options)->targetChannel, std::size_t{2});
        options.target = std::string("w");
        QVERIFY(says(loadDataset(options), {"\"w\"", "x, y, z"}));
    }
};

QTEST_APPLESS_MAIN(TestGenerators)
#include "tst_generators.moc"
