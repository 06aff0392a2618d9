// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/cnn_config.h"

#include "core/compress/filter_rankers.h"

#include <nlohmann/json.hpp>

namespace burin::explore {
namespace {

ParameterTable makeTable()
{
    const auto whole = ParameterType::integer;
    const auto real = ParameterType::real;
    ParameterTable table;
    table.push_back(numberParameter("bits", "Bits", whole, cnn::kMinPolicyBits, cnn::kMaxPolicyBits, "8",
                                    "Bits of weights and activations of all layers together.", "bit"));
    table.push_back(numberParameter("bitsWeight", "Weight bits", whole, cnn::kMinPolicyBits, cnn::kMaxPolicyBits,
                                    "8", "Bits of the weights of all layers.", "bit"));
    table.push_back(numberParameter("bitsActivation", "Activation bits", whole, cnn::kMinPolicyBits,
                                    cnn::kMaxPolicyBits, "8", "Bits of the activations of all layers.", "bit"));
    table.push_back(
        numberParameter("prune", "Pruning rate", real, 0, 0.99, "0",
                        "Fraction of the filters of each layer that is removed; layers that an add joins lose the "
                        "same ones, the last layer keeps its own.",
                        "fraction"));
    table.push_back(textParameter("ranker", "Ranker", "magnitude", "How filters are ranked for pruning.",
                                  compress::filterRankerNames()));
    table.push_back(textParameter("model", "Hardware model", "mended",
                                  "The published cost model as released, or with its defects mended.",
                                  {"lu2019", "mended"}));
    table.push_back(textParameter("allocation", "Allocation", "exact",
                                  "Tiles by the published heuristic or by exact search.", {"frontier", "exact"}));
    table.push_back(textParameter("groups", "Groups", "one",
                                  "One resident pipeline, or groups of layers that follow one another.",
                                  {"one", "any"}));
    table.push_back(textParameter("device", "Device", "xc7",
                                  "Device of the hardware figures: xc7, xcup, cycloneive, ice40, or a file."));
    table.push_back(numberParameter("lut", "LUT limit", real, 0, 1e9, "0",
                                    "LUTs that the engines may take; 0: all of the device.", "LUT"));
    table.push_back(numberParameter("fps", "Required frames/s", real, 0, 1e9, "0",
                                    "Frames per second that are required.", "frame/s"));
    table.push_back(
        numberParameter("clockMhz", "Clock", real, 1, 2000, "100", "Clock at which the engines run.", "MHz"));
    return table;
}

} // namespace

const ParameterTable& cnnParameters()
{
    static const ParameterTable kTable = makeTable();
    return kTable;
}

void to_json(nlohmann::json& json, const CnnConfig& config)
{
    json = {{"policy", cnn::policyToJson(config.policy)},
            {"ranker", config.ranker},
            {"model", config.model},
            {"allocation", config.allocation},
            {"groups", config.groups},
            {"device", config.device},
            {"lut", config.lutBudget},
            {"fps", config.minimumFps},
            {"clockMhz", config.clockMhz}};
}

Result<nlohmann::json> checkedKeys(const ParameterTable& table, const nlohmann::json& json,
                                   const std::string& where)
{
    if (!json.is_object())
        return fail(ErrorCode::invalidInput, "is not a JSON object", where);
    nlohmann::json rest = json;
    rest.erase("policy");
    if (rest.value("ranker", nlohmann::json()) == kNoRanker)
        rest.erase("ranker");
    BURIN_CHECK(checkParameters(table, rest, where));
    return rest;
}

Result<void> readPolicyKeys(const nlohmann::json& json, const cnn::Network& network, const std::string& where,
                            cnn::Policy& policy)
{
    const std::vector<bool> prunable = cnn::prunableLayers(network);
    for (std::size_t i = 0; i < policy.size(); ++i) {
        cnn::LayerPolicy& layer = policy[i];
        for (const char* key : {"bits", "bitsWeight"})
            readParameter(json, key, layer.weightBits);
        for (const char* key : {"bits", "bitsActivation"})
            readParameter(json, key, layer.activationBits);
        if (prunable[i])
            readParameter(json, "prune", layer.pruneFraction);
    }
    if (json.contains("policy")) {
        BURIN_TRY(policy, cnn::policyFromJson(json.at("policy"), policy.size(), where + ".policy"));
    }
    return {};
}

Result<CnnConfig> cnnConfigFromJson(const nlohmann::json& json, const cnn::Network& network,
                                    const std::string& where)
{
    BURIN_TRY(const auto keys, checkedKeys(cnnParameters(), json, where));
    CnnConfig config;
    config.policy = cnn::policyOf(network);
    BURIN_CHECK(readPolicyKeys(json, network, where, config.policy));
    const auto read = [&keys](const char* key, auto& target) { readParameter(keys, key, target); };
    read("ranker", config.ranker);
    read("model", config.model);
    read("allocation", config.allocation);
    read("groups", config.groups);
    read("device", config.device);
    read("lut", config.lutBudget);
    read("fps", config.minimumFps);
    read("clockMhz", config.clockMhz);
    return config;
}

} // namespace burin::explore
