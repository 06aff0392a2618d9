// SPDX-License-Identifier: GPL-3.0-or-later
// One validation series through the networks over time, float beside integer: states as two heat maps, one neuron as
// two lines, the inputs, and the outputs (scores of the classes, or target and forecasts).
#pragma once

#include "views/models/insights.h"
#include "views/plots/chart_frame.h"
#include "views/plots/heat_map.h"

#include <QWidget>

class QComboBox;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace burin::views {

class DesignState;

class SeriesPanel : public QWidget {
    Q_OBJECT
public:
    explicit SeriesPanel(DesignState& state, QWidget* parent = nullptr);
    enum View { kStates, kNeuron, kInputs, kOutputs };
    [[nodiscard]] HeatMap* floatMap() const { return floatMap_; }
    [[nodiscard]] HeatMap* integerMap() const { return integerMap_; }
    [[nodiscard]] ChartFrame* chart() const { return chart_; }
    [[nodiscard]] QList<PictureFrame*> frames() const { return {floatFrame_, integerFrame_, chart_}; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildTools();
    void redraw();
    void showVerdict(const TraceInsight& trace);
    void nextWrong();
    void showNeuron(int neuron);
    [[nodiscard]] HeatMapData statesOf(const explore::Trace& trace, const std::vector<double>& states,
                                       const QString& title) const;
    [[nodiscard]] PlotData plotOf(const TraceInsight& trace) const;
    [[nodiscard]] PlotData outputsOf(const TraceInsight& trace) const;

    DesignState& state_;
    QSpinBox* series_;
    QToolButton* wrong_;
    QComboBox* view_;
    QSpinBox* neuron_;
    QLabel* verdict_;
    QStackedWidget* stack_;
    HeatMap* floatMap_;
    HeatMap* integerMap_;
    PictureFrame* floatFrame_;
    PictureFrame* integerFrame_;
    ChartFrame* chart_;
};

} // namespace burin::views
