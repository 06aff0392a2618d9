// SPDX-License-Identifier: GPL-3.0-or-later
// What a sweep has found so far: the grid with a score in each cell, the rankers against each other at the chosen
// bit width, the points that failed with their reasons. A click on a cell or a marker selects the point
// everywhere.
#pragma once

#include "views/models/sweep_grid_model.h"

#include <QWidget>

class QFrame;
class QLabel;
class QTableWidget;

namespace burin::views {

class ChartFrame;
class DesignState;
class GradientKey;
class TableView;

class SweepResults : public QWidget {
    Q_OBJECT
public:
    SweepResults(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);
    void show(const SweepSettings& settings);
    /// "23 of 57 points, 12 s left"; empty while nothing runs.
    void setProgress(const QString& text);
    [[nodiscard]] const SweepGridModel& grid() const { return grid_; }
    [[nodiscard]] ChartFrame* chart() const { return chart_; }

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setUpGrid();
    QFrame* makeGridCard(); ///< the table, with its heading and key
    void setUpFailures();
    void refresh();
    void shareWidth(); ///< between the names of the rows and the cells
    void showFailures();
    void wrapReasons();
    void drawRankers();

    DesignState& state_;
    const StudyModel& study_;
    SweepSettings settings_;
    SweepGridModel grid_;
    QLabel* heading_;
    QLabel* progress_;
    GradientKey* key_; ///< what the colours of the grid are worth
    TableView* table_;
    ChartFrame* chart_;
    QWidget* failureBox_;
    QTableWidget* failures_;
    bool stale_ = false; ///< hidden since the study changed
};

} // namespace burin::views
