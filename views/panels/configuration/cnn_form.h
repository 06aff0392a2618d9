// SPDX-License-Identifier: GPL-3.0-or-later
// What a person chooses about a CNN: the network drawn, sliders for all layers together, the table of layers with
// bars to drag, and the hardware. It proposes changes to the DesignState and shows whatever configuration comes
// back.
#pragma once

#include "views/models/design_config.h"
#include "views/panels/configuration/design_form.h"
#include "views/widgets/network_view.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;

namespace burin::views {

class DesignState;
class LayerTable;
class ValueSlider;

class CnnForm : public DesignForm {
    Q_OBJECT
public:
    explicit CnnForm(DesignState& state, QWidget* parent = nullptr);
    void stepBits(int by) override;
    void stepPruning(int by) override;

Q_SIGNALS:
    void trainRequested();

private:
    QWidget* buildChoices();
    QComboBox* addChoice(QFormLayout* form, const char* key, const QString& label, const QString& help);
    QDoubleSpinBox* addNumber(QFormLayout* form, const char* key, const QString& label, const QString& help);
    void proposeBits(int bits);
    void proposePruning(int percent);
    void proposeLayer(std::size_t entry, const cnn::LayerPolicy& layer, const QString& what, int column);
    void proposeChoices();
    void showStudy();
    void showConfig();
    void showReading();
    void drawNetwork();
    /// Of layer `index`; `entry` counts the weighted ones before it.
    [[nodiscard]] NetworkBlock blockOf(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes,
                                       std::size_t index, std::size_t entry) const;

    DesignState& state_;
    NetworkView* network_;
    ValueSlider* bits_;
    ValueSlider* pruning_;
    LayerTable* layers_;
    QComboBox* ranker_ = nullptr;
    QComboBox* model_ = nullptr;
    QComboBox* allocation_ = nullptr;
    QComboBox* groups_ = nullptr;
    QDoubleSpinBox* lut_ = nullptr;
    QDoubleSpinBox* fps_ = nullptr;
    QDoubleSpinBox* clock_ = nullptr;
};

} // namespace burin::views
