// SPDX-License-Identifier: GPL-3.0-or-later
// Structured pruning: whole filters of a CNN are removed, so that the layer has fewer outputs and the next one
// fewer inputs: fewer LUTs and fewer cycles, and no zeros to store or skip. filter_rankers.h makes the scores.
// Source: H. Li, A. Kadav, I. Durdanovic, H. Samet, H. P. Graf, "Pruning Filters for Efficient ConvNets", ICLR
// 2017. Deviation: the network is not trained again here.
#pragma once

#include "core/cnn/network.h"
#include "core/cnn/weights.h"

#include <vector>

namespace burin::compress {

/// By index of the layer: one score per filter (conv) or unit (dense), low = removed first; other layers have
/// none.
using FilterScores = std::vector<std::vector<double>>;

struct PrunedCnn {
    cnn::Network network; ///< pruneFraction 0 everywhere, fewer filters
    cnn::Weights weights;
    std::vector<std::vector<int>>
        kept; ///< by layer: which of the original filters stayed, rising; empty where all did
};

/// Removes what each layer's pruneFraction asks for (Layer::keptFilters() stay): the filters of the lowest scores,
/// of equals the later one first. `weights` are of the network with all its filters. Filters that an add joins go
/// together, by the sum of their scores, and depthwise layers follow those before them (cnn/channel_groups.h).
/// Errors: a score too many or too few (usage); fractions of joined layers that no choice of groups gives
/// (invalidInput).
[[nodiscard]] Result<PrunedCnn> applyFilterPruning(const cnn::Network& network, const cnn::Weights& weights,
                                                   const FilterScores& scores);

} // namespace burin::compress
