// SPDX-License-Identifier: GPL-3.0-or-later
// Hardware, Compare and Points by real clicks, on a small classification study and a small forecast, both made here.
#include "core/data/load.h"
#include "core/tools/process.h"
#include "tests/unit/workbench/window_test.h"
#include "views/panels/points/points_panel.h"
#include "views/plots/chart_frame.h"
#include "views/widgets/bar_table.h"
#include "views/widgets/bit_histogram_view.h"
#include "views/widgets/card.h"
#include "views/widgets/confusion_view.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <memory>

using namespace burin;
using namespace burin::workbench;
using views::StudyModel;

namespace {


reservoir::ReservoirConfig smallConfig(reservoir::ReadoutKind kind)
{
    reservoir::ReservoirConfig config;
    config.neurons = 8;
    config.readout = {kind, 1};
    config.seeds = 2;
    config.tune = 2;
    return config;
}

/// A study of a generated data set: 8 bit, 4 bit, 4 bit half pruned, and a point that failed.
void makeStudy(const std::string& data, reservoir::ReadoutKind kind, const QString& path)
{
    data::LoadOptions options;
    options.data = data;
    auto loaded = data::loadDataset(options);
    if (!loaded)
        qFatal("%s", loaded.error().text().c_str());
    const auto dataset = std::make_shared<const data::Dataset>(std::move(*loaded));
    explore::ReservoirEvaluator evaluator(dataset, 1);
    reservoir::ReservoirConfig config = smallConfig(kind);
    study::Identity identity = explore::reservoirIdentity(*dataset, config, 1);
    identity.details["load"] = data::loadOptionsToJson(options);
    auto store = study::Study::create(path.toStdString(), identity);
    if (!store)
        qFatal("%s", store.error().text().c_str());
    JobContext context;
    context.threads = 2;
    const auto add = [&](int bits, double prune) {
        config.widths = reservoir::Widths::uniform(bits);
        config.prune = prune;
        config.ranker = "magnitude";
        const auto canonical = evaluator.canonical(nlohmann::json(config));
        const auto point = explore::evaluatePoint(evaluator, *canonical, context);
        if (!point || point->status != optimise::PointStatus::done || !(*store)->put(*point))
            qFatal("no point");
    };
    add(8, 0);
    add(4, 0);
    add(4, 0.5);
    config.widths = reservoir::Widths::uniform(7);
    optimise::DesignPoint failed;
    failed.config = *evaluator.canonical(nlohmann::json(config));
    failed.id = optimise::pointId(failed.config);
    failed.status = optimise::PointStatus::failed;
    failed.message =
        "the accumulators would need 70 bits where 63 are the most: choose fewer bits for the inputs, "
        "the states or the weights";
    if (!(*store)->put(failed))
        qFatal("no failed point");
}

} // namespace

class TestStudyTabs : public test::WindowTest {
    Q_OBJECT
private:

