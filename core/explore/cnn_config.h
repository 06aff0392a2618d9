// SPDX-License-Identifier: GPL-3.0-or-later
// CnnConfig: everything a person chooses about a CNN design on an FPGA, except the network and its trained
// weights, which belong to the study: the policy (bits and pruning per layer) and the hardware. It is the `config`
// of a DesignPoint, the flags of `cnn explore` and the form of the Configuration panel.
#pragma once

#include "core/base/parameter.h"
#include "core/cnn/policy.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace burin::explore {

struct CnnConfig {
    cnn::Policy policy;               ///< one entry per weighted layer of the study's network
    std::string ranker = "magnitude"; ///< of filters: magnitude, random, sensitivity
    std::string model = "mended";     ///< of the hardware: lu2019, mended
    std::string allocation = "exact"; ///< frontier, exact
    std::string groups = "one";       ///< one resident pipeline, or any number of groups
    std::string device = "xc7";
    double lutBudget = 0;  ///< LUTs that the tiles may take; 0: all of the device
    double minimumFps = 0; ///< required frames per second
    double clockMhz = 100;

    bool operator==(const CnnConfig&) const = default;
};

/// Without the policy: "bits" and "prune" stand for all layers, "bitsWeight" and "bitsActivation" for one kind of
/// value.
[[nodiscard]] const ParameterTable& cnnParameters();

/// "policy" as in policy.h, and the parameters by their keys.
void to_json(nlohmann::json& json, const CnnConfig& config);

/// `network` is the study's, as it was trained: keys that are absent keep its widths and pruning. Keys for all
/// layers come first ("prune" where a layer's filters can be removed), then "policy". Errors name the key.
[[nodiscard]] Result<CnnConfig> cnnConfigFromJson(const nlohmann::json& json, const cnn::Network& network,
                                                  const std::string& where);

/// What a point without pruning has as its ranker, so that all rankers of a grid share it.
inline constexpr const char* kNoRanker = "none";

/// For both families of CNNs: `json` checked against their table, without "policy" and without kNoRanker. Errors
/// name the key.
[[nodiscard]] Result<nlohmann::json> checkedKeys(const ParameterTable& table, const nlohmann::json& json,
                                                 const std::string& where);
/// ... and a configuration's widths and pruning put into the network's: keys for all layers first ("prune" where a
/// layer's filters can be removed), then "policy".
[[nodiscard]] Result<void> readPolicyKeys(const nlohmann::json& json, const cnn::Network& network,
                                          const std::string& where, cnn::Policy& policy);

} // namespace burin::explore
