// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/crossbar_config.h"

#include "core/compress/filter_pruning.h"
#include "core/crossbar/cost.h"
#include "core/explore/cnn_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace burin::explore {
namespace {

/// The parameters that both families of CNNs have, as cnnParameters() has them, with what is said otherwise here.
ParameterTable makeTable()
{
    ParameterTable table;
    const auto take = [&table](const char* key, const char* label, const char* help) {
        table.push_back(*findParameter(cnnParameters(), key));
        table.back().label = label;
        table.back().help = help;
    };
    take("bits", "Bits", "Bits of weights and inputs of all layers together.");
    take("bitsWeight", "Weight bits", "Bits of the weights of all layers.");
    take("bitsActivation", "Input bits", "Bits of the inputs of all layers.");
    table.push_back(*findParameter(cnnParameters(), "prune"));
    table.push_back(*findParameter(cnnParameters(), "ranker"));
    table.push_back(textParameter("adc", "Converters", "rule",
                                  "Resolution of the converters: the preset's rule, lossless, or bits."));
    table.push_back(
        textParameter("preset", "Preset", "isaac-32nm",
                      fmt::format("The crossbars: {}, or a file.", fmt::join(crossbar::presetNames(), ", "))));
    return table;
}

} // namespace

const ParameterTable& crossbarParameters()
{
    static const ParameterTable kTable = makeTable();
    return kTable;
}

void to_json(nlohmann::json& json, const CrossbarConfig& config)
{
    json = {{"policy", cnn::policyToJson(config.policy)},
            {"adc", config.adc},
            {"ranker", config.ranker},
            {"preset", config.preset}};
}

Result<CrossbarConfig> crossbarConfigFromJson(const nlohmann::json& json, const cnn::Network& network,
                                              const std::string& where)
{
    nlohmann::json texts = json;
    if (texts.is_object() && texts.contains("adc") && texts.at("adc").is_number_integer())
        texts["adc"] = parameterText(texts.at("adc")); // bits
    BURIN_TRY(const auto keys, checkedKeys(crossbarParameters(), texts, where));
    CrossbarConfig config;
    config.policy = crossbar::policyOf(network);
    BURIN_CHECK(readPolicyKeys(json, network, where, config.policy));
    readParameter(keys, "adc", config.adc);
    readParameter(keys, "ranker", config.ranker);
    readParameter(keys, "preset", config.preset);
    if (auto adc = crossbar::adcSetting(config.adc); !adc) {
        adc.error().where = where + ".adc";
        return Unexpected<Error>(adc.error());
    }
    return config;
}

CrossbarConfig withNamedConverters(CrossbarConfig config, const cnn::Network& network)
{
    const crossbar::Policy& policy = config.policy;
    if (policy.empty() ||
        !std::all_of(policy.begin(), policy.end(), [](const auto& layer) { return layer.adcBits.has_value(); }))
        return config;
    const auto preset = crossbar::loadPreset(config.preset);
    if (!preset)
        return config;
    CrossbarConfig named = config;
    for (crossbar::LayerPolicy& layer : named.policy)
        layer.adcBits.reset();
    for (const std::string& adc : {CrossbarConfig{}.adc, std::string("lossless"), std::to_string(*policy[0].adcBits)}) {
        const auto setting = crossbar::adcSetting(adc);
        const auto cost = setting ? crossbar::costOf(network, named.policy, *preset, *setting)
                                  : Result<crossbar::NetworkCost>(Unexpected<Error>(setting.error()));
        if (!cost || !std::equal(policy.begin(), policy.end(), cost->costs.begin(), cost->costs.end(),
                                 [](const auto& layer, const auto& made) { return *layer.adcBits == made.adcBits; }))
            continue;
        named.adc = adc;
        return named;
    }
    return config;
}

} // namespace burin::explore
