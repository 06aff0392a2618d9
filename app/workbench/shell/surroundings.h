// SPDX-License-Identifier: GPL-3.0-or-later
// What surrounds the panels: command palette, copy of the study, report, export of the front, user guide, lessons,
// diagnostics, presentation mode, language. It adds its actions to the menus of the main window, which knows nothing
// of them.
#pragma once

#include "app/workbench/session/front_export.h"

#include <QObject>
#include <QPointer>

#include <memory>

class QAction;
class QSettings;

namespace burin::views {
class GuideWindow;
class Theme;
} // namespace burin::views

namespace burin::workbench {

class LessonCard;
class MainWindow;
class Presentation;
class Session;
struct StudyReport;

class Surroundings : public QObject {
    Q_OBJECT
public:
    Surroundings(MainWindow& window, Session& session, views::Theme& theme, QSettings* settings);

    // Without asking where, for the dialogs and for tests.
    void saveCopy(const QString& path);
    void saveReport(const QString& path);
    void exportFront(const QString& parent, bool overwrite);

private:
    void addFileActions();
    void addViewActions();
    void addHelpActions();
    void addLanguages();
    void updateActions();
    void showPalette();
    void chooseCopy();
    void chooseReport();
    void drawReport(const std::shared_ptr<StudyReport>& report, const QString& path); ///< a chart a turn of the event loop
    void writeReport(const std::shared_ptr<const StudyReport>& report, const QString& path);
    void chooseFrontFolder();
    void askAboutFolders(const QString& parent);
    void showOutcome(const std::vector<FrontExportEntry>& entries, const QString& parent);
    void showGuide();
    void startLesson(const QString& name);
    void copyDiagnostics();
    void insertInto(const char* menu, const char* before, const QList<QAction*>& actions);
    [[nodiscard]] FrontExportWish frontWish(const QString& parent, bool overwrite) const;

    MainWindow& window_;
    Session& session_;
    QSettings* settings_;
    Presentation* presentation_;
    QPointer<LessonCard> lesson_;
    views::GuideWindow* guide_ = nullptr;
    QAction* palette_ = nullptr;
    QAction* copy_ = nullptr;
    QAction* report_ = nullptr;
    QAction* front_ = nullptr;
};

} // namespace burin::workbench
