// SPDX-License-Identifier: GPL-3.0-or-later
// What follows a convolution in training, in one pass over memory: batch normalisation, ReLU, rounding to the
// activation's format; and rounding of weights. Gradients go straight through the rounding (Y. Bengio, N. Leonard,
// A. Courville, "Estimating or Propagating Gradients Through Stochastic Neurons", arXiv 1308.3432, 2013) and, for
// activations, not through the clamp.
#pragma once

#include "core/fixed/format.h"
#include "core/learn/torch_api.h"

#include <optional>

namespace burin::learn {

/// Rounds to nearest (ties to even) and clamps to the format, exactly as the integer network does. Gradients pass
/// everywhere, or, with `stopAtClamp`, where the value is inside the range.
[[nodiscard]] torch::Tensor roundTo(const torch::Tensor& values, const fixed::Format& format, bool stopAtClamp);

struct NormActConfig {
    bool relu = false;
    std::optional<fixed::Format> format; ///< none: float
    bool frozen = false;                 ///< no normalisation: y = x + beta
    bool fused = true;                   ///< false: torch operations, the plain twin (and the only way on a GPU)
};

struct NormActResult {
    torch::Tensor values;
    torch::Tensor mean;      ///< of the batch, by channel; undefined when frozen
    torch::Tensor deviation; ///< standard deviation (biased, 1e-8 added to the variance)
};

/// x is batch x channels [x height x width], float or bfloat16; gamma and beta float by channel. Normalises with
/// the batch's own mean and variance. The fused form wants the channels last and copies otherwise.
[[nodiscard]] NormActResult normAct(const torch::Tensor& x, const torch::Tensor& gamma, const torch::Tensor& beta,
                                    const NormActConfig& config);

} // namespace burin::learn
