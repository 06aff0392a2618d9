// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/linear_solver.h"

#include "core/reservoir/simd.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace burin::reservoir {
namespace {

constexpr Eigen::Index kTile = 8;
constexpr Eigen::Index kDepth = 256; // samples per pass: two panels of a pass fit the first cache

using Vec = double __attribute__((vector_size(kTile * sizeof(double))));

/// out[8][8] += sum over `depth` rows of left[row][0..7] x right[row][0..7].
BURIN_INLINE void tileBody(const double* left, const double* right, Eigen::Index depth, double* out)
{
    Vec sum[kTile];
    for (Eigen::Index i = 0; i < kTile; ++i)
        __builtin_memcpy(&sum[i], out + i * kTile, sizeof(Vec));
    for (Eigen::Index k = 0; k < depth; ++k) {
        Vec column;
        __builtin_memcpy(&column, right + k * kTile, sizeof(Vec));
        for (Eigen::Index i = 0; i < kTile; ++i)
            sum[i] += left[k * kTile + i] * column;
    }
    for (Eigen::Index i = 0; i < kTile; ++i)
        __builtin_memcpy(out + i * kTile, &sum[i], sizeof(Vec));
}
BURIN_SIMD_KERNEL(tile, (const double* left, const double* right, Eigen::Index depth, double* out),
                  (left, right, depth, out))

/// row -= sum over the `count` pivot rows p of factor[p] x pivots[p], elements [from, n).
BURIN_INLINE void eliminateBody(const double* pivots, Eigen::Index stride, Eigen::Index count, const double* factors,
                                double* row, Eigen::Index from, Eigen::Index n)
{
    if (count == kTile) {
        for (Eigen::Index j = from; j < n; ++j) {
            double value = row[j];
            for (Eigen::Index p = 0; p < kTile; ++p)
                value -= factors[p] * pivots[p * stride + j];
            row[j] = value;
        }
        return;
    }
    for (Eigen::Index p = 0; p < count; ++p)
        for (Eigen::Index j = from; j < n; ++j)
            row[j] -= factors[p] * pivots[p * stride + j];
}
BURIN_SIMD_KERNEL(eliminate,
                  (const double* pivots, Eigen::Index stride, Eigen::Index count, const double* factors, double* row,
                   Eigen::Index from, Eigen::Index n),
                  (pivots, stride, count, factors, row, from, n))

} // namespace

RowMatrix gram(const RowMatrix& a)
{
    const auto kernel = tile(bestSimdLevel());
    const Eigen::Index samples = a.rows();
    const Eigen::Index features = a.cols();
    const Eigen::Index panels = (features + kTile - 1) / kTile;
    std::vector<double> tiles(static_cast<std::size_t>(panels * panels * kTile * kTile), 0.0);
    std::vector<double> packed(static_cast<std::size_t>(panels * kDepth * kTile), 0.0);
    for (Eigen::Index from = 0; from < samples; from += kDepth) {
        const Eigen::Index depth = std::min(kDepth, samples - from);
        for (Eigen::Index k = 0; k < depth; ++k)
            for (Eigen::Index j = 0; j < features; ++j)
                packed[static_cast<std::size_t>((j / kTile * kDepth + k) * kTile + j % kTile)] = a(from + k, j);
        for (Eigen::Index i = 0; i < panels; ++i)
            for (Eigen::Index j = i; j < panels; ++j)
                kernel(packed.data() + i * kDepth * kTile, packed.data() + j * kDepth * kTile, depth,
                       tiles.data() + (i * panels + j) * kTile * kTile);
    }
    RowMatrix result(features, features);
    for (Eigen::Index i = 0; i < features; ++i)
        for (Eigen::Index j = i; j < features; ++j) {
            const Eigen::Index place = (i / kTile * panels + j / kTile) * kTile * kTile + i % kTile * kTile + j % kTile;
            result(i, j) = result(j, i) = tiles[static_cast<std::size_t>(place)];
        }
    return result;
}

bool cholesky(RowMatrix& a)
{
    const auto kernel = eliminate(bestSimdLevel());
    const Eigen::Index n = a.rows();
    double factors[kTile];
    for (Eigen::Index from = 0; from < n; from += kTile) {
        const Eigen::Index count = std::min(kTile, n - from);
        double* pivots = a.data() + from * n;
        for (Eigen::Index p = 0; p < count; ++p) {
            double* row = pivots + p * n;
            for (Eigen::Index q = 0; q < p; ++q)
                kernel(pivots + q * n, n, 1, pivots + q * n + from + p, row, from + p, n);
            const double pivot = row[from + p];
            if (!(pivot > 0))
                return false;
            const double root = std::sqrt(pivot);
            for (Eigen::Index j = from + p; j < n; ++j)
                row[j] /= root;
        }
        for (Eigen::Index i = from + count; i < n; ++i) {
            for (Eigen::Index p = 0; p < count; ++p)
                factors[p] = pivots[p * n + i];
            kernel(pivots, n, count, factors, a.data() + i * n, i, n);
        }
    }
    for (Eigen::Index i = 1; i < n; ++i)
        std::fill_n(a.data() + i * n, i, 0.0);
    return true;
}

RowMatrix choleskySolve(const RowMatrix& r, const RowMatrix& b)
{
    const Eigen::Index n = r.rows();
    const Eigen::Index columns = b.cols();
    RowMatrix x = b;
    for (Eigen::Index i = 0; i < n; ++i) { // R^T y = b
        for (Eigen::Index c = 0; c < columns; ++c)
            x(i, c) /= r(i, i);
        for (Eigen::Index k = i + 1; k < n; ++k)
            for (Eigen::Index c = 0; c < columns; ++c)
                x(k, c) -= r(i, k) * x(i, c);
    }
    for (Eigen::Index i = n - 1; i >= 0; --i) { // R x = y
        for (Eigen::Index k = i + 1; k < n; ++k)
            for (Eigen::Index c = 0; c < columns; ++c)
                x(i, c) -= r(i, k) * x(k, c);
        for (Eigen::Index c = 0; c < columns; ++c)
            x(i, c) /= r(i, i);
    }
    return x;
}

} // namespace burin::reservoir
