// SPDX-License-Identifier: GPL-3.0-or-later
// bench_points [POINTS]: does the window go on while a large study is opened, filtered, sorted, brushed, dragged
// in, starred in during a sweep, copied, saved, reported on and closed? Makes a study of 100,000 points (or so
// many), opens it in the window, and reports the gaps between two turns of the event loop in each step. Works
// without a display (QT_QPA_PLATFORM=offscreen).
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
        for (const char* key :
             {"lut", "ff", "carry", "delayNs", "throughputMsps", "powerMw", "pdpPj", "energyPerInferenceNj"})
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

/// The window with the large study, and the worst gap of the steps so far.
class Steps {
public:
    Steps(workbench::Session& session, workbench::MainWindow& window, QString folder)
        : session_(session),
          window_(window),
          folder_(std::move(folder)),
          table_(window.findChild<views::TableView*>(QStringLiteral("points-table"))),
          rows_(qobject_cast<views::PointFilterModel*>(table_->model()))
    {
    }

    void open(const QString& path, int count)
    {
        QElapsedTimer opening;
        qint64 listed = 0;
        qint64 ranked = 0;
        step(
            "open",
            [&] {
                opening.start();
                session_.openPath(path);
            },
            [&] {
                if (listed == 0 && rows_->rowCount() == count)
                    listed = opening.elapsed();
                if (ranked == 0 && !session_.state().front().ids.empty())
                    ranked = opening.elapsed();
                return rows_->rowCount() == count && session_.settled();
            });
        fmt::print("{:<22} the points in the table after {} ms, the front after {} ms\n", "", listed, ranked);
    }

    void filterAndSort()
    {
        auto* filter = window_.findChild<QLineEdit*>(QStringLiteral("points-filter"));
        const auto found = [&] { return !rows_->isWorking(); };
        const auto sort = [&](int column) { table_->sortByColumn(column, Qt::AscendingOrder); };
        step(
            "filter by typing",
            [&] { QTest::keyClicks(filter, QStringLiteral("lut<1000 random"), Qt::NoModifier, 40); }, found);
        step(
            "filter cleared", [&] { filter->clear(); }, found);
        step(
            "sort by LUT", [&] { sort(views::StudyModel::kLut); }, found);
        step(
            "sort by ranker", [&] { sort(views::StudyModel::kRanker); }, found);
        step(
            "sort by id", [&] { sort(views::StudyModel::kPointId); }, found);
        step(
            "brush a range",
            [&] {
                session_.state().setBrush({{"prune", 0.1, 0.4}});
            },
            found);
        step(
            "brush cleared", [&] { session_.state().setBrush({}); }, found);
        const QModelIndex star = session_.points().index(7, views::StudyModel::kStar);
        step(
            "star", [&] { session_.points().setData(star, Qt::Checked, Qt::CheckStateRole); }, found);
    }

    void chooseAndDrag()
    {
        auto* pruning = window_.findChild<QSlider*>(QStringLiteral("pruning-slider"));
        const auto settled = [&] { return session_.settled(); };
        step(
            "choose points",
            [&] {
                for (int i = 0; i < 10; ++i) {
                    table_->selectRow(i * 7);
                    QTest::qWait(100);
                }
            },
            settled);
        step(
            "drag the pruning",
            [&] {
                for (int i = 0; i < 60; ++i) {
                    pruning->setValue(i % 19 * 5);
                    QTest::qWait(16);
                }
            },
            settled);
    }

    void starDuringASweep()
    {
        views::SweepSettings sweep;
        sweep.bits = {4, 6, 8};
        sweep.prune = {0, 0.3};
        sweep.rankers = {"magnitude"};
        sweep.seeds = 1;
        const auto settled = [&] { return session_.settled(); };
        step(
            "star during a sweep",
            [&] {
                session_.run(sweep); // it reads all points of the study first
                for (int i = 0; i < 10; ++i) {
                    session_.points().setStarred(ids(100 + i, 1, 1), true);
                    QTest::qWait(50);
                }
            },
            settled);
        step(
            "star 200 points", [&] { session_.points().setStarred(ids(1000, 1, 200), true); }, settled);
    }

    void copyAndSave()
    {
        bool copied = false;
        QObject::connect(table_, &views::TableView::copied, [&copied] { copied = true; });
        table_->selectAll();
        step(
            "copy all rows", [&] { table_->copySelection(); }, [&] { return copied; });
        auto* points = window_.findChild<views::PointsPanel*>();
        table_->selectAll();
        const auto isWritten = [&](const QString& file) { return QFileInfo::exists(file) && !session_.busy(); };
        const QString csv = folder_ + QStringLiteral("/all.csv");
        step(
            "save all points", [&] { session_.savePoints(points->selectedRows(), csv, views::PointFormat::csv); },
            [&] { return isWritten(csv); });
        const QString html = folder_ + QStringLiteral("/report.html");
        step(
            "report", [&] { window_.findChild<workbench::Surroundings*>()->saveReport(html); },
            [&] { return isWritten(html); });
        table_->clearSelection();
    }

    void deleteAndClose()
    {
        const int all = session_.points().rowCount();
        const auto left = [&](int count) { return rows_->rowCount() == count && session_.settled(); };
        step(
            "delete 5", [&] { session_.deletePoints(ids(0, 1000, 5)); }, [&] { return left(all - 5); });
        step(
            "undo", [&] { session_.undoStack().undo(); }, [&] { return left(all); });
        step(
            "close", [&] { session_.closeStudy(); }, [&] { return !session_.isOpen(); });
    }

    [[nodiscard]] double worst() const { return worst_; }

private:
    void step(const char* what, const std::function<void()>& begin, const std::function<bool()>& done)
    {
        worst_ = std::max(worst_, measure(what, begin, done));
    }

    [[nodiscard]] QStringList ids(int first, int apart, int points) const
    {
        QStringList ids;
        for (int i = 0; i < points; ++i)
            ids << QString::fromStdString(
                session_.points().rows()[static_cast<std::size_t>(first + i * apart)].point.id);
        return ids;
    }

    workbench::Session& session_;
    workbench::MainWindow& window_;
    QString folder_;
    views::TableView* table_;
    views::PointFilterModel* rows_;
    double worst_ = 0;
};

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    const int count = argc > 1 ? std::atoi(argv[1]) : 100000;
    const QTemporaryDir scratch;
    const QString path = scratch.filePath(QStringLiteral("large.burin"));
    if (const auto made = makeStudy(path.toStdString(), count); !made) {
        fmt::print(stderr, "{}\n", made.error().text());
        return 1;
    }
    views::Theme theme(app);
    workbench::Session session(scratch.path().toStdString());
    workbench::MainWindow window(session, theme, nullptr);
    window.resize(1600, 1000);
    window.show();
    QTest::qWait(300);

    Steps steps(session, window, scratch.path());
    steps.open(path, count);
    steps.filterAndSort();
    steps.chooseAndDrag();
    steps.starDuringASweep();
    steps.copyAndSave();
    steps.deleteAndClose();
    return steps.worst() < 50 ? 0 : 1;
}
