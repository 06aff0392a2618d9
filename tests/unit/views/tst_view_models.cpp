// SPDX-License-Identifier: GPL-3.0-or-later
// The models behind the tables and charts, without widgets; each under QAbstractItemModelTester.
#include "tests/unit/views/sample_points.h"
#include "views/models/design_state.h"
#include "views/models/explore_series.h"
#include "views/models/format.h"
#include "views/models/job_model.h"
#include "views/models/log_model.h"
#include "views/models/point_filter_model.h"
#include "views/models/sweep_grid_model.h"
#include "views/models/synthesis_model.h"

#include <QAbstractItemModelTester>
#include <QTranslator>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace burin;
using namespace burin::views;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

} // namespace

class TestViewModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersReadWell()
    {
        const MetricInfo lut = *metricInfo("lut");
        const MetricInfo delay = *metricInfo("delayNs");
        QCOMPARE(formatNumber(6210.4, lut), QStringLiteral("6,210"));
        QCOMPARE(formatNumber(0.1234, delay), QStringLiteral("0.123"));
        QCOMPARE(formatNumber(12.345, delay), QStringLiteral("12.3"));
        QCOMPARE(formatMetric(Metric{}, lut), dash());
        QCOMPARE(formatMetric({12.345, Tier::model, {}, {}}, delay), QStringLiteral("12.3\u00a0ns"));
        QCOMPARE(formatError({1.0, Tier::fitted, 0.041, {}}), QStringLiteral("\u00b1\u00a04\u00a0%"));
        QCOMPARE(formatError({1.0, Tier::model, {}, {}}), QString());
        QCOMPARE(formatShare(6210, 230400), QStringLiteral("2.7\u00a0% of 230,400"));
        QCOMPARE(formatScore(std::nullopt), dash());
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        for (const std::optional<double> none :
             {std::optional<double>(), std::optional(kInfinity), std::optional(std::nan(""))})
            QCOMPARE(formatInterval({none, 0.017}), dash());
        QCOMPARE(formatInterval({0.961, kInfinity}), QStringLiteral("0.961"));
        QCOMPARE(formatInterval({0.961, 0.004}), QStringLiteral("0.961\u00a0\u00b1\u00a00.004"));
        QCOMPARE(formatPercent(0.15), QStringLiteral("15\u00a0%"));
        QCOMPARE(formatPercent(0.125), QStringLiteral("12.5\u00a0%"));
        QCOMPARE(formatDuration(59.2), QStringLiteral("1 min 0 s"));
        QVERIFY(metricInfo("no such metric") == nullptr);
    }

    void studyModelShowsAndUpdates()
    {
        StudyModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setPoints(test::sampleStudy());
        QCOMPARE(model.rowCount(), 10);
        const QString id = QString::fromStdString(test::sampleStudy()[0].id);
        const int row = model.rowOf(id);
        QCOMPARE(model.index(row, StudyModel::kBits).data().toString(), QStringLiteral("4"));
        QCOMPARE(model.index(row, StudyModel::kLut).data().toString(), QStringLiteral("4,000"));
        QCOMPARE(model.index(row, StudyModel::kLut).data(StudyModel::kRawRole).toDouble(), 4000.0);
        QCOMPARE(model.index(row, StudyModel::kFf).data().toString(), dash());

        auto changed = test::samplePoint(4, 0, "");
        changed.metrics["lut"].value = 77;
        QSignalSpy batches(&model, &StudyModel::pointsChanged);
        model.upsert({changed, test::samplePoint(6, 0.3, "pca"), test::samplePoint(6, 0.3, "pca")});
        QCOMPARE(model.rowCount(), 11);
        QCOMPARE(batches.count(), 1);
        QCOMPARE(model.index(row, StudyModel::kLut).data().toString(), QStringLiteral("77"));
    }

    void starAndNoteAreTold()
    {
        StudyModel model;
        model.setPoints(test::sampleStudy());
        QSignalSpy stars(&model, &StudyModel::starsChanged);
        QSignalSpy notes(&model, &StudyModel::noteChanged);
        QVERIFY(model.setData(model.index(2, StudyModel::kStar), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.setData(model.index(2, StudyModel::kNote), QStringLiteral("keep"), Qt::EditRole));
        QVERIFY(!model.setData(model.index(2, StudyModel::kLut), 3, Qt::EditRole));
        QCOMPARE(stars.count(), 1);
        QCOMPARE(notes.first().at(1).toString(), QStringLiteral("keep"));
        // Several at once are one signal, of those that change; what could not be stored is put back unasked.
        QStringList ids;
        for (const SharedRow& row : model.share())
            ids << QString::fromStdString(row->point.id);
        const std::vector<SharedRow> before = model.share();
        model.setStarred(ids, true);
        QCOMPARE(stars.count(), 2);
        QCOMPARE(stars.last().at(0).toStringList().size(), ids.size() - 1);
        model.setStarred(ids, true);
        QCOMPARE(stars.count(), 2);
        QVERIFY(model.find(ids[0])->point.starred);
        QVERIFY(!before[0]->point.starred); // a worker's rows do not change under it
        model.restoreStars(ids, false);
        model.restoreNote(ids[2], {});
        QCOMPARE(stars.count(), 2);
        QCOMPARE(notes.count(), 1);
        QVERIFY(!model.find(ids[2])->point.starred && model.find(ids[2])->point.note.empty());
    }

    void filterUnderstandsWordsAndNumbers()
    {
        StudyModel model;
        model.setPoints(test::sampleStudy());
        PointFilterModel filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(&filter, kFatal);
        filter.setFilterText(QStringLiteral("random"));
        QCOMPARE(filter.rowCount(), 4);
        filter.setFilterText(QStringLiteral("random bits=8"));
        QCOMPARE(filter.rowCount(), 2);
        filter.setFilterText(QStringLiteral("lut<2900"));
        QCOMPARE(filter.rowCount(), 4); // 4 bit at 30 and 60 %: 2,800 and 1,600
        filter.setFilterText(QStringLiteral("prune>=60%"));
        QCOMPARE(filter.rowCount(), 4);
        // As people write it: with spaces, by the column's title, in the per cent that it shows.
        for (const char* same : {"prune >= 60 %", "pruning >=60", "prune>= 0.6"}) {
            filter.setFilterText(QString());
            QVERIFY2(filter.setFilterText(QString::fromLatin1(same)).isEmpty(), same);
            QCOMPARE(filter.rowCount(), 4);
        }
        filter.setFilterText(QStringLiteral("ranker = none"));
        const int unranked = filter.rowCount();
        filter.setFilterText(QStringLiteral("prune=0"));
        QVERIFY(unranked > 0);
        QCOMPARE(unranked, filter.rowCount());
        filter.setFilterText(QStringLiteral("ranker!=random bits=4"));
        QCOMPARE(filter.rowCount(), 3);
        // Conditions all hold, with "and" between them or without; alone it is a word.
        for (const char* same : {"ranker!=random and bits=4", "ranker != random AND bits = 4 and done"}) {
            filter.setFilterText(QString());
            QVERIFY2(filter.setFilterText(QString::fromLatin1(same)).isEmpty(), same);
            QCOMPARE(filter.rowCount(), 3);
        }
        filter.setFilterText(QStringLiteral("and"));
        QCOMPARE(filter.rowCount(), 4); // of "random"
        filter.setFilterText(QStringLiteral("status=done lut@synth>0"));
        QCOMPARE(filter.rowCount(), 0); // nothing is synthesised: a missing number holds no comparison
        filter.setFilterText(QString());
        filter.sort(StudyModel::kLut, Qt::AscendingOrder);
        QCOMPARE(filter.index(0, StudyModel::kLut).data(StudyModel::kRawRole).toDouble(), 1600.0);
    }

    /// In a language where every text is another one, the words of the command line still find their values.
    void filterKnowsTheWordsOfTheCommandLine()
    {
        class Other : public QTranslator {
        public:
            [[nodiscard]] bool isEmpty() const override { return false; }
            [[nodiscard]] QString translate(const char*, const char*, const char*, int) const override
            {
                return QStringLiteral("\u5176\u4ed6");
            }
        } other;
        StudyModel model;
        model.setPoints(test::sampleStudy());
        PointFilterModel filter;
        filter.setSourceModel(&model);
        const QStringList typed{QStringLiteral("readout=mean"),   QStringLiteral("ranker=random"),
                                QStringLiteral("random"),         QStringLiteral("ranker!=random"),
                                QStringLiteral("status=done"),    QStringLiteral("ranker=none"),
                                QStringLiteral("refit=yes"),      QStringLiteral("tier=fitted")};
        QList<int> english;
        for (const QString& text : typed) {
            filter.setFilterText(text);
            english << filter.rowCount();
        }
        QVERIFY(QCoreApplication::installTranslator(&other));
        for (qsizetype i = 0; i < typed.size(); ++i) {
            filter.setFilterText(typed[i]);
            QVERIFY2(filter.rowCount() == english[i], qPrintable(typed[i]));
        }
        filter.setFilterText(QStringLiteral("status=\u5176\u4ed6"));
        const int translated = filter.rowCount();
        QCoreApplication::removeTranslator(&other);
        QVERIFY(translated > 0 && english[1] > 0 && english[4] > 0);
    }

    void filterSaysWhatIsWrong()
    {
        StudyModel model;
        model.setPoints(test::sampleStudy());
        PointFilterModel filter;
        filter.setSourceModel(&model);
        QCOMPARE(filter.setFilterText(QStringLiteral("random lut<3000 prune>=30%")), QString());
        for (const char* wrong : {"luts<3", "lut<", "lut<many", "ranker<random", "<3"})
            QVERIFY2(!filter.setFilterText(QString::fromLatin1(wrong)).isEmpty(), wrong);
        QCOMPARE(filter.rowCount(), 10); // what is wrong filters nothing
    }

    void synthesisedFiguresStandBesideEstimates()
    {
        StudyModel model;
        auto points = test::sampleStudy();
        points[0].metrics["lut@synth"] = {3200.0, Tier::synth, {}, "yosys"}; // the estimate is 4,000
        model.setPoints(points);
        QCOMPARE(model.index(0, StudyModel::kLutSynth).data().toString(), QStringLiteral("3,200 (+25.0\u00a0%)"));
        QCOMPARE(model.index(0, StudyModel::kLutSynth).data(StudyModel::kRawRole).toDouble(), 3200.0);
        QCOMPARE(model.index(0, StudyModel::kTier).data().toString(), QStringLiteral("synth"));
        QCOMPARE(model.index(1, StudyModel::kLutSynth).data().toString(), dash());
        QCOMPARE(model.index(1, StudyModel::kTier).data().toString(), QStringLiteral("fitted"));
        SynthesisModel queue(model);
        const QAbstractItemModelTester tester(&queue, kFatal);
        const QString first = QString::fromStdString(points[0].id);
        const QString second = QString::fromStdString(points[1].id);
        queue.enqueue({first, second});
        queue.enqueue({first});
        QCOMPARE(queue.rowCount(), 2);
        queue.setState(first, SynthesisState::done);
        queue.setState(second, SynthesisState::failed, QStringLiteral("too large"));
        queue.cancelRest({first, second});
        QCOMPARE(queue.count(SynthesisState::cancelled), 0);
        QCOMPARE(queue.index(0, SynthesisModel::kError).data().toString(), QStringLiteral("+25.0\u00a0%"));
        QCOMPARE(queue.index(1, SynthesisModel::kReason).data().toString(), QStringLiteral("too large"));
    }

    void aHundredThousandPoints()
    {
        std::vector<optimise::DesignPoint> points;
        const auto kinds = test::sampleStudy();
        for (int i = 0; i < 100000; ++i) {
            points.push_back(kinds[static_cast<std::size_t>(i) % kinds.size()]);
            points.back().id = QStringLiteral("%1").arg(i, 12, 16, QLatin1Char('0')).toStdString();
            points.back().metrics["lut"].value = (i * 7919LL) % 100003;
        }
        StudyModel model;
        PointFilterModel filter;
        filter.setSourceModel(&model);
        filter.sort(StudyModel::kLut, Qt::AscendingOrder);
        QElapsedTimer timer;
        timer.start();
        model.upsert(points);
        QVERIFY(filter.isWorking()); // in slices, between the window's events
        QTRY_COMPARE_WITH_TIMEOUT(filter.rowCount(), 100000, 60000);
        qInfo("100,000 points into the sorted table: %lld ms", static_cast<long long>(timer.restart()));
        for (int row = 1; row < 100000; row += 997)
            QVERIFY(filter.index(row - 1, StudyModel::kLut).data(StudyModel::kRawRole).toDouble() <=
                    filter.index(row, StudyModel::kLut).data(StudyModel::kRawRole).toDouble());
        timer.restart();
        filter.setFilterText(QStringLiteral("lut<1000 random"));
        QCOMPARE(filter.rowCount(), 100000); // what is shown stays until the rest is found
        QTRY_VERIFY_WITH_TIMEOUT(!filter.isWorking(), 60000);
        qInfo("filtered: %lld ms", static_cast<long long>(timer.restart()));
        QVERIFY(filter.rowCount() > 300 && filter.rowCount() < 500); // 1 % of the points, 4 of 10 kinds
        model.setFront({QString::fromStdString(points[5].id)}, {});
        filter.setFilterText(QString());
        filter.setFrontOnly(true);
        QTRY_VERIFY_WITH_TIMEOUT(!filter.isWorking(), 60000);
        QCOMPARE(filter.rowCount(), 1);
        // Rows that go while others are looked for: what was found so far counts for nothing.
        filter.setFrontOnly(false);
        QVERIFY(filter.isWorking());
        model.remove({points[0].id, points[5].id, points[99999].id});
        QTRY_VERIFY_WITH_TIMEOUT(!filter.isWorking(), 60000);
        QCOMPARE(filter.rowCount(), 99997);
        QCOMPARE(filter.mapFromSource(filter.mapToSource(filter.index(4711, 0))).row(), 4711);
    }

    void rowsKeepTheirIndicesWhileOthersComeAndGo()
    {
        StudyModel model;
        model.setPoints(test::sampleStudy());
        PointFilterModel filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(&filter, kFatal);
        filter.sort(StudyModel::kLut, Qt::AscendingOrder);
        QPersistentModelIndex chosen = filter.index(6, StudyModel::kLut);
        const QString id = chosen.data(StudyModel::kIdRole).toString();
        const auto keeps = [&] { return chosen.isValid() && chosen.data(StudyModel::kIdRole).toString() == id; };
        filter.sort(StudyModel::kLut, Qt::DescendingOrder);
        QVERIFY(keeps());
        filter.sort(StudyModel::kRanker, Qt::AscendingOrder);
        QVERIFY(keeps());
        const auto lut =
            static_cast<int>(chosen.sibling(chosen.row(), StudyModel::kLut).data(StudyModel::kRawRole).toDouble());
        filter.setFilterText(QStringLiteral("lut>=%1").arg(lut)); // leaves out rows here and there
        QVERIFY(keeps());
        QVERIFY(filter.rowCount() < 10);
        filter.setFilterText(QString());
        QVERIFY(keeps());
        QCOMPARE(filter.rowCount(), 10);
        std::vector<std::string> others;
        for (int row = 0; row < filter.rowCount(); row += 2)
            if (const QString other = filter.index(row, 0).data(StudyModel::kIdRole).toString(); other != id)
                others.push_back(other.toStdString());
        model.remove(others);
        QVERIFY(keeps());
        QCOMPARE(filter.rowCount(), 10 - static_cast<int>(others.size()));
        model.upsert(test::sampleStudy());
        QVERIFY(keeps());
        QCOMPARE(filter.rowCount(), 10);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.rowOf(model.rows()[row].point.id), row);
    }

    void sortingInSlicesIsSorting()
    {
        std::vector<int> keys;
        for (int i = 0; i < 5000; ++i)
            keys.push_back(i * 7919 % 613); // many are equal: their order must stay
        std::vector<int> items(keys.size());
        std::iota(items.begin(), items.end(), 0);
        std::vector<int> expected = items;
        const auto less = [&](int a, int b) {
            return keys[static_cast<std::size_t>(a)] < keys[static_cast<std::size_t>(b)];
        };
        std::stable_sort(expected.begin(), expected.end(), less);
        for (const std::size_t size : {0UL, 1UL, 255UL, 257UL, 1000UL, 5000UL}) {
            SlicedSort sort;
            sort.start({items.begin(), items.begin() + static_cast<std::ptrdiff_t>(size)});
            int slices = 1;
            while (!sort.work(less, SlicedSort::Clock::now())) // every slice is over at once
                ++slices;
            std::vector<int> wanted = expected;
            std::erase_if(wanted, [&](int item) { return static_cast<std::size_t>(item) >= size; });
            QCOMPARE(sort.items(), wanted);
            QVERIFY(size < 1000 || slices > 10);
        }
    }

    void missingValuesSortLastBothWays()
    {
        StudyModel model;
        auto points = test::sampleStudy();
        points[3].metrics.clear();
        model.setPoints(points);
        PointFilterModel filter;
        filter.setSourceModel(&model);
        for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            filter.sort(StudyModel::kLut, order);
            QVERIFY(!filter.index(filter.rowCount() - 1, StudyModel::kLut).data(StudyModel::kRawRole).isValid());
        }
    }

    void linesHoldWhatSharesAConfiguration()
    {
        StudyModel model;
        model.setPoints(test::sampleStudy());
        reservoir::ReservoirConfig like;
        like.ranker = "random";
        const auto lines = scoreOverPruning(model, like);
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[0].name, QStringLiteral("4 bit"));
        // The unpruned point belongs to every ranker's line.
        QCOMPARE(lines[0].points.size(), std::size_t{3});
        QCOMPARE(lines[0].points[1].x, 30.0);
        QCOMPARE(lines[0].points[0].high, 0.89);
        like.neurons = 77;
        QVERIFY(scoreOverPruning(model, like).empty());
        QCOMPARE(scoreOverMetric(model, "lut").size(), std::size_t{2});
        QVERIFY(metricOverPruning(model, reservoir::ReservoirConfig{}, "ff").empty());
    }

    void whatDoesNotFitTheDeviceIsDimmed()
    {
        // 4 bit: 4,000, 2,800 and 1,600 LUT; 8 bit: twice as many.
        StudyModel model;
        model.setPoints(test::sampleStudy());
        const auto dimmed = [&](const Shown& shown) {
            int count = 0;
            for (const ChartSeries& series : scoreOverMetric(model, "lut", shown))
                for (const SeriesPoint& point : series.points)
                    count += point.dim ? 1 : 0;
            return count;
        };
        QCOMPARE(dimmed({}), 0);
        QCOMPARE(dimmed({.device = "xc7", .available = {{"lut", 4000}, {"ff", 1}}}), 3); // 8 bit at 0 and 30 %
        QCOMPARE(dimmed({.device = "ice40"}), 10);
        QCOMPARE(dimmed({.brush = {{"lut", 0, 3000}}, .device = "xc7", .available = {{"lut", 4000}}}), 6);
        const auto fitting = [&] {
            int count = 0;
            for (int row = 0; row < model.rowCount(); ++row)
                count += model.index(row, 0).data(StudyModel::kFitsRole).toBool() ? 1 : 0;
            return count;
        };
        QCOMPARE(fitting(), 10);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setDevice("xc7", {{"lut", 4000}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(fitting(), 7);
        const int large = model.rowOf(test::samplePoint(8, 0, "none").id);
        QCOMPARE(model.text(large, StudyModel::kStatus), statusText(optimise::PointStatus::infeasible));
        QCOMPARE(model.text(large, StudyModel::kDevice), QStringLiteral("xc7"));
        model.setDevice("ice40", {{"lut", 4000}});
        QCOMPARE(fitting(), 0);
        QCOMPARE(model.text(large, StudyModel::kStatus), statusText(optimise::PointStatus::done));
    }

    void aBudgetFollowsItsDevice()
    {
        DesignState state;
        QSignalSpy changed(&state, &DesignState::budgetChanged);
        optimise::Budget budget;
        budget.lutShare = 0.1;
        state.setDevice({"xc7", "Kintex-7", {{"lut", 203800}}});
        state.setBudget(budget);
        QCOMPARE(state.budget().wishes("xc7").front().value, 20380.0);
        state.setDevice({"ice40", "iCE40", {{"lut", 7680}}});
        QCOMPARE(changed.count(), 3);
        QCOMPARE(state.budget().device, std::string("ice40"));
        QCOMPARE(state.budget().wishes("ice40").front().value, 768.0);
        QVERIFY(state.budget().wishes("xc7").empty()); // it is not the device
    }

    void columnsHoldWhatRowsHave()
    {
        StudyModel model;
        model.setPoints(test::sampleStudy());
        auto later = test::samplePoint(6, 0.3, "pca");
        later.metrics["ff"] = {12.0, Tier::model, {}, "test"}; // no row before has one
        later.metrics.erase("pdpPj");
        auto failed = test::samplePoint(8, 0.6, "random");
        failed.status = optimise::PointStatus::failed;
        failed.validation = {};
        model.upsert({later, failed});
        model.remove({test::sampleStudy()[0].id, test::sampleStudy()[3].id, test::sampleStudy()[4].id});
        const PointColumns& columns = model.columns();
        QCOMPARE(columns.size(), model.rows().size());
        QVERIFY(columns.find("energyPerInferenceNj") == nullptr);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const StudyModel::Row& row = model.rows()[static_cast<std::ptrdiff_t>(i)];
            for (const char* key : {"validation", "lut", "pdpPj", "ff"}) {
                const auto value = row.point.value(key);
                const double number = (*columns.find(key))[i];
                QCOMPARE(std::isnan(number), !value);
                QVERIFY(!value || number == *value);
            }
            QCOMPARE((*columns.find("prune"))[i], row.traits.prune);
            QCOMPARE(columns.places()[i].bits, *row.traits.bits);
            QCOMPARE(columns.places()[i].done, row.point.status == optimise::PointStatus::done);
            for (const StudyModel::Row& other : model.rows()) // the hash is a short cut, not the truth
                QVERIFY(!onOneLine(row.config, other.config) || mayShareLine(lineHash(row.config), lineHash(other.config)));
        }
    }

    void aLargeCloudIsASample()
    {
        constexpr int kPoints = 20000;
        std::vector<optimise::DesignPoint> points;
        for (int i = 0; i < kPoints; ++i) {
            points.push_back(test::samplePoint(4 + i % 2, 0.3, "random"));
            points.back().id = std::to_string(i);
            points.back().metrics["lut"].value = i * 7919 % kPoints;
        }
        points[500].metrics["lut"].value = -5; // the ends are no one's turn
        points[501].validation.mean = 2;
        StudyModel model;
        model.setPoints(points);
        const auto shown = [](const std::vector<ChartSeries>& cloud, bool dim) {
            std::size_t count = 0;
            for (const ChartSeries& series : cloud)
                count += static_cast<std::size_t>(
                    std::count_if(series.points.begin(), series.points.end(),
                                  [dim](const SeriesPoint& point) { return point.dim == dim; }));
            return count;
        };
        const auto has = [](const std::vector<ChartSeries>& cloud, const QString& id) {
            return std::any_of(cloud.begin(), cloud.end(), [&](const ChartSeries& series) {
                return std::any_of(series.points.begin(), series.points.end(),
                                   [&](const SeriesPoint& p) { return p.id == id; });
            });
        };
        const auto cloud = scoreOverMetric(model, "lut", {}, {QStringLiteral("12345")});
        QCOMPARE(cloud.size(), std::size_t{2});
        QCOMPARE(shown(cloud, true), std::size_t{0});
        QVERIFY(shown(cloud, false) > kMostMarkers * 9 / 10 && shown(cloud, false) < kMostMarkers + 20);
        QCOMPARE(shown(cloud, false) + cloud[0].leftOut + cloud[1].leftOut, points.size());
        for (const char* id : {"500", "501", "12345"})
            QVERIFY2(has(cloud, QString::fromLatin1(id)), id);
        // The brushed points are all there as long as they are few.
        const auto brushed = scoreOverMetric(model, "lut", {.brush = {{"lut", 100, 199}}});
        QCOMPARE(shown(brushed, false), std::size_t{100});
        QVERIFY(shown(brushed, true) > kMostMarkers * 8 / 10);
    }

    void jobsAndLog()
    {
        JobModel jobs;
        const QAbstractItemModelTester jobsTester(&jobs, kFatal);
        JobRow row;
        row.id = 1;
        row.title = QStringLiteral("Sweep");
        row.state = JobState::running;
        row.fraction = 0.25;
        row.elapsedSeconds = 10;
        jobs.setJobs({row});
        QCOMPARE(jobs.index(0, JobModel::kTime).data().toString(), QStringLiteral("30 s left"));
        QCOMPARE(jobs.activeCount(), 1);
        row.state = JobState::done;
        jobs.setJobs({row});
        QCOMPARE(jobs.activeCount(), 0);

        LogModel watched;
        const QAbstractItemModelTester logTester(&watched, kFatal);
        watched.add(LogLevel::warning, QStringLiteral("one"));
        QVERIFY(watched.text().contains(QStringLiteral("Warning\tone")));
        LogModel log; // not under the tester, which looks at every row after every line
        for (int i = 0; i < LogModel::kMaxLines + 10; ++i)
            log.add(LogLevel::info, QString::number(i));
        QCOMPARE(log.rowCount(), LogModel::kMaxLines);
        QCOMPARE(log.index(0, LogModel::kMessage).data().toString(), QStringLiteral("10"));
    }

    void stateProposesOnlyChanges()
    {
        DesignState state;
        QSignalSpy proposals(&state, &DesignState::changeProposed);
        state.propose(state.config(), QStringLiteral("nothing"));
        QCOMPARE(proposals.count(), 0);
        auto config = state.reservoir();
        config.prune = 0.5;
        state.propose(config, QStringLiteral("pruning"));
        QCOMPARE(proposals.count(), 1);
        QCOMPARE(state.reservoir().prune, 0.0); // the session decides
        const auto before = state.generation();
        state.setConfig(config);
        QVERIFY(state.generation() > before);
        QVERIFY(state.estimateIsStale());
        QVERIFY(!uniformBits({8, 8, 4, 8, 8}).has_value());
    }

    void sweepGridFindsWhatIsThere()
    {
        StudyModel study;
        auto points = test::sampleStudy();
        points[1].status = optimise::PointStatus::failed;
        points[1].message = "no memory";
        points[1].validation = {};
        study.setPoints(points);
        SweepSettings settings;
        settings.bits = {4, 6};
        settings.prune = {0, 0.3, 0.6};
        settings.rankers = {"sensitivity", "random"};
        // Unpruned designs are shared by the rankers.
        QCOMPARE(settings.points(), std::size_t{2 * (1 + 2 * 2)});
        SweepGridModel grid;
        const QAbstractItemModelTester tester(&grid, kFatal);
        grid.show(settings, {}, study);
        QCOMPARE(grid.rowCount(), 4);
        QCOMPARE(grid.columnCount(), 3);
        QCOMPARE(grid.points(), std::size_t{10});
        QCOMPARE(grid.done(), std::size_t{4}); // 4 bit: one unpruned, three pruned; the fourth failed
        QCOMPARE(grid.failures().size(), std::size_t{1});
        QCOMPARE(grid.failures().front().reason, QStringLiteral("no memory"));
        QCOMPARE(grid.index(0, 0).data().toString(), QStringLiteral("0.880"));
        QCOMPARE(grid.index(1, 0).data(SweepGridModel::kIdRole), grid.index(0, 0).data(SweepGridModel::kIdRole));
        QCOMPARE(grid.index(2, 0).data().toString(), dash());
        QCOMPARE(grid.index(0, 0).data(SweepGridModel::kShareRole).toDouble(), 1.0);
        QCOMPARE(grid.range()->best, 0.88);
        QVERIFY(grid.range()->worst < 0.88);
        // Of an error the least is the best.
        const double worst = grid.range()->worst;
        grid.show(settings, {}, study, false);
        QCOMPARE(grid.range()->worst, 0.88);
        QCOMPARE(grid.range()->best, worst);
        QCOMPARE(grid.index(0, 0).data(SweepGridModel::kShareRole).toDouble(), 0.0);
        const auto series = grid.rankerSeries(4, "last");
        QCOMPARE(series.size(), std::size_t{2});
        QCOMPARE(series[1].points.size(), std::size_t{3});
        QVERIFY(grid.rankerSeries(6, "last").empty());
        // What diverged is there and has no place in the range.
        points[2].validation.mean = std::numeric_limits<double>::infinity();
        study.setPoints(points);
        grid.show(settings, {}, study);
        QCOMPARE(grid.range()->best, 0.88);
        // Other seeds make other points.
        settings.seeds = 7;
        grid.show(settings, {}, study);
        QCOMPARE(grid.done(), std::size_t{0});
        QVERIFY(!grid.range());
    }
};

QTEST_GUILESS_MAIN(TestViewModels)
#include "tst_view_models.moc"
