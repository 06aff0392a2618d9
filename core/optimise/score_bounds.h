// SPDX-License-Identifier: GPL-3.0-or-later
// Where scores end: an accuracy (maximised) lies in 0..1, an NRMSE (minimised) is not negative. What is drawn of an
// interval is cut there; its half width ci95 is stated as it is (README, "Intervals").
#pragma once

#include "core/optimise/pareto.h"

#include <limits>

namespace burin::optimise {

inline constexpr double kLeastScore = 0;
[[nodiscard]] constexpr double mostScore(Direction direction)
{
    return direction == Direction::maximise ? 1.0 : std::numeric_limits<double>::infinity();
}

} // namespace burin::optimise
