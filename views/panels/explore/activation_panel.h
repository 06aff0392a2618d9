// SPDX-License-Identifier: GPL-3.0-or-later
// One validation image through the integer network: each layer's output as feature maps, with the range of its
// values and how they use their words, and what the network makes of the image.
#pragma once

#include "views/models/insights.h"
#include "views/plots/feature_maps.h"
#include "views/plots/picture_frame.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;

namespace burin::views {

class BitHistogramView;
class DesignState;

class ActivationPanel : public QWidget {
    Q_OBJECT
public:
    explicit ActivationPanel(DesignState& state, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildTools();
    QWidget* buildFoot();
    void fillLayers();
    void redraw();
    void showVerdict(const ImageInsight& insight);
    [[nodiscard]] FeatureMapsData imageData(const ImageInsight& insight) const;
    [[nodiscard]] FeatureMapsData layerData(const ImageInsight& insight, std::size_t layer) const;

    DesignState& state_;
    QSpinBox* image_;
    QComboBox* layer_;
    QLabel* verdict_;
    QLabel* range_;
    BitHistogramView* bits_;
    FeatureMaps* maps_;
    PictureFrame* frame_;
};

} // namespace burin::views
