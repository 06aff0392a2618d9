// SPDX-License-Identifier: GPL-3.0-or-later
// CrossbarConfig: everything a person chooses about a CNN on ReRAM crossbars, except the network and its trained
// weights, which belong to the study: the policy (bits of weights and inputs, converters, pruning per layer) and
// the preset. It is the `config` of a DesignPoint, the flags of `crossbar explore` and the form of the
// Configuration panel.
#pragma once

#include "core/base/parameter.h"
#include "core/crossbar/policy.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace burin::explore {

struct CrossbarConfig {
    crossbar::Policy policy;          ///< one entry per weighted layer of the study's network; a: of its input
    std::string adc = "rule";         ///< converters of layers without their own: rule, lossless or bits
    std::string ranker = "magnitude"; ///< of filters
    std::string preset = "isaac-32nm";

    bool operator==(const CrossbarConfig&) const = default;
};

/// Without the policy: "bits" and "prune" stand for all layers, "bitsWeight" and "bitsActivation" for one kind of
/// value.
[[nodiscard]] const ParameterTable& crossbarParameters();

/// "policy" as in cnn/policy.h, and the parameters by their keys.
void to_json(nlohmann::json& json, const CrossbarConfig& config);

/// `network` is the study's: keys that are absent keep its widths and pruning. Keys for all layers come first
/// ("prune" where a layer's filters can be removed), then "policy". Errors name the key.
[[nodiscard]] Result<CrossbarConfig> crossbarConfigFromJson(const nlohmann::json& json,
                                                            const cnn::Network& network, const std::string& where);

/// Where every layer has its own converter, as in a stored point: the one setting (rule, lossless or bits) that gives
/// them all, in their place; the same configuration where none does. The opposite of CrossbarEvaluator::canonical.
[[nodiscard]] CrossbarConfig withNamedConverters(CrossbarConfig config, const cnn::Network& network);

} // namespace burin::explore
