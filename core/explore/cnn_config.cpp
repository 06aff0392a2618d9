// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/cnn_config.h"

#include "core/compress/filter_rankers.h"

#include <nlohmann/json.hpp>

namespace burin::explore {
namespace {

Parameter number(const char* key, const char* label, ParameterType type, double low, double high,
                 const char* standard, const char* help, const char* unit)
{
    Parameter p;
    p.key = key;
    p.label = label;
    p.type = type;
    p.unit = unit;
    p.minimum = low;
    p.maximum = high;
    p.defaultValue = standard;
    p.help = help;
    return p;
}

Parameter choice(const char* key, const char* label, const char* standard, std::vector<std::string> choices,
                 const char* help)
{
    Parameter p;
    p.key = key;
    p.label = label;
    p.type = choices.empty() ? ParameterType::text : ParameterType::choice;
    p.defaultValue = standard;
    p.choices = std::move(choices);
    p.help = help;
    return p;
}

ParameterTable makeTable()
{
    const auto whole = ParameterType::integer;
    const auto real = ParameterType::real;
    ParameterTable table;
    table.push_back(number("bits", "Bits", whole, cnn::kMinPolicyBits, cnn::kMaxPolicyBits, "8",
                           "Bits of weights and activations of all layers together.", "bit"));
    table.push_back(number("bitsWeight", "Weight bits", whole, cnn::kMinPolicyBits, cnn::kMaxPolicyBits, "8",
                           "Bits of the weights of all layers.", "bit"));
    table.push_back(number("bitsActivation", "Activation bits", whole, cnn::kMinPolicyBits, cnn::kMaxPolicyBits,
                           "8", "Bits of the activations of all layers.", "bit"));
    table.push_back(
        number("prune", "Pruning rate", real, 0, 0.99, "0",
               "Fraction of the filters of each layer that is removed; layers that an add joins lose the "
               "same ones, the last layer keeps its own.",
               "fraction"));
    table.push_back(choice("ranker", "Ranker", "magnitude", compress::filterRankerNames(),
                           "How filters are ranked for pruning."));
    table.push_back(choice("model", "Hardware model", "mended", {"lu2019", "mended"},
                           "The published cost model as released, or with its defects mended."));
    table.push_back(choice("allocation", "Allocation", "exact", {"frontier", "exact"},
                           "Tiles by the published heuristic or by exact search."));
    table.push_back(choice("groups", "Groups", "one", {"one", "any"},
                           "One resident pipeline, or groups of layers that follow one another."));
    table.push_back(choice("device", "Device", "xc7", {},
                           "Device of the hardware figures: xc7, xcup, cycloneive, ice40, "
                           "or a file."));
    table.push_back(number("lut", "LUT limit", real, 0, 1e9, "0",
                           "LUTs that the engines may take; 0: all of the device.", "LUT"));
    table.push_back(
        number("fps", "Required frames/s", real, 0, 1e9, "0", "Frames per second that are required.", "frame/s"));
    table.push_back(number("clockMhz", "Clock", real, 1, 2000, "100", "Clock at which the engines run.", "MHz"));
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

Result<CnnConfig> cnnConfigFromJson(const nlohmann::json& json, const cnn::Network& network,
                                    const std::string& where)
{
    if (!json.is_object())
        return fail(ErrorCode::invalidInput, "is not a JSON object", where);
    nlohmann::json rest = json;
    rest.erase("policy");
    BURIN_CHECK(checkParameters(cnnParameters(), rest, where));
    CnnConfig config;
    config.policy = cnn::policyOf(network);
    const auto real = [&rest](const char* key, double& target) {
        if (rest.contains(key))
            target =
                rest.at(key).is_string() ? std::stod(rest.at(key).get<std::string>()) : rest.at(key).get<double>();
    };
    const auto bits = [&real](const char* key, int& target) {
        double value = target;
        real(key, value);
        target = static_cast<int>(value);
    };
    const auto text = [&rest](const char* key, std::string& target) {
        if (rest.contains(key))
            target = rest.at(key).is_string() ? rest.at(key).get<std::string>() : rest.at(key).dump();
    };
    const std::vector<bool> prunable = cnn::prunableLayers(network);
    for (std::size_t i = 0; i < config.policy.size(); ++i) {
        cnn::LayerPolicy& layer = config.policy[i];
        bits("bits", layer.weightBits);
        bits("bits", layer.activationBits);
        bits("bitsWeight", layer.weightBits);
        bits("bitsActivation", layer.activationBits);
        if (prunable[i])
            real("prune", layer.pruneFraction);
    }
    if (json.contains("policy")) {
        BURIN_TRY(config.policy, cnn::policyFromJson(json.at("policy"), config.policy.size(), where + ".policy"));
    }
    text("ranker", config.ranker);
    text("model", config.model);
    text("allocation", config.allocation);
    text("groups", config.groups);
    text("device", config.device);
    real("lut", config.lutBudget);
    real("fps", config.minimumFps);
    real("clockMhz", config.clockMhz);
    return config;
}

} // namespace burin::explore
