// SPDX-License-Identifier: GPL-3.0-or-later
// What a person chooses about a CNN on crossbars: the preset of the hardware, its converters, and the network and
// its layers, of which each shows its arrays and which widths cost nothing more.
#pragma once

#include "views/panels/configuration/network_form.h"

class QLabel;

namespace burin::views {

class CrossbarForm : public NetworkForm {
    Q_OBJECT
public:
    explicit CrossbarForm(DesignState& state, QWidget* parent = nullptr);

protected:
    [[nodiscard]] const cnn::Policy& policy() const override;
    [[nodiscard]] DesignConfig withPolicy(cnn::Policy policy) const override;
    [[nodiscard]] std::vector<LayerFigures> figures() const override;
    void showChoices() override;
    void showFigures() override;

private:
    QWidget* buildChoices();
    void proposePreset(const std::string& preset);
    void proposeConverters();
    void proposeRanker();
    void askForPreset();
    void fillConverters(int least, int most);

    QComboBox* preset_;
    QComboBox* converters_;
    QComboBox* ranker_;
    QLabel* presetFacts_;
    QLabel* legend_; ///< what the hatching of a bar means, where a bar has it
};

} // namespace burin::views
