// SPDX-License-Identifier: GPL-3.0-or-later
// What a person chooses about a CNN on an FPGA: the network and its layers, and the hardware.
#pragma once

#include "views/panels/configuration/network_form.h"

class QDoubleSpinBox;
class QFormLayout;

namespace burin::views {

class CnnForm : public NetworkForm {
    Q_OBJECT
public:
    explicit CnnForm(DesignState& state, QWidget* parent = nullptr);

protected:
    [[nodiscard]] const cnn::Policy& policy() const override;
    [[nodiscard]] DesignConfig withPolicy(cnn::Policy policy) const override;
    [[nodiscard]] std::vector<LayerFigures> figures() const override;
    void showChoices() override;

private:
    QWidget* buildChoices();
    QComboBox* addChoice(QFormLayout* form, const char* key, const QString& label, const QString& help);
    QDoubleSpinBox* addNumber(QFormLayout* form, const char* key, const QString& label, const QString& help);
    void proposeChoices();

    QComboBox* ranker_ = nullptr;
    QComboBox* model_ = nullptr;
    QComboBox* allocation_ = nullptr;
    QComboBox* groups_ = nullptr;
    QDoubleSpinBox* lut_ = nullptr;
    QDoubleSpinBox* fps_ = nullptr;
    QDoubleSpinBox* clock_ = nullptr;
};

} // namespace burin::views
