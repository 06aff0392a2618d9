// SPDX-License-Identifier: GPL-3.0-or-later
// Hyper-parameter search: spectral radius, input and bias scaling, leak (powers of two) and lambda, judged on the
// validation part of the training data. random: independent draws. refine: the first half random, then draws around
// the best few with a spread that shrinks by generation (a (mu + lambda) evolution strategy; H.-G. Beyer,
// H.-P. Schwefel, "Evolution strategies: a comprehensive introduction", Natural Computing 1, 2002; deviation: the
// spread follows a schedule instead of adapting itself).
// The objective (lower is better) is the mean logarithm of the read-out's squared error on validation data, over the
// float network and its `probe` integer networks, so that one float network serves every bit width; the squared error
// because accuracy is a step function full of ties.
#pragma once

#include "core/reservoir/pipeline.h"

namespace burin::reservoir {

enum class TuneMethod { random, refine };

struct TuneOptions {
    TuneMethod method = TuneMethod::refine;
    int candidates = 30;
    std::vector<Widths> probes = {Widths::uniform(4)};
};

struct Candidate {
    HyperParameters hyper;
    double objective = 0;
};
struct TuneResult {
    HyperParameters best;
    double objective = 0;
    std::vector<Candidate> candidates; ///< in the order of their numbers, the same for any number of threads
};

/// With 0 candidates the standard hyper-parameters are kept. config.leak below 1 pins the leak.
Result<TuneResult> tuneReplica(const std::shared_ptr<const ReplicaData>& data, const ReservoirConfig& config,
                               const TuneOptions& options, std::uint64_t replicaSeed, const JobContext& ctx);

} // namespace burin::reservoir
