// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in reservoir example: generated pen strokes, N = 50, mean read-out, 4, 6 and 8 bit, seven pruning rates,
// three rankers, three seeds. It is a real sweep, run the first time it is wanted and kept by the caller's cache
// folder; it needs no download.
#pragma once

#include "core/data/dataset.h"
#include "core/explore/sweep.h"
#include "core/reservoir/config.h"

#include <filesystem>
#include <memory>

namespace burin::explore {

struct Example {
    std::shared_ptr<const data::Dataset> dataset;
    reservoir::ReservoirConfig config; ///< what the sliders start at: 8 bit, unpruned
    SweepConfig sweep;
    std::uint64_t studySeed = 1;
};
[[nodiscard]] Result<Example> reservoirExample();

/// The example's study at `path`: made, finished if a former run was cut short, or just checked.
Result<SweepOutcome> runExample(const std::filesystem::path& path, const JobContext& ctx);

} // namespace burin::explore
