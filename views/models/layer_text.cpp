// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/layer_text.h"

#include "views/models/format.h"

#include <QCoreApplication>

namespace burin::views {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(burin::views::LayerText)
};

} // namespace

QString kindText(cnn::LayerKind kind)
{
    using cnn::LayerKind;
    switch (kind) {
    case LayerKind::conv: return Text::tr("conv");
    case LayerKind::depthwise: return Text::tr("depthwise");
    case LayerKind::dense: return Text::tr("dense");
    case LayerKind::add: return Text::tr("add");
    case LayerKind::concat: return Text::tr("concat");
    case LayerKind::maxpool: return Text::tr("max pool");
    case LayerKind::avgpool: return Text::tr("average pool");
    case LayerKind::globalpool: return Text::tr("global pool");
    case LayerKind::flatten: return Text::tr("flatten");
    }
    return {};
}

QString layerText(const cnn::Layer& layer)
{
    const bool square = layer.kind == cnn::LayerKind::conv || layer.kind == cnn::LayerKind::depthwise ||
                        layer.kind == cnn::LayerKind::maxpool || layer.kind == cnn::LayerKind::avgpool;
    return square ? QStringLiteral("%1 %2\u00d7%3")
                        .arg(kindText(layer.kind))
                        .arg(layer.kernel[0])
                        .arg(layer.kernel[1])
                  : kindText(layer.kind);
}

QString shapeText(const cnn::Shape& shape)
{
    return shape.height == 1 && shape.width == 1
               ? QString::number(shape.channels)
               : QStringLiteral("%1\u00d7%2\u00d7%3").arg(shape.channels).arg(shape.height).arg(shape.width);
}

QString engineText(const explore::CnnLayerCost& cost)
{
    QString text = Text::tr("Engine of %1: tile of %2 inputs by %3 outputs, %4 LUT, %5 cycles per image")
                       .arg(QString::fromStdString(cost.layer))
                       .arg(cost.tileInputs)
                       .arg(cost.tileOutputs)
                       .arg(formatCount(static_cast<std::size_t>(cost.lut)),
                            formatCount(static_cast<std::size_t>(cost.cycles)));
    if (cost.group > 0)
        text += Text::tr(", group %1").arg(cost.group + 1);
    return text;
}

} // namespace burin::views
