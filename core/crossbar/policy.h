// SPDX-License-Identifier: GPL-3.0-or-later
// Policies on crossbars: cnn::Policy, read as this family reads it. `a` is the width of the layer's *input*, for
// that is what its bit-serial cycles take (HAQ and CIM-AQ quantise each layer's input too); on the engines of an
// FPGA it is the width of the output. `w` is the weight's whole width, `adc` the resolution of the layer's
// converters (without it the preset's rule), `prune` the fraction of its filters that are removed. Sources: K.
// Wang, Z. Liu, Y. Lin, J. Lin, S. Han, "HAQ", CVPR 2019, arXiv 1811.08886; CIM-AQ, arXiv 2601.21737.
#pragma once

#include "core/cnn/policy.h"
#include "core/cnn/post_training.h"
#include "core/crossbar/preset.h"

#include <string>

namespace burin::crossbar {

using cnn::LayerPolicy;
using cnn::Policy;

/// The same entry for each of so many layers.
[[nodiscard]] Policy uniformPolicy(std::size_t layers, const LayerPolicy& entry);

/// The widths that a network has: of each layer's weights and of its input; 8 where there is no format. Its
/// pruning.
[[nodiscard]] Policy policyOf(const cnn::Network& network);

/// "uniform:W/A", "uniform:W/A/ADC", or the path of a JSON file (cnn::policyFromJson). Errors: usage (a uniform
/// that cannot be read), notFound, invalidInput (wrong length, unknown key, bits out of range).
[[nodiscard]] Result<Policy> readPolicy(const std::string& text, const cnn::Network& network);

/// Whether converters of so many bits can be priced: the preset's own and those of its table; any from 1 to 16
/// where the preset gives neither energy nor area.
[[nodiscard]] bool hasAdcBits(const Preset& preset, int bits);

/// Whether the preset's cells and converters can hold it: one entry per weighted layer; as a pair of arrays holds
/// the magnitude only, at least 2 bits of weight there; a weight's slices within one array; ADC bits of the
/// preset's table. Errors (invalidInput) name the layer, what was found and what is possible.
[[nodiscard]] Result<void> checkPolicy(const Policy& policy, const cnn::Network& network, const Preset& preset);

struct QuantisedNetwork {
    cnn::Network network;
    cnn::Weights weights;
};
/// The integer network of a policy, by post-training quantisation: a weighted layer's input has `a` bits, its
/// weights `w` and no code below -(2^(w-1) - 1) (of one bit: 0 and -1), so that signs and magnitudes are cells;
/// scales are powers of two chosen from the values (cnn/post_training.h), and a width that the network has already
/// keeps its format. A tensor has the largest width that one of its readers wants, 8 bits for a join; a layer that
/// wants fewer gets it through an average "<layer>-in" of one place, which rounds it. Biases are digital and have
/// the weights' format. Pruning is not applied: see cnn::withPruning. The weights belong to the returned network.
/// Errors: a policy or ranges of another network, non-finite weights.
[[nodiscard]] Result<QuantisedNetwork> quantiseForPolicy(const cnn::Network& network, const cnn::Weights& weights,
                                                         const cnn::RangeProfile& profile, const Policy& policy);

} // namespace burin::crossbar
