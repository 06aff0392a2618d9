// SPDX-License-Identifier: GPL-3.0-or-later
// Fixed-point formats: a real value r is held as the integer r 2^fraction in a word of `bits` bits.
#pragma once

#include "core/fixed/interval.h"

#include <cstdint>
#include <string>

namespace burin::fixed {

struct Format {
    int bits = 8;
    int fraction = 0; ///< bits after the binary point; may be negative or exceed `bits`
    bool isSigned = true;

    [[nodiscard]] Interval range() const; ///< of the integer
    [[nodiscard]] double step() const;    ///< 2^-fraction
    [[nodiscard]] std::string text() const; ///< "s8.5": signed, 8 bits, 5 of them fraction; "u4.0"
    bool operator==(const Format&) const = default;
};

/// Round to nearest, ties to even, then clamp to [lo, hi]. NaN gives 0 clamped, infinities the ends.
[[nodiscard]] std::int64_t roundClamped(double value, const Interval& range);

/// The integer of `value` in this format (roundClamped of value 2^fraction) and back.
[[nodiscard]] std::int64_t quantise(double value, const Format& format);
[[nodiscard]] double dequantise(std::int64_t value, const Format& format);

/// The largest fraction with which +-magnitude fits into `bits` signed bits without clamping by more than half a
/// step; 0 for magnitude 0.
[[nodiscard]] int fractionFor(double magnitude, int bits);

} // namespace burin::fixed
