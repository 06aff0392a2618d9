// SPDX-License-Identifier: GPL-3.0-or-later
// What the configuration under the sliders costs and gives, right now; stale numbers are dimmed, numbers over the
// budget are red.
#pragma once

#include "views/widgets/metric_row.h"

#include <QWidget>

#include <map>
#include <string>

class QLabel;

namespace burin::views {

class DesignState;
class StudyModel;

class LiveBlock : public QWidget {
    Q_OBJECT
public:
    LiveBlock(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);

private:
    void refresh();
    void refreshScore();
    [[nodiscard]] QString seedOfLive() const; ///< whose network the numbers are of, and which one is exported
    DesignState& state_;
    const StudyModel& study_;
    MetricRow* score_;
    std::map<std::string, MetricRow*> metrics_;
    QLabel* about_; ///< which seed's network this is
    QLabel* message_;
};

} // namespace burin::views
