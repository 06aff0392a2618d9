// SPDX-License-Identifier: GPL-3.0-or-later
// The window on its reservoir example, by real clicks and keys: what a person does in the first five minutes. One
// window for all tests, which build on each other in the order of the story.
#include "app/workbench/session/command_line.h"
#include "tests/unit/workbench/window_test.h"
#include "views/models/job_model.h"
#include "views/panels/configuration/live_block.h"
#include "views/plots/chart_canvas.h"
#include "views/widgets/metric_row.h"
#include "views/widgets/toast.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSet>
#include <QSlider>
#include <QTabBar>
#include <QtTest>

#include <memory>

using namespace burin;
using namespace burin::workbench;

namespace {


bool isInteractive(const QWidget* widget)
{
    return qobject_cast<const QAbstractButton*>(widget) != nullptr || qobject_cast<const QComboBox*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr || qobject_cast<const QSlider*>(widget) != nullptr ||
           qobject_cast<const QLineEdit*>(widget) != nullptr || qobject_cast<const QTabBar*>(widget) != nullptr ||
           qobject_cast<const QAbstractItemView*>(widget) != nullptr;
}

/// Parts that Qt puts inside other widgets and that speak through their owner.
bool isInternal(const QWidget* widget)
{
    if (widget->objectName().startsWith(QLatin1String("qt_")))
        return true;
    for (const QWidget* owner = widget->parentWidget(); owner != nullptr; owner = owner->parentWidget()) {
        if (isInteractive(owner) || owner->inherits("QComboBoxPrivateContainer"))
            return true;
    }
    return false;
}

/// Interactive widgets below `root`, all of which have a name of their own and one that is read out; so has what draws
/// itself and can have the focus.
int namesIn(QWidget* root)
{
    QSet<QString> names;
    for (auto* widget : root->findChildren<QWidget*>()) {
        const bool drawn = widget->focusPolicy() != Qt::NoFocus &&
                           widget->metaObject()->className() != QByteArray("QWidget") &&
                           QByteArray(widget->metaObject()->className()).startsWith("burin::views::");
        if ((!isInteractive(widget) && !drawn) || isInternal(widget) || widget->window() != root->window())
            continue;
        if (const auto* bar = qobject_cast<QTabBar*>(widget); bar != nullptr && bar->count() == 0)
            continue; // Qt keeps the bars of docks that are no longer on each other
        const QString name = widget->objectName();
        const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
        if (name.isEmpty() || names.contains(name) || spoken == nullptr || spoken->text(QAccessible::Name).isEmpty() ||
            widget->accessibleName().isEmpty()) {
            qWarning("%s \"%s\" has no name of its own, or none that is read out", widget->metaObject()->className(),
                     qPrintable(name));
            return -1;
        }
        names.insert(name);
    }
    return static_cast<int>(names.size());
}

int pixelsOf(const QImage& image, const QColor& colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                                 std::abs(pixel.blue() - colour.blue()) < 24
                         ? 1
                         : 0;
        }
    return count;
}

int coloursIn(const QImage& image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            colours.insert(image.pixel(x, y));
    return static_cast<int>(colours.size());
}

} // namespace

class TestWorkbench : public test::WindowTest {
    Q_OBJECT
private:

    [[nodiscard]] bool idle() const
    {
        return QTest::qWaitFor([this] { return !session_->busy() && !session_->sweeping(); }, test::kLong);
    }
    void setGrid(const QList<int>& bits, const QString& rates)
    {
        for (int b = 2; b <= 16; ++b)
            child<QPushButton>(qPrintable(QStringLiteral("sweep-bits-%1").arg(b)))->setChecked(bits.contains(b));
        auto* line = child<QLineEdit>("sweep-prune");
        line->clear();
        QTest::keyClicks(line, rates);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        openWindow(folder_.filePath(QStringLiteral("studies")));
        session_->openExample();
        QVERIFY(settle());
    }

    void cleanupTestCase() { QCOMPARE(failures_, QStringList()); }

    void opensWithResults()
    {
        QVERIFY(session_->points().rowCount() >= 50);
        QVERIFY(!session_->state().front().knee.isEmpty());
        QVERIFY(!session_->state().front().reason.isEmpty());
        QVERIFY(!session_->state().live().histograms.empty());
        QCOMPARE(child<QAbstractItemView>("points-table")->model()->rowCount(), session_->points().rowCount());
    }

