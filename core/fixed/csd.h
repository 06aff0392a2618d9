// SPDX-License-Identifier: GPL-3.0-or-later
// Canonical signed digits: the form of an integer with digits -1, 0, 1 that has no two neighbouring non-zero digits;
// it is unique and has the fewest non-zero digits of all signed-digit forms, a third of the bits on average. A product
// by a constant then costs one adder per non-zero digit but the first.
// [[cite]] G. W. Reitwiesner, "Binary arithmetic", Advances in Computers 1 (1960), 231-308.
#pragma once

#include <cstdint>
#include <vector>

namespace burin::fixed {

struct SignedDigit {
    int power = 0; ///< of two
    int sign = 1;  ///< +1 or -1
    bool operator==(const SignedDigit&) const = default;
};

/// Non-zero digits, lowest power first; none for 0. sum sign 2^power = value. |value| < 2^62.
[[nodiscard]] std::vector<SignedDigit> canonicalSignedDigits(std::int64_t value);
/// Their number, without the list.
[[nodiscard]] int signedDigitCount(std::int64_t value);

} // namespace burin::fixed
