// SPDX-License-Identifier: GPL-3.0-or-later
// The grid that Run evaluates: bit widths, pruning rates, rankers, seeds; how many points that makes and how long it
// is likely to take.
#pragma once

#include "views/models/sweep_settings.h"

#include <QScrollArea>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace burin::views {

class DesignState;

class SweepPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit SweepPanel(DesignState& state, QWidget* parent = nullptr);
    [[nodiscard]] SweepSettings settings() const;
    void setSettings(const SweepSettings& settings);
    /// Seconds that one point takes, from the last run; 0 hides the forecast.
    void setSecondsPerPoint(double seconds);
    void setRunning(bool running);

Q_SIGNALS:
    void runRequested();
    void settingsChanged();

private:
    QWidget* buildBits();
    QWidget* buildRankers();
    void showRankers();
    void showForecast();
    /// The rates typed, 0..1, sorted; empty if one of them is not a rate.
    [[nodiscard]] std::vector<double> rates() const;

    DesignState& state_;
    std::vector<QPushButton*> bits_;
    QLineEdit* prune_;
    QVBoxLayout* rankerBox_;
    std::vector<QCheckBox*> rankers_;
    std::vector<std::string> chosenRankers_;
    QSpinBox* seeds_;
    QLabel* forecast_;
    QPushButton* run_;
    double secondsPerPoint_ = 0;
    bool running_ = false;
};

} // namespace burin::views
