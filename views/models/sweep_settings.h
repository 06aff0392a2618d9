// SPDX-License-Identifier: GPL-3.0-or-later
// What Run does: a grid around the chosen configuration. Plain values that the Sweep panel edits and the session runs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace burin::views {

struct SweepSettings {
    std::vector<int> bits{4, 6, 8};
    std::vector<double> prune{0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9};
    std::vector<std::string> rankers{"sensitivity"};
    int seeds = 5;

    [[nodiscard]] std::size_t points() const { return bits.size() * prune.size() * rankers.size(); }
};

} // namespace burin::views
