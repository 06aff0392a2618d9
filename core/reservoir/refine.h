// SPDX-License-Identifier: GPL-3.0-or-later
// Refinement of an integer reservoir in the loop: at few bits the rounding of the states, not that of the weights,
// decides what a network remembers, so weights and biases are adjusted against the states that the integer network
// really has. Random single changes (a bias, an input weight, an existing recurrent link; links never appear or
// vanish) are kept when the squared error of a ridge read-out falls, by four-fold cross-validation inside the fit part:
// the validation part stays unseen. Source: own (a stochastic hill climb, as adaptive rounding: M. Nagel et al., "Up
// or Down? Adaptive Rounding for Post-Training Quantization", ICML 2020, with the task's loss instead of a layer's).
#pragma once

#include "core/base/job.h"
#include "core/reservoir/samples.h"

namespace burin::reservoir {

/// Trials that a budget of about one second allows (from sizes, never from a clock); 0 for wide read-outs.
[[nodiscard]] int refineTrials(const IntegerReservoir& network, const Samples& fit);

/// Changes win, wr and bias of the network; `inputs` are integerBatches(network, fit). Errors: cancellation, or a
/// read-out that cannot be fitted.
Result<void> refineReservoir(IntegerReservoir& network, const Samples& fit,
                             const std::vector<Batch<std::int32_t>>& inputs, int trials, std::uint64_t seed,
                             const JobContext& ctx);

} // namespace burin::reservoir
