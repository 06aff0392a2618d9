// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/nice_axis.h"

#include <algorithm>
#include <cmath>

namespace burin::views {

NiceAxis niceTicks(double low, double high, int ticks, double leastStep)
{
    const double raw = std::max({(high - low) / std::max(1, ticks), leastStep, 1e-12});
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double fraction = raw / power;
    const double factor = fraction <= 1.0001 ? 1 : fraction <= 2.0001 ? 2 : fraction <= 5.0001 ? 5 : 10;
    const double step = factor * power;
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    return {low, high, step, decimals};
}

NiceAxis paddedRange(double low, double high)
{
    if (!(low < high)) {
        const double around = std::abs(low) > 0 ? std::abs(low) * 0.1 : 0.5;
        low -= around;
        high = low + 2 * around;
    }
    const double margin = (high - low) * 0.05;
    return {low - margin, high + margin, 0, 0};
}

} // namespace burin::views
