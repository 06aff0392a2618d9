// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fixed/format.h"

#include <fmt/format.h>

#include <cmath>

namespace burin::fixed {

Interval Format::range() const
{
    return isSigned ? signedRange(bits) : Interval{0, (std::int64_t{1} << bits) - 1};
}

double Format::step() const
{
    return std::ldexp(1.0, -fraction);
}

std::string Format::text() const
{
    return fmt::format("{}{}.{}", isSigned ? 's' : 'u', bits, fraction);
}

std::int64_t roundClamped(double value, const Interval& range)
{
    if (std::isnan(value))
        value = 0;
    if (value <= static_cast<double>(range.lo))
        return range.lo;
    if (value >= static_cast<double>(range.hi))
        return range.hi;
    // Not nearbyint: that follows the thread's rounding mode. floor and the difference are exact here.
    const double below = std::floor(value);
    const double rest = value - below;
    auto rounded = static_cast<std::int64_t>(below);
    if (rest > 0.5 || (rest == 0.5 && rounded % 2 != 0))
        ++rounded;
    return rounded;
}

std::int64_t quantise(double value, const Format& format)
{
    return roundClamped(std::ldexp(value, format.fraction), format.range());
}

double dequantise(std::int64_t value, const Format& format)
{
    return std::ldexp(static_cast<double>(value), -format.fraction);
}

int fractionFor(double magnitude, int bits)
{
    if (magnitude <= 0 || !std::isfinite(magnitude))
        return 0;
    int exponent = 0;
    const double mantissa = std::frexp(magnitude, &exponent); // magnitude = mantissa 2^exponent, mantissa in [.5, 1)
    const int fraction = bits - 1 - exponent;
    const double limit = std::ldexp(1.0, bits - 1) - 0.5;
    return std::ldexp(mantissa, bits - 1) > limit ? fraction - 1 : fraction;
}

} // namespace burin::fixed
