// SPDX-License-Identifier: GPL-3.0-or-later
// What a person chooses about a reservoir: bit width, pruning, ranker, re-fit and read-out. It proposes changes to the
// DesignState and shows whatever configuration comes back.
#pragma once

#include "views/panels/configuration/design_form.h"

#include <array>

class QCheckBox;
class QComboBox;

namespace burin::views {

class DesignState;
class PresetsButton;
class Section;
class ValueSlider;
class WidthsEditor;

class ReservoirForm : public DesignForm {
    Q_OBJECT
public:
    explicit ReservoirForm(DesignState& state, QWidget* parent = nullptr);
    [[nodiscard]] Section* partSection() const { return parts_; }
    [[nodiscard]] PresetsButton* presets() const { return presets_; }
    void stepBits(int by) override;
    void stepPruning(int by) override;

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
