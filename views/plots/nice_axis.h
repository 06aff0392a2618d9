// SPDX-License-Identifier: GPL-3.0-or-later
// Round numbers for an axis: the step is 1, 2 or 5 times a power of ten (P. S. Heckbert, "Nice Numbers for Graph
// Labels", Graphics Gems, 1990; deviation: 2.5 is not used, and a range is widened by a margin before rounding).
#pragma once

namespace burin::views {

struct NiceAxis {
    double low = 0;
    double high = 1;
    double step = 0.2;
    int decimals = 1;
};

/// Step and decimals for a range that is kept as it is.
[[nodiscard]] NiceAxis niceTicks(double low, double high, int ticks);
/// The range rounded outwards to whole steps, after a margin of 4 % on both sides; never empty.
[[nodiscard]] NiceAxis niceRange(double low, double high, int ticks);

} // namespace burin::views
