// SPDX-License-Identifier: GPL-3.0-or-later
// Bit histogram: how often each bit of a fixed-point word is needed by a set of values, and how many values do not
// fit. It shows at a glance whether a word has bits to spare at the top (never needed) or drops information at the
// bottom. Bin b counts the values whose leading bit (the highest that differs from the sign) is bit b of the word.
#pragma once

#include "core/fixed/format.h"

#include <cstdint>
#include <span>
#include <vector>

namespace burin::fixed {

struct BitHistogram {
    Format format;
    std::vector<std::uint64_t> bins; ///< one per bit of the word, bit 0 first; the sign bit of a signed word has none (0)
    std::uint64_t zeros = 0;         ///< values that are exactly 0
    std::uint64_t overflow = 0;      ///< beyond the word at the top: clamped
    std::uint64_t underflow = 0;     ///< not 0, but rounded to 0
    std::uint64_t notFinite = 0;     ///< NaN and infinities, in no bin
    std::uint64_t total = 0;         ///< all values

    /// Bits at the top, sign aside, that no value needs.
    [[nodiscard]] int unusedTopBits() const;
};

/// Of real values (weights, states, inputs before quantisation).
[[nodiscard]] BitHistogram bitHistogram(std::span<const double> values, const Format& format);
/// Of integers that are in the word's scale already (quantised weights): no underflow.
[[nodiscard]] BitHistogram bitHistogram(std::span<const std::int32_t> values, const Format& format);

} // namespace burin::fixed
