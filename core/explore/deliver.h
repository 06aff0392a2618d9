// SPDX-License-Identifier: GPL-3.0-or-later
// Deliverable: what leaves the exploration: the median replica of a point as the network that is exported, with its
// origin and the test series as stimuli (inputs only, no labels: no reading of the test set). Verify, Synthesise and
// Export of the window and of the command line all start here.
#pragma once

#include "core/explore/reservoir_evaluator.h"
#include "core/project/export.h"

namespace burin::explore {

struct Deliverable {
    std::size_t replica = 0; ///< index of the median replica
    reservoir::IntegerReservoir network;
    project::Provenance provenance;
    std::vector<data::Series> stimuli; ///< test series, scaled
    project::ProjectOptions options;
};

/// `point` with its replicas, of a study with this identity. Errors: a point that is not done; what the evaluator says.
[[nodiscard]] Result<Deliverable> makeDeliverable(const optimise::DesignPoint& point, const study::Identity& identity,
                                                  ReservoirEvaluator& evaluator, const JobContext& ctx);

/// The verdict of a simulator of Verilog; nothing where none was given: tools were missing, and what ran agreed.
[[nodiscard]] std::optional<optimise::Seal> sealOf(const project::VerifyReport& report);
/// Keeps the verdict with the point; without one the point's seal stays as it is.
Result<void> keepSeal(study::Study& study, const std::string& point, const project::VerifyReport& report);

} // namespace burin::explore
