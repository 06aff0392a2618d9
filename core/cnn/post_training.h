// SPDX-License-Identifier: GPL-3.0-or-later
// Post-training quantisation: formats for a trained float network, so that a policy's widths can be tried at once,
// without training again (as Lu et al. 2019, arXiv 1911.00105, quantise their children after training only).
//
// A width gets the power-of-two scale with the least expected error of the layer's sums:
//     weights      fan-in E[x^2] MSE(kernel) + MSE(bias), for a bias has its layer's weight format
//     activations  MSE of the outputs that the float network gives on calibration images
// Deviation: in that work the search also chooses the split between integer and fraction bits; here only widths
// are chosen, and the data decide the split. A layer whose width stays what the network says keeps its format
// (training may have chosen it). Joins (add, concat) that change formats take the width of the weighted layer
// before them.
#pragma once

#include "core/base/job.h"
#include "core/cnn/policy.h"
#include "core/cnn/weights.h"
#include "core/fixed/bit_histogram.h"

#include <cstdint>
#include <span>
#include <vector>

namespace burin::cnn {

/// Real values of one tensor on calibration images: about kProfileSample of them, evenly taken.
struct TensorProfile {
    std::vector<double> sample;
    double meanSquare = 0;
};
inline constexpr std::size_t kProfileSample = 20'000;

struct RangeProfile {
    TensorProfile input;
    std::vector<TensorProfile> outputs; ///< by index of the layer
};

/// Of the network without its formats, on `pixels` (images as IntegerCnn takes them; at least one).
[[nodiscard]] Result<RangeProfile> profileRanges(const Network& network, const Weights& weights,
                                                 std::span<const std::uint8_t> pixels, const JobContext& ctx);

/// The network with formats of the policy's widths (its pruning is not applied: see withPruning). The input keeps
/// its format or gets 8 bits. Errors: a policy of another length, non-finite weights.
[[nodiscard]] Result<Network> withPolicyFormats(const Network& network, const Weights& weights,
                                                const RangeProfile& profile, const Policy& policy);

/// Widths tensor by tensor, for families whose policies do not mean a layer's own output; 0 leaves a tensor as it
/// is.
struct TensorWidths {
    int input = 0;
    std::vector<int> weights; ///< by index of the layer
    std::vector<int> outputs; ///< by index of the layer; on a pool, only where it has a format of its own
};
/// The network with formats of these widths, chosen and kept as withPolicyFormats does (which is this with each
/// layer's own widths). Errors: widths of another network, non-finite weights.
[[nodiscard]] Result<Network> withTensorWidths(const Network& network, const Weights& weights,
                                               const RangeProfile& profile, const TensorWidths& widths);

/// How the words of one layer are used by the real values that they stand for.
struct LayerBits {
    std::string layer;
    fixed::BitHistogram weights;
    fixed::BitHistogram activations; ///< without a format (accumulators): empty
};
/// One entry per weighted layer of a quantised network.
[[nodiscard]] std::vector<LayerBits> bitsInUse(const Network& network, const Weights& weights,
                                               const RangeProfile& profile);

} // namespace burin::cnn
