// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_spearman.h"

#include "core/compress/rank_columns.h"

#include <cmath>
#include <map>

namespace burin::compress {
namespace {

/// Ranks less their mean, and the root of the sum of their squares.
struct Ranked {
    std::vector<double> ranks;
    double norm = 0;
};

Ranked rankColumn(const std::vector<double>& values)
{
    std::map<double, std::size_t> counts;
    for (const double v : values)
        ++counts[v];
    std::map<double, double> rankOf; // mean rank of a run of equal values, less the mean of all ranks
    std::size_t below = 0;
    for (const auto& [value, count] : counts) {
        rankOf[value] = static_cast<double>(2 * below + count) / 2 - static_cast<double>(values.size()) / 2;
        below += count;
    }
    Ranked ranked;
    double squares = 0;
    for (const double v : values) {
        ranked.ranks.push_back(rankOf[v]);
        squares += ranked.ranks.back() * ranked.ranks.back();
    }
    ranked.norm = std::sqrt(squares);
    return ranked;
}

double correlation(const Ranked& x, const Ranked& y)
{
    if (x.norm == 0 || y.norm == 0)
        return 0;
    double sum = 0;
    for (std::size_t k = 0; k < x.ranks.size(); ++k)
        sum += x.ranks[k] * y.ranks[k];
    return std::abs(sum) / (x.norm * y.norm);
}

} // namespace

Result<std::vector<double>> rankSpearman(const RankInputs& inputs, const JobContext& ctx)
{
    return rankByColumns<Ranked>(inputs, ctx, rankColumn, correlation);
}

} // namespace burin::compress
