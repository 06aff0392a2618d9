// SPDX-License-Identifier: GPL-3.0-or-later
// Grid: every combination of the alternatives given for some keys of a configuration ("arrays mean alternatives").
// Combination i is decoded from its index, the last axis fastest, so a grid needs no list.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace burin::optimise {

struct Axis {
    std::string key;
    std::vector<nlohmann::json> values; ///< an object among them is merged into the configuration, not set as `key`
};

class Grid {
public:
    Grid(nlohmann::json base, std::vector<Axis> axes);
    [[nodiscard]] std::size_t size() const { return size_; } ///< 0 if an axis has no values
    [[nodiscard]] nlohmann::json at(std::size_t index) const;

private:
    nlohmann::json base_;
    std::vector<Axis> axes_;
    std::size_t size_ = 1;
};

} // namespace burin::optimise
