// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/ranker.h"

#include "core/compress/rank_lasso.h"
#include "core/compress/rank_leave_one_out.h"
#include "core/compress/rank_magnitude.h"
#include "core/compress/rank_mutual_information.h"
#include "core/compress/rank_pca.h"
#include "core/compress/rank_random.h"
#include "core/compress/rank_sensitivity.h"
#include "core/compress/rank_spearman.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace burin::compress {
namespace {

using reservoir::IntegerReservoir;
using RankFunction = Result<std::vector<double>> (*)(const RankInputs&, const JobContext&);

struct Entry {
    RankerInfo info;
    RankFunction function;
};

const std::vector<Entry>& registry()
{
    static const std::vector<Entry> entries{
        {{"random", "Random order, seeded: the baseline every other ranker has to beat", ""}, rankRandom},
        {{"mi", "Mutual information between a link's source and its target's next state",
          "T. M. Cover, J. A. Thomas, Elements of Information Theory, 2nd ed., 2006, ch. 2; bias: G. Miller, 1955"},
         rankMutualInformation},
        {{"spearman", "Absolute rank correlation between a link's source and its target's next state",
          "C. Spearman, The Proof and Measurement of Association between Two Things, Am. J. Psychology 15, 1904"},
         rankSpearman},
        {{"pca", "Neurons' loadings in the state covariance, weighted by explained variance",
          "H. Hotelling, Analysis of a Complex of Statistical Variables into Principal Components, 1933"},
         rankPca},
        {{"lasso", "Coefficient of the link's source in an L1-penalised regression of its target",
          "R. Tibshirani, Regression Shrinkage and Selection via the Lasso, J. R. Stat. Soc. B 58, 1996; J. Friedman, "
          "T. Hastie, R. Tibshirani, J. Stat. Software 33(1), 2010"},
         rankLasso},
        {{"magnitude", "Absolute value of the weight as a real number",
          "S. Han, J. Pool, J. Tran, W. Dally, Learning both Weights and Connections, NeurIPS 2015"},
         rankMagnitude},
        {{"sensitivity", "Mean deviation of the task metric when each bit of the weight is flipped, read-out fixed",
          "Jafari et al., Sensitivity-Guided Framework for Pruned and Quantized Reservoir Computing Accelerators, "
          "arXiv 2603.08737, 2026"},
         rankSensitivity},
        {{"leave-one-out", "Increase of the squared error when the weight is zeroed, read-out re-fitted or fixed",
          "M. C. Mozer, P. Smolensky, Skeletonization, NeurIPS 1988; W_out: B. Hassibi, D. Stork, Optimal Brain "
          "Surgeon, 1992"},
         rankLeaveOneOut}};
    return entries;
}

} // namespace

const std::vector<RankerInfo>& rankers()
{
    static const std::vector<RankerInfo> infos = [] {
        std::vector<RankerInfo> list;
        for (const Entry& entry : registry())
            list.push_back(entry.info);
        return list;
    }();
    return infos;
}

std::vector<std::string> rankerNames()
{
    std::vector<std::string> names;
    for (const RankerInfo& info : rankers())
        names.push_back(info.name);
    return names;
}

Result<Scores> rank(const std::string& name, const RankInputs& inputs, const JobContext& ctx)
{
    const auto& entries = registry();
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.info.name == name; });
    if (entry == entries.end())
        return fail(ErrorCode::usage, fmt::format("there is no ranker \"{}\"", name), "ranker",
                    fmt::format("Choose one of {}.", fmt::join(rankerNames(), ", ")));
    BURIN_CHECK(inputs.network.check());
    BURIN_CHECK(checkSeries(inputs.network, inputs.series));
    if (ctx.cancelled())
        return cancelledError();
    BURIN_TRY(std::vector<double> scores, entry->function(inputs, ctx));
    return Scores{inputs.weights, std::move(scores)};
}

