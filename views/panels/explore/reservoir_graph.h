// SPDX-License-Identifier: GPL-3.0-or-later
// The reservoir as a graph: inputs, neurons, and the links of W_in and W_r, pruned ones faded. The chosen weights are
// those of the sensitivity map.
#pragma once

#include "views/plots/link_graph.h"
#include "views/plots/picture_frame.h"

namespace burin::views {

class DesignState;
class WeightEditor;

class ReservoirGraph : public PictureFrame {
    Q_OBJECT
public:
    ReservoirGraph(DesignState& state, WeightEditor& editor, QWidget* parent = nullptr);
    [[nodiscard]] LinkGraph* graph() const { return graph_; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    ReservoirGraph(LinkGraph* graph, DesignState& state, WeightEditor& editor, QWidget* parent);
    void redraw();
    void showChoice();
    void takeChoice(int link);

    DesignState& state_;
    WeightEditor& editor_;
    LinkGraph* graph_;
    QLabel* summary_;
};

} // namespace burin::views
