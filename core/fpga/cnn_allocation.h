// SPDX-License-Identifier: GPL-3.0-or-later
// Allocation: which tile each layer's engine gets, and which engines share the device at a time. The layers are
// cut into consecutive groups. Inside a group all engines are resident and pipelined: LUT is their sum, cycles the
// slowest one's. Groups run one after another: LUT is the largest group's, cycles their sum; that asks for a
// reconfiguration between groups that costs no time, so that one group, a single resident pipeline, is what a
// device can really do. FPS = clock / cycles. Source: arXiv 1911.00105 (see cnn_engine_cost.h).
//
// Everything here is a pure function of its arguments and may be called from any thread.
#pragma once

#include "core/base/job.h"
#include "core/fpga/cnn_tile_choices.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace burin::fpga {

enum class Grouping { one, any };
enum class AllocationMethod { frontier, exact };

struct AllocationProblem {
    std::int64_t lut = 0; ///< LUTs to spend, on each group
    double fps = 0;       ///< frames a second that are required; 0: none
    double clockMhz = 100;
    Grouping groups = Grouping::one;
    AllocationMethod method = AllocationMethod::exact;
};

/// What would help where the LUTs and the FPS asked for do not go together; found by the exact allocation over the
/// same choice of groups.
struct Relaxation {
    std::optional<std::int64_t> leastLut; ///< that reaches the FPS; none: no number of LUTs does
    std::optional<double> highestFps;     ///< within the LUTs; none: not even the smallest engines fit
    double limitFps = 0;                  ///< with LUTs without end
};

struct Allocation {
    std::vector<std::vector<PlacedEngine>> groups; ///< empty: the method found nothing within the limits
    std::int64_t lut = 0;
    std::int64_t cycles = 0; ///< per image
    double fps = 0;
    bool feasible = false;                ///< within the LUTs and as fast as required
    std::optional<Relaxation> relaxation; ///< where it is not feasible
};

/// exact: the most FPS within the LUTs (where they fall short of what is required too), with the fewest LUTs of
/// those. frontier: the published heuristic, which keeps to both limits or finds nothing. Errors: usage (limits
/// that are no numbers), cancelled. A fraction of a millisecond for six layers (bench_cnn_allocation).
[[nodiscard]] Result<Allocation> allocate(const EngineLayers& layers, const AllocationProblem& problem,
                                          const JobContext& ctx = {});

/// The cost of given tiles, one per layer in order. Errors (invalidInput): another number of layers, empty groups,
/// tiles of 0 or larger than their layer.
[[nodiscard]] Result<Allocation> placeTiles(const EngineLayers& layers,
                                            const std::vector<std::vector<Tile>>& groups,
                                            const AllocationProblem& problem, const JobContext& ctx = {});

/// {"groups": [[[Tn, Tm], ...], ...]}: errors name the place.
[[nodiscard]] Result<std::vector<std::vector<Tile>>> tilesFromJson(const nlohmann::json& json,
                                                                   const std::string& where);

/// Cycles that may go by at the required FPS; no limit for 0. A hair is granted so that the FPS of a whole number
/// of cycles allows these cycles.
[[nodiscard]] std::int64_t cyclesFor(double fps, double clockMhz);

} // namespace burin::fpga
