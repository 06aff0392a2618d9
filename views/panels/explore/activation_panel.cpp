// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/activation_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/layer_text.h"
#include "views/plots/picture_menu.h"
#include "views/widgets/bit_histogram_view.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace burin::views {

ActivationPanel::ActivationPanel(DesignState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      image_(named(new QSpinBox, "activation-image", tr("Validation image"))),
      layer_(named(new QComboBox, "activation-layer", tr("Layer"))),
      verdict_(withLook(new QLabel, "caption")),
      range_(withLook(new QLabel, "caption")),
      bits_(named(new BitHistogramView, "activation-bits", tr("Bit histogram of the layer's output"))),
      maps_(new FeatureMaps("activation-maps", tr("Feature maps"))),
      frame_(new PictureFrame("chart-activations", *maps_))
{
    setObjectName(QStringLiteral("activation-panel"));
    offerPicture(bits_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(frame_, 1);
    frame_->setLead(buildTools());
    layout->addWidget(buildFoot());
    connect(image_, &QSpinBox::valueChanged, this,
            [this](int number) { state_.chooseTraceImage(static_cast<std::size_t>(number - 1)); });
    connect(layer_, &QComboBox::currentIndexChanged, this, &ActivationPanel::redraw);
    connect(&state_, &DesignState::insightsChanged, this, &ActivationPanel::redraw);
    connect(&state_, &DesignState::configChanged, this, &ActivationPanel::redraw);
    connect(&state_, &DesignState::studyChanged, this, &ActivationPanel::fillLayers);
    fillLayers();
}

QWidget* ActivationPanel::buildTools()
{
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height() / 3);
    image_->setPrefix(tr("Image "));
    image_->setKeyboardTracking(false);
    image_->setToolTip(tr("Number of the validation image"));
    layer_->setToolTip(tr("The image, or the output of a layer"));
    layer_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row->addWidget(image_);
    row->addWidget(layer_);
    row->addStretch();
    return tools;
}

QWidget* ActivationPanel::buildFoot()
{
    auto* foot = new QWidget;
    auto* grid = new QGridLayout(foot);
    grid->setContentsMargins(fontMetrics().height() / 2, 0, 0, 0);
    grid->setVerticalSpacing(0);
    verdict_->setObjectName(QStringLiteral("activation-verdict"));
    range_->setObjectName(QStringLiteral("activation-range"));
    bits_->setMaximumWidth(fontMetrics().height() * 9);
    grid->addWidget(verdict_, 0, 0);
    grid->addWidget(range_, 1, 0);
    grid->addWidget(bits_, 0, 1, 2, 1);
    grid->setColumnStretch(0, 1);
    return foot;
}

void ActivationPanel::fillLayers()
{
    const QSignalBlocker blocker(layer_);
    layer_->clear();
    layer_->addItem(tr("Image"));
    if (const auto& network = state_.study().family.network)
        for (const cnn::Layer& layer : network->layers)
            layer_->addItem(QStringLiteral("%1 (%2)").arg(QString::fromStdString(layer.name), layerText(layer)));
    layer_->setCurrentIndex(std::min(1, layer_->count() - 1));
    redraw();
}

void ActivationPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    state_.want(this, InsightKind::image, true);
    redraw();
}

void ActivationPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    state_.want(this, InsightKind::image, false);
}

FeatureMapsData ActivationPanel::imageData(const ImageInsight& insight) const
{
    FeatureMapsData content;
    const cnn::Shape& shape = insight.shape;
    content.title = tr("Validation image %1").arg(insight.trace.image + 1);
    content.maps = shape.channels;
    content.height = shape.height;
    content.width = shape.width;
    content.most = 255;
    content.values.assign(insight.pixels.begin(), insight.pixels.end());
    content.picture = QImage(shape.width, shape.height, QImage::Format_RGB32);
    const auto plane = static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
    const auto channel = [&](int wanted, std::size_t at) {
        const auto c = static_cast<std::size_t>(std::min(wanted, shape.channels - 1));
        return static_cast<int>(insight.pixels[c * plane + at]);
    };
    for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) {
            const std::size_t at =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(shape.width) + static_cast<std::size_t>(x);
            content.picture.setPixel(x, y, qRgb(channel(0, at), channel(1, at), channel(2, at)));
        }
    return content;
}

