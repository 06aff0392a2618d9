// SPDX-License-Identifier: GPL-3.0-or-later
// Monte-Carlo: the accuracy of a network over chips whose cells are drawn anew. Trial k has the seed mix(ctx.seed,
// k): no trial depends on another, on the number of trials or on threads.
#pragma once

#include "core/base/metric.h"
#include "core/crossbar/simulate_network.h"

namespace burin::crossbar {

struct TrialConfig {
    Imperfections imperfections; ///< none at all: one trial is run, for all are equal
    std::size_t trials = 20;
};

struct TrialReport {
    Interval95 accuracy;            ///< fraction of the images, mean and Student-t interval over the trials
    std::vector<double> accuracies; ///< by trial
    double integerAccuracy = 0;     ///< of the integer network
};

/// Images as IntegerCnn takes them, one label each. Errors: usage (imperfections out of range, no trial, no
/// image), cancelled.
[[nodiscard]] Result<TrialReport> runTrials(const TrialConfig& config, const CrossbarCnn& ideal,
                                            std::span<const std::uint8_t> pixels, std::span<const int> labels,
                                            const JobContext& ctx);

} // namespace burin::crossbar
