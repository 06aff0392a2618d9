// SPDX-License-Identifier: GPL-3.0-or-later
// The study as a table: filter, front only, starred only, columns to choose; a row is the selection of every view.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace burin::views {

class DesignState;
class EmptyState;
class PointFilterModel;
class StudyModel;
class TableView;

class PointsPanel : public QWidget {
    Q_OBJECT
public:
    PointsPanel(DesignState& state, StudyModel& study, QWidget* parent = nullptr);
    [[nodiscard]] TableView* table() const { return table_; }
    void focusFilter();
    void restoreColumns(const QByteArray& columns);

private:
    QWidget* buildTools();
    void showSelection();
    void showCount();
    void selectCurrentRow();

    DesignState& state_;
    StudyModel& study_;
    PointFilterModel* filtered_;
    TableView* table_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    QLineEdit* filter_;
    QToolButton* frontOnly_;
    QToolButton* starredOnly_;
    QLabel* count_;
    bool showing_ = false;
    bool sized_ = false; ///< columns fitted to the first points, or restored
};

} // namespace burin::views
