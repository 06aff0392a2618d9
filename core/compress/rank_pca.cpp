// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_pca.h"

#include "core/compress/states.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace burin::compress {
namespace {

/// Covariance from exact integer sums, so that the order of the samples cannot matter.
Eigen::MatrixXd stateCovariance(const Trajectories& states)
{
    const auto neurons = static_cast<std::size_t>(states.neurons);
    std::vector<std::int64_t> products(neurons * neurons, 0);
    std::vector<std::int64_t> sums(neurons, 0);
    std::size_t count = 0;
    for (const auto& series : states.series)
        for (std::size_t at = 0; at < series.size(); at += neurons, ++count)
            for (std::size_t i = 0; i < neurons; ++i) {
                const std::int64_t x = series[at + i];
                sums[i] += x;
                for (std::size_t j = 0; j <= i; ++j)
                    products[i * neurons + j] += x * series[at + j];
            }
    const double n = std::max(1.0, static_cast<double>(count));
    Eigen::MatrixXd covariance(states.neurons, states.neurons);
    for (std::size_t i = 0; i < neurons; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            const double mean = static_cast<double>(sums[i]) / n * (static_cast<double>(sums[j]) / n);
            const double value = static_cast<double>(products[i * neurons + j]) / n - mean;
            covariance(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = value;
            covariance(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(i)) = value;
        }
    return covariance;
}

} // namespace

Result<std::vector<double>> rankPca(const RankInputs& inputs, const JobContext& ctx)
{
    BURIN_TRY(const Trajectories states, runStates(inputs.network, inputs.series, ctx));
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(stateCovariance(states));
    double total = 0;
    for (Eigen::Index k = 0; k < solver.eigenvalues().size(); ++k)
        total += std::max(0.0, solver.eigenvalues()(k));
    std::vector<double> importance(static_cast<std::size_t>(states.neurons), 0);
    for (Eigen::Index k = 0; total > 0 && k < solver.eigenvalues().size(); ++k)
        for (Eigen::Index j = 0; j < states.neurons; ++j)
            importance[static_cast<std::size_t>(j)] +=
                std::max(0.0, solver.eigenvalues()(k)) / total * std::abs(solver.eigenvectors()(j, k));
    std::vector<double> scores;
    for (const WeightRef& w : inputs.weights) {
        const auto row = static_cast<std::size_t>(w.row);
        const auto column = static_cast<std::size_t>(w.column);
        scores.push_back(w.matrix == Matrix::recurrent ? importance[row] * importance[column]
                         : w.matrix == Matrix::in      ? importance[row]
                                                       : importance[column]);
    }
    return scores;
}

} // namespace burin::compress
