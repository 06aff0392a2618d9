// SPDX-License-Identifier: GPL-3.0-or-later
// The sensitivity map: a column per weight, a row per bit, the colour is how much the task suffers when the bit flips.
// Pruned weights are hatched. A range of weights is brushed with the mouse or with Shift and the arrow keys and then
// pruned, pinned, or given back to the ranker.
#pragma once

#include "views/plots/heat_map.h"
#include "views/plots/picture_frame.h"

#include "core/compress/variant.h"

class QComboBox;
class QToolButton;

namespace burin::views {

class DesignState;
class WeightEditor;

class SensitivityMap : public PictureFrame {
    Q_OBJECT
public:
    SensitivityMap(DesignState& state, WeightEditor& editor, QWidget* parent = nullptr);
    [[nodiscard]] HeatMap* map() const { return map_; }
    /// The weight of a column of the map.
    [[nodiscard]] const compress::WeightRef& weightOf(std::size_t column) const { return weights_[column]; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    SensitivityMap(HeatMap* map, DesignState& state, WeightEditor& editor, QWidget* parent);
    QWidget* buildTools();
    QWidget* buildHandLine();
    void redraw();
    void showChoice();
    void takeChoice();
    void showHand();

    DesignState& state_;
    WeightEditor& editor_;
    HeatMap* map_;
    QComboBox* order_ = nullptr;
    QList<QAction*> decisions_;
    QWidget* handLine_ = nullptr;
    QLabel* handText_ = nullptr;
    std::vector<compress::WeightRef> weights_; ///< of the columns
};

/// "W_r[3, 17]": into neuron 3, from neuron 17.
[[nodiscard]] QString weightName(const compress::WeightRef& weight);

} // namespace burin::views
