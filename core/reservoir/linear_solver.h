// SPDX-License-Identifier: GPL-3.0-or-later
// The two dense kernels behind ridge regression: Gram matrices and the Cholesky factor. Written here rather than
// taken from Eigen because the sums must come out with the same bits on every machine and SIMD width (Eigen blocks
// by cache size and vector width); each result is summed in the order of the samples, lanes run over results.
#pragma once

#include <Eigen/Core>

namespace burin::reservoir {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A^T A for A of samples x features: n f^2 multiply-adds. Both triangles are filled.
[[nodiscard]] RowMatrix gram(const RowMatrix& a);

/// Upper R with R^T R = a (symmetric, positive definite), in place: n^3/6 multiply-adds; the lower triangle is
/// zeroed. False where a is not positive definite.
[[nodiscard]] bool cholesky(RowMatrix& a);

/// Solves R^T R x = b for each column of b.
[[nodiscard]] RowMatrix choleskySolve(const RowMatrix& r, const RowMatrix& b);

} // namespace burin::reservoir
