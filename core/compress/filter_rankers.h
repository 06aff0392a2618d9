// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of a CNN's filters, for filter_pruning.h.
//   magnitude    L1 norm of the filter's kernel (Li et al., ICLR 2017)
//   random       a seeded draw: the baseline
//   sensitivity  sum of the bit-flip sensitivities of the filter's weights (cnn_sensitivity.h; the cross-entropy
//   of
//                kSensitivityImages training images). Weights from filters is ours: a sum as the L1 norm is one,
//                estimated as the mean of a sample times the number of weights other than 0, for all weights of a
//                network would take minutes. Each layer's sample is what kSensitivityMacs allow, at least one and
//                at most kSensitivityWeights a filter: early layers, whose flips are dear, get few.
#pragma once

#include "core/base/job.h"
#include "core/cnn/network.h"
#include "core/cnn/weights.h"
#include "core/compress/cnn_sensitivity.h"
#include "core/compress/filter_pruning.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace burin::compress {

/// What a ranker may look at: a quantised network with all its filters, its trained weights, training images.
struct FilterRankInputs {
    const cnn::Network& network;
    const cnn::Weights& weights;
    std::span<const std::uint8_t> pixels;
    std::span<const int> labels;
    CnnSensitivityKept* kept = nullptr; ///< of the same inputs and seed: a "sensitivity" that was stopped goes on
};

inline constexpr std::size_t kSensitivityImages = 64;
inline constexpr std::size_t kSensitivityWeights = 16;
inline constexpr std::uint64_t kSensitivityMacs = 100'000'000'000; ///< by layer

/// magnitude, random, sensitivity.
[[nodiscard]] const std::vector<std::string>& filterRankerNames();
/// Deterministic; "random" and the sample of "sensitivity" depend on ctx.seed. An unknown name is
/// ErrorCode::usage, weights of fewer filters than the network has before pruning are invalidInput.
[[nodiscard]] Result<FilterScores> rankFilters(const std::string& name, const FilterRankInputs& inputs,
                                               const JobContext& ctx);

} // namespace burin::compress
