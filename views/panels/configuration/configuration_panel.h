// SPDX-License-Identifier: GPL-3.0-or-later
// The heart of the window: bit width, pruning, ranker, re-fit and read-out, and live what they cost and give. It
// proposes changes to the DesignState and shows whatever configuration comes back.
#pragma once

#include "core/reservoir/config.h"
#include "views/widgets/vertical_scroll.h"

#include <array>

class QCheckBox;
class QComboBox;

namespace burin::views {

class DesignState;
class PresetsButton;
class Section;
class StudyModel;
class ValueSlider;
class WidthsEditor;

class ConfigurationPanel : public VerticalScroll {
    Q_OBJECT
public:
    ConfigurationPanel(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);
    [[nodiscard]] Section* partSection() const { return parts_; }
    [[nodiscard]] PresetsButton* presets() const { return presets_; }
    // Steps of the keys [ ] - =
    void stepBits(int by);
    void stepPruning(int by);

private:
    QWidget* buildChoices();
    void proposeBits(int bits);
    void proposePruning(int percent);
    void proposeChoices();
    void showConfig();
    void showRankers();
    void showHistograms();

    DesignState& state_;
    ValueSlider* bits_;
    ValueSlider* pruning_;
    WidthsEditor* widths_;
    Section* parts_;
    QComboBox* ranker_;
    QComboBox* readout_;
    QCheckBox* refit_;
    QComboBox* pipeline_;
    std::array<QCheckBox*, 3> matrices_; ///< W_r, W_in, W_out
    PresetsButton* presets_;
};

} // namespace burin::views
