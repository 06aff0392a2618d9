// SPDX-License-Identifier: GPL-3.0-or-later
// When two figures are equal. Means over replicas are summed in different orders and differ in their last digits
// (0.97222222222222230 and 0.97222222222222220); that is no difference between designs. Fronts, knees,
// recommendations and limits compare with this tolerance, and only with it.
#pragma once

#include <algorithm>
#include <cmath>

namespace burin::optimise {

inline constexpr double kEqualWithin = 1e-9; ///< relative to the larger magnitude

/// a < b by more than rounding.
[[nodiscard]] inline bool clearlyLess(double a, double b)
{
    return b - a > kEqualWithin * std::max(std::abs(a), std::abs(b));
}

} // namespace burin::optimise
