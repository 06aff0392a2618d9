// SPDX-License-Identifier: GPL-3.0-or-later
// Rankers: each gives every candidate weight a score; the lowest are pruned first. One algorithm per pair of files
// (rank_*.h); this is the registry that the command line, the window and the exploration read.
#pragma once

#include "core/base/job.h"
#include "core/compress/variant.h"
#include "core/reservoir/mask.h"
#include "core/reservoir/samples.h"

#include <span>
#include <string>
#include <vector>

namespace burin::compress {

/// What a ranker may look at. `series` are training series (or validation series, by choice of the caller), never
/// test series.
struct RankInputs {
    const reservoir::IntegerReservoir& network;
    const SeriesSet& series;
    std::vector<WeightRef> weights = {}; ///< candidates, without repetition; see structuralLinks()
    double lambda = 1e-4;           ///< of the ridge (reservoir::Ridge), for leave-one-out with re-fit
    bool refit = true;              ///< leave-one-out: fit the read-out again for each weight left out
};

struct Scores {
    std::vector<WeightRef> weights;
    std::vector<double> scores; ///< per weight, low = prune first; only their order means something
};

struct RankerInfo {
    std::string name;
    std::string description; ///< one line
    std::string source;
};

/// In the order random, mi, spearman, pca, lasso, magnitude, sensitivity, leave-one-out.
[[nodiscard]] const std::vector<RankerInfo>& rankers();
[[nodiscard]] std::vector<std::string> rankerNames();

/// Deterministic: depends on inputs and, for "random" only, on ctx.seed; not on ctx.threads. An unknown name is
/// ErrorCode::usage.
Result<Scores> rank(const std::string& name, const RankInputs& inputs, const JobContext& ctx);

/// The links that the float network has in the chosen matrices, whatever their integer value, and all of W_out: the
/// candidates, and what a pruning rate is a fraction of.
[[nodiscard]] std::vector<WeightRef> structuralLinks(const reservoir::FloatReservoir& source,
                                                     const reservoir::IntegerReservoir& network,
                                                     const reservoir::PruneMatrices& matrices);

/// The integer inputs, labels and targets of one part of a replica's data.
[[nodiscard]] SeriesSet seriesSetOf(const reservoir::IntegerReservoir& network, const reservoir::Samples& samples);

/// Removes the round(fraction * number of weights) candidates of the lowest rank that are not pinned. Rank: weights
/// of integer value 0 first (they cost no hardware, but they count), then by score, then by real magnitude, then by
/// (matrix, segment, row, column). So a mask is deterministic, and a higher fraction removes a superset.
[[nodiscard]] Result<reservoir::Mask> maskFromScores(const reservoir::IntegerReservoir& network, const Scores& scores,
                                                     double fraction, std::span<const WeightRef> pins = {});
/// The same under a mask made by hand (reservoir::handMaskFromText): its pins stay; what it removes goes first and
/// counts towards the fraction, and goes even where the fraction asks for less.
[[nodiscard]] Result<reservoir::Mask> maskUnderHand(const reservoir::IntegerReservoir& network, const Scores& scores,
                                                    double fraction, const reservoir::Mask& hand);

} // namespace burin::compress
