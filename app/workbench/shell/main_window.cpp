// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/main_window.h"

#include "app/workbench/session/trainer.h"
#include "app/workbench/shell/action.h"
#include "app/workbench/shell/surroundings.h"
#include "app/workbench/shell/way_in.h"
#include "views/dialogs/message.h"
#include "views/models/format.h"
#include "views/plots/picture_menu.h"
#include "views/panels/compare/compare_panel.h"
#include "views/panels/configuration/configuration_panel.h"
#include "views/panels/configuration/presets_button.h"
#include "views/panels/configuration/reservoir_form.h"
#include "views/panels/explore/explore_panel.h"
#include "views/panels/hardware/hardware_panel.h"
#include "views/panels/jobs/jobs_panel.h"
#include "views/panels/log/log_panel.h"
#include "views/panels/points/points_panel.h"
#include "views/panels/start/start_page.h"
#include "views/panels/study/study_panel.h"
#include "views/panels/sweep/sweep_panel.h"
#include "views/panels/training/training_panel.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"
#include "views/widgets/section.h"
#include "views/widgets/table_view.h"
#include "views/widgets/toast.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDockWidget>
#include <QFileInfo>
#include <QProgressBar>
#include <QRegularExpression>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace burin::workbench {

using namespace views;

MainWindow::MainWindow(Session& session, Theme& theme, QSettings* settings, QWidget* parent)
    : QMainWindow(parent), session_(session), theme_(theme), settings_(settings)
{
    setObjectName(QStringLiteral("main-window"));
    setAccessibleName(tr("Burin"));
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    buildCentre();
    buildDocks();
    toast_ = new Toast(this);
    buildActions();
    new ActionKeys(this);
    buildMenus();
    buildToolBar();
    new Surroundings(*this, session_, theme_, settings_);
    buildStatusBar();
    connectSession();
    applyStandardLayout();
    standardState_ = saveState();
    restore();
    storeOnChange();
    showStart(true);
    updateTitle();
    updateActions();
    showJobs();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    explore_ = new ExplorePanel(session_.state(), session_.points());
    sweep_ = new SweepPanel(session_.state(), session_.points(), session_.jobs());
    hardware_ = new HardwarePanel(session_.state(), session_.points(), session_.synthesis(), session_.trials(),
                                  session_.jobs());
    compare_ = new ComparePanel(session_.state(), session_.points(), session_.comparison());
    trainer_ = new Trainer(session_, this);
    training_ = new TrainingPanel(session_.state(), trainer_->state());
    tabs_ = named(new QTabWidget, "tabs", tr("Views of the study"));
    tabs_->setDocumentMode(true);
    tabs_->addTab(explore_, tr("Explore"));
    tabs_->addTab(sweep_, tr("Sweep"));
    tabs_->addTab(hardware_, tr("Hardware"));
    tabs_->addTab(compare_, tr("Compare"));
    tabs_->addTab(training_, tr("Training"));
    named(tabs_->tabBar(), "tab-bar", tr("Views of the study"));
    wayIn_ = new WayIn(*this, session_, settings_);
    banner_ = withLook(named(new QLabel, "read-only-banner", tr("Read-only")), "problem");
    banner_->setWordWrap(true);
    banner_->setTextFormat(Qt::RichText);
    banner_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(banner_, &QLabel::linkActivated, this, [this] {
        const QString path = session_.state().study().path;
        session_.closeStudy();
        session_.openPath(path);
    });
    banner_->setIndent(fontMetrics().height() / 2);
    banner_->hide();
    study_ = new QWidget;
    auto* column = new QVBoxLayout(study_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(banner_);
    column->addWidget(tabs_, 1);
    centre_ = new QStackedWidget;
    centre_->addWidget(study_);
    centre_->addWidget(wayIn_->page());
    setCentralWidget(centre_);
}

QDockWidget* MainWindow::addDock(QWidget* content, const QString& title, const char* name, Qt::DockWidgetArea area)
{
    auto* dock = named(new QDockWidget(title, this), name, title);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildDocks()
{
    configuration_ = new ConfigurationPanel(session_.state(), session_.points());
    points_ = new PointsPanel(session_.state(), session_.points());
    auto* jobs = new JobsPanel(session_.jobs());
    connect(jobs, &JobsPanel::cancelRequested, &session_, &Session::cancel);
    connect(jobs, &JobsPanel::pauseRequested, &session_, &Session::setPaused);
    connect(jobs, &JobsPanel::commandRequested, this, [this](const QString& text) { copyText(text, tr("Command")); });
    addDock(new StudyPanel(session_.state()), tr("Study"), "dock-study", Qt::LeftDockWidgetArea);
    addDock(configuration_, tr("Configuration"), "dock-configuration", Qt::RightDockWidgetArea);
    auto* pointsDock = addDock(points_, tr("Points"), "dock-points", Qt::BottomDockWidgetArea);
    auto* jobsDock = addDock(jobs, tr("Jobs"), "dock-jobs", Qt::BottomDockWidgetArea);
    auto* logDock = addDock(new LogPanel(session_.log()), tr("Log"), "dock-log", Qt::BottomDockWidgetArea);
    tabifyDockWidget(pointsDock, jobsDock);
    tabifyDockWidget(jobsDock, logDock);
}

void MainWindow::applyStandardLayout()
{
    const int em = fontMetrics().height();
    for (auto* dock : findChildren<QDockWidget*>()) {
        dock->setFloating(false);
        dock->show();
    }
    resize(em * 103, em * 66);
    resizeDocks({findChild<QDockWidget*>(QStringLiteral("dock-study")),
                 findChild<QDockWidget*>(QStringLiteral("dock-configuration"))},
                {em * 18, em * 22}, Qt::Horizontal);
    resizeDocks({findChild<QDockWidget*>(QStringLiteral("dock-points"))}, {em * 17}, Qt::Vertical);
    findChild<QDockWidget*>(QStringLiteral("dock-points"))->raise();
    tabs_->setCurrentIndex(0);
}

void MainWindow::nameDockTabs()
{
    int number = 0;
    for (auto* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
        named(bar, qPrintable(QStringLiteral("dock-tabs-%1").arg(++number)), tr("Docks in one place"));
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    // Qt makes the tab bars of docks when they are first laid out.
    QTimer::singleShot(0, this, &MainWindow::nameDockTabs);
}

void MainWindow::buildStatusBar()
{
    status_ = new QLabel;
    status_->setIndent(fontMetrics().height() / 2);
    status_->setObjectName(QStringLiteral("status-text"));
    progress_ = named(new QProgressBar, "status-progress", tr("Progress"));
    progress_->setMaximumWidth(fontMetrics().height() * 10);
    progress_->setTextVisible(false);
    progress_->hide();
    statusBar()->addWidget(status_, 1);
    statusBar()->addPermanentWidget(progress_);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectSession()
{
    connect(&session_, &Session::notice, this, &MainWindow::notify);
    connect(&session_, &Session::failed, this,
            [this](const QString& title, const QString& text) { showError(this, title, text); });
    connect(&session_, &Session::opening, this, &MainWindow::showOpening);
    connect(&session_, &Session::opened, this, [this] {
        showStart(false);
        updateTitle();
        updateActions();
    });
    connect(&session_, &Session::closed, this, [this] {
        showStart(true);
        updateTitle();
        updateActions();
    });
    connect(wayIn_, &WayIn::message, this,
            [this](NoticeKind kind, const QString& text) { notify(kind, text, {}); });
    connect(&session_, &Session::sweepStarted, this, [this] {
        sweep_->setRunning(session_.sweepJob());
        updateActions();
    });
    connect(&session_, &Session::sweepEnded, this, [this](double seconds) {
        sweep_->setRunning(0);
        if (seconds > 0)
            sweep_->setSecondsPerPoint(seconds);
        updateActions();
    });
    connect(sweep_, &SweepPanel::runRequested, actions_.run, &QAction::trigger);
    connect(sweep_, &SweepPanel::pauseRequested, &session_, &Session::setPaused);
    connect(sweep_, &SweepPanel::stopRequested, &session_, &Session::cancel);
    connect(sweep_, &SweepPanel::settingsChanged, this, &MainWindow::updateActions);
    connect(sweep_, &SweepPanel::gridChosen, &session_, &Session::keepSweep);
    connectPoints();
    connect(configuration_, &ConfigurationPanel::trainRequested, actions_.train, &QAction::trigger);
    connect(&trainer_->state(), &TrainingState::wanted, actions_.train, &QAction::trigger);
    connect(&session_.jobs(), &QAbstractItemModel::dataChanged, this, &MainWindow::showJobs);
    connect(&session_.jobs(), &QAbstractItemModel::rowsInserted, this, &MainWindow::showJobs);
    connect(&session_.state(), &DesignState::configChanged, this, &MainWindow::updateTitle);
    connect(&session_.state(), &DesignState::frontChanged, this, &MainWindow::updateActions);
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() != PictureSaved::kind())
        return QMainWindow::event(event);
    const auto* saved = static_cast<PictureSaved*>(event);
    if (saved->error.isEmpty())
        notify(NoticeKind::success, tr("Saved %1 and its values").arg(saved->path), QFileInfo(saved->path).path());
    else
        showError(this, tr("The chart could not be saved"), saved->error);
    event->accept();
    return true;
}

void MainWindow::connectPoints()
{
    connect(hardware_, &HardwarePanel::synthesiseRequested, actions_.synthesise, &QAction::trigger);
    connect(hardware_, &HardwarePanel::cancelRequested, &session_, &Session::cancel);
    connect(points_, &PointsPanel::compareRequested, this, [this](const QString& id, bool asA) {
        if (asA)
            compare_->setA(id);
        else
            compare_->setB(id);
        tabs_->setCurrentWidget(compare_);
    });
    connect(points_, &PointsPanel::synthesiseRequested, this, [this](const QStringList& ids) {
        session_.synthesisePoints(ids);
        tabs_->setCurrentWidget(hardware_);
    });
    // What is done with one point is done with the configuration that its selection brings under the sliders.
    const auto onPoint = [this](QAction* action) {
        return [this, action](const QString& id) {
            session_.state().select(id);
            action->trigger();
        };
    };
    connect(points_, &PointsPanel::verifyRequested, this, onPoint(actions_.verify));
    connect(points_, &PointsPanel::exportRequested, this, onPoint(actions_.exportProject));
    connect(points_, &PointsPanel::commandRequested, this, onPoint(actions_.copyConfiguration));
    connect(points_, &PointsPanel::deleteRequested, &session_, &Session::deletePoints);
    connect(points_, &PointsPanel::copyRequested, &session_, &Session::copyPoints);
    connect(points_, &PointsPanel::saveRequested, &session_, &Session::savePoints);
    const auto sayCopied = [this](int points) {
        toast_->showMessage(ToastKind::info,
                            tr("%1 copied").arg(counted(static_cast<std::size_t>(points), tr("point"), tr("points"))));
    };
    connect(points_, &PointsPanel::rowsCopied, this, sayCopied);
    connect(&session_, &Session::pointsReady, this, [sayCopied](const QString& text, int points) {
        QApplication::clipboard()->setText(text);
        sayCopied(points);
    });
}

QList<QAbstractButton*> MainWindow::segments() const
{
    static const QRegularExpression names(QStringLiteral("^segment-"));
    return tabs_->findChildren<QAbstractButton*>(names);
}

void MainWindow::bringToFront(const QString& name)
{
    if (auto* dock = findChild<QDockWidget*>(name)) {
        dock->show();
        dock->raise();
        return;
    }
    for (int i = 0; i < tabs_->count(); ++i)
        if (tabs_->widget(i)->objectName() == name)
            tabs_->setCurrentIndex(i);
    for (QAbstractButton* segment : segments())
        if (segment->objectName() == name && !segment->isHidden()) // of this family
            segment->click();
}

QStringList MainWindow::tabNames() const
{
    QStringList names{wayIn_->page()->objectName()};
    for (int i = 0; i < tabs_->count(); ++i)
        names << tabs_->widget(i)->objectName();
    for (const QDockWidget* dock : findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly))
        names << dock->objectName();
    for (const QAbstractButton* segment : segments())
        names << segment->objectName();
    return names;
}

void MainWindow::showOpening(const QString& what)
{
    status_->setText(what.isEmpty() ? QString() : tr("Opening %1...").arg(what));
    showJobs();
}

void MainWindow::showJobs()
{
    const int active = session_.jobs().activeCount();
    const auto& jobs = session_.jobs().jobs();
    const auto paused =
        std::count_if(jobs.begin(), jobs.end(), [](const JobRow& job) { return job.state == JobState::paused; });
    QString count = active == 0 ? tr("No jobs") : counted(static_cast<std::size_t>(active), tr("job"), tr("jobs"));
    if (paused > 0)
        count += tr(", %1 paused").arg(paused);
    jobsButton_->setText(count);
    const JobRow* running = nullptr;
    for (const JobRow& job : jobs)
        if (job.state == JobState::running || (job.state == JobState::paused && running == nullptr))
            running = &job;
    progress_->setVisible(running != nullptr);
    if (running != nullptr) {
        progress_->setRange(0, 1000);
        progress_->setValue(static_cast<int>(running->fraction * 1000));
        const QString phase = running->state == JobState::paused ? tr("Paused") : running->phase;
        status_->setText(phase.isEmpty() ? running->title : QStringLiteral("%1: %2").arg(running->title, phase));
    } else {
        status_->setText(session_.isOpen() ? tr("Ready") : QString());
    }
    actions_.stop->setEnabled(active > 0);
}

void MainWindow::updateTitle()
{
    const StudyInfo& study = session_.state().study();
    banner_->setVisible(!study.readOnly.isEmpty());
    const QString text = tr("Read-only: %1. Nothing can be computed into this study, starred or deleted; File > Save a "
                            "copy makes one that can.");
    banner_->setText(QStringLiteral("%1 <a href=\"again\">%2</a>")
                         .arg(text.arg(study.readOnly).toHtmlEscaped(), tr("Try again")));
    setWindowTitle(study.title.isEmpty() ? tr("Burin") : study.title);
    bits_->setText(study.open ? designText(session_.state().traits()) : QString());
}

void MainWindow::notify(NoticeKind kind, const QString& text, const QString& folder)
{
    const ToastKind kinds[] = {ToastKind::info, ToastKind::success, ToastKind::warning, ToastKind::error};
    if (folder.isEmpty()) {
        toast_->showMessage(kinds[static_cast<int>(kind)], text);
        return;
    }
    toast_->showMessage(kinds[static_cast<int>(kind)], text, tr("Open folder"),
                        [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
}

void MainWindow::showStart(bool start)
{
    if (start == onStart_)
        return;
    onStart_ = start;
    centre_->setCurrentWidget(start ? static_cast<QWidget*>(wayIn_->page()) : study_);
    if (start) {
        studyLayout_ = saveState();
        for (auto* dock : findChildren<QDockWidget*>())
            dock->hide();
    } else {
        restoreState(studyLayout_);
        QTimer::singleShot(0, this, &MainWindow::nameDockTabs);
    }
}

void MainWindow::restore()
{
    if (settings_ == nullptr)
        return;
    restoreGeometry(settings_->value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(settings_->value(QStringLiteral("window/state")).toByteArray());
    points_->restoreColumns(settings_->value(QStringLiteral("points/columns")).toByteArray());
    configuration_->reservoirForm()->partSection()->setOpen(
        settings_->value(QStringLiteral("configuration/parts"), true).toBool());
    configuration_->reservoirForm()->presets()->restore(
        settings_->value(QStringLiteral("configuration/presets")).toString());
}

void MainWindow::store()
{
    if (settings_ == nullptr)
        return;
    settings_->setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings_->setValue(QStringLiteral("window/state"), onStart_ ? studyLayout_ : saveState());
    settings_->setValue(QStringLiteral("points/columns"), points_->saveColumns());
    settings_->setValue(QStringLiteral("configuration/parts"), configuration_->reservoirForm()->partSection()->isOpen());
    settings_->setValue(QStringLiteral("configuration/presets"), configuration_->reservoirForm()->presets()->saved());
}

/// What a crash must not lose.
void MainWindow::storeOnChange()
{
    if (settings_ == nullptr)
        return;
    const PresetsButton* presets = configuration_->reservoirForm()->presets();
    connect(presets, &PresetsButton::presetsChanged, this, [this, presets] {
        settings_->setValue(QStringLiteral("configuration/presets"), presets->saved());
    });
    constexpr int kSettleMs = 300;
    columnsTimer_.setSingleShot(true);
    columnsTimer_.setInterval(kSettleMs);
    connect(points_, &PointsPanel::columnsChanged, &columnsTimer_, qOverload<>(&QTimer::start));
    connect(&columnsTimer_, &QTimer::timeout, this,
            [this] { settings_->setValue(QStringLiteral("points/columns"), points_->saveColumns()); });
}

void MainWindow::askToStop(std::function<void()> stopped)
{
    if (findChild<QWidget*>(QStringLiteral("question")) != nullptr)
        return;
    askQuestion(this,
                {tr("Stop the running jobs and close?"),
                 trainer_->state().phase() == TrainingPhase::running
                     ? tr("Finished points and whole epochs are stored already: a sweep goes on where it stopped, a "
                          "training from its last whole epoch.")
                     : tr("Finished points are stored already; a sweep goes on where it stopped when it is run again."),
                 tr("Stop and close"), tr("Keep running")},
                std::move(stopped));
}

void MainWindow::closeStudy()
{
    if (!session_.worksOnStudy()) {
        session_.closeStudy();
        return;
    }
    askToStop([this] {
        session_.stop();
        session_.closeStudy();
    });
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (session_.busy() && !closingConfirmed_) {
        event->ignore();
        askToStop([this] {
            closingConfirmed_ = true;
            session_.stop();
            close();
        });
        return;
    }
    store();
    event->accept();
}

} // namespace burin::workbench
