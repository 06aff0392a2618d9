// SPDX-License-Identifier: GPL-3.0-or-later
// The Hardware tab: the circuit of the configuration under the sliders from the inside, what synthesis said about
// the selected point, and the queue of synthesis; of a CNN its engines, or its crossbars.
#pragma once

#include "views/widgets/card.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace burin::explore {
struct CircuitReport;
}

namespace burin::views {

class BarTable;
class DesignState;
class EmptyState;
class JobModel;
class StudyModel;
class SynthesisModel;
class TableView;
class TrialsState;

class HardwarePanel : public QWidget {
    Q_OBJECT
public:
    HardwarePanel(DesignState& state, const StudyModel& study, SynthesisModel& synthesis, TrialsState& trials,
                  const JobModel& jobs, QWidget* parent = nullptr);

Q_SIGNALS:
    void synthesiseRequested(); ///< the configuration under the sliders
    void cancelRequested(quint64 job);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    BarTable* addTable(Card* card, const char* name, const QString& title);
    QWidget* buildHeader();
    QWidget* buildPage();
    Card* buildSynthesis();
    Card* buildQueue();
    void showCircuit();
    void showNoCircuit(const QString& error);
    void showReport(const explore::CircuitReport& report);
    void showSynthesis();
    void showQueue();
    void showUnderWay();
    void showTitle();
    void wantCircuit(bool on);

    DesignState& state_;
    const StudyModel& study_;
    SynthesisModel& queue_;
    QLabel* title_;
    QLabel* status_;
    QPushButton* synthesise_;
    QStackedWidget* stack_;
    EmptyState* empty_;
    Card* utilisationCard_ = nullptr;
    Card* sharingCard_ = nullptr;
    Card* pathCard_ = nullptr;
    Card* powerCard_ = nullptr;
    Card* activityCard_ = nullptr;
    Card* queueCard_ = nullptr;
    BarTable* utilisation_ = nullptr;
    BarTable* sharing_ = nullptr;
    BarTable* path_ = nullptr;
    BarTable* power_ = nullptr;
    BarTable* energy_ = nullptr;
    BarTable* activity_ = nullptr;
    BarTable* histogram_ = nullptr;
    BarTable* synthesis_ = nullptr;
    EmptyState* synthesisEmpty_ = nullptr;
    QStackedWidget* synthesisStack_ = nullptr;
    TableView* queueTable_ = nullptr;
    std::vector<BarTable*> live_; ///< dimmed while the circuit is computed
};

} // namespace burin::views
