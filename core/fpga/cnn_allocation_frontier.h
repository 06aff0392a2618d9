// SPDX-License-Identifier: GPL-3.0-or-later
// The published allocation heuristic (arXiv 1911.00105, the released code): layer by layer each partial solution
// is continued by {a new group, the same group} x {the tile of fewest LUTs, the tile of fewest cycles} under what
// is left of the limits. Kept is the union of three two-dimensional fronts over the LUTs of the last group, all
// cycles, and all cycles without the last group's. Two tiles a layer: it misses most. Of the last layer's
// solutions the first with the fewest cycles wins.
//
// A front: candidates sorted by the first key (stable); one stays when its second key is smaller than that of the
// last one kept, and takes that one's place where their first keys are equal. The fronts' keys are (LUT, all),
// (LUT, all but last), (all, all but last); the source says no more about the order, which only decides ties.
#pragma once

#include "core/fpga/cnn_allocation.h"

namespace burin::fpga {

/// The groups found; empty where the heuristic finds none within the limits. With Grouping::one no new group is
/// begun, which is no longer the published heuristic. Error: cancelled.
[[nodiscard]] Result<std::vector<std::vector<PlacedEngine>>>
frontierAllocation(const EngineLayers& layers, const AllocationProblem& problem, const JobContext& ctx);

} // namespace burin::fpga
