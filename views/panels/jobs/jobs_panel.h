// SPDX-License-Identifier: GPL-3.0-or-later
// Everything long that runs or ran: how far, how long still, and a way to stop it.
#pragma once

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace burin::views {

class JobModel;
class TableView;

class JobsPanel : public QWidget {
    Q_OBJECT
public:
    explicit JobsPanel(JobModel& jobs, QWidget* parent = nullptr);

Q_SIGNALS:
    void cancelRequested(quint64 job);
    void pauseRequested(quint64 job, bool pause);
    void commandRequested(const QString& command); ///< to be copied

private:
    void showButtons();
    void showMenu(const QPoint& position);
    void cancelSelected();
    JobModel& jobs_;
    TableView* table_;
    QPushButton* cancel_;
    QPushButton* pause_;
    QStackedWidget* stack_;
};

} // namespace burin::views
