// SPDX-License-Identifier: GPL-3.0-or-later
// The cell of the Explore tab that looks inside the chosen network: sensitivity map, graph, or one series over time.
#pragma once

#include "views/plots/picture_frame.h"

#include <QWidget>

class QButtonGroup;
class QStackedWidget;
class QToolButton;

namespace burin::views {

class DesignState;
class ReservoirGraph;
class SensitivityMap;
class SeriesPanel;
class WeightEditor;

class DetailCell : public QWidget {
    Q_OBJECT
public:
    explicit DetailCell(DesignState& state, QWidget* parent = nullptr);
    void showMaximised(bool on);
    [[nodiscard]] QList<PictureFrame*> frames() const;
    [[nodiscard]] SensitivityMap* map() const { return map_; }
    [[nodiscard]] ReservoirGraph* graph() const { return graph_; }
    [[nodiscard]] SeriesPanel* series() const { return series_; }

Q_SIGNALS:
    void maximiseRequested();

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    WeightEditor* editor_;
    SensitivityMap* map_;
    ReservoirGraph* graph_;
    SeriesPanel* series_;
    QStackedWidget* stack_;
    QToolButton* maximise_;
};

} // namespace burin::views
