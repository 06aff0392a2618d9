// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the exploration of crossbars: a point as what verify, synth and export take: its network on
// crossbars and test images as stimuli (pixels only, no labels: no reading of the test set).
#pragma once

#include "core/explore/crossbar_evaluator.h"
#include "core/project/crossbar_project.h"

namespace burin::explore {

/// Images that the bench of an exported project plays, where nothing else is said.
inline constexpr std::size_t kBenchImages = 16;

struct CrossbarDeliverable {
    crossbar::CrossbarCnn network;
    crossbar::Preset preset;
    project::CrossbarProvenance provenance;
    std::vector<std::uint8_t>
        pixels; ///< kBenchImages test images that lie evenly in the set; validation ones without
    project::CrossbarProjectOptions design;
};

/// `point` of a study with this identity. Errors: a point that is not done, an evaluator without weights, weights
/// of another network than the study's (mismatch).
[[nodiscard]] Result<CrossbarDeliverable> makeCrossbarDeliverable(const optimise::DesignPoint& point,
                                                                  const study::Identity& identity,
                                                                  CrossbarEvaluator& evaluator,
                                                                  const JobContext& ctx);

} // namespace burin::explore
