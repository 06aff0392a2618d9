// SPDX-License-Identifier: GPL-3.0-or-later
// Ridge regression with an unpenalised offset: minimises ||Y - X W^T - 1 b^T||^2 + mu ||W||^2 with
// mu = lambda trace(Xc^T Xc) / features (Xc: X less its column means), by Cholesky of the cheaper of
//   primal  (Xc^T Xc + mu I) W^T = Xc^T Yc          features <= samples
//   dual    W^T = Xc^T (Xc Xc^T + mu I)^-1 Yc       features > samples
// A. E. Hoerl, R. W. Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics 12, 1970.
// The Gram matrix is computed once; each lambda costs one factorisation.
#pragma once

#include "core/base/result.h"
#include "core/reservoir/linear_solver.h"

namespace burin::reservoir {

struct LinearMap {
    RowMatrix weights;      ///< outputs x features
    Eigen::VectorXd offset; ///< outputs
};

/// x W^T + offset, row by row.
[[nodiscard]] RowMatrix apply(const LinearMap& map, const RowMatrix& x);
/// Mean over all elements of (apply(map, x) - y)^2.
[[nodiscard]] double meanSquaredError(const RowMatrix& x, const LinearMap& map, const RowMatrix& y);

class Ridge {
public:
    /// x: samples x features, y: samples x outputs.
    Ridge(RowMatrix x, const RowMatrix& y);
    /// Error where the system is singular (lambda 0 with dependent features) or values are not finite.
    [[nodiscard]] Result<LinearMap> solve(double lambda) const;
    [[nodiscard]] const Eigen::VectorXd& meanX() const { return meanX_; }
    [[nodiscard]] const Eigen::VectorXd& meanY() const { return meanY_; }

private:
    RowMatrix x_; ///< centred
    Eigen::VectorXd meanX_;
    Eigen::VectorXd meanY_;
    RowMatrix right_; ///< Xc^T Yc, or Yc in the dual
    RowMatrix gram_;
    bool dual_ = false;
};

} // namespace burin::reservoir
