// SPDX-License-Identifier: GPL-3.0-or-later
// WayIn: everything between a person's file and an open study: the start page with its recent studies, the Open data
// wizard, drops on the window, bundles, and data that moved. The main window shows what it makes; the session opens.
#pragma once

#include "app/workbench/session/session.h"
#include "app/workbench/session/start_reader.h"

#include <QMainWindow>
#include <QObject>
#include <QStringList>

class QMimeData;
class QSettings;

namespace burin::views {
class DataWizard;
class NetworkDialog;
class StartPage;
} // namespace burin::views

namespace burin::workbench {

class DropHint;

class WayIn : public QObject {
    Q_OBJECT
public:
    /// Without settings nothing is remembered.
    WayIn(QMainWindow& window, Session& session, QSettings* settings);
    /// To be shown while no study is open; owned by whoever takes it.
    [[nodiscard]] views::StartPage* page() const { return page_; }
    /// Pictures and examples are drawn, nothing is being read.
    [[nodiscard]] bool settled() const { return reader_.idle(); }
    [[nodiscard]] QStringList recent() const;

    void openFile(const QString& path); ///< a study or a bundle at once, others through a dialog
    views::DataWizard* openData(const QString& path = {});
    views::NetworkDialog* openNetwork(const QString& path = {});
    void chooseStudy();
    void chooseBundle();
    /// Fills the start page anew.
    void refresh();

Q_SIGNALS:
    void message(burin::workbench::NoticeKind kind, const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void connectPage();
    void remember();
    void setRecent(const QStringList& paths);
    void showRecent();
    void showProgress();
    void locateStudy(const QString& path);
    void askForData(const QString& study, const QString& text);
    static QString droppedFile(const QMimeData* data);

    QMainWindow& window_;
    Session& session_;
    QSettings* settings_;
    views::StartPage* page_;
    DropHint* hint_;
    QStringList recent_; ///< newest first
    std::vector<views::RecentStudy> studies_;
    StartReader reader_;
};

} // namespace burin::workbench
