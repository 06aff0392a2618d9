// SPDX-License-Identifier: GPL-3.0-or-later
// What the forms of both families of CNNs share: the network drawn, sliders for all layers together, and the table
// of layers with bars to drag. A form proposes changes to the DesignState and shows whatever configuration comes
// back; the family says what a layer costs.
#pragma once

#include "views/models/design_config.h"
#include "views/panels/configuration/design_form.h"
#include "views/panels/configuration/layer_table.h"
#include "views/widgets/network_view.h"

class QComboBox;
class QVBoxLayout;

namespace burin::views {

class DesignState;
class ValueSlider;

class NetworkForm : public DesignForm {
    Q_OBJECT
public:
    void stepBits(int by) override;
    void stepPruning(int by) override;

Q_SIGNALS:
    void trainRequested();

protected:
    /// `prefix` begins the names of widgets; `bitsHelp` says what the slider sets.
    NetworkForm(DesignState& state, Family family, const char* prefix, const QString& bitsHelp, QWidget* parent);

    [[nodiscard]] virtual const cnn::Policy& policy() const = 0;
    [[nodiscard]] virtual DesignConfig withPolicy(cnn::Policy policy) const = 0;
    /// By weighted layer, from the live reading; empty while there is none.
    [[nodiscard]] virtual std::vector<LayerFigures> figures() const = 0;
    virtual void showChoices() = 0;
    /// What comes with another reading, beside the table.
    virtual void showFigures() {}

    [[nodiscard]] DesignState& state() const { return state_; }
    [[nodiscard]] QVBoxLayout* column() const { return column_; }
    [[nodiscard]] LayerTable* layers() const { return layers_; }
    /// The study is of this family and its policy fits its network.
    [[nodiscard]] bool isMine() const;
    /// To be called at the end of a form's constructor.
    void start();
    static void choose(QComboBox* box, const std::string& value);

private:
    void proposeBits(int bits);
    void proposePruning(int percent);
    void proposeLayer(std::size_t entry, const cnn::LayerPolicy& layer, const QString& what, int column);
    void showStudy();
    void showConfig();
    void showReading();
    void drawNetwork(const std::vector<LayerFigures>& figures);
    /// Of layer `index`; `entry` counts the weighted ones before it.
    [[nodiscard]] NetworkBlock blockOf(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes,
                                       std::size_t index, std::size_t entry) const;

    DesignState& state_;
    Family family_;
    QVBoxLayout* column_;
    NetworkView* network_;
    ValueSlider* bits_;
    ValueSlider* pruning_;
    LayerTable* layers_;
};

} // namespace burin::views
