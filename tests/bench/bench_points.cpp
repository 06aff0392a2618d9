// SPDX-License-Identifier: GPL-3.0-or-later
// bench_points [POINTS]: does the window go on while a large study is opened, filtered, sorted, brushed, dragged in,
// starred in during a sweep, copied, saved, reported on and closed? Makes a study of 100,000 points (or so many), opens it in the window, and reports the gaps between two turns
// of the event loop in each step. Works without a display (QT_QPA_PLATFORM=offscreen).
#include "app/workbench/session/session.h"
#include "app/workbench/shell/main_window.h"
#include "app/workbench/shell/surroundings.h"
#include "core/data/load.h"
#include "core/explore/example.h"
#include "core/explore/reservoir_evaluator.h"
#include "tests/bench/gap_meter.h"
#include "views/models/point_filter_model.h"
#include "views/panels/points/points_panel.h"
#include "views/theme/theme.h"
#include "views/widgets/table_view.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QSlider>
#include <QTemporaryDir>
#include <QtTest>

#include <fmt/format.h>

#include <cstdlib>
#include <functional>

namespace {

using namespace burin;

constexpr int kLimitMs = 300000;

/// Every point has its own configuration and a score and figures that depend on it.
Result<void> makeStudy(const std::filesystem::path& path, int count)
{
    BURIN_TRY(const auto example, explore::reservoirExample());
    study::Identity identity = explore::reservoirIdentity(*example.dataset, example.config, example.studySeed);
    identity.details["load"] = data::loadOptionsToJson(example.read);
    BURIN_TRY(const auto store, study::Study::create(path, identity));
    const std::vector<std::string> rankers{"sensitivity", "magnitude", "random", "mi", "pca", "lasso", "spearman"};
    std::vector<optimise::DesignPoint> points;
    for (int i = 0; i < count; ++i) {
        reservoir::ReservoirConfig config = example.config;
        const int bits = 2 + i % 15;
        config.widths = reservoir::Widths::uniform(bits, 8);
        config.ranker = rankers[static_cast<std::size_t>(i / 15) % rankers.size()];
        config.prune = 0.01 * (1 + i / 105 % 95);
        config.leak = 1 - 0.01 * (i / 9975);
        optimise::DesignPoint point;
        point.config = config;
        point.id = optimise::pointId(point.config);
        point.status = optimise::PointStatus::done;
        point.validation = {1 - 0.5 * config.prune / bits - 1e-7 * (i % 1000), 0.01};
        double value = 200.0 * bits * (1 - config.prune) + i % 97;
        for (const char* key : {"lut", "ff", "carry", "delayNs", "throughputMsps", "powerMw", "pdpPj", "energyPerInferenceNj"})
            point.metrics[key] = {value *= 1.01, Tier::fitted, 0.04, "bench"};
        points.push_back(std::move(point));
    }
    return store->put(points);
}

/// The gaps while `begin` is done and until `done`.
double measure(const char* what, const std::function<void()>& begin, const std::function<bool()>& done)
{
    bench::GapMeter meter;
    QElapsedTimer clock;
    meter.start();
    clock.start();
    begin();
    const bool ended = QTest::qWaitFor(done, kLimitMs);
    const auto milliseconds = clock.elapsed();
    const auto gaps = meter.stop();
    bench::report(what, gaps);
    fmt::print("{:<22} {} after {} ms\n", "", ended ? "done" : "NOT done", milliseconds);
    return bench::quantile(gaps.passed, 0.99);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    const int count = argc > 1 ? std::atoi(argv[1]) : 100000;
    const QTemporaryDir scratch;
    const std::filesystem::path path = scratch.filePath(QStringLiteral("large.burin")).toStdString();
    if (const auto made = makeStudy(path, count); !made) {
        fmt::print(stderr, "{}\n", made.error().text());
        return 1;
    }
    views::Theme theme(app);
    workbench::Session session(scratch.path().toStdString());
    workbench::MainWindow window(session, theme, nullptr);
    window.resize(1600, 1000);
    window.show();
    QTest::qWait(300);

    auto* table = window.findChild<views::TableView*>(QStringLiteral("points-table"));
    auto* filter = window.findChild<QLineEdit*>(QStringLiteral("points-filter"));
    auto* pruning = window.findChild<QSlider*>(QStringLiteral("pruning-slider"));
    auto* rows = qobject_cast<views::PointFilterModel*>(table->model());
    const auto found = [&] { return !rows->isWorking(); };
    QElapsedTimer opening;
    qint64 listed = 0;
    qint64 ranked = 0;
    double worst = measure("open",
                           [&] {
                               opening.start();
                               session.openPath(QString::fromStdString(path.string()));
                           },
                           [&] {
                               if (listed == 0 && rows->rowCount() == count)
                                   listed = opening.elapsed();
                               if (ranked == 0 && !session.state().front().ids.empty())
                                   ranked = opening.elapsed();
                               return rows->rowCount() == count && session.settled();
                           });
    fmt::print("{:<22} the points in the table after {} ms, the front after {} ms\n", "", listed, ranked);
    const auto step = [&](const char* what, const std::function<void()>& begin, const std::function<bool()>& done) {
        worst = std::max(worst, measure(what, begin, done));
    };
    step("filter by typing", [&] { QTest::keyClicks(filter, QStringLiteral("lut<1000 random"), Qt::NoModifier, 40); }, found);
    step("filter cleared", [&] { filter->clear(); }, found);
    step("sort by LUT", [&] { table->sortByColumn(views::StudyModel::kLut, Qt::AscendingOrder); }, found);
    step("sort by ranker", [&] { table->sortByColumn(views::StudyModel::kRanker, Qt::AscendingOrder); }, found);
    step("sort by id", [&] { table->sortByColumn(views::StudyModel::kPointId, Qt::AscendingOrder); }, found);
    step("brush a range", [&] { session.state().setBrush({{"prune", 0.1, 0.4}}); }, found);
    step("brush cleared", [&] { session.state().setBrush({}); }, found);
    step("star", [&] { session.points().setData(session.points().index(7, views::StudyModel::kStar), Qt::Checked, Qt::CheckStateRole); },
         found);
    step("choose points", [&] {
        for (int i = 0; i < 10; ++i) {
            table->selectRow(i * 7);
            QTest::qWait(100);
        }
    }, [&] { return session.settled(); });
    step("drag the pruning", [&] {
        for (int i = 0; i < 60; ++i) {
            pruning->setValue(i % 19 * 5);
            QTest::qWait(16);
        }
    }, [&] { return session.settled(); });
    views::SweepSettings sweep;
    sweep.bits = {4, 6, 8};
    sweep.prune = {0, 0.3};
    sweep.rankers = {"magnitude"};
    sweep.seeds = 1;
    const auto starRows = [&](int first, int points) {
        QStringList ids;
        for (int i = 0; i < points; ++i)
            ids << QString::fromStdString(session.points().rows()[static_cast<std::size_t>(first + i)].point.id);
        session.points().setStarred(ids, true);
    };
    step("star during a sweep", [&] {
        session.run(sweep); // it reads all points of the study first
        for (int i = 0; i < 10; ++i) {
            starRows(100 + i, 1);
            QTest::qWait(50);
        }
    }, [&] { return session.settled(); });
    const int all = session.points().rowCount();
    step("star 200 points", [&] { starRows(1000, 200); }, [&] { return session.settled(); });
    bool copied = false;
    QObject::connect(table, &views::TableView::copied, [&copied] { copied = true; });
    table->selectAll();
    step("copy all rows", [&] { table->copySelection(); }, [&] { return copied; });
    auto* points = window.findChild<views::PointsPanel*>();
    table->selectAll();
    const auto isWritten = [&session](const QString& file) { return QFileInfo::exists(file) && !session.busy(); };
    const QString csv = scratch.filePath(QStringLiteral("all.csv"));
    step("save all points", [&] { session.savePoints(points->selectedRows(), csv, views::PointFormat::csv); },
         [&] { return isWritten(csv); });
    const QString html = scratch.filePath(QStringLiteral("report.html"));
    step("report", [&] { window.findChild<workbench::Surroundings*>()->saveReport(html); }, [&] { return isWritten(html); });
    table->clearSelection();
    QStringList few;
    for (int i = 0; i < 5; ++i)
        few << QString::fromStdString(session.points().rows()[static_cast<std::size_t>(i * 1000)].point.id);
    step("delete 5", [&] { session.deletePoints(few); }, [&] { return rows->rowCount() == all - 5 && session.settled(); });
    step("undo", [&] { session.undoStack().undo(); }, [&] { return rows->rowCount() == all && session.settled(); });
    step("close", [&] { session.closeStudy(); }, [&] { return !session.isOpen(); });
    return worst < 50 ? 0 : 1;
}
