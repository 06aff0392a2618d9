// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/ridge.h"

#include <algorithm>
#include <cmath>

namespace burin::reservoir {
namespace {

/// a^T b, summed in the order of the rows.
RowMatrix transposedProduct(const RowMatrix& a, const RowMatrix& b)
{
    RowMatrix product = RowMatrix::Zero(a.cols(), b.cols());
    for (Eigen::Index n = 0; n < a.rows(); ++n)
        for (Eigen::Index i = 0; i < a.cols(); ++i)
            for (Eigen::Index c = 0; c < b.cols(); ++c)
                product(i, c) += a(n, i) * b(n, c);
    return product;
}

Eigen::VectorXd centre(RowMatrix& values)
{
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(values.cols());
    for (Eigen::Index n = 0; n < values.rows(); ++n)
        for (Eigen::Index i = 0; i < values.cols(); ++i)
            mean(i) += values(n, i);
    for (Eigen::Index i = 0; i < values.cols(); ++i)
        mean(i) /= static_cast<double>(values.rows());
    for (Eigen::Index n = 0; n < values.rows(); ++n)
        for (Eigen::Index i = 0; i < values.cols(); ++i)
            values(n, i) -= mean(i);
    return mean;
}

} // namespace

RowMatrix apply(const LinearMap& map, const RowMatrix& x)
{
    const RowMatrix weights = map.weights.transpose();
    RowMatrix y(x.rows(), weights.cols());
    for (Eigen::Index r = 0; r < x.rows(); ++r) {
        double* row = y.data() + r * y.cols();
        std::copy_n(map.offset.data(), y.cols(), row);
        for (Eigen::Index i = 0; i < x.cols(); ++i) {
            const double value = x(r, i);
            const double* w = weights.data() + i * weights.cols();
            for (Eigen::Index c = 0; c < y.cols(); ++c)
                row[c] += value * w[c];
        }
    }
    return y;
}

double meanSquaredError(const RowMatrix& x, const LinearMap& map, const RowMatrix& y)
{
    const RowMatrix outputs = apply(map, x);
    double sum = 0;
    for (Eigen::Index k = 0; k < y.size(); ++k)
        sum += (outputs.data()[k] - y.data()[k]) * (outputs.data()[k] - y.data()[k]);
    return sum / static_cast<double>(y.size());
}

Ridge::Ridge(RowMatrix x, const RowMatrix& y) : x_(std::move(x))
{
    meanX_ = centre(x_);
    RowMatrix centredY = y;
    meanY_ = centre(centredY);
    dual_ = x_.cols() > x_.rows();
    if (dual_) {
        const RowMatrix transposed = x_.transpose();
        gram_ = gram(transposed);
        right_ = std::move(centredY);
    } else {
        gram_ = gram(x_);
        right_ = transposedProduct(x_, centredY);
    }
}

Result<LinearMap> Ridge::solve(double lambda) const
{
    double trace = 0;
    for (Eigen::Index i = 0; i < gram_.rows(); ++i)
        trace += gram_(i, i);
    // Constant features give trace 0: any ridge term then gives weights 0.
    const double mu = trace > 0 ? lambda * trace / static_cast<double>(x_.cols()) : 1;
    RowMatrix factor = gram_;
    for (Eigen::Index i = 0; i < factor.rows(); ++i)
        factor(i, i) += mu;
    if (!std::isfinite(trace) || !cholesky(factor))
        return fail(ErrorCode::invalidInput, "the read-out cannot be fitted: its equations are singular", {},
                    "Use a larger lambda, or check the data for values that are not finite.");
    RowMatrix solution = choleskySolve(factor, right_);
    if (dual_)
        solution = transposedProduct(x_, solution);
    LinearMap map;
    map.weights = solution.transpose();
    map.offset = meanY_;
    for (Eigen::Index c = 0; c < map.weights.rows(); ++c)
        for (Eigen::Index i = 0; i < map.weights.cols(); ++i)
            map.offset(c) -= map.weights(c, i) * meanX_(i);
    return map;
}

} // namespace burin::reservoir
