// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of a network that prunes: those of its kept filters, or all of them, of which a ranker keeps some.
#pragma once

#include "app/cli/terminal.h"
#include "core/cnn/network.h"
#include "core/cnn/weights.h"

#include <string>

namespace burin::cli {

struct KeptWeights {
    cnn::Weights weights; ///< of the kept filters
    bool ranked = false;  ///< chosen here, out of the weights of all filters
};

/// --ranker: which filters of unpruned weights stay.
void addRanker(CLI::App& command, std::string& ranker);

/// `npz` has the shapes of the kept filters, or those of the network without pruning. Only the ranker
/// "sensitivity" reads the images that `data` names. Errors: those of cnn::readWeights() and
/// compress::rankFilters(); sizes that are neither.
[[nodiscard]] Result<KeptWeights> readKeptWeights(const std::string& npz, const cnn::Network& network,
                                                  const std::string& ranker, const std::string& data,
                                                  const JobContext& job);

} // namespace burin::cli