FeatureMapsData ActivationPanel::layerData(const ImageInsight& insight, std::size_t layer) const
{
    const cnn::Activation& output = insight.trace.layers[layer];
    FeatureMapsData content;
    content.title =
        tr("Output of %1 for validation image %2").arg(layer_->currentText()).arg(insight.trace.image + 1);
    content.maps = output.shape.channels;
    content.height = output.shape.height;
    content.width = output.shape.width;
    content.values.reserve(output.values.size());
    const double step = output.format ? std::ldexp(1.0, -output.format->fraction) : 1.0;
    for (const std::int64_t value : output.values) {
        content.values.push_back(static_cast<double>(value) * step);
        content.hasSign = content.hasSign || value < 0;
        content.most = std::max(content.most, std::abs(content.values.back()));
    }
    return content;
}

void ActivationPanel::showVerdict(const ImageInsight& insight)
{
    const auto name = [&](int index) {
        const auto at = static_cast<std::size_t>(index);
        return index >= 0 && at < insight.classNames.size() ? QString::fromStdString(insight.classNames[at])
                                                            : QString::number(index);
    };
    const explore::CnnTrace& trace = insight.trace;
    verdict_->setText(trace.label == trace.predicted
                          ? tr("%1, recognised").arg(name(trace.label))
                          : tr("%1, taken for %2").arg(name(trace.label), name(trace.predicted)));
    verdict_->setToolTip(tr("The image's class, and what the integer network makes of it"));
    const QSignalBlocker blocker(image_);
    image_->setRange(1, static_cast<int>(std::max<std::size_t>(1, insight.count)));
    image_->setValue(static_cast<int>(trace.image) + 1);
}

void ActivationPanel::redraw()
{
    if (!isVisible())
        return;
    const auto& answer = state_.insights().image;
    frame_->setEmptyMessage(answer.error.empty() ? tr("The image is on its way...")
                                                 : tr("There is no output to show"),
                            state_.study().noScore.isEmpty() ? QString::fromStdString(answer.error)
                                                             : state_.study().noScore);
    const int chosen = layer_->currentIndex();
    FeatureMapsData content;
    range_->clear();
    verdict_->clear();
    bits_->setVisible(false);
    if (answer.value && state_.study().open && chosen >= 0 &&
        static_cast<std::size_t>(chosen) <= answer.value->trace.layers.size()) {
        const ImageInsight& insight = *answer.value;
        const auto layer = static_cast<std::size_t>(std::max(0, chosen - 1));
        content = chosen == 0 ? imageData(insight) : layerData(insight, layer);
        content.stale = state_.isStale(InsightKind::image);
        showVerdict(insight);
        if (!content.values.empty()) {
            const auto [least, greatest] = std::minmax_element(content.values.begin(), content.values.end());
            const auto zeros = static_cast<double>(std::count(content.values.begin(), content.values.end(), 0.0));
            const cnn::Shape shape{content.maps, content.height, content.width};
            range_->setText(tr("%1 to %2, %3 zeros")
                                .arg(*least, 0, 'g', 4)
                                .arg(*greatest, 0, 'g', 4)
                                .arg(formatPercent(zeros / static_cast<double>(content.values.size()))));
            range_->setToolTip(
                tr("Range of the values of %1, and how many of them are zero").arg(shapeText(shape)));
        }
        if (chosen > 0 && insight.trace.layers[layer].format) {
            bits_->setHistogram(insight.bits[layer]);
            bits_->setStale(content.stale);
            bits_->setVisible(true);
        }
    }
    maps_->setData(std::move(content));
    frame_->refresh();
}

} // namespace burin::views