    void everyWidgetHasItsNames()
    {
        QVERIFY(namesIn(window_.get()) > 40);
        // Dialogs too, each as it opens.
        for (const char* action : {"action-palette", "action-guide", "action-open-network", "action-new"}) {
            auto* open = child<QAction>(action);
            QVERIFY2(open != nullptr, action);
            open->trigger();
            QWidget* dialog = nullptr;
            for (auto* each : window_->findChildren<QWidget*>())
                if (each->isWindow() && each->isVisible() && qobject_cast<QMenu*>(each) == nullptr)
                    dialog = each;
            QVERIFY2(dialog != nullptr, action);
            if (qobject_cast<QFileDialog*>(dialog) == nullptr) // Qt's own
                QVERIFY2(namesIn(dialog) > 0, action);
            dialog->close();
            QTest::qWait(0);
        }
        window_->activateWindow(); // keys of the tests that follow go to it
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }

    void noPanelIsBlank()
    {
        for (const char* name : {"study-panel", "configuration-panel", "points-panel"}) {
            auto* widget = child<QWidget>(name);
            QVERIFY2(widget->isVisible(), name);
            QVERIFY2(coloursIn(widget->grab().toImage()) > 25, name);
        }
        // An axis with its numbers is no chart: every series has its colour within the axes.
        for (const char* name : {"chart-score-canvas", "chart-metric-canvas", "chart-front-canvas"}) {
            auto* canvas = child<views::ChartCanvas>(name);
            QVERIFY2(canvas->isVisible(), name);
            const QRect area = canvas->state().frame.area.toRect().adjusted(2, 2, -2, -2);
            const QImage inside = canvas->grab(area).toImage();
            QVERIFY2(!canvas->state().plot.series.empty(), name);
            for (const views::PlotSeries& series : canvas->state().plot.series) {
                const QColor colour = series.quiet ? canvas->state().colours.text
                                                   : views::seriesStyle(series.data.style, canvas->state().colours).colour;
                QVERIFY2(pixelsOf(inside, colour) > 10,
                         qPrintable(QLatin1String(name) + QLatin1Char(' ') + series.data.name));
            }
        }
    }

    void fewerBitsChangeTheNumbers()
    {
        const QString lut = live("live-lut");
        const QString pdp = live("live-pdpPj");
        auto* slider = child<QSlider>("bits-slider");
        QCOMPARE(slider->value(), 8);
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(session_->state().reservoir().widths.recurrent, 4);
        QVERIFY(settle());
        QVERIFY(live("live-lut") != lut);
        QVERIFY(live("live-pdpPj") != pdp);
        QVERIFY(!child<views::MetricRow>("live-lut")->isStale());
        // This point is in the study: it becomes the one selection.
        QVERIFY(!session_->state().selected().isEmpty());
    }

