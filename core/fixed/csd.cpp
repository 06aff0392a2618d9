// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fixed/csd.h"

#include <bit>

namespace burin::fixed {

std::vector<SignedDigit> canonicalSignedDigits(std::int64_t value)
{
    std::vector<SignedDigit> digits;
    int power = 0;
    while (value != 0) {
        const int zeros = std::countr_zero(static_cast<std::uint64_t>(value));
        value >>= zeros;
        power += zeros;
        // Odd: 1 if the next bit is 0, -1 (and a carry) if it is 1, so that the next digit becomes 0.
        const int sign = (value & 3) == 1 ? 1 : -1;
        digits.push_back({power, sign});
        value -= sign;
    }
    return digits;
}

int signedDigitCount(std::int64_t value)
{
    // The non-adjacent form has its digits where 3v and v differ (Reitwiesner).
    const auto magnitude = static_cast<std::uint64_t>(value < 0 ? -value : value);
    return std::popcount(magnitude ^ (3 * magnitude));
}

} // namespace burin::fixed
