// SPDX-License-Identifier: GPL-3.0-or-later
// Refinement of an integer reservoir in the loop: at few bits the rounding of the states, not that of the weights,
// decides what a network remembers, so weights and biases are adjusted against the states that the integer network
// really has. Gradient descent (gradient.h) on the squared error of a ridge read-out that is fitted anew before every
// step, so that its own change counts for nothing (variable projection: G. H. Golub, V. Pereyra, SIAM J. Numer. Anal.
// 10, 1973); steps by Adam (D. P. Kingma, J. Ba, arXiv:1412.6980) on real-valued shadows of the integers, with a rate
// that falls to zero. The network kept is that of the smallest four-fold cross-validated error inside the fit part:
// the validation part stays unseen. Links of W_r never appear or vanish.
#pragma once

#include "core/base/job.h"
#include "core/reservoir/samples.h"

namespace burin::reservoir {

/// Steps that a budget of about one second allows (from sizes, never from a clock); 0 for wide read-outs.
[[nodiscard]] int refineSteps(const IntegerReservoir& network, const Samples& fit);

/// Changes win, wr and bias of the network; `inputs` are integerBatches(network, fit). Errors: cancellation, or a
/// read-out that cannot be fitted.
Result<void> refineReservoir(IntegerReservoir& network, const Samples& fit,
                             const std::vector<Batch<std::int32_t>>& inputs, int steps, const JobContext& ctx);

} // namespace burin::reservoir
