// SPDX-License-Identifier: GPL-3.0-or-later
// The study around the chosen configuration: score over pruning, a hardware metric over pruning on the same axis, and
// the front of score against that metric.
#pragma once

#include "views/plots/chart_frame.h"

#include <QTimer>
#include <QWidget>

#include <string>

class QComboBox;

namespace burin::views {

class DesignState;
class StudyModel;

class ExplorePanel : public QWidget {
    Q_OBJECT
public:
    ExplorePanel(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);
    [[nodiscard]] ChartFrame* scoreChart() const { return score_; }
    [[nodiscard]] ChartFrame* metricChart() const { return metric_; }
    [[nodiscard]] ChartFrame* frontChart() const { return front_; }

Q_SIGNALS:
    void saved(const QString& path);
    void saveFailed(const QString& message);

private:
    void refreshSoon();
    void refresh();
    void drawScore();
    void drawMetric();
    void drawFront();
    void addLimits(PlotData& plot, const std::string& key, bool onX) const;
    [[nodiscard]] std::string metricKey() const;
    [[nodiscard]] QString scoreTitle() const;

    DesignState& state_;
    const StudyModel& study_;
    ChartFrame* score_;
    ChartFrame* metric_;
    ChartFrame* front_;
    QComboBox* metricChoice_;
    QComboBox* frontChoice_;
    QTimer refreshTimer_;
};

} // namespace burin::views
