// SPDX-License-Identifier: GPL-3.0-or-later
// The study around the chosen configuration: score over pruning, a hardware metric over pruning on the same axis, the
// front of score against that metric, and a look inside the network. Any of the four fills the tab on request.
#pragma once

#include "views/plots/chart_frame.h"

#include <QTimer>
#include <QWidget>

#include <string>
#include <vector>

class QComboBox;
class QShortcut;
class QSplitter;

namespace burin::views {

class DesignState;
class DetailCell;
class StudyModel;

class ExplorePanel : public QWidget {
    Q_OBJECT
public:
    ExplorePanel(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);
    [[nodiscard]] ChartFrame* scoreChart() const { return score_; }
    [[nodiscard]] ChartFrame* metricChart() const { return metric_; }
    [[nodiscard]] ChartFrame* frontChart() const { return front_; }
    [[nodiscard]] DetailCell* detail() const { return detail_; }

private:
    void buildLayout();
    void connectCharts();
    void maximise(QWidget* cell); ///< again: all are shown
    void brush(const QRectF& values, const std::string& xKey, const std::string& yKey);
    void showFamily(); ///< metrics of the study's family
    void offerWeights(); ///< once, where the network has no hardware figures
    void refreshSoon();
    void refresh();
    void drawScore();
    void drawMetric();
    void drawFront();
    void addSynthesised(PlotData& plot, std::vector<ChartSeries> found) const;
    void addLimits(PlotData& plot, const std::string& key, bool onX) const;
    [[nodiscard]] std::string metricKey() const;
    [[nodiscard]] Shown inView() const; ///< what is not dimmed
    [[nodiscard]] std::string frontKey() const;
    [[nodiscard]] QString scoreTitle() const;

    DesignState& state_;
    const StudyModel& study_;
    ChartFrame* score_;
    ChartFrame* metric_;
    ChartFrame* front_;
    DetailCell* detail_;
    QSplitter* top_ = nullptr;
    QSplitter* bottom_ = nullptr;
    QWidget* maximised_ = nullptr;
    QShortcut* restore_ = nullptr;
    QComboBox* metricChoice_;
    QComboBox* frontChoice_;
    QTimer refreshTimer_;
    bool weightsOffered_ = false;
};

} // namespace burin::views
