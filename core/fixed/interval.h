// SPDX-License-Identifier: GPL-3.0-or-later
// Interval: the closed range [lo, hi] of the integers a word can hold, and the bits it then needs. Interval
// arithmetic on it gives the circuit its widths. Bounds must stay within 62 bits; beyond that the operations throw
// std::overflow_error (a breach of the caller's contract: IntegerReservoir::check() keeps networks below).
#pragma once

#include <cstdint>

namespace burin::fixed {

struct Interval {
    std::int64_t lo = 0;
    std::int64_t hi = 0;
    [[nodiscard]] bool contains(std::int64_t value) const { return lo <= value && value <= hi; }
    [[nodiscard]] bool contains(const Interval& other) const { return lo <= other.lo && other.hi <= hi; }
    [[nodiscard]] bool isConstant() const { return lo == hi; }
    bool operator==(const Interval&) const = default;
};

/// Bits of a non-negative value without sign: 0 -> 0, 1 -> 1, 255 -> 8.
[[nodiscard]] int unsignedBits(std::int64_t value);
/// Bits of a two's complement word that holds [lo, hi]: (0,0) -> 1, (-1,0) -> 1, (-128,127) -> 8, (0,255) -> 9.
[[nodiscard]] int signedBits(std::int64_t lo, std::int64_t hi);
/// Bits of the narrowest word that holds the interval: unsigned when lo >= 0, two's complement otherwise; at least 1.
[[nodiscard]] int wordBits(const Interval& range);
/// The whole range of a signed word of `bits` bits, 1 to 62.
[[nodiscard]] Interval signedRange(int bits);

[[nodiscard]] Interval operator+(const Interval& a, const Interval& b);
[[nodiscard]] Interval operator-(const Interval& a, const Interval& b);
[[nodiscard]] Interval operator-(const Interval& a);
[[nodiscard]] Interval operator*(const Interval& a, const Interval& b);
[[nodiscard]] Interval operator<<(const Interval& a, int shift);
[[nodiscard]] Interval operator>>(const Interval& a, int shift); ///< floor
/// The smallest interval that holds both.
[[nodiscard]] Interval hull(const Interval& a, const Interval& b);
/// What clamping values of `a` to [lo, hi] can give.
[[nodiscard]] Interval clamped(const Interval& a, std::int64_t lo, std::int64_t hi);
/// The range of coefficient * value.
[[nodiscard]] Interval scaled(const Interval& a, std::int64_t coefficient);

} // namespace burin::fixed
