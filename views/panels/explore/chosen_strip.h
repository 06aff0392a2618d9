// SPDX-License-Identifier: GPL-3.0-or-later
// The line over the charts: the chosen point in words, its score on the test set only where a person asks for it, and
// the brushed range, which can be cleared.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace burin::views {

class DesignState;
class StudyModel;

class ChosenStrip : public QWidget {
    Q_OBJECT
public:
    ChosenStrip(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);

private:
    void refresh();
    void showTest();
    void showBrush();

    DesignState& state_;
    const StudyModel& study_;
    QLabel* text_;
    QLabel* test_;
    QPushButton* askTest_;
    QToolButton* chip_;
};

} // namespace burin::views
