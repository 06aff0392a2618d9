// SPDX-License-Identifier: GPL-3.0-or-later
// The gradient of a loss by the parameters of an integer reservoir: back-propagation through time (P. J. Werbos,
// "Backpropagation through time: what it does and how to do it", Proc. IEEE 78, 1990) over the states that the integer
// network really has, with the rounding of a state taken as the identity and the clamp as it is (the straight-through
// estimator: Y. Bengio et al., "Estimating or propagating gradients through stochastic neurons", arXiv:1308.3432, 2013).
#pragma once

#include "core/reservoir/samples.h"

namespace burin::reservoir {

/// By the real weights and biases in units of the states (win 2^(inShift - stateShift), and so on).
struct ReservoirGradient {
    RowMatrix win;
    RowMatrix wr; ///< of the links that exist, else 0
    Eigen::VectorXd bias;
};

/// `byFeatures`: the derivatives by the rows of integerFeatures(network, samples, inputs). The same bits on every SIMD
/// level. Cost: about five times that of integerFeatures().
[[nodiscard]] ReservoirGradient reservoirGradient(const IntegerReservoir& network, const Samples& samples,
                                                  const std::vector<Batch<std::int32_t>>& inputs,
                                                  const RowMatrix& byFeatures);

} // namespace burin::reservoir
