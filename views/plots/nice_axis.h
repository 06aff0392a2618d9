// SPDX-License-Identifier: GPL-3.0-or-later
// Round numbers for an axis: the step is 1, 2 or 5 times a power of ten (P. S. Heckbert, "Nice Numbers for Graph
// Labels", Graphics Gems, 1990; deviation: the range is not rounded to whole steps, a small margin is enough).
#pragma once

namespace burin::views {

struct NiceAxis {
    double low = 0;
    double high = 1;
    double step = 0.2;
    int decimals = 1;
};

/// Step and decimals for a range that is kept as it is; `leastStep` 1: whole numbers.
[[nodiscard]] NiceAxis niceTicks(double low, double high, int ticks, double leastStep = 0);
/// The range with a margin of 5 % on both sides, so that markers at the ends are whole; never empty.
[[nodiscard]] NiceAxis paddedRange(double low, double high);

} // namespace burin::views
