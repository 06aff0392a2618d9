// SPDX-License-Identifier: GPL-3.0-or-later
// Policy: the bits and the pruning of every weighted layer, in order: what a person drags, a sweep varies and a
// search finds. JSON: [{"w": 8, "a": 8, "prune": 0.0, "adc": 8}, ...], adc (crossbars only) and prune optional. w
// and a are total widths; which power-of-two scale goes with them is decided from the values that the layer holds
// (post_training.h).
#pragma once

#include "core/cnn/network.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace burin::cnn {

inline constexpr int kMinPolicyBits = 1;
inline constexpr int kMaxPolicyBits = 16;

struct LayerPolicy {
    int weightBits = 8;
    int activationBits =
        8; ///< of the layer's output; without effect on a layer that gives accumulators (the logits)
    double pruneFraction = 0;
    std::optional<int> adcBits;
    bool operator==(const LayerPolicy&) const = default;
};

using Policy = std::vector<LayerPolicy>; ///< one entry per weighted layer of the network, in order

/// The policy that a quantised network has already: the widths of its formats and its pruning.
[[nodiscard]] Policy policyOf(const Network& network);

/// Whether it removes filters at all.
[[nodiscard]] bool prunes(const Policy& policy);

/// Per weighted layer, in order: whether filters of its own can be removed. Not those of a depthwise layer, those
/// that are the classes, and those that an add joins with the network's input. Layers that an add joins with one
/// another need the same fraction: see joinedLayers() in channel_groups.h.
[[nodiscard]] std::vector<bool> prunableLayers(const Network& network);

/// The same network with this policy's pruning, formats as they are. Errors: see inferShapes().
[[nodiscard]] Result<Network> withPruning(const Network& network, const Policy& policy);

/// `entries` weighted layers are expected. Errors name the entry and the key: a wrong length, an unknown key, bits
/// outside 1 to 16, a fraction outside [0, 1).
[[nodiscard]] Result<Policy> policyFromJson(const nlohmann::json& json, std::size_t entries,
                                            const std::string& where);
[[nodiscard]] nlohmann::json policyToJson(const Policy& policy);

} // namespace burin::cnn