    void pruningByKeyAndUndo()
    {
        const QString lut = live("live-lut");
        // The first weights to go are those that are zero anyhow and cost nothing: 10 % would change no LUT.
        for (int i = 0; i < 8; ++i)
            QTest::keyClick(window_.get(), Qt::Key_Equal);
        QCOMPARE(session_->state().reservoir().prune, 0.4);
        QVERIFY(settle());
        QVERIFY(live("live-lut") != lut);
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(session_->state().reservoir().prune, 0.0);
        QTest::keyClick(window_.get(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(session_->state().reservoir().prune, 0.4);
        QTest::keyClick(window_.get(), Qt::Key_BracketRight);
        QCOMPARE(session_->state().reservoir().widths.recurrent, 5);
        QVERIFY(settle());
    }

    void aRowSelectsEverywhere()
    {
        auto* table = child<QAbstractItemView>("points-table");
        const QModelIndex row = table->model()->index(3, views::StudyModel::kBits);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(row).center());
        const QString id = row.data(views::StudyModel::kIdRole).toString();
        QCOMPARE(session_->state().selected(), id);
        const auto* point = session_->points().find(id);
        QCOMPARE(session_->state().reservoir().widths, std::get<reservoir::ReservoirConfig>(point->config).widths);
        QVERIFY(settle());
        QCOMPARE(session_->state().selected(), id);
    }

    void aBudgetIsRecommendedWithin()
    {
        auto* floor = child<QDoubleSpinBox>("budget-score");
        floor->setValue(0.9);
        QVERIFY(QTest::qWaitFor([this] { return session_->settled(); }, test::kLong));
        const auto* point = session_->points().find(session_->state().front().recommended);
        QVERIFY(point != nullptr);
        QVERIFY(*point->point.validation.mean >= 0.9);
        floor->setValue(0);
        QVERIFY(settle());
    }

    void aSmallSweepFillsTheTable()
    {
        const int before = session_->points().rowCount();
        setGrid({3}, QStringLiteral("0 50"));
        QTest::keyClick(window_.get(), Qt::Key_F5);
        QVERIFY(session_->sweeping());
        QVERIFY(idle());
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), before + 2);
    }

    void aSweepPausesAndGoesOn()
    {
        const int before = session_->points().rowCount();
        setGrid({7, 9, 10, 11}, QStringLiteral("0 20 40 60 80")); // more than is computed until a click
        auto* pause = child<QPushButton>("sweep-pause");
        QVERIFY(!pause->isEnabled());
        QTest::keyClick(window_.get(), Qt::Key_F5);
        QVERIFY(QTest::qWaitFor([&] { return pause->isEnabled(); }, test::kLong));
        const quint64 job = session_->sweepJob();
        pause->click();
        const auto state = [&] { return session_->jobs().find(job)->state; };
        QVERIFY(QTest::qWaitFor([&] { return state() == views::JobState::paused; }, test::kLong));
        // What was being computed may still end; then none comes while the live network, which costs about as much as a
        // point, is read.
        auto* slider = child<QSlider>("pruning-slider");
        int paused = -1;
        QVERIFY(QTest::qWaitFor([&] {
            const int there = session_->points().rowCount();
            slider->setValue(slider->value() == 10 ? 15 : 10);
            if (!QTest::qWaitFor([this] { return !session_->state().scoreIsStale(); }, test::kLong))
                return false;
            paused = session_->points().rowCount();
            return paused == there;
        }, test::kLong));
        QVERIFY(paused < before + 20);
        QVERIFY(session_->sweeping());
        for (const char* name : {"status-text", "sweep-progress"})
            QVERIFY2(child<QLabel>(name)->text().contains(QStringLiteral("Paused")), name);
        QVERIFY(child<QAbstractButton>("jobs-button")->text().contains(QStringLiteral("1 paused")));
        QCOMPARE(session_->jobs().index(session_->jobs().rowCount() - 1, views::JobModel::kState).data().toString(),
                 QStringLiteral("Paused"));
        pause->click();
        QVERIFY(idle());
        QVERIFY(settle());
        QCOMPARE(state(), views::JobState::done);
        QCOMPARE(session_->points().rowCount(), before + 20);
        auto* grid = child<QAbstractItemView>("sweep-grid");
        QCOMPARE(grid->model()->columnCount(), 5);
        QVERIFY(grid->model()->index(0, 4).data().toString().startsWith(QLatin1String("0.")));
        // A cell is chosen by key, as by a click.
        grid->setFocus();
        grid->setCurrentIndex(grid->model()->index(1, 2));
        QTest::keyClick(grid, Qt::Key_Return);
        QCOMPARE(session_->state().reservoir().prune, 0.4);
    }

    void aPresetIsOneUndoStep()
    {
        const auto before = session_->state().config();
        auto* menu = child<QMenu>("presets-menu");
        menu->actions().first()->trigger();
        QCOMPARE(session_->state().reservoir().widths, reservoir::Widths::uniform(8));
        QCOMPARE(session_->state().reservoir().prune, 0.0);
        session_->undoStack().undo();
        QVERIFY(session_->state().config() == before);
        // The last matrix that is pruned cannot be taken away; a second one can be added.
        QTest::mouseClick(child<QCheckBox>("prune-r"), Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(child<QCheckBox>("prune-r")->isChecked());
        QTest::mouseClick(child<QCheckBox>("prune-in"), Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(session_->state().reservoir().pruneMatrices.in);
        session_->undoStack().undo();
        QVERIFY(settle());
    }

    void whatBreaksTheBudgetIsSaid()
    {
        auto* most = child<QDoubleSpinBox>("budget-lut-share");
        most->setValue(0.1);
        QVERIFY(settle());
        const QString text = child<QLabel>("live-message")->text();
        QVERIFY2(text.contains(QStringLiteral("LUT")) && text.contains(QStringLiteral("above")), qPrintable(text));
        most->setValue(0);
        QVERIFY(settle());
        QVERIFY(child<QLabel>("live-message")->text().isEmpty());
    }

    void aSweepStops()
    {
        setGrid({9, 10, 11, 12, 13, 14, 15, 16}, QStringLiteral("5 10 20 25 35 40 50 55"));
        QTest::keyClick(window_.get(), Qt::Key_F5);
        QVERIFY(session_->busy());
        QTest::keyClick(window_.get(), Qt::Key_F5, Qt::ShiftModifier);
        QVERIFY(idle());
        QCOMPARE(session_->jobs().jobs().back().state, views::JobState::cancelled);
    }

    /// The design under the sliders becomes a point, whatever the grid of the sweep is.
    void theDesignUnderTheSlidersIsComputed()
    {
        reservoir::ReservoirConfig config = session_->state().reservoir();
        config.widths = reservoir::Widths::uniform(9);
        config.prune = 0.38;
        session_->state().propose(config, QStringLiteral("9 bit"));
        QVERIFY(settle());
        QVERIFY(session_->state().selected().isEmpty());
        const auto before = session_->points().rowCount();
        QTest::keyClick(window_.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(idle());
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), before + 1);
        const auto* point = session_->points().find(session_->state().selected());
        QVERIFY(point != nullptr && point->traits.bits == std::optional(9) && point->traits.prune == 0.38);
    }

    void verifySeals()
    {
        session_->state().select(session_->state().front().knee);
        QVERIFY(settle());
        const QString id = session_->state().selected();
        QTest::keyClick(window_.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(idle());
        QVERIFY(settle());
        const auto* point = session_->points().find(id);
        QVERIFY(point->point.seal.has_value());
        QVERIFY(point->point.seal->sealed);
        QVERIFY(child<views::Toast>("toast")->text().contains(QStringLiteral("Verified")));
    }

    void verifyWithoutASimulatorKeepsTheSeal()
    {
        const QString id = session_->state().selected();
        const QByteArray tools = qgetenv("PATH");
        const QSignalSpy failed(session_.get(), &Session::failed);
        qputenv("PATH", "/nowhere");
        QTest::keyClick(window_.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(idle());
        qputenv("PATH", tools);
        QVERIFY(settle());
        QVERIFY(session_->points().find(id)->point.seal->sealed);
        QCOMPARE(failed.size(), 1);
        QVERIFY2(failed[0][1].toString().contains(QStringLiteral("verilator")),
                 qPrintable(failed[0][1].toString()));
        failures_.clear();
        child<QWidget>("error-message")->close();
    }

    void exportWritesAProject()
    {
        const QString project = folder_.filePath(QStringLiteral("project"));
        const QByteArray tools = qgetenv("PATH");
        qputenv("PATH", "/nowhere"); // what Verify has just found is taken over: no simulator is asked again
        window_->exportTo(project);
        QVERIFY(idle());
        qputenv("PATH", tools);
        for (const char* name : {"README.md", "manifest.json", "Makefile", "src", "tb", "vectors"})
            QVERIFY2(QFileInfo::exists(project + QLatin1Char('/') + QLatin1String(name)), name);
        QVERIFY(QTest::qWaitFor(
            [this] { return child<views::Toast>("toast")->text().contains(QStringLiteral("verified bit-exact")); },
            test::kLong));
        // A folder with something in it is asked about.
        window_->exportTo(project);
        auto* keep = child<QPushButton>("question-no");
        QVERIFY(keep != nullptr);
        QTest::mouseClick(keep, Qt::LeftButton);
        QVERIFY(!session_->busy());
    }

    void commandsCanBeCopied()
    {
        reservoir::ReservoirConfig config;
        config.widths = reservoir::Widths::uniform(4);
        config.prune = 0.15;
        data::LoadOptions read;
        read.data = "my data.tsv";
        const std::string line = trainCommand(config, read);
        QVERIFY(line.starts_with("burin-cli reservoir train --data 'my data.tsv'"));
        QVERIFY(line.find("--prune 0.15") != std::string::npos);
        QVERIFY(line.find("--neurons") == std::string::npos);
        QCOMPARE(shellQuoted("it's"), std::string("'it'\\''s'"));
        QVERIFY(session_->sweepCommand({}).contains(QStringLiteral("--bits 4,6,8")));
    }

    void bothThemesAndTabs()
    {
        theme_->setMode(views::ThemeMode::dark);
        QVERIFY(window_->grab().toImage().pixelColor(5, 5).lightness() < 128);
        const auto rows = child<views::LiveBlock>("live-block")->findChildren<views::MetricRow*>();
        QVERIFY(rows.size() > 4);
        for (const views::MetricRow* row : rows)
            for (const QLabel* label : row->findChildren<QLabel*>())
                QTRY_VERIFY2(label->palette().color(QPalette::WindowText).lightness() >
                                 label->palette().color(QPalette::Window).lightness() + 50,
                             qPrintable(label->text()));
        for (const auto key : {Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_1}) {
            QTest::keyClick(window_.get(), key);
            QVERIFY(coloursIn(window_->grab().toImage()) > 25);
        }
        theme_->setMode(views::ThemeMode::light);
    }

    void closingWithJobsAsksOnce()
    {
        window_->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), window_.get());
        setGrid({9, 10, 11, 12}, QStringLiteral("5 10 20 25 35 40"));
        QTest::keyClick(window_.get(), Qt::Key_F5);
        QVERIFY2(session_->busy(), qPrintable(child<QLabel>("sweep-forecast")->text()));
        QVERIFY(!window_->close());
        QVERIFY(window_->isVisible());
        QVERIFY(!window_->close());
        QList<QPushButton*> yes = window_->findChildren<QPushButton*>(QStringLiteral("question-yes"));
        QCOMPARE(yes.size(), 1);
        QTest::mouseClick(yes.front(), Qt::LeftButton);
        QVERIFY(!window_->isVisible());
        QVERIFY(idle());
    }
};

QTEST_MAIN(TestWorkbench)
#include "tst_workbench.moc"
