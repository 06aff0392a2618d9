// SPDX-License-Identifier: GPL-3.0-or-later
// Structured pruning: whole filters of a CNN are removed, so that the layer has fewer outputs and the next one
// fewer inputs: fewer LUTs and fewer cycles, and no zeros to store or skip. Source: H. Li, A. Kadav, I.
// Durdanovic, H. Samet, H. P. Graf, "Pruning Filters for Efficient ConvNets", ICLR 2017 (magnitude: the L1 norm of
// a filter's kernel). Deviation: the network is not trained again here.
#pragma once

#include "core/base/job.h"
#include "core/cnn/network.h"
#include "core/cnn/weights.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace burin::compress {

/// By index of the layer: one score per filter (conv) or unit (dense), low = removed first; other layers have
/// none.
using FilterScores = std::vector<std::vector<double>>;

/// What a ranker may look at: a quantised network with all its filters, its trained weights, training images.
struct FilterRankInputs {
    const cnn::Network& network;
    const cnn::Weights& weights;
    std::span<const std::uint8_t> pixels;
    std::span<const int> labels;
};

/// magnitude, random.
[[nodiscard]] const std::vector<std::string>& filterRankerNames();
/// Deterministic; "random" depends on ctx.seed. An unknown name is ErrorCode::usage.
[[nodiscard]] Result<FilterScores> rankFilters(const std::string& name, const FilterRankInputs& inputs,
                                               const JobContext& ctx);

struct PrunedCnn {
    cnn::Network network; ///< pruneFraction 0 everywhere, fewer filters
    cnn::Weights weights;
    std::vector<std::vector<int>>
        kept; ///< by layer: which of the original filters stayed, rising; empty where all did
};

/// Removes what each layer's pruneFraction asks for (Layer::keptFilters() stay): the filters of the lowest scores,
/// of equals the later one first. `weights` are of the network with all its filters.
[[nodiscard]] Result<PrunedCnn> applyFilterPruning(const cnn::Network& network, const cnn::Weights& weights,
                                                   const FilterScores& scores);

} // namespace burin::compress
