// SPDX-License-Identifier: GPL-3.0-or-later
// The main window: docks around a tabbed centre. It composes panels, connects them to the session and keeps the
// layout; what actions do is in actions.cpp, what is computed in the session.
#pragma once

#include "app/workbench/session/session.h"

#include <QMainWindow>

class QAbstractButton;
class QLabel;
class QProgressBar;
class QSettings;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace burin::views {
class ComparePanel;
class ConfigurationPanel;
class ExplorePanel;
class HardwarePanel;
class PointsPanel;
class SweepPanel;
class Theme;
class Toast;
class TrainingDialog;
class TrainingPanel;
} // namespace burin::views

namespace burin::workbench {

class Trainer;
class WayIn;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// Without settings nothing is remembered (tests, pictures).
    MainWindow(Session& session, views::Theme& theme, QSettings* settings, QWidget* parent = nullptr);
    ~MainWindow() override;
    /// A tab's page, a dock, or a view behind a segment of a tab, by its objectName.
    void bringToFront(const QString& name);
    [[nodiscard]] QStringList tabNames() const; ///< what bringToFront() takes
    /// Exports without asking where (for the action and for tests).
    void exportTo(const QString& folder);
    [[nodiscard]] WayIn& wayIn() { return *wayIn_; }
    [[nodiscard]] Trainer& trainer() { return *trainer_; }
    views::TrainingDialog* openTraining();
    /// No study is open.
    [[nodiscard]] bool showsStart() const { return onStart_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// Buttons that choose among the views of one cell of a tab.
    [[nodiscard]] QList<QAbstractButton*> segments() const;
    struct Actions {
        QAction *newStudy, *openNetwork, *open, *example, *bundle, *close, *quit;
        QAction *undo, *redo;
        QAction *copyConfiguration, *copySweep, *copyVerify, *copySynthesis, *copyExport, *copyReport, *copyBundle;
        QAction *run, *stop, *compute, *train, *recommend;
        QAction *verify, *synthesise, *exportProject;
        QAction *bitsDown, *bitsUp, *pruneDown, *pruneUp;
        QAction *light, *dark, *system, *resetLayout, *filter;
        QAction *about, *shortcuts;
    };
    // main_window.cpp
    void buildCentre();
    void buildDocks();
    QDockWidget* addDock(QWidget* content, const QString& title, const char* name, Qt::DockWidgetArea area);
    void buildStatusBar();
    void connectSession();
    void connectPoints();
    void applyStandardLayout();
    void nameDockTabs();
    void showStart(bool start);
    void restore();
    void store();
    void storeOnChange();
    void closeStudy();
    void askToStop(std::function<void()> stopped);
    void showOpening(const QString& what);
    void showJobs();
    void updateTitle();
    void notify(NoticeKind kind, const QString& text, const QString& folder);
    // actions.cpp
    void buildActions();
    void buildFileActions();
    void buildStudyActions();
    void buildViewActions();
    void buildMenus();
    void buildToolBar();
    void updateActions();
    void chooseExportFolder();
    void copyText(const QString& text, const QString& what);
    void showAbout();
    void showShortcuts();
    void fillRecent(QMenu* menu);

    Session& session_;
    views::Theme& theme_;
    QSettings* settings_;
    Actions actions_{};
    WayIn* wayIn_ = nullptr;
    Trainer* trainer_ = nullptr;
    QStackedWidget* centre_ = nullptr; ///< the start page, or the tabs
    QWidget* study_ = nullptr;         ///< the banner above the tabs
    QLabel* banner_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    QMenu* viewMenu_ = nullptr;
    views::ExplorePanel* explore_ = nullptr;
    views::SweepPanel* sweep_ = nullptr;
    views::HardwarePanel* hardware_ = nullptr;
    views::ComparePanel* compare_ = nullptr;
    views::TrainingPanel* training_ = nullptr;
    views::ConfigurationPanel* configuration_ = nullptr;
    views::PointsPanel* points_ = nullptr;
    views::Toast* toast_ = nullptr;
    QLabel* status_ = nullptr;
    QLabel* bits_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QToolButton* jobsButton_ = nullptr;
    QTimer columnsTimer_; ///< a drag of a column's edge is stored once
    QByteArray standardState_;
    QByteArray studyLayout_; ///< of the docks, while the start page hides them
    bool onStart_ = false;
    bool closingConfirmed_ = false;
};

} // namespace burin::workbench
