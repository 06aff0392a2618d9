// SPDX-License-Identifier: GPL-3.0-or-later
// The Sweep tab: on the left the grid that Run evaluates (alternatives of each parameter, seeds, how many points that
// makes and how long it is likely to take), on the right what has come of it so far, filling as it runs.
#pragma once

#include "views/models/sweep_grid_model.h"
#include "views/models/sweep_settings.h"

#include <QWidget>

#include <cstdint>
#include <vector>

class QCheckBox;
class QFormLayout;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace burin::views {

class DesignState;
class JobModel;
class SweepAxes;
class SweepResults;

class SweepPanel : public QWidget {
    Q_OBJECT
public:
    SweepPanel(DesignState& state, const StudyModel& study, const JobModel& jobs, QWidget* parent = nullptr);
    [[nodiscard]] SweepSettings settings() const;
    /// Seconds that one point took in the last run; without one the forecast goes by the live network.
    void setSecondsPerPoint(double seconds);
    /// The job of the running sweep, 0 = none.
    void setRunning(std::uint64_t job);
    [[nodiscard]] SweepResults* results() const { return results_; }

Q_SIGNALS:
    void runRequested();
    void pauseRequested(quint64 job, bool pause);
    void stopRequested(quint64 job);
    void settingsChanged();
    void gridChosen(const burin::views::SweepSettings& settings); ///< by a person, and it can be run

private:
    QWidget* buildSettings();
    QWidget* buildBits();
    QWidget* buildChecks(QGridLayout* box);
    QWidget* buildButtons();
    void showChecks(QGridLayout* box, std::vector<QCheckBox*>& checks, const std::vector<std::string>& values,
                    std::vector<std::string>& chosen, const char* prefix, QString (*text)(const std::string&));
    void showStudy(); ///< another one, with the grid that it keeps
    void showFamily();
    void showRankers();
    void fill(const SweepSettings& settings);
    void showCrossbars(); ///< the converters that the configuration's preset can have
    void change();
    void showForecast();
    void showJob();
    void learnPace();
    [[nodiscard]] double secondsFor(std::size_t points) const;
    /// The rates typed, 0..1, sorted; empty if one of them is not a rate.
    [[nodiscard]] std::vector<double> rates() const;

    DesignState& state_;
    const JobModel& jobs_;
    std::vector<QPushButton*> bits_;
    QLineEdit* prune_;
    QFormLayout* form_ = nullptr;
    QWidget* readoutField_ = nullptr;
    QWidget* converterField_ = nullptr;
    QWidget* presetField_ = nullptr;
    QGridLayout* rankerBox_;
    QGridLayout* readoutBox_;
    QGridLayout* converterBox_; ///< crossbars
    QGridLayout* presetBox_;
    std::vector<QCheckBox*> rankers_;
    std::vector<QCheckBox*> readouts_;
    std::vector<QCheckBox*> converters_;
    std::vector<QCheckBox*> presets_;
    std::vector<std::string> chosenRankers_;
    std::vector<std::string> chosenReadouts_;
    std::vector<std::string> chosenConverters_;
    std::vector<std::string> chosenPresets_;
    QSpinBox* seeds_;
    SweepAxes* more_;
    QLabel* forecast_;
    QPushButton* run_;
    QPushButton* pause_;
    QPushButton* stop_;
    SweepResults* results_;
    double secondsPerPoint_ = 0;
    double firstVisitSeconds_ = 0;      ///< of a bit width, by one seed of the live network
    double moveSeconds_ = 0;            ///< of another pruning rate
    int readings_ = 0;                  ///< that were timed: of as many configurations
    std::uint64_t timedGeneration_ = 0; ///< the last one's; a reading comes in parts
    std::uint64_t job_ = 0;
    QString study_; ///< whose grid is shown
    SweepSettings kept_; ///< as it was filled in, or chosen last
    bool filling_ = false;
    std::string preset_; ///< whose converters are shown
};

} // namespace burin::views
