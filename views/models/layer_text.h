// SPDX-License-Identifier: GPL-3.0-or-later
// A layer of a network and its engine in words.
#pragma once

#include "core/explore/cnn_evaluator.h"

#include <QString>

namespace burin::views {

[[nodiscard]] QString kindText(cnn::LayerKind kind);
[[nodiscard]] QString layerText(const cnn::Layer& layer);            ///< "conv 5×5", "dense"
[[nodiscard]] QString shapeText(const cnn::Shape& shape);            ///< "32×14×14", "128"
[[nodiscard]] QString engineText(const explore::CnnLayerCost& cost); ///< tile, LUT, cycles, group

} // namespace burin::views
