// SPDX-License-Identifier: GPL-3.0-or-later
// Synthesis of a study's points by yosys: the exported replica (median validation metric) of each, its figures stored
// beside the estimates as "lut@synth" and so on. Power, PDP and energy at "@synth" take the synthesised LUTs and delay
// and the estimate's activity, so their tier stays model.
#pragma once

#include "core/explore/reservoir_evaluator.h"
#include "core/study/study.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace burin::explore {

enum class SynthState { running, done, reused, failed };

struct SynthPointsOptions {
    double timeoutSeconds = 1800;
    std::string searchPath; ///< for yosys; "" = PATH
    /// Told of each point as it starts and ends, with the reason of a failure; from worker threads, one at a time.
    std::function<void(const std::string& id, SynthState state, const std::string& message)> onPoint = {};
};

struct SynthFailure {
    std::string id;
    std::string message;
};

struct SynthPointsOutcome {
    std::size_t synthesised = 0;
    std::size_t reused = 0; ///< had their figures already
    std::size_t failed = 0; ///< the log of the study says why ("synth-failed")
    std::vector<SynthFailure> failures;
};

/// Each point is stored when it is finished; ctx.threads run at a time. A design that yosys fails on or that takes too
/// long is counted and logged, and the others go on. Errors: yosys is missing, the study cannot be written, cancelled.
[[nodiscard]] Result<SynthPointsOutcome> synthPoints(study::Study& study, std::span<const std::string> ids,
                                                     ReservoirEvaluator& evaluator, const SynthPointsOptions& options,
                                                     const JobContext& ctx);

/// The front's points (study::frontOf).
[[nodiscard]] Result<SynthPointsOutcome> synthFront(study::Study& study, ReservoirEvaluator& evaluator,
                                                    const SynthPointsOptions& options, const JobContext& ctx);

} // namespace burin::explore
