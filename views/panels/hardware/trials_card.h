// SPDX-License-Identifier: GPL-3.0-or-later
// Monte-Carlo: a person chooses how cells are imperfect, how many chips are drawn and on how many images; a job says the
// accuracy of each. Dots are chips, the band is the 95 % interval of their mean.
#pragma once

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace burin::views {

class Card;
class ChartFrame;
class DesignState;
class JobModel;
struct PlotData;
class TrialsState;

class TrialsCard : public QWidget {
    Q_OBJECT
public:
    TrialsCard(DesignState& state, TrialsState& trials, const JobModel& jobs, QWidget* parent = nullptr);

Q_SIGNALS:
    void cancelRequested(quint64 job);

private:
    QWidget* buildChoices();
    QWidget* buildButtons();
    QDoubleSpinBox* percentBox(const char* name, const QString& accessible, const QString& help);
    void propose();
    void showChoices();
    void showJob();
    void showAnswer();
    [[nodiscard]] PlotData plot() const;

    DesignState& state_;
    TrialsState& trials_;
    const JobModel& jobs_;
    Card* card_;
    QComboBox* spread_;
    QDoubleSpinBox* stuck_;
    QDoubleSpinBox* readNoise_;
    QSpinBox* count_;
    QSpinBox* images_;
    QPushButton* run_;
    QPushButton* stop_;
    QProgressBar* progress_;
    QLabel* result_;
    ChartFrame* chart_;
};

} // namespace burin::views
