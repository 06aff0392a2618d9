// SPDX-License-Identifier: GPL-3.0-or-later
// Arrays, converters and presets in words, and which of a preset's figures shares of layers are of.
#pragma once

#include "core/explore/crossbar_evaluator.h"

#include <QString>

#include <string>
#include <utility>

namespace burin::views {

[[nodiscard]] QString adcText(const std::string& adc); ///< "the preset's rule", "lossless", "7 bit"
/// "128 x 128 cells of 2 bit, 1-bit DACs; gives latency, energy ..."
[[nodiscard]] QString presetText(const crossbar::Preset& preset);
/// The arrays of a layer: how many, their slices, rows and columns, utilisation, converters.
[[nodiscard]] QString arraysHelp(const crossbar::MatrixLayer& layer, const crossbar::LayerCost& cost,
                                 const crossbar::Preset& preset);
/// Least and most bits that converters can have.
[[nodiscard]] std::pair<int, int> converterRange(const crossbar::Preset& preset);

/// Energy, or where the preset gives none latency, or arrays.
struct CostShare {
    QString name;
    double total = 0;
    double (*of)(const crossbar::LayerCost&) = nullptr;
};
[[nodiscard]] CostShare costShare(const explore::CrossbarHardware& hardware);

} // namespace burin::views
