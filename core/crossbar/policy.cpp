// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/policy.h"

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/crossbar/mapping.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace burin::crossbar {
namespace {

constexpr std::uintmax_t kMaxPolicyBytes = 1U << 22U;
constexpr std::string_view kUniform = "uniform:";

Result<Policy> readUniform(const std::string& text, std::size_t layers)
{
    const auto wrong = [&](const std::string& message) {
        return fail(ErrorCode::usage, message, fmt::format("policy {}", text),
                    "The form is uniform:W/A or uniform:W/A/ADC, say uniform:8/8, or a JSON file.");
    };
    std::array<int, 3> bits{};
    std::size_t count = 0;
    const char* at = text.data() + kUniform.size();
    const char* end = text.data() + text.size();
    while (true) {
        if (count == bits.size())
            return wrong("has more than three numbers");
        const auto [next, error] = std::from_chars(at, end, bits[count]);
        if (error != std::errc{} || (next != end && *next != '/'))
            return wrong("has something that is not a number of bits");
        if (bits[count] < cnn::kMinPolicyBits || bits[count] > cnn::kMaxPolicyBits)
            return wrong(fmt::format("{} bits are not from {} to {}", bits[count], cnn::kMinPolicyBits,
                                     cnn::kMaxPolicyBits));
        ++count;
        if (next == end)
            break;
        at = next + 1;
    }
    if (count < 2)
        return wrong("has one number, weights and inputs need one each");
    LayerPolicy entry;
    entry.weightBits = bits[0];
    entry.activationBits = bits[1];
    if (count > 2)
        entry.adcBits = bits[2];
    return uniformPolicy(layers, entry);
}

/// Which ADC bits can be had; the error's second half.
std::string possibleAdc(const Preset& preset)
{
    std::vector<int> bits;
    for (const AdcRow& row : preset.adcTable)
        bits.push_back(row.bits);
    return bits.empty() ? fmt::format("only {}", preset.adcBits.value_or(0))
                        : fmt::format("{} to {}", bits.front(), bits.back());
}

} // namespace

Policy uniformPolicy(std::size_t layers, const LayerPolicy& entry)
{
    return Policy(layers, entry);
}

Policy policyOf(const cnn::Network& network)
{
    Policy policy = cnn::policyOf(network);
    const auto shapes = cnn::inferShapes(network, {.allowEmpty = true});
    if (!shapes)
        throw std::logic_error("policyOf needs a network that is right: " + shapes.error().text());
    const auto formats = cnn::outputFormats(network);
    std::size_t entry = 0;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        if (!network.layers[i].hasWeights())
            continue;
        const std::size_t input = shapes->at(i).inputs[0];
        const auto& format = input == cnn::kNetworkInput ? network.inputFormat : formats[input];
        policy[entry++].activationBits = format ? format->bits : LayerPolicy{}.activationBits;
    }
    return policy;
}

Result<Policy> readPolicy(const std::string& text, const cnn::Network& network)
{
    if (text.starts_with(kUniform))
        return readUniform(text, network.weightedLayers());
    BURIN_TRY(const std::string content, readFile(text, kMaxPolicyBytes));
    BURIN_TRY(const nlohmann::json json,
              parseJson(content, text, R"(The form is [{"w": 8, "a": 8}, ...], one entry per weighted layer.)"));
    return cnn::policyFromJson(json, network.weightedLayers(), text);
}

bool hasAdcBits(const Preset& preset, int bits)
{
    const bool priced = preset.gives("energyPerInferenceNj") || preset.gives("areaMm2");
    if (!priced)
        return bits >= cnn::kMinPolicyBits && bits <= cnn::kMaxPolicyBits;
    return bits == preset.adcBits || std::any_of(preset.adcTable.begin(), preset.adcTable.end(),
                                                 [&](const AdcRow& row) { return row.bits == bits; });
}

Result<void> checkPolicy(const Policy& policy, const cnn::Network& network, const Preset& preset)
{
    BURIN_TRY(const auto layers, matrixLayers(network));
    if (policy.size() != layers.size())
        return fail(ErrorCode::invalidInput,
                    fmt::format("has {} entries for {} layers with weights", policy.size(), layers.size()),
                    "policy");
    for (std::size_t i = 0; i < layers.size(); ++i) {
        BURIN_TRY([[maybe_unused]] const auto mapped, mapLayer(layers[i], policy[i].weightBits, preset));
        if (policy[i].adcBits && !hasAdcBits(preset, *policy[i].adcBits))
            return fail(ErrorCode::invalidInput,
                        fmt::format("{} ADC bits, but {} knows energy and area of {}", *policy[i].adcBits,
                                    preset.name, possibleAdc(preset)),
                        fmt::format("policy[{}], layer {}", i, layers[i].name));
    }
    return {};
}

} // namespace burin::crossbar