    [[nodiscard]] QTableView* table() const { return child<QTableView>("points-table"); }
    [[nodiscard]] views::PointsPanel* points() const { return child<views::PointsPanel>("points-panel"); }
    [[nodiscard]] QString tab() const
    {
        return child<QTabWidget>("tabs")->currentWidget()->objectName();
    }
    /// The row of the table that shows these bits and this rate.
    [[nodiscard]] QModelIndex row(int bits, double prune, int column = StudyModel::kBits) const
    {
        const auto* model = table()->model();
        for (int i = 0; i < model->rowCount(); ++i)
            if (model->index(i, StudyModel::kBits).data(StudyModel::kRawRole).toInt() == bits &&
                model->index(i, StudyModel::kPrune).data(StudyModel::kRawRole).toDouble() == prune)
                return model->index(i, column);
        return {};
    }
    void click(const QModelIndex& index, Qt::KeyboardModifiers keys = {}) const
    {
        table()->scrollTo(index);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, keys, table()->visualRect(index).center());
    }
    /// An entry of the context menu at this cell.
    void choose(const QModelIndex& index, const char* action) const
    {
        Q_EMIT table()->customContextMenuRequested(table()->visualRect(index).center());
        auto* menu = child<QMenu>("points-menu");
        QVERIFY(menu != nullptr);
        const QList<QAction*> all = menu->actions();
        const auto found = std::find_if(all.begin(), all.end(), [action](const QAction* each) {
            return each->objectName() == QLatin1String(action);
        });
        QVERIFY2(found != all.end(), action);
        QAction* entry = *found;
        QVERIFY(entry->isEnabled());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entry).center());
        QVERIFY(QTest::qWaitFor([this] { return child<QMenu>("points-menu") == nullptr; }, test::kLong));
    }
    void openTab(const char* page) const
    {
        auto* tabs = child<QTabWidget>("tabs");
        const int index = tabs->indexOf(child<QWidget>(page));
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(index).center());
        QCOMPARE(tab(), QString::fromLatin1(page));
    }
    [[nodiscard]] bool hasYosys() const { return tools::findProgram("yosys").has_value(); }
    void open(const char* name)
    {
        QSignalSpy opened(session_.get(), &Session::opened);
        session_->openPath(folder_.filePath(QString::fromLatin1(name)));
        QVERIFY(QTest::qWaitFor([&] { return opened.count() == 1; }, test::kLong));
        QVERIFY(settle());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        makeStudy("strokes", reservoir::ReadoutKind::mean, folder_.filePath(QStringLiteral("classes.burin")));
        makeStudy("henon", reservoir::ReadoutKind::last, folder_.filePath(QStringLiteral("forecast.burin")));
        openWindow(folder_.path());
        open("classes.burin");
    }

    void failedPointsSayWhy()
    {
        auto* failed = child<QToolButton>("points-failed");
        QVERIFY(failed->isVisible());
        QCOMPARE(failed->text(), QStringLiteral("1 failed"));
        QTest::mouseClick(failed, Qt::LeftButton);
        QCOMPARE(table()->model()->rowCount(), 1);
        const QModelIndex cell = table()->model()->index(0, StudyModel::kStatus);
        QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(QStringLiteral("70 bits")));
        QVERIFY(session_->log().text().contains(QStringLiteral("70 bits")));
        child<QLineEdit>("points-filter")->clear();
        QCOMPARE(table()->model()->rowCount(), 4);
    }

    void filterErrorsAreShownInPlace()
    {
        auto* filter = child<QLineEdit>("points-filter");
        auto* problem = child<QLabel>("points-filter-problem");
        QVERIFY(!problem->isVisible());
        QTest::keyClicks(filter, QStringLiteral("luts<3000"));
        QVERIFY(problem->isVisible());
        QVERIFY(problem->text().contains(QStringLiteral("luts")));
        QCOMPARE(table()->model()->rowCount(), 4);
        filter->clear();
        QVERIFY(!problem->isVisible());
        // A chosen point stays chosen where the filter hides it, and so does the configuration.
        click(row(8, 0));
        const QString chosen = session_->state().selected();
        const views::DesignConfig config = session_->state().config();
        QTest::keyClicks(filter, QStringLiteral("bits=4"));
        QVERIFY(table()->model()->rowCount() > 0 && table()->model()->rowCount() < 4);
        QCOMPARE(session_->state().selected(), chosen);
        QVERIFY(session_->state().config() == config && !table()->currentIndex().isValid());
        filter->clear();
        QCOMPARE(table()->currentIndex().data(views::StudyModel::kIdRole).toString(), chosen);
        QTest::keyClicks(filter, QStringLiteral("bits=16"));
        session_->state().setBrush({views::PointRange{"prune", 0.9, 1}});
        auto* all = child<QPushButton>("points-nothing-action");
        QVERIFY(all->isVisible());
        QTest::mouseClick(all, Qt::LeftButton);
        QCOMPARE(table()->model()->rowCount(), 4);
    }

    void comparesWithAnotherPointThanItself()
    {
        click(row(8, 0)); // the baseline itself
        QVERIFY(settle());
        auto& pair = session_->comparison();
        QVERIFY(pair.hasPair());
        QVERIFY(pair.a() != pair.b());
        click(row(4, 0.5));
        QVERIFY(settle());
        QCOMPARE(pair.b(), session_->state().selected());
        QCOMPARE(pair.a(), row(8, 0).data(StudyModel::kIdRole).toString());
        QVERIFY(!pair.answer().value); // nobody looks yet
        openTab("compare-panel");
        QVERIFY(settle());
        QVERIFY(pair.answer().value != nullptr);
        // The waterfall ends at B, whose LUTs are those of the estimate.
        const auto& bars = child<views::ChartFrame>("compare-waterfall")->canvas()->state().plot.bars;
        QVERIFY(bars.size() >= 3);
        QVERIFY(std::abs(bars[bars.size() - 2].to - bars.back().to) < 1e-6);
        QVERIFY(bars.back().to < bars.front().to);
        auto* confusion = child<views::ConfusionView>("compare-confusion-a");
        QVERIFY(confusion->isVisible());
        confusion->setFocus();
        QTest::keyClick(confusion, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("true")));
        const auto& classes = child<views::BarTable>("compare-classes")->content();
        QCOMPARE(classes.rows.size(), pair.answer().value->confusionA->classNames.size());
        QCOMPARE(child<views::BarTable>("compare-rtl")->content().rows.size(), std::size_t{3});
        QVERIFY(!child<QWidget>("compare-forecast-card")->isVisible());
    }

    void aAndBFromTheMenuAndSwap()
    {
        auto& pair = session_->comparison();
        const QString four = row(4, 0).data(StudyModel::kIdRole).toString();
        click(row(4, 0));
        QVERIFY(settle());
        choose(row(4, 0), "points-set-a");
        QCOMPARE(pair.a(), four);
        QVERIFY(pair.b() != four);
        const QString b = pair.b();
        QTest::mouseClick(child<QToolButton>("compare-swap"), Qt::LeftButton);
        QCOMPARE(pair.a(), b);
        QCOMPARE(pair.b(), four);
        // By keyboard: the first entry is the baseline again.
        auto* combo = child<QComboBox>("compare-a");
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Home);
        QCOMPARE(pair.a(), row(8, 0).data(StudyModel::kIdRole).toString());
        QVERIFY(settle());
    }

    /// Estimate and score of a new width are there before its histograms.
    void aHistogramOfAnotherWidthIsDimmed()
    {
        auto* box = child<QSpinBox>("widths-recurrent");
        auto* view = child<views::BitHistogramView>("histogram-recurrent");
        int dimmed = 0;
        int wrong = 0;
        QObject context;
        const auto look = [&] {
            dimmed += view->isStale() ? 1 : 0;
            wrong += !view->isStale() && view->histogram().format.bits != box->value() ? 1 : 0;
        };
        connect(&state(), &views::DesignState::configChanged, &context, look);
        connect(&state(), &views::DesignState::liveChanged, &context, look);
        for (const int bits : {6, 4}) {
            child<QSlider>("bits-slider")->setValue(bits);
            QCOMPARE(box->value(), bits);
            QVERIFY(settle());
            QVERIFY(!view->isStale());
            QCOMPARE(view->histogram().format.bits, bits);
        }
        QVERIFY(dimmed > 2);
        QCOMPARE(wrong, 0);
    }

    void severalRowsAreCopiedAndSaved()
    {
        click(row(8, 0));
        click(row(4, 0), Qt::ControlModifier);
        QVERIFY(settle());
        QCOMPARE(points()->selectedIds().size(), 2);
        QTest::mouseClick(child<QToolButton>("points-copy"), Qt::LeftButton);
        const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].contains(QStringLiteral("Delay (ns)")));
        choose(row(4, 0), "points-copy-markdown");
        QVERIFY(QTest::qWaitFor([] { return QApplication::clipboard()->text().startsWith(QLatin1Char('#')); }, test::kLong));
        choose(row(4, 0), "points-copy-json");
        QVERIFY(QTest::qWaitFor([] { return QApplication::clipboard()->text().startsWith(QLatin1Char('{')); }, test::kLong));
        choose(row(4, 0), "points-save");
        auto* dialog = child<QFileDialog>("points-save-dialog");
        QVERIFY(dialog != nullptr);
        const QString file = folder_.filePath(QStringLiteral("two.csv"));
        Q_EMIT dialog->fileSelected(file);
        dialog->close();
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file) && !session_->busy(); }, test::kLong));
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().trimmed().count('\n'), 2);
    }

    void starNoteAndColumns()
    {
        click(row(4, 0.5));
        choose(row(4, 0.5), "points-star");
        QCOMPARE(row(4, 0.5, StudyModel::kStar).data(StudyModel::kRawRole).toBool(), true);
        choose(row(4, 0.5), "points-note");
        auto* editor = table()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        QTest::keyClicks(editor, QStringLiteral("worth a look"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(row(4, 0.5, StudyModel::kNote).data().toString(), QStringLiteral("worth a look"));
        auto* panel = points();
        QVERIFY(table()->isColumnHidden(StudyModel::kPointId));
        table()->setColumnHidden(StudyModel::kPointId, false);
        const QByteArray saved = panel->table()->saveColumns();
        table()->setColumnHidden(StudyModel::kPointId, true);
        panel->restoreColumns(saved);
        QVERIFY(!table()->isColumnHidden(StudyModel::kPointId));
        panel->restoreColumns(QByteArray("something else"));
        QVERIFY(!table()->isColumnHidden(StudyModel::kPointId));
        table()->setColumnHidden(StudyModel::kPointId, true);
    }

    void hardwareShowsTheCircuit()
    {
        openTab("hardware-panel");
        QVERIFY(settle());
        const auto insight = session_->state().insights().circuit.value;
        QVERIFY(insight != nullptr);
        const auto& blocks = child<views::BarTable>("hardware-utilisation")->content().rows;
        QCOMPARE(blocks.size(), std::size_t{6}); // five blocks and their sum
        QVERIFY(child<views::Card>("hardware-sharing-card")->note().contains(QStringLiteral("saved by sharing")));
        QCOMPARE(child<views::BarTable>("hardware-path")->content().rows.size(), insight->path.size());
        QCOMPARE(child<views::BarTable>("hardware-histogram")->content().rows.size(), std::size_t{10});
        QVERIFY(!child<views::BarTable>("hardware-power")->isStale());
        // A slider dims it until the new circuit is there.
        child<QSlider>("bits-slider")->setFocus();
        QTest::keyClick(child<QSlider>("bits-slider"), Qt::Key_Right);
        QVERIFY(child<views::BarTable>("hardware-power")->isStale());
        QVERIFY(settle());
        QVERIFY(!child<views::BarTable>("hardware-power")->isStale());
        QVERIFY(session_->state().insights().circuit.value != insight);
    }

    void synthesisIsQueued()
    {
        if (!hasYosys()) {
            if (qEnvironmentVariable("CI") == QStringLiteral("true"))
                QFAIL("yosys is not installed");
            QSKIP("yosys is not installed");
        }
        click(row(4, 0));
        click(row(7, 0.5), Qt::ControlModifier); // the point that failed: there is nothing to synthesise
        QVERIFY(settle());
        QCOMPARE(points()->selectedIds().size(), 2);
        choose(row(7, 0.5), "points-synthesise");
        QCOMPARE(tab(), QStringLiteral("hardware-panel"));
        auto& queue = session_->synthesis();
        QCOMPARE(queue.rowCount(), 2);
        QVERIFY(QTest::qWaitFor([this] { return !session_->busy(); }, test::kLong));
        QVERIFY(settle());
        QCOMPARE(queue.count(views::SynthesisState::done), 1);
        QCOMPARE(queue.count(views::SynthesisState::failed), 1);
        QVERIFY(session_->log().text().contains(QStringLiteral("could not be synthesised")));
        const QString lut = row(4, 0, StudyModel::kLutSynth).data().toString();
        QVERIFY2(lut.contains(QLatin1Char('%')), qPrintable(lut));
        QCOMPARE(row(8, 0, StudyModel::kLutSynth).data().toString(), QStringLiteral("\u2013"));
        click(row(4, 0));
        QVERIFY(settle());
        QVERIFY(!child<views::BarTable>("hardware-synthesis")->content().rows.empty());
        click(row(8, 0));
        QVERIFY(settle());
        QVERIFY(child<QPushButton>("hardware-synthesis-empty-action")->isVisibleTo(window_.get()));
    }

    void aSynthesisThatRunsIsNotOfferedAgain()
    {
        if (!hasYosys())
            QSKIP("yosys is not installed");
        openTab("hardware-panel");
        click(row(8, 0));
        QVERIFY(settle());
        const auto offered = [this] {
            return child<QPushButton>("hardware-synthesis-empty-action")->isVisibleTo(window_.get()) &&
                   child<QPushButton>("hardware-synthesise")->isEnabled();
        };
        QVERIFY(offered());
        child<QPushButton>("hardware-synthesise")->click();
        QVERIFY(!child<QPushButton>("hardware-synthesis-empty-action")->isVisibleTo(window_.get()));
        QVERIFY(!child<QPushButton>("hardware-synthesise")->isEnabled());
        click(row(6, 0)); // another one may be asked for
        QVERIFY(offered());
        click(row(8, 0));
        QVERIFY(!offered());
        session_->stop();
        QVERIFY(QTest::qWaitFor([this] { return !session_->busy(); }, test::kLong));
        QVERIFY(offered());
    }

    void cancelledSynthesisSaysSo()
    {
        if (!hasYosys())
            QSKIP("yosys is not installed");
        session_->synthesisePoints(QStringList{row(8, 0).data(StudyModel::kIdRole).toString()});
        session_->stop();
        QVERIFY(QTest::qWaitFor([this] { return !session_->busy(); }, test::kLong));
        QVERIFY(QTest::qWaitFor([this] { return session_->synthesis().count(views::SynthesisState::cancelled) == 1; },
                                test::kLong));
    }

    void deletedPointsComeBack()
    {
        window_->activateWindow(); // keys go to the active window
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        const auto* model = table()->model();
        click(row(4, 0.5));
        click(row(4, 0), Qt::ControlModifier);
        QVERIFY(settle());
        const std::string id = row(4, 0.5).data(StudyModel::kIdRole).toString().toStdString();
        auto& store = session_->engine()->store();
        auto before = store.find(id);
        QVERIFY(before && *before && (*before)->starred && (*before)->note == "worth a look");
        QTest::keyClick(table(), Qt::Key_Delete);
        QVERIFY(QTest::qWaitFor([&] { return model->rowCount() == 2; }, test::kLong));
        QVERIFY(settle());
        QVERIFY(!row(4, 0.5).isValid() && !row(4, 0).isValid());
        QVERIFY(session_->state().selected().isEmpty() && !points()->deleteAction()->isEnabled());
        auto gone = store.find(id);
        QVERIFY(gone && !*gone);

        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return model->rowCount() == 4; }, test::kLong));
        auto back = store.find(id);
        QVERIFY(back && *back);
        QCOMPARE(nlohmann::json(**back), nlohmann::json(**before)); // star, note, replicas and figures
        QCOMPARE(row(4, 0.5, StudyModel::kStar).data(StudyModel::kRawRole).toBool(), true);
        QCOMPARE(row(4, 0.5, StudyModel::kNote).data().toString(), QStringLiteral("worth a look"));

        QTest::keyClick(window_.get(), Qt::Key_Y, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return model->rowCount() == 2; }, test::kLong));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return model->rowCount() == 4; }, test::kLong));
        QVERIFY(settle());

        click(row(7, 0.5));
        choose(row(7, 0.5), "action-delete-points");
        QVERIFY(QTest::qWaitFor([&] { return model->rowCount() == 3; }, test::kLong));
        window_->activateWindow(); // the menu was
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return model->rowCount() == 4; }, test::kLong));
        QVERIFY(settle());
    }

    /// With all rankers and one parameter more: its field is in sight, the cells hold their numbers without
    /// scrolling.
    void aLargeSweepHasRoom()
    {
        openTab("sweep-panel");
        auto* grid = child<QTableView>("sweep-grid");
        window_->resize(1280, 800); // a common grid has no scroll bar there
        child<QLineEdit>("sweep-prune")->setText(QStringLiteral("0 15 30 45 60 75 90"));
        QVERIFY(settle());
        QVERIFY(grid->model()->rowCount() <= 3 && grid->model()->columnCount() == 7);
        QTRY_COMPARE(grid->horizontalScrollBar()->maximum(), 0);
        QTRY_COMPARE(grid->verticalScrollBar()->maximum(), 0);
        window_->resize(1442, 924);
        for (auto* check : child<QWidget>("sweep-settings")->findChildren<QCheckBox*>())
            if (check->objectName().startsWith(QLatin1String("sweep-ranker-")))
                check->setChecked(true);
        auto* menu = child<QMenu>("sweep-parameters");
        Q_EMIT menu->aboutToShow();
        child<QAction>("sweep-add-leak")->trigger();
        auto* field = child<QLineEdit>("sweep-more-leak");
        auto* scroll = child<QScrollArea>("sweep-settings");
        const auto inSight = [&] {
            const QRect place(field->mapTo(scroll->viewport(), QPoint()), field->size());
            return scroll->viewport()->rect().contains(place);
        };
        QTRY_VERIFY(inSight());
        field->setText(QStringLiteral("0.5 1"));
        QVERIFY(settle());
        QVERIFY(grid->model()->rowCount() >= 16);
        QCOMPARE(grid->model()->columnCount(), 7);
        QTRY_COMPARE(grid->horizontalScrollBar()->maximum(), 0);
        for (int row = 0; row < grid->model()->rowCount(); ++row)
            for (int column = 0; column < 7; ++column) {
                const QString text = grid->model()->index(row, column).data().toString();
                QVERIFY(grid->columnWidth(column) >=
                        grid->fontMetrics().horizontalAdvance(text) + grid->fontMetrics().height() / 2);
            }
        // The names of the rows are whole, in as many lines as they need.
        QFont bold = grid->verticalHeader()->font();
        bold.setBold(true);
        const QRect needs =
            QFontMetrics(bold).boundingRect(QRect(0, 0, grid->verticalHeader()->width(), 1000), Qt::TextWordWrap,
                                            grid->model()->headerData(0, Qt::Vertical).toString());
        QVERIFY(needs.width() <= grid->verticalHeader()->width() &&
                needs.height() + grid->fontMetrics().height() <= grid->rowHeight(0));
        // Reasons of failure are whole too.
        child<QAbstractButton>("sweep-more-leak-remove")->click();
        child<QAbstractButton>("sweep-bits-7")->setChecked(true);
        child<QLineEdit>("sweep-prune")->setText(QStringLiteral("0 50"));
        QVERIFY(settle());
        auto* failures = child<QTableView>("sweep-failures");
        QTRY_VERIFY(failures->isVisible());
        QCOMPARE(failures->model()->rowCount(), 1);
        const QString reason = failures->model()->index(0, 1).data().toString();
        QVERIFY(reason.contains(QStringLiteral("70 bits")));
        const auto whole = [&] {
            const QRect room(0, 0, failures->columnWidth(1) - failures->fontMetrics().height(), 1000);
            return failures->fontMetrics().boundingRect(room, Qt::TextWordWrap, reason).height() <=
                   failures->rowHeight(0);
        };
        QTRY_VERIFY(whole());
        if (const QString target = QString::fromLocal8Bit(qgetenv("BURIN_PICTURES")); !target.isEmpty())
            window_->grab().save(target + QStringLiteral("/large-sweep.png"));
    }

    void aPointThatAJobWorksOnIsNotDeleted()
    {
        disconnect(session_.get(), &Session::failed, this, nullptr);
        QSignalSpy refused(session_.get(), &Session::failed);
        const QModelIndex failed = row(7, 0.5);
        const QString id = failed.data(StudyModel::kIdRole).toString();
        views::SweepSettings again; // the point that failed is tried again, with many more
        again.bits = {7};
        again.prune = {0.5, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8};
        again.rankers = {"sensitivity", "magnitude", "random", "lasso"};
        again.seeds = 2;
        session_->run(again);
        QVERIFY(
            QTest::qWaitFor([this] { return session_->points().rowCount() > 4; }, test::kLong)); // it is under way
        session_->deletePoints({id});
        QVERIFY(QTest::qWaitFor([&] { return refused.count() > 0 || !session_->sweeping(); }, test::kLong));
        QCOMPARE(refused.count(), 1);
        QVERIFY2(refused[0][1].toString().contains(QStringLiteral("a job works on the point")),
                 qPrintable(refused[0][1].toString()));
        QVERIFY(session_->points().rowOf(id) >= 0);
        session_->stop();
        QVERIFY(settle());
        for (auto* box : QApplication::topLevelWidgets()) // the message that said so
            if (box->inherits("QMessageBox"))
                box->close();
        connect(session_.get(), &Session::failed, this, [](const QString& title, const QString& text) {
            QFAIL(qPrintable(title + QStringLiteral(": ") + text));
        });
    }

    void aForecastHasErrorsInsteadOfClasses()
    {
        openTab("compare-panel");
        open("forecast.burin");
        const auto value = session_->comparison().answer().value;
        QVERIFY(value != nullptr && value->forecastA.has_value());
        QVERIFY(!child<QWidget>("compare-class-card")->isVisible());
        QVERIFY(!child<QWidget>("compare-confusion-a-card")->isVisible());
        QVERIFY(child<QWidget>("compare-forecast-card")->isVisible());
        QCOMPARE(child<views::BarTable>("compare-forecast")->content().rows.size(), std::size_t{1});
        QCOMPARE(child<views::ChartFrame>("compare-trace")->canvas()->state().plot.series.size(),
                 std::size_t{3});
        QCOMPARE(session_->synthesis().rowCount(), 0); // the queue of the other study is gone
    }
};

QTEST_MAIN(TestStudyTabs)
#include "tst_study_tabs.moc"
