// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace burin::crossbar {
namespace {

using cnn::LayerKind;

/// Bits of what is added or joined without passing a crossbar: a byte of the buffers.
constexpr int kJoinBits = 8;

bool isJoin(const cnn::Layer& layer)
{
    return layer.kind == LayerKind::add || layer.kind == LayerKind::concat;
}

/// The tensor of `index` has the format of its input.
bool passesOn(const cnn::Layer& layer)
{
    return !layer.hasWeights() && !isJoin(layer) && !layer.activation;
}

/// Back through pools and flattening to the tensor that has a format of its own.
std::size_t sourceOf(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes, std::size_t tensor)
{
    while (tensor != cnn::kNetworkInput && passesOn(network.layers[tensor]))
        tensor = shapes[tensor].inputs[0];
    return tensor;
}

/// The width of each tensor with a format of its own: the largest that a reader wants.
struct Widths {
    int input = 0;
    std::vector<int> outputs;

    int& of(std::size_t tensor) { return tensor == cnn::kNetworkInput ? input : outputs[tensor]; }
};

Widths wantedWidths(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes, const Policy& policy)
{
    Widths widths{0, std::vector<int>(network.layers.size(), 0)};
    std::size_t entry = 0;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const cnn::Layer& layer = network.layers[i];
        const int wanted = layer.hasWeights() ? policy[entry++].activationBits : isJoin(layer) ? kJoinBits : 0;
        for (const std::size_t input : shapes[i].inputs) {
            int& width = widths.of(sourceOf(network, shapes, input));
            width = std::max(width, wanted);
        }
    }
    const bool accumulators = network.layers.back().hasWeights();
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        if (!passesOn(network.layers[i]) && widths.outputs[i] == 0 &&
            !(accumulators && i + 1 == network.layers.size()))
            widths.outputs[i] = kJoinBits; // read by pools that end the network
    if (widths.input == 0)
        widths.input = kJoinBits;
    return widths;
}

std::string freeName(const cnn::Network& network, std::string name)
{
    const auto taken = [&](const std::string& candidate) {
        return std::any_of(network.layers.begin(), network.layers.end(),
                           [&](const cnn::Layer& layer) { return layer.name == candidate; });
    };
    do
        name += "-in";
    while (taken(name));
    return name;
}

/// The network with a rounding where a reader wants fewer bits than its tensor has, and what goes with each
/// of its layers.
struct Expanded {
    cnn::Network network;
    cnn::Weights weights;
    cnn::RangeProfile profile;
    cnn::TensorWidths widths;
};

Expanded expand(const cnn::Network& network, const cnn::Weights& weights, const cnn::RangeProfile& profile,
                const Policy& policy, const std::vector<cnn::LayerShape>& shapes)
{
    Widths wanted = wantedWidths(network, shapes, policy);
    Expanded out{network, {}, {profile.input, {}}, {wanted.input, {}, {}}};
    out.network.layers.clear();
    const auto append = [&out](const cnn::Layer& layer, const cnn::LayerWeights& values,
                               const cnn::TensorProfile& tensor, int weightBits, int outputBits) {
        out.network.layers.push_back(layer);
        out.weights.push_back(values);
        out.profile.outputs.push_back(tensor);
        out.widths.weights.push_back(weightBits);
        out.widths.outputs.push_back(outputBits);
    };
    std::size_t entry = 0;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        cnn::Layer layer = network.layers[i];
        int weightBits = 0;
        if (layer.hasWeights()) {
            const LayerPolicy& own = policy[entry++];
            weightBits = own.weightBits;
            const std::size_t input = shapes[i].inputs[0];
            if (wanted.of(sourceOf(network, shapes, input)) != own.activationBits) {
                const bool fromInput = input == cnn::kNetworkInput;
                cnn::Layer rounding;
                rounding.name = freeName(network, layer.name);
                rounding.kind = LayerKind::avgpool; // of one place: only the format changes
                rounding.from = {fromInput ? "input" : network.layers[input].name};
                rounding.head = layer.head;
                layer.from = {rounding.name};
                append(rounding, {}, fromInput ? profile.input : profile.outputs[input], 0, own.activationBits);
            }
        }
        append(layer, weights[i], profile.outputs[i], weightBits, wanted.outputs[i]);
    }
    return out;
}

/// Codes -(2^(w-1) - 1) to 2^(w-1) - 1: a magnitude has one bit less than the weight. One bit is left as it is.
void makeSymmetric(const cnn::Network& network, cnn::Weights& weights)
{
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const auto& format = network.layers[i].weight;
        if (!format || format->bits < 2)
            continue;
        const auto largest = static_cast<float>(std::ldexp((1 << (format->bits - 1)) - 1, -format->fraction));
        for (float& weight : weights[i].kernel)
            weight = std::clamp(weight, -largest, largest);
    }
}

} // namespace

Result<QuantisedNetwork> quantiseForPolicy(const cnn::Network& network, const cnn::Weights& weights,
                                           const cnn::RangeProfile& profile, const Policy& policy)
{
    if (policy.size() != network.weightedLayers())
        return fail(ErrorCode::usage, fmt::format("the policy has {} entries for {} layers with weights",
                                                  policy.size(), network.weightedLayers()));
    BURIN_CHECK(cnn::checkWeights(network, weights));
    if (profile.outputs.size() != network.layers.size())
        return fail(ErrorCode::usage, "the ranges are those of another network");
    BURIN_TRY(const auto shapes, cnn::inferShapes(network, {.allowEmpty = true}));
    Expanded expanded = expand(network, weights, profile, policy, shapes);
    QuantisedNetwork quantised;
    BURIN_TRY(quantised.network,
              cnn::withTensorWidths(expanded.network, expanded.weights, expanded.profile, expanded.widths));
    quantised.weights = std::move(expanded.weights);
    makeSymmetric(quantised.network, quantised.weights);
    return quantised;
}

} // namespace burin::crossbar
