// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fixed/interval.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace burin::fixed {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kLimit = std::int64_t{1} << 62;

std::int64_t checked(Wide value)
{
    if (value > kLimit || value < -static_cast<Wide>(kLimit))
        throw std::overflow_error("interval beyond 62 bits");
    return static_cast<std::int64_t>(value);
}

} // namespace

int unsignedBits(std::int64_t value)
{
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value)));
}

int signedBits(std::int64_t lo, std::int64_t hi)
{
    const int forLow = lo < 0 ? unsignedBits(~lo) + 1 : 1;
    const int forHigh = hi > 0 ? unsignedBits(hi) + 1 : 1;
    return std::max(forLow, forHigh);
}

int wordBits(const Interval& range)
{
    return range.lo < 0 ? signedBits(range.lo, range.hi) : std::max(1, unsignedBits(range.hi));
}

Interval signedRange(int bits)
{
    const std::int64_t half = std::int64_t{1} << (bits - 1);
    return {-half, half - 1};
}

Interval operator+(const Interval& a, const Interval& b)
{
    return {checked(static_cast<Wide>(a.lo) + b.lo), checked(static_cast<Wide>(a.hi) + b.hi)};
}

Interval operator-(const Interval& a, const Interval& b)
{
    return {checked(static_cast<Wide>(a.lo) - b.hi), checked(static_cast<Wide>(a.hi) - b.lo)};
}

Interval operator-(const Interval& a)
{
    return {-a.hi, -a.lo};
}

Interval operator*(const Interval& a, const Interval& b)
{
    const auto products = {static_cast<Wide>(a.lo) * b.lo, static_cast<Wide>(a.lo) * b.hi,
                           static_cast<Wide>(a.hi) * b.lo, static_cast<Wide>(a.hi) * b.hi};
    return {checked(std::min(products)), checked(std::max(products))};
}

Interval operator<<(const Interval& a, int shift)
{
    const auto factor = static_cast<Wide>(1) << shift;
    return {checked(a.lo * factor), checked(a.hi * factor)};
}

Interval operator>>(const Interval& a, int shift)
{
    const int amount = std::min(shift, 63);
    return {a.lo >> amount, a.hi >> amount};
}

Interval hull(const Interval& a, const Interval& b)
{
    return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)};
}

Interval clamped(const Interval& a, std::int64_t lo, std::int64_t hi)
{
    return {std::clamp(a.lo, lo, hi), std::clamp(a.hi, lo, hi)};
}

Interval scaled(const Interval& a, std::int64_t coefficient)
{
    return a * Interval{coefficient, coefficient};
}

} // namespace burin::fixed
