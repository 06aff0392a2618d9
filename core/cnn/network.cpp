// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/network.h"

#include <algorithm>
#include <cmath>

namespace burin::cnn {
namespace {

double channelValue(const std::vector<double>& values, int channel)
{
    if (values.empty())
        return 128;
    return values.size() == 1 ? values[0] : values.at(static_cast<std::size_t>(channel));
}

} // namespace

const char* toString(LayerKind kind)
{
    switch (kind) {
    case LayerKind::conv: return "conv";
    case LayerKind::depthwise: return "depthwise";
    case LayerKind::dense: return "dense";
    case LayerKind::add: return "add";
    case LayerKind::concat: return "concat";
    case LayerKind::maxpool: return "maxpool";
    case LayerKind::avgpool: return "avgpool";
    case LayerKind::globalpool: return "globalpool";
    case LayerKind::flatten: return "flatten";
    }
    return "";
}

int Layer::keptFilters() const
{
    // 0.29 x 100 is 28.999...: a fraction that means whole filters must not lose one to its binary form.
    const int removed = static_cast<int>(std::floor(pruneFraction * filters + 1e-9));
    return std::max(1, filters - removed);
}

double Normalisation::meanOf(int channel) const
{
    return channelValue(mean, channel);
}

double Normalisation::stdOf(int channel) const
{
    return channelValue(std, channel);
}

bool Network::isQuantised() const
{
    if (!inputFormat)
        return false;
    const auto formats = outputFormats(*this);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const bool last = i + 1 == layers.size();
        if (layers[i].hasWeights() && !layers[i].weight)
            return false;
        if (!last && !formats[i])
            return false;
    }
    return true;
}

std::size_t Network::weightedLayers() const
{
    return static_cast<std::size_t>(
        std::count_if(layers.begin(), layers.end(), [](const Layer& layer) { return layer.hasWeights(); }));
}

Network withoutFormats(Network network)
{
    network.inputFormat.reset();
    for (Layer& layer : network.layers) {
        layer.activation.reset();
        layer.weight.reset();
    }
    return network;
}

Network withKeptFilters(Network network)
{
    for (Layer& layer : network.layers)
        if (layer.pruneFraction > 0)
            layer.filters = layer.keptFilters();
    return withAllFilters(std::move(network));
}

Network withAllFilters(Network network)
{
    for (Layer& layer : network.layers)
        layer.pruneFraction = 0;
    return network;
}

std::vector<std::optional<fixed::Format>> outputFormats(const Network& network)
{
    std::vector<std::optional<fixed::Format>> formats(network.layers.size());
    const auto formatOf = [&](const std::string& name) -> std::optional<fixed::Format> {
        if (name == "input")
            return network.inputFormat;
        for (std::size_t i = 0; i < network.layers.size(); ++i)
            if (network.layers[i].name == name)
                return formats[i];
        return std::nullopt;
    };
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        if (layer.activation) {
            formats[i] = layer.activation;
            continue;
        }
        if (layer.hasWeights() || layer.kind == LayerKind::add)
            continue; // an accumulator
        std::optional<fixed::Format> common =
            !layer.from.empty() ? formatOf(layer.from[0]) : (i == 0 ? network.inputFormat : formats[i - 1]);
        for (const std::string& name : layer.from)
            if (formatOf(name) != common)
                common.reset();
        formats[i] = common;
    }
    return formats;
}

} // namespace burin::cnn
