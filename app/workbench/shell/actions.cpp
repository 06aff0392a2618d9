// SPDX-License-Identifier: GPL-3.0-or-later
// Actions, menus and tool bar: what a person can do, by pointer and by key.
#include "app/workbench/shell/action.h"
#include "app/workbench/shell/main_window.h"

#include "app/workbench/session/trainer.h"
#include "app/workbench/shell/way_in.h"
#include "burin_version.h"
#include "views/dialogs/message.h"
#include "views/dialogs/training_dialog.h"
#include "views/models/study_model.h"
#include "views/panels/configuration/configuration_panel.h"
#include "views/panels/configuration/design_form.h"
#include "views/panels/points/points_panel.h"
#include "views/panels/sweep/sweep_panel.h"
#include "views/panels/training/training_panel.h"
#include "views/theme/icons.h"
#include "views/theme/theme.h"
#include "views/widgets/look.h"
#include "views/widgets/toast.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

namespace burin::workbench {

using namespace views;

void MainWindow::buildActions()
{
    buildFileActions();
    buildStudyActions();
    buildViewActions();
}

void MainWindow::buildFileActions()
{
    actions_.newStudy = make(this, "action-new", tr("&New study from data..."), QKeySequence::New, "new");
    actions_.openNetwork = make(this, "action-open-network", tr("Open a C&NN..."), {}, "new");
    connect(actions_.openNetwork, &QAction::triggered, wayIn_, [this] { wayIn_->openNetwork(); });
    actions_.open = make(this, "action-open", tr("&Open..."), QKeySequence::Open, "open");
    actions_.example = make(this, "action-example", tr("Open &example: pen strokes"), {}, "example");
    actions_.quit = make(this, "action-quit", tr("&Quit"), QKeySequence::Quit);
    actions_.bundle = make(this, "action-bundle", tr("Save &bundle..."), {}, "save");
    actions_.close = make(this, "action-close", tr("&Close study"), QKeySequence::Close);
    connect(actions_.newStudy, &QAction::triggered, wayIn_, [this] { wayIn_->openData(); });
    connect(actions_.open, &QAction::triggered, wayIn_, &WayIn::chooseStudy);
    connect(actions_.example, &QAction::triggered, &session_, [this] { session_.openExample(); });
    connect(actions_.bundle, &QAction::triggered, wayIn_, &WayIn::chooseBundle);
    connect(actions_.close, &QAction::triggered, this, &MainWindow::closeStudy);
    connect(actions_.quit, &QAction::triggered, this, &QWidget::close);

    actions_.undo = session_.undoStack().createUndoAction(this, tr("&Undo"));
    actions_.redo = session_.undoStack().createRedoAction(this, tr("&Redo"));
    actions_.undo->setObjectName(QStringLiteral("action-undo"));
    actions_.redo->setObjectName(QStringLiteral("action-redo"));
    actions_.undo->setShortcut(QKeySequence::Undo);
    actions_.redo->setShortcuts({QKeySequence(QStringLiteral("Ctrl+Y")), QKeySequence(QStringLiteral("Ctrl+Shift+Z"))});
    actions_.undo->setIcon(icon(QStringLiteral("undo")));
    actions_.redo->setIcon(icon(QStringLiteral("redo")));
    addActions({actions_.undo, actions_.redo});
    actions_.copyConfiguration =
        make(this, "action-copy-configuration", tr("Copy &configuration as command"), {}, "command");
    actions_.copySweep = make(this, "action-copy-sweep", tr("Copy &sweep as command"), {}, "command");
    connect(actions_.copyConfiguration, &QAction::triggered, this,
            [this] { copyText(session_.configurationCommand(), tr("Command")); });
    connect(actions_.copySweep, &QAction::triggered, this,
            [this] { copyText(session_.sweepCommand(sweep_->settings()), tr("Command")); });
    const auto copies = [this](const char* name, const QString& text, auto command) {
        QAction* action = make(this, name, text, {}, "command");
        connect(action, &QAction::triggered, this, [this, command] { copyText(command(session_), tr("Command")); });
        return action;
    };
    actions_.copyVerify = copies("action-copy-verify", tr("Copy &verification as command"),
                                 [](const Session& session) { return session.verifyCommand(); });
    actions_.copySynthesis = copies("action-copy-synthesis", tr("Copy s&ynthesis as command"),
                                    [](const Session& session) { return session.synthesisCommand(); });
    actions_.copyExport = copies("action-copy-export", tr("Copy &export as command"),
                                 [](const Session& session) { return session.exportCommand(); });
    actions_.copyReport = copies("action-copy-report", tr("Copy re&port as command"),
                                 [](const Session& session) { return session.reportCommand(); });
    actions_.copyBundle = copies("action-copy-bundle", tr("Copy &bundle as command"),
                                 [](const Session& session) { return session.bundleCommand(); });
}

void MainWindow::buildStudyActions()
{
    actions_.run = make(this, "action-run", tr("&Run sweep"), QKeySequence(Qt::Key_F5), "run");
    actions_.stop = make(this, "action-stop", tr("&Stop all jobs"), QKeySequence(QStringLiteral("Shift+F5")), "stop");
    actions_.compute =
        make(this, "action-compute", tr("&Compute this design"), QKeySequence(QStringLiteral("Ctrl+Return")));
    actions_.run->setIconText(tr("Run"));
    actions_.stop->setIconText(tr("Stop"));
    actions_.train = make(this, "action-train", tr("&Train..."), {}, "chart");
    connect(actions_.train, &QAction::triggered, this, &MainWindow::openTraining);
    actions_.recommend = make(this, "action-recommend", tr("Select the &recommended point"),
                              QKeySequence(QStringLiteral("Ctrl+G")), "recommend");
    actions_.verify = make(this, "action-verify", tr("&Verify"), QKeySequence(QStringLiteral("Ctrl+R")), "verify");
    actions_.synthesise =
        make(this, "action-synthesise", tr("S&ynthesise"), QKeySequence(QStringLiteral("Ctrl+T")), "synthesise");
    actions_.exportProject =
        make(this, "action-export", tr("&Export project..."), QKeySequence(QStringLiteral("Ctrl+E")), "export");
    actions_.exportProject->setIconText(tr("Export"));
    connect(actions_.run, &QAction::triggered, this, [this] { session_.run(sweep_->settings()); });
    connect(actions_.stop, &QAction::triggered, &session_, &Session::stop);
    connect(actions_.compute, &QAction::triggered, &session_, &Session::compute);
    connect(actions_.recommend, &QAction::triggered, this,
            [this] { session_.state().select(session_.state().front().recommended); });
    connect(actions_.verify, &QAction::triggered, &session_, &Session::verify);
    connect(actions_.synthesise, &QAction::triggered, &session_, &Session::synthesise);
    connect(actions_.exportProject, &QAction::triggered, this, &MainWindow::chooseExportFolder);

    actions_.bitsDown = make(this, "action-bits-down", tr("Fewer bits"), QKeySequence(Qt::Key_BracketLeft));
    actions_.bitsUp = make(this, "action-bits-up", tr("More bits"), QKeySequence(Qt::Key_BracketRight));
    actions_.pruneDown = make(this, "action-prune-down", tr("Less pruning"), QKeySequence(Qt::Key_Minus));
    actions_.pruneUp = make(this, "action-prune-up", tr("More pruning"), QKeySequence(Qt::Key_Equal));
    constexpr int kPruneStep = 5;
    connect(actions_.bitsDown, &QAction::triggered, this, [this] { configuration_->form()->stepBits(-1); });
    connect(actions_.bitsUp, &QAction::triggered, this, [this] { configuration_->form()->stepBits(1); });
    connect(actions_.pruneDown, &QAction::triggered, this, [this] { configuration_->form()->stepPruning(-kPruneStep); });
    connect(actions_.pruneUp, &QAction::triggered, this, [this] { configuration_->form()->stepPruning(kPruneStep); });
}

void MainWindow::buildViewActions()
{
    auto* themes = new QActionGroup(this);
    const auto themeAction = [&](const char* name, const QString& text, ThemeMode mode) {
        QAction* action = make(this, name, text);
        action->setCheckable(true);
        action->setChecked(theme_.mode() == mode);
        themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, mode] {
            theme_.setMode(mode);
            if (settings_ != nullptr)
                settings_->setValue(QStringLiteral("window/theme"), toString(mode));
        });
        return action;
    };
    actions_.system = themeAction("action-theme-system", tr("Theme of the &system"), ThemeMode::system);
    actions_.light = themeAction("action-theme-light", tr("&Light theme"), ThemeMode::light);
    actions_.dark = themeAction("action-theme-dark", tr("&Dark theme"), ThemeMode::dark);
    actions_.resetLayout = make(this, "action-reset-layout", tr("&Reset layout"));
    connect(actions_.resetLayout, &QAction::triggered, this, [this] {
        restoreState(standardState_);
        applyStandardLayout();
    });
    actions_.filter = make(this, "action-filter", tr("&Filter points"), QKeySequence::Find, "search");
    connect(actions_.filter, &QAction::triggered, this, [this] {
        bringToFront(QStringLiteral("dock-points"));
        points_->focusFilter();
    });
    for (int i = 0; i < tabs_->count(); ++i) {
        QAction* action = make(this, qPrintable(QStringLiteral("action-tab-%1").arg(i + 1)), tabs_->tabText(i),
                               QKeySequence(Qt::Key_1 + i));
        connect(action, &QAction::triggered, this, [this, i] { tabs_->setCurrentIndex(i); });
    }
    actions_.shortcuts = make(this, "action-shortcuts", tr("&Keys"), QKeySequence(QStringLiteral("Ctrl+/")));
    actions_.about = make(this, "action-about", tr("&About Burin"), {}, "info");
    connect(actions_.shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(actions_.about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::buildMenus()
{
    named(menuBar(), "menu-bar", tr("Menus"));
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({actions_.newStudy, actions_.openNetwork, actions_.open});
    file->setObjectName(QStringLiteral("menu-file"));
    QMenu* recent = file->addMenu(tr("Open &recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
    file->addAction(actions_.example);
    file->addSeparator();
    file->addActions({actions_.bundle, actions_.close});
    file->addSeparator();
    file->addAction(actions_.quit);
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({actions_.undo, actions_.redo});
    edit->addSeparator();
    edit->addAction(points_->deleteAction());
    edit->addSeparator();
    QMenu* commands = edit->addMenu(tr("Copy as &command"));
    commands->setObjectName(QStringLiteral("menu-commands"));
    commands->addActions({actions_.copyConfiguration, actions_.copySweep, actions_.copyVerify, actions_.copySynthesis,
                          actions_.copyExport, actions_.copyReport, actions_.copyBundle});
    edit->addSeparator();
    edit->addAction(actions_.filter);
    QMenu* study = menuBar()->addMenu(tr("&Study"));
    study->addActions({actions_.bitsDown, actions_.bitsUp, actions_.pruneDown, actions_.pruneUp});
    study->addSeparator();
    study->addAction(actions_.recommend);
    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->addActions({actions_.run, actions_.stop});
    run->addSeparator();
    run->addActions({actions_.compute, actions_.train});
    QMenu* hardware = menuBar()->addMenu(tr("&Hardware"));
    hardware->setObjectName(QStringLiteral("menu-hardware"));
    hardware->addActions({actions_.verify, actions_.synthesise, actions_.exportProject});
    viewMenu_ = menuBar()->addMenu(tr("&View"));
    viewMenu_->setObjectName(QStringLiteral("menu-view"));
    for (int i = 0; i < tabs_->count(); ++i)
        viewMenu_->addAction(findChild<QAction*>(QStringLiteral("action-tab-%1").arg(i + 1)));
    viewMenu_->addSeparator();
    for (const auto* dock : findChildren<QDockWidget*>())
        viewMenu_->addAction(dock->toggleViewAction());
    viewMenu_->addSeparator();
    viewMenu_->addActions({actions_.system, actions_.light, actions_.dark});
    viewMenu_->addSeparator();
    viewMenu_->addAction(actions_.resetLayout);
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->setObjectName(QStringLiteral("menu-help"));
    help->addActions({actions_.shortcuts, actions_.about});
}

void MainWindow::buildToolBar()
{
    auto* bar = named(new QToolBar(tr("Tools"), this), "tool-bar", tr("Tools"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const int size = fontMetrics().height() * 6 / 5;
    bar->setIconSize(QSize(size, size));
    addToolBar(bar);
    actions_.newStudy->setIconText(tr("New"));
    actions_.open->setIconText(tr("Open"));
    bar->addActions({actions_.newStudy, actions_.open});
    bar->addSeparator();
    bar->addActions({actions_.run, actions_.stop});
    bar->addSeparator();
    bar->addActions({actions_.verify, actions_.synthesise, actions_.exportProject});
    bar->addSeparator();
    bar->addActions({actions_.undo, actions_.redo});
    for (QAction* action : {actions_.undo, actions_.redo})
        static_cast<QToolButton*>(bar->widgetForAction(action))->setToolButtonStyle(Qt::ToolButtonIconOnly);
    for (QAction* action : bar->actions()) {
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action))) {
            named(button, (action->objectName() + QStringLiteral("-button")).toLatin1().constData(), action->toolTip());
            button->setFocusPolicy(Qt::TabFocus);
        }
    }
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    bits_ = withLook(new QLabel, "caption");
    bits_->setObjectName(QStringLiteral("configuration-summary"));
    bar->addWidget(bits_);
    jobsButton_ = named(new QToolButton, "jobs-button", tr("Show jobs"));
    jobsButton_->setText(tr("No jobs"));
    jobsButton_->setToolTip(tr("Show jobs"));
    connect(jobsButton_, &QToolButton::clicked, this, [this] { bringToFront(QStringLiteral("dock-jobs")); });
    bar->addWidget(jobsButton_);
}

void MainWindow::updateActions()
{
    const bool open = session_.isOpen();
    for (QAction* action : {actions_.copyConfiguration, actions_.close, actions_.bitsDown,
                            actions_.bitsUp, actions_.pruneDown, actions_.pruneUp})
        action->setEnabled(open);
    const views::StudyInfo& study = session_.state().study();
    const bool hasWeights = study.family.kind != Family::reservoir;
    const QString noBundle =
        hasWeights ? tr("A bundle does not carry the weights of a CNN yet; copy the study and its files.") : QString();
    setPossible(actions_.bundle, open, noBundle);
    setPossible(actions_.copyBundle, open, noBundle);
    // Only CNNs are trained here; a training goes on when its study is closed.
    const int place = tabs_->indexOf(training_);
    const bool trains = hasWeights || trainer_->state().phase() != TrainingPhase::none;
    tabs_->setTabVisible(place, trains);
    findChild<QAction*>(QStringLiteral("action-tab-%1").arg(place + 1))->setEnabled(trains);
    setPossible(actions_.train, open, hasWeights ? QString() : tr("Networks are trained in studies of CNNs."));
    for (QAction* action : {actions_.verify, actions_.exportProject, actions_.copyVerify, actions_.copyExport})
        setPossible(action, open, study.noProject);
    setPossible(actions_.copySynthesis, open, study.noCircuit);
    setPossible(actions_.synthesise, open, study.noCircuit.isEmpty() ? study.readOnly : study.noCircuit);
    setPossible(actions_.compute, open, study.readOnly);
    setPossible(actions_.run, open && !session_.sweeping() && sweep_->settings().points() > 0, study.readOnly);
    actions_.copyReport->setEnabled(open);
    actions_.copySweep->setEnabled(open && sweep_->settings().points() > 0);
    actions_.recommend->setEnabled(!session_.state().front().recommended.isEmpty());
}

TrainingDialog* MainWindow::openTraining()
{
    auto* dialog = new TrainingDialog(cnn::networkNames(), trainer_->proposal(), session_.state().study().dataSummary, this);
    if (const auto ready = trainer_->ready(); !ready)
        dialog->setError(ready.error());
    connect(dialog, &TrainingDialog::startRequested, this, [this, dialog](const TrainingRequest& request) {
        if (const auto started = trainer_->start(request); !started) {
            dialog->setError(started.error());
            return;
        }
        dialog->accept();
        bringToFront(QStringLiteral("training-panel"));
    });
    dialog->open();
    return dialog;
}

void MainWindow::chooseExportFolder()
{
    auto* dialog = new QFileDialog(this, tr("Export the project into a new folder"));
    dialog->setObjectName(QStringLiteral("export-dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->setLabelText(QFileDialog::Accept, tr("Export"));
    const DesignTraits& traits = session_.state().traits();
    dialog->selectFile(QStringLiteral("burin-%1bit-%2pruned")
                           .arg(QString::fromStdString(traits.bitsText).replace(QLatin1Char('/'), QLatin1Char('-')))
                           .arg(qRound(traits.prune * 100)));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::exportTo);
    dialog->open();
}

void MainWindow::exportTo(const QString& folder)
{
    const QDir target(folder);
    if (target.exists() && !target.isEmpty()) {
        askQuestion(this,
                    {tr("Replace this folder?"), tr("%1 exists and is not empty.").arg(folder), tr("Replace"),
                     tr("Keep it")},
                    [this, folder] { session_.exportTo(folder, true); });
        return;
    }
    session_.exportTo(folder, false);
}

void MainWindow::copyText(const QString& text, const QString& what)
{
    QApplication::clipboard()->setText(text);
    toast_->showMessage(ToastKind::info, tr("%1 copied: %2").arg(what, text));
}

void MainWindow::fillRecent(QMenu* menu)
{
    menu->clear();
    const QStringList recent = wayIn_->recent();
    for (const QString& path : recent)
        menu->addAction(path, this, [this, path] { session_.openPath(path); });
    if (recent.isEmpty())
        menu->addAction(tr("No studies yet"))->setEnabled(false);
}

void MainWindow::showAbout()
{
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Burin"), tr("Burin %1").arg(QStringLiteral(BURIN_VERSION)),
                                QMessageBox::Close, this);
    const int size = fontMetrics().height() * 4;
    box->setIconPixmap(applicationIcon().pixmap(QSize(size, size), devicePixelRatioF()));
    box->setInformativeText(tr("Engraves a neural network into hardware: pick bit widths and pruning, watch accuracy "
                               "and cost move, export a Verilog project that proves itself.\n\n"
                               "Free software under the GNU General Public License, version 3 or later."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showShortcuts()
{
    QString rows;
    QList<QAction*> all = actions();
    all << points_->deleteAction();
    for (const QAction* action : std::as_const(all)) {
        if (action->shortcut().isEmpty())
            continue;
        QString text = action->text();
        text.remove(QLatin1Char('&')).remove(QStringLiteral("..."));
        rows += QStringLiteral("<tr><td style='padding-right: 2em'><b>%1</b></td><td>%2</td></tr>")
                    .arg(action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(), text.toHtmlEscaped());
    }
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Keys"), QStringLiteral("<table>%1</table>").arg(rows),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace burin::workbench
