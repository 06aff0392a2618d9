// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/channel_groups.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace burin::cnn {
namespace {

/// Sets that are merged two by two (R. Tarjan, "Efficiency of a good but not linear set union algorithm", JACM 22,
/// 1975; by index and with path halving).
class Sets {
public:
    std::size_t add()
    {
        parents_.push_back(parents_.size());
        return parents_.size() - 1;
    }
    std::size_t find(std::size_t element)
    {
        while (parents_[element] != element)
            element = parents_[element] = parents_[parents_[element]];
        return element;
    }
    void join(std::size_t a, std::size_t b) { parents_[std::max(find(a), find(b))] = std::min(find(a), find(b)); }
    [[nodiscard]] std::size_t size() const { return parents_.size(); }

private:
    std::vector<std::size_t> parents_;
};

using Channels = std::vector<std::size_t>;

Channels newChannels(Sets& sets, int count)
{
    Channels channels;
    for (int k = 0; k < count; ++k)
        channels.push_back(sets.add());
    return channels;
}

Channels outputOf(const Layer& layer, const LayerShape& shape, const std::vector<const Channels*>& inputs,
                  Sets& sets)
{
    switch (layer.kind) {
    case LayerKind::conv:
    case LayerKind::dense: return newChannels(sets, layer.filters);
    case LayerKind::add:
        for (const Channels* other : inputs)
            for (std::size_t k = 0; k < other->size(); ++k)
                sets.join((*inputs[0])[k], (*other)[k]);
        return *inputs[0];
    case LayerKind::concat: {
        Channels all;
        for (const Channels* part : inputs)
            all.insert(all.end(), part->begin(), part->end());
        return all;
    }
    case LayerKind::flatten: {
        Channels flat;
        const std::size_t plane = shape.in.values() / inputs[0]->size();
        for (const std::size_t channel : *inputs[0])
            flat.insert(flat.end(), plane, channel);
        return flat;
    }
    case LayerKind::depthwise:
    case LayerKind::maxpool:
    case LayerKind::avgpool:
    case LayerKind::globalpool: break;
    }
    return *inputs[0];
}

} // namespace

Result<ChannelGroups> channelGroups(const Network& pruned)
{
    const Network network = withAllFilters(pruned);
    BURIN_TRY(const auto shapes, inferShapes(network, {.allowEmpty = true}));
    Sets sets;
    const Channels image = newChannels(sets, network.input.channels);
    ChannelGroups groups;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        std::vector<const Channels*> inputs;
        for (const std::size_t input : shapes[i].inputs)
            inputs.push_back(input == kNetworkInput ? &image : &groups.channels[input]);
        groups.channels.push_back(outputOf(network.layers[i], shapes[i], inputs, sets));
    }
    groups.fixed.assign(sets.size(), false);
    for (const Channels* stay : {&image, &std::as_const(groups.channels.back())})
        for (const std::size_t channel : *stay)
            groups.fixed[sets.find(channel)] = true;
    for (Channels& channels : groups.channels)
        for (std::size_t& channel : channels)
            channel = sets.find(channel);
    return groups;
}

std::vector<std::size_t> joinedLayers(const Network& network)
{
    std::vector<std::size_t> joined(network.weightedLayers());
    std::iota(joined.begin(), joined.end(), std::size_t{0});
    const auto groups = channelGroups(network);
    if (!groups)
        return joined;
    Sets layers;                                // by index among the weighted layers
    std::map<std::size_t, std::size_t> firstOf; // group: layer
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        if (!network.layers[i].hasWeights())
            continue;
        const std::size_t entry = layers.add();
        if (network.layers[i].kind == LayerKind::depthwise)
            continue; // has no filters of its own
        for (const std::size_t group : groups->channels[i])
            layers.join(entry, firstOf.emplace(group, entry).first->second);
    }
    for (std::size_t& entry : joined)
        entry = layers.find(entry);
    return joined;
}

} // namespace burin::cnn