std::vector<WeightRef> structuralLinks(const reservoir::FloatReservoir& source, const IntegerReservoir& network,
                                       const reservoir::PruneMatrices& matrices)
{
    std::vector<WeightRef> links;
    const auto add = [&](Matrix matrix, const reservoir::RowMatrix& weights) {
        for (int row = 0; row < weights.rows(); ++row)
            for (int column = 0; column < weights.cols(); ++column)
                if (weights(row, column) != 0)
                    links.push_back({matrix, 0, row, column});
    };
    if (matrices.recurrent)
        add(Matrix::recurrent, source.wr);
    if (matrices.in)
        add(Matrix::in, source.win);
    if (matrices.out)
        for (int segment = 0; segment < network.segmentCount(); ++segment)
            for (int row = 0; row < network.outputs(); ++row)
                for (int column = 0; column < network.neurons(); ++column)
                    links.push_back({Matrix::out, segment, row, column});
    return links;
}

SeriesSet seriesSetOf(const IntegerReservoir& network, const reservoir::Samples& samples)
{
    SeriesSet set;
    for (const data::Series& series : samples.series)
        set.inputs.push_back(reservoir::quantiseInput(network, series));
    if (network.task == data::Task::classify) {
        set.labels = samples.labels;
        return set;
    }
    for (std::size_t s = 0; s < samples.series.size(); ++s) {
        const auto first = samples.targets.begin() + static_cast<std::ptrdiff_t>(samples.firstRow[s]);
        const auto rows = samples.shape.rowsOf(static_cast<int>(samples.series[s].steps()));
        set.targets.emplace_back(first, first + static_cast<std::ptrdiff_t>(rows));
    }
    return set;
}

Result<reservoir::Mask> maskFromScores(const IntegerReservoir& network, const Scores& scores, double fraction,
                                       std::span<const WeightRef> pins)
{
    if (!(fraction >= 0 && fraction <= 1))
        return fail(ErrorCode::usage, fmt::format("a pruning rate of {} is not from 0 to 1", fraction), "prune");
    std::vector<std::size_t> order(scores.weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> magnitude;
    for (const WeightRef& weight : scores.weights)
        magnitude.push_back(std::abs(realWeight(network, weight)));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if ((magnitude[a] == 0) != (magnitude[b] == 0))
            return magnitude[a] == 0;
        if (scores.scores[a] != scores.scores[b])
            return scores.scores[a] < scores.scores[b];
        if (magnitude[a] != magnitude[b])
            return magnitude[a] < magnitude[b];
        return scores.weights[a] < scores.weights[b];
    });
    const std::set<WeightRef> pinned(pins.begin(), pins.end());
    reservoir::Mask mask = reservoir::Mask::all(network);
    auto left = static_cast<std::size_t>(fraction * static_cast<double>(order.size()) + 0.5);
    for (const std::size_t k : order) {
        if (left == 0)
            break;
        if (pinned.contains(scores.weights[k]))
            continue;
        --left;
        maskEntry(mask, scores.weights[k]) = 0;
    }
    return mask;
}

Result<reservoir::Mask> maskUnderHand(const IntegerReservoir& network, const Scores& scores, double fraction,
                                      const reservoir::Mask& hand)
{
    Scores open;
    std::vector<WeightRef> pins;
    std::size_t removed = 0;
    for (std::size_t k = 0; k < scores.weights.size(); ++k) {
        const std::uint8_t entry = maskEntry(hand, scores.weights[k]);
        removed += entry == 0 ? 1U : 0U;
        if (entry == 0)
            continue;
        if (entry == 1)
            pins.push_back(scores.weights[k]);
        open.weights.push_back(scores.weights[k]);
        open.scores.push_back(scores.scores[k]);
    }
    const double wanted = std::floor(fraction * static_cast<double>(scores.weights.size()) + 0.5);
    const double left = std::max(0.0, wanted - static_cast<double>(removed));
    const double share = open.weights.empty() ? 0 : left / static_cast<double>(open.weights.size());
    BURIN_TRY(reservoir::Mask mask, maskFromScores(network, open, share, pins));
    // Removed by hand, candidates or not.
    mask.recurrent = mask.recurrent.cwiseMin(hand.recurrent);
    mask.in = mask.in.cwiseMin(hand.in);
    for (std::size_t k = 0; k < mask.out.size(); ++k)
        mask.out[k] = mask.out[k].cwiseMin(hand.out[k]);
    return mask;
}

} // namespace burin::compress
