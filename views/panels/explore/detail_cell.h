// SPDX-License-Identifier: GPL-3.0-or-later
// The cell of the Explore tab that looks inside the chosen network. Reservoir: sensitivity map, graph, or one series over
// time. CNN: the layers' output for one image, or how each class fares.
#pragma once

#include "views/models/design_config.h"
#include "views/plots/picture_frame.h"

#include <QWidget>

#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QStackedWidget;
class QToolButton;

namespace burin::views {

class ActivationPanel;
class ClassPanel;
class DesignState;
class ReservoirGraph;
class SensitivityMap;
class SeriesPanel;
class WeightEditor;

class DetailCell : public QWidget {
    Q_OBJECT
public:
    explicit DetailCell(DesignState& state, QWidget* parent = nullptr);
    void showMaximised(bool on);
    [[nodiscard]] SensitivityMap* map() const { return map_; }
    [[nodiscard]] ReservoirGraph* graph() const { return graph_; }
    [[nodiscard]] SeriesPanel* series() const { return series_; }

Q_SIGNALS:
    void maximiseRequested();

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    void addView(const char* name, const QString& text, const QString& help, QWidget* page, unsigned families);
    /// The views of the study's family; the first of them where another one's is shown.
    void showFamily();
    void takeWidth();

    DesignState& state_;
    WeightEditor* editor_;
    SensitivityMap* map_;
    ReservoirGraph* graph_;
    SeriesPanel* series_;
    ActivationPanel* activations_;
    ClassPanel* classes_;
    QStackedWidget* stack_;
    QButtonGroup* group_;
    QHBoxLayout* segments_;
    std::vector<unsigned> families_; ///< by page: bits of MetricInfo::families
    QToolButton* maximise_;
};

} // namespace burin::views
