// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_lasso.h"

#include "core/compress/link_samples.h"

#include <algorithm>
#include <cmath>

namespace burin::compress {
namespace {

constexpr double kLambda = 0.01;
constexpr double kTolerance = 1e-6;
constexpr int kMaxSweeps = 1000;

/// Mean 0 and variance 1; a constant column becomes 0.
std::vector<double> standardise(std::vector<double> column)
{
    const auto n = static_cast<double>(column.size());
    double mean = 0;
    for (const double v : column)
        mean += v;
    mean /= n;
    double squares = 0;
    for (double& v : column) {
        v -= mean;
        squares += v * v;
    }
    const double scale = squares > 0 ? std::sqrt(n / squares) : 0;
    for (double& v : column)
        v *= scale;
    return column;
}

std::vector<std::vector<double>> standardiseAll(std::vector<std::vector<double>> columns)
{
    for (auto& column : columns)
        column = standardise(std::move(column));
    return columns;
}

double meanProduct(const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k)
        sum += a[k] * b[k];
    return a.empty() ? 0 : sum / static_cast<double>(a.size());
}

/// Coefficients for predictors with correlations `gram` and correlations `right` with the target.
std::vector<double> coordinateDescent(const reservoir::RowMatrix& gram, const std::vector<double>& right)
{
    const std::size_t p = right.size();
    std::vector<double> b(p, 0);
    std::vector<double> gradient = right; // right - gram b
    for (int sweep = 0; sweep < kMaxSweeps; ++sweep) {
        double largest = 0;
        for (std::size_t j = 0; j < p; ++j) {
            const auto at = static_cast<Eigen::Index>(j);
            const double curvature = gram(at, at);
            if (curvature == 0)
                continue;
            const double z = gradient[j] + curvature * b[j];
            const double next = std::copysign(std::max(0.0, std::abs(z) - kLambda), z) / curvature;
            const double step = next - b[j];
            if (step == 0)
                continue;
            b[j] = next;
            for (std::size_t k = 0; k < p; ++k)
                gradient[k] -= step * gram(static_cast<Eigen::Index>(k), at);
            largest = std::max(largest, std::abs(step));
        }
        if (largest < kTolerance)
            break;
    }
    return b;
}

/// Fits `target` by `sources` and writes |coefficient| to scores[place[k]].
void fit(const std::vector<const std::vector<double>*>& sources, const std::vector<double>& target,
         const std::vector<std::size_t>& place, std::vector<double>& scores)
{
    const auto p = static_cast<Eigen::Index>(sources.size());
    reservoir::RowMatrix gram(p, p);
    std::vector<double> right;
    for (Eigen::Index i = 0; i < p; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j)
            gram(i, j) = gram(j, i) =
                meanProduct(*sources[static_cast<std::size_t>(i)], *sources[static_cast<std::size_t>(j)]);
        right.push_back(meanProduct(*sources[static_cast<std::size_t>(i)], target));
    }
    const std::vector<double> b = coordinateDescent(gram, right);
    for (std::size_t k = 0; k < place.size(); ++k)
        scores[place[k]] = std::abs(b[k]);
}

Result<void> rankReservoir(const RankInputs& inputs, const Trajectories& states, const JobContext& ctx,
                           std::vector<double>& scores)
{
    LinkSamples recurrent = linkSamples(inputs, states, Matrix::recurrent);
    const auto sources = standardiseAll(std::move(recurrent.source));
    const auto targets = standardiseAll(std::move(recurrent.target));
    const auto channels = standardiseAll(linkSamples(inputs, states, Matrix::in, true).source);
    return parallelFor(ctx, targets.size(), [&](std::size_t row) -> Result<void> {
        std::vector<const std::vector<double>*> columns;
        std::vector<std::size_t> place;
        for (std::size_t k = 0; k < inputs.weights.size(); ++k) {
            const WeightRef& w = inputs.weights[k];
            if (w.matrix == Matrix::out || w.row != static_cast<int>(row))
                continue;
            const auto column = static_cast<std::size_t>(w.column);
            columns.push_back(w.matrix == Matrix::recurrent ? &sources[column] : &channels[column]);
            place.push_back(k);
        }
        if (!uses(inputs, Matrix::in)) // the inputs explain the target too, candidates or not
            for (const auto& channel : channels)
                columns.push_back(&channel);
        if (!place.empty())
            fit(columns, targets[row], place, scores);
        return {};
    });
}

Result<void> rankReadout(const RankInputs& inputs, const Trajectories& states, const JobContext& ctx,
                         std::vector<double>& scores)
{
    LinkSamples samples = linkSamples(inputs, states, Matrix::out);
    const auto sources = standardiseAll(std::move(samples.source));
    const auto targets = standardiseAll(std::move(samples.target));
    const int neurons = inputs.network.neurons();
    return parallelFor(ctx, targets.size(), [&](std::size_t row) -> Result<void> {
        std::vector<const std::vector<double>*> columns;
        std::vector<std::size_t> place;
        for (std::size_t k = 0; k < inputs.weights.size(); ++k)
            if (const WeightRef& w = inputs.weights[k]; w.matrix == Matrix::out && w.row == static_cast<int>(row)) {
                columns.push_back(&sources[static_cast<std::size_t>(w.segment * neurons + w.column)]);
                place.push_back(k);
            }
        fit(columns, targets[row], place, scores);
        return {};
    });
}

} // namespace

Result<std::vector<double>> rankLasso(const RankInputs& inputs, const JobContext& ctx)
{
    BURIN_TRY(const Trajectories states, runStates(inputs.network, inputs.series, ctx));
    std::vector<double> scores(inputs.weights.size(), 0);
    if (uses(inputs, Matrix::recurrent) || uses(inputs, Matrix::in))
        BURIN_CHECK(rankReservoir(inputs, states, ctx, scores));
    if (uses(inputs, Matrix::out))
        BURIN_CHECK(rankReadout(inputs, states, ctx, scores));
    return scores;
}

} // namespace burin::compress
