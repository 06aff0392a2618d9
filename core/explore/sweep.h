// SPDX-License-Identifier: GPL-3.0-or-later
// Sweep: every combination of a grid, each with all its seeds, into a study. A finished point is stored at once, so a
// stop, a kill or a full disk costs the points under way and nothing else; the same sweep started again computes only
// what is missing. A failing point is a row that says why. The study holds the same points, bit for bit, for any
// number of threads and for any division into shards.
#pragma once

#include "core/explore/evaluator.h"
#include "core/optimise/grid.h"
#include "core/study/study.h"

#include <functional>

namespace burin::explore {

struct SweepConfig {
    nlohmann::json base;             ///< configuration outside the axes; absent keys have their defaults
    std::vector<optimise::Axis> axes; ///< configuration keys with their alternatives
    std::size_t shard = 0;           ///< 0-based; of `shards`
    std::size_t shards = 1;
};

struct SweepOutcome {
    std::vector<std::string> ids; ///< distinct points of this shard, in the order of the grid
    std::size_t computed = 0;
    std::size_t reused = 0; ///< were in the study already
    std::size_t failed = 0; ///< of the computed ones
};

/// The distinct points of a sweep, without computing any: the first wish of a forecast. Combinations that describe the
/// same design (pruning 0 by any ranker) are one point. Errors name the combination's key.
[[nodiscard]] Result<std::vector<nlohmann::json>> plannedConfigs(const SweepConfig& config, const Evaluator& evaluator);

/// Progress: done and total count points, fraction counts replicas, so the time left is about
/// elapsed (1 - fraction) / (fraction - fraction at the start). Points with status failed or cancelled are
/// computed again. Errors: a wrong configuration (before anything runs), the study cannot be written, cancelled
/// (within 100 ms plus what the evaluator needs to stop).
[[nodiscard]] Result<SweepOutcome> runSweep(const SweepConfig& config, Evaluator& evaluator, study::Study& study,
                                            const JobContext& ctx);

/// The same of points that are given, by their canonical configurations.
[[nodiscard]] Result<SweepOutcome> runPoints(const std::vector<nlohmann::json>& configs, Evaluator& evaluator,
                                             study::Study& study, const JobContext& ctx);

/// What an evaluation gives of one design that is not the same, to the last bit, in both: "validation of seed 2",
/// "lut". Test scores and what tools found are no part of it. The points hold their replicas.
[[nodiscard]] std::vector<std::string> differences(const optimise::DesignPoint& a, const optimise::DesignPoint& b);

/// Reads the test set for one point: all its replicas, stored with the event that says who asked (`reason`). A point
/// whose test was read already is read again and logged again.
[[nodiscard]] Result<Interval95> readTest(study::Study& study, const std::string& id, Evaluator& evaluator,
                                          const std::string& reason, const JobContext& ctx);

} // namespace burin::explore
