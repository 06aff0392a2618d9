// SPDX-License-Identifier: GPL-3.0-or-later
// The exact allocation: the fewest cycles within a number of LUTs. Each layer's tiles shrink to their Pareto front
// of (LUT, cycles). A group's fewest cycles are a bottleneck problem: the smallest c for which the sum over its
// layers of the fewest LUTs within c cycles fits; c is one of the fronts' cycles, found by bisection. Groups are
// an interval dynamic program over (cycles, then LUTs), O(layers^2) groups. Own work; tst_cnn_allocation compares
// with the enumeration of everything on small cases.
#pragma once

#include "core/fpga/cnn_allocation.h"

namespace burin::fpga {

class ExactAllocation {
public:
    explicit ExactAllocation(const EngineLayers& layers);

    /// The groups with the fewest cycles, of those the fewest LUTs; empty where nothing fits. Error: cancelled.
    [[nodiscard]] Result<std::vector<std::vector<PlacedEngine>>> fastest(std::int64_t lut, Grouping groups,
                                                                         const JobContext& ctx) const;
    /// The fewest LUTs within a number of cycles; nothing where no number of LUTs is enough. Error: cancelled.
    [[nodiscard]] Result<std::optional<std::int64_t>> leastLut(std::int64_t cycles, Grouping groups,
                                                               const JobContext& ctx) const;
    /// Cycles of the slowest layer with its fastest engine: no allocation takes fewer.
    [[nodiscard]] std::int64_t fewestCycles() const;

private:
    struct Group {
        std::size_t begin = 0;
        std::int64_t cycles = 0;
        std::int64_t lut = 0;
    };
    [[nodiscard]] std::optional<Group> bestGroup(std::size_t begin, std::size_t end, std::int64_t lut) const;
    /// LUTs of the layers [begin, end) within a number of cycles each; nothing where one cannot.
    [[nodiscard]] std::optional<std::int64_t> lutWithin(std::size_t begin, std::size_t end,
                                                        std::int64_t cycles) const;
    [[nodiscard]] Result<std::vector<Group>> bestGroups(std::int64_t lut, Grouping groups,
                                                        const JobContext& ctx) const;

    std::vector<std::vector<PlacedEngine>> fronts_; ///< by layer
    std::vector<std::int64_t> cycles_;              ///< of all fronts, ascending, each once
};

} // namespace burin::fpga
