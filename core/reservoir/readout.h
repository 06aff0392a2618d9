// SPDX-License-Identifier: GPL-3.0-or-later
// Fitting read-outs: lambda from a grid by validation metric, for float states and for integer ones (there the
// metric is that of the quantised read-out, so a lambda whose weights do not survive rounding loses).
#pragma once

#include "core/reservoir/mask.h"
#include "core/reservoir/samples.h"

#include <span>

namespace burin::reservoir {

/// Relative ridge terms, from strong to weak: of two that are equally good the stronger is taken.
[[nodiscard]] std::span<const double> lambdaGrid();
/// Where a factorisation is dear (more than kWideFeatures features) and the answer only ranks candidates.
[[nodiscard]] std::span<const double> coarseLambdaGrid();
inline constexpr int kWideFeatures = 256;

struct FitResult {
    double lambda = 0;
    double validation = 0;
};
Result<FitResult> fitFloat(const Samples& fit, const RowMatrix& x, const Samples& validation, const RowMatrix& xv,
                           std::span<const double> grid);
/// Leaves the best read-out in the network.
Result<FitResult> fitInteger(IntegerReservoir& network, const Samples& fit, const Features<std::int32_t>& features,
                             const Samples& validation, const Features<std::int32_t>& validationFeatures,
                             std::span<const double> grid);

/// Fits with one lambda over the W_out that the mask keeps (each output on its own features where it removes any).
Result<void> refitReadout(IntegerReservoir& network, const Samples& fit, const Features<std::int32_t>& features,
                          double lambda, const Mask& mask);

/// W_out rounded to widths.out with the power-of-two scale that its largest weight allows; the offset makes the mean
/// output over the fitted rows that of the targets.
void setReadout(IntegerReservoir& network, const LinearMap& map, const Eigen::VectorXd& meanX,
                const Eigen::VectorXd& meanY);

} // namespace burin::reservoir
