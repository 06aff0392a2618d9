// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/policy.h"

#include "core/cnn/channel_groups.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace burin::cnn {
namespace {

Unexpected<Error> wrong(const std::string& where, std::string message)
{
    return fail(ErrorCode::invalidInput, std::move(message), where,
                "An entry is {\"w\": 8, \"a\": 8, \"prune\": 0.0, \"adc\": 8}; prune and adc may be left out.");
}

Result<int> bitsFrom(const nlohmann::json& entry, const char* key, const std::string& where)
{
    const auto found = entry.find(key);
    if (found == entry.end() || !found->is_number_integer())
        return wrong(where, fmt::format("\"{}\" is not a whole number of bits", key));
    const auto bits = found->get<std::int64_t>();
    if (bits < kMinPolicyBits || bits > kMaxPolicyBits)
        return wrong(where,
                     fmt::format("{} {} bits are not from {} to {}", bits, key, kMinPolicyBits, kMaxPolicyBits));
    return static_cast<int>(bits);
}

Result<LayerPolicy> entryFrom(const nlohmann::json& entry, const std::string& where)
{
    if (!entry.is_object())
        return wrong(where, "is not an object");
    for (const auto& [key, value] : entry.items())
        if (key != "w" && key != "a" && key != "prune" && key != "adc")
            return wrong(where, fmt::format("unknown key \"{}\"", key));
    LayerPolicy layer;
    BURIN_TRY(layer.weightBits, bitsFrom(entry, "w", where));
    BURIN_TRY(layer.activationBits, bitsFrom(entry, "a", where));
    if (entry.contains("adc")) {
        BURIN_TRY(layer.adcBits, bitsFrom(entry, "adc", where));
    }
    if (entry.contains("prune")) {
        if (!entry.at("prune").is_number())
            return wrong(where, "\"prune\" is not a number");
        layer.pruneFraction = entry.at("prune").get<double>();
        if (!(layer.pruneFraction >= 0 && layer.pruneFraction < 1))
            return wrong(where, fmt::format("prune is {}, not a fraction from 0 to below 1", layer.pruneFraction));
    }
    return layer;
}

} // namespace

Policy policyOf(const Network& network)
{
    Policy policy;
    for (const Layer& layer : network.layers) {
        if (!layer.hasWeights())
            continue;
        LayerPolicy entry;
        if (layer.weight)
            entry.weightBits = layer.weight->bits;
        if (layer.activation)
            entry.activationBits = layer.activation->bits;
        entry.pruneFraction = layer.pruneFraction;
        policy.push_back(entry);
    }
    return policy;
}

bool prunes(const Policy& policy)
{
    return std::any_of(policy.begin(), policy.end(),
                       [](const LayerPolicy& layer) { return layer.pruneFraction > 0; });
}

std::vector<bool> prunableLayers(const Network& network)
{
    std::vector<bool> prunable;
    const auto groups = channelGroups(network);
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        if (!layer.hasWeights())
            continue;
        prunable.push_back(groups && layer.kind != LayerKind::depthwise &&
                           std::none_of(groups->channels[i].begin(), groups->channels[i].end(),
                                        [&](std::size_t group) { return groups->fixed[group]; }));
    }
    return prunable;
}

Result<Network> withPruning(const Network& network, const Policy& policy)
{
    Network pruned = network;
    std::size_t entry = 0;
    for (Layer& layer : pruned.layers)
        if (layer.hasWeights())
            layer.pruneFraction = policy.at(entry++).pruneFraction;
    BURIN_TRY([[maybe_unused]] const auto shapes, inferShapes(pruned, {.allowEmpty = true}));
    return pruned;
}

Result<Policy> policyFromJson(const nlohmann::json& json, std::size_t entries, const std::string& where)
{
    if (!json.is_array() || json.size() != entries)
        return wrong(where, json.is_array()
                                ? fmt::format("has {} entries for {} layers with weights", json.size(), entries)
                                : std::string("is not a list"));
    Policy policy;
    for (std::size_t i = 0; i < json.size(); ++i) {
        BURIN_TRY(LayerPolicy layer, entryFrom(json[i], fmt::format("{}[{}]", where, i)));
        policy.push_back(layer);
    }
    return policy;
}

nlohmann::json policyToJson(const Policy& policy)
{
    nlohmann::json json = nlohmann::json::array();
    for (const LayerPolicy& layer : policy) {
        nlohmann::json entry{{"w", layer.weightBits}, {"a", layer.activationBits}};
        if (layer.pruneFraction > 0)
            entry["prune"] = layer.pruneFraction;
        if (layer.adcBits)
            entry["adc"] = *layer.adcBits;
        json.push_back(std::move(entry));
    }
    return json;
}

} // namespace burin::cnn
