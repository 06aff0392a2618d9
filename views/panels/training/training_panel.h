// SPDX-License-Identifier: GPL-3.0-or-later
// The Training tab: the training that runs or ran last, its accuracy and loss over the epochs.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace burin::views {

class ChartFrame;
class DesignState;
class EmptyState;
class TrainingState;

class TrainingPanel : public QWidget {
    Q_OBJECT
public:
    TrainingPanel(const DesignState& study, TrainingState& training, QWidget* parent = nullptr);

private:
    QWidget* buildHeader();
    QPushButton* addButton(const char* name, const QString& text, void (TrainingState::*wanted)());
    void showEmpty();
    void showState();
    void showCurve();
    [[nodiscard]] QString stateText() const;

    const DesignState& study_;
    TrainingState& training_;
    QStackedWidget* stack_;
    EmptyState* empty_;
    QLabel* title_;
    QLabel* text_;
    QLabel* message_;
    QProgressBar* progress_;
    QPushButton* stop_ = nullptr;
    QPushButton* resume_ = nullptr;
    QPushButton* open_ = nullptr;
    QPushButton* again_ = nullptr;
    ChartFrame* accuracy_;
    ChartFrame* loss_;
};

} // namespace burin::views
