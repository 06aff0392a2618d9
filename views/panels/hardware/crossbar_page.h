// SPDX-License-Identifier: GPL-3.0-or-later
// What a network is on its crossbars: where energy, area and latency go by layer and component, the arrays with what of
// them is in use, and the accuracy over chips with imperfect cells.
#pragma once

#include <QWidget>

class QComboBox;

namespace burin::views {

class ArrayMap;
class DesignState;
class JobModel;
class PictureFrame;
class StackedBars;
class TrialsState;

class CrossbarPage : public QWidget {
    Q_OBJECT
public:
    CrossbarPage(DesignState& state, TrialsState& trials, const JobModel& jobs, QWidget* parent = nullptr);

Q_SIGNALS:
    void cancelRequested(quint64 job);

private:
    void fillLayers();
    void fillCosts();
    void refresh();
    void drawCosts();
    void drawArrays();

    DesignState& state_;
    QComboBox* cost_;
    QComboBox* layer_;
    StackedBars* bars_;
    ArrayMap* arrays_;
    PictureFrame* barsFrame_;
    PictureFrame* arraysFrame_;
};

} // namespace burin::views
