// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to missing values (NaN), by choice and reported.
#pragma once

#include "core/data/dataset.h"
#include "core/data/load.h"

#include <cstddef>

namespace burin::data {

[[nodiscard]] bool hasMissing(const Series& series);
[[nodiscard]] std::size_t countMissing(const Split& split); ///< series with missing values

/// A channel has no value at all.
[[nodiscard]] bool hasBlankChannel(const Series& series);

/// Fills the gaps of every channel; false (and the series unchanged) where a channel has no value at all.
bool interpolate(Series& series);

struct MissingReport {
    std::size_t affected = 0; ///< series with missing values
    std::size_t dropped = 0;
    std::size_t blank = 0; ///< series with a channel that has no value at all
};
MissingReport applyMissingPolicy(Split& split, MissingPolicy policy);

} // namespace burin::data
