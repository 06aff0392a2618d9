// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/filter_pruning.h"

#include "core/cnn/channel_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

namespace burin::compress {
namespace {

using cnn::Layer;
using cnn::LayerKind;
using cnn::LayerShape;

std::vector<int> allChannels(int count)
{
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// Cuts one layer's weights: rows (filters) and, per filter, the kernels of input channels. `plane` values belong
/// to one input channel: Kh Kw of a conv, height x width of what a dense layer flattens.
cnn::LayerWeights cut(const cnn::LayerWeights& full, const std::vector<int>& filters,
                      const std::vector<int>& inputs, std::size_t allInputs, std::size_t plane)
{
    cnn::LayerWeights part;
    for (const int filter : filters) {
        const auto row = static_cast<std::size_t>(filter);
        for (const int input : inputs) {
            const std::size_t at = (row * allInputs + static_cast<std::size_t>(input)) * plane;
            part.kernel.insert(part.kernel.end(), full.kernel.begin() + static_cast<std::ptrdiff_t>(at),
                               full.kernel.begin() + static_cast<std::ptrdiff_t>(at + plane));
        }
        if (!full.bias.empty())
            part.bias.push_back(full.bias[row]);
    }
    return part;
}

Result<void> checkScores(const cnn::Network& network, const FilterScores& scores)
{
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        const bool hasFilters = layer.kind == LayerKind::conv || layer.kind == LayerKind::dense;
        const std::size_t filters = hasFilters ? static_cast<std::size_t>(layer.filters) : 0;
        const std::size_t given = i < scores.size() ? scores[i].size() : 0;
        if (given != filters)
            return fail(ErrorCode::usage, fmt::format("{} scores for {} filters", given, filters), layer.name);
    }
    return {};
}

/// Which groups of channels stay, decided layer by layer.
class Choice {
public:
    /// Scores of the filters of a group are added up.
    Choice(const cnn::ChannelGroups& groups, const FilterScores& scores)
        : groups_(groups),
          scores_(groups.fixed.size(), 0),
          stays_(groups.fixed.size())
    {
        for (std::size_t i = 0; i < scores.size(); ++i)
            for (std::size_t filter = 0; filter < scores[i].size(); ++filter)
                scores_[groups.channels[i][filter]] += scores[i][filter];
        for (std::size_t group = 0; group < stays_.size(); ++group)
            if (groups.fixed[group])
                stays_[group] = true;
    }

    /// The layer's filters that stay, rising: of the groups that no layer before it has decided, the best by
    /// score, of equals the earlier one. Not `keep` of them where the groups do not let it.
    std::vector<int> filtersOf(std::size_t layer, std::size_t keep)
    {
        const auto& groups = groups_.channels[layer];
        std::vector<std::size_t> open;
        std::size_t kept = 0;
        for (const std::size_t group : groups)
            if (stays_[group])
                kept += *stays_[group] ? 1U : 0U;
            else if (std::find(open.begin(), open.end(), group) == open.end())
                open.push_back(group);
        std::stable_sort(open.begin(), open.end(),
                         [&](std::size_t a, std::size_t b) { return scores_[a] > scores_[b]; });
        for (const std::size_t group : open) {
            const auto filters = static_cast<std::size_t>(std::count(groups.begin(), groups.end(), group));
            stays_[group] = kept + filters <= keep;
            kept += *stays_[group] ? filters : 0;
        }
        std::vector<int> filters;
        for (std::size_t filter = 0; filter < groups.size(); ++filter)
            if (*stays_[groups[filter]])
                filters.push_back(static_cast<int>(filter));
        return filters;
    }

private:
    const cnn::ChannelGroups& groups_;
    std::vector<double> scores_;             ///< by group
    std::vector<std::optional<bool>> stays_; ///< by group; nothing: not decided
};

/// Walks the network with the channels of each layer's output that are still there.
class Pruner {
public:
    Pruner(const cnn::Network& network, const cnn::Weights& weights, Choice choice,
           const std::vector<LayerShape>& full)
        : network_(network),
          weights_(weights),
          choice_(std::move(choice)),
          full_(full),
          channels_(network.layers.size())
    {
        pruned_.network = network;
        pruned_.weights.resize(network.layers.size());
        pruned_.kept.resize(network.layers.size());
    }

    Result<PrunedCnn> run()
    {
        for (std::size_t i = 0; i < network_.layers.size(); ++i)
            BURIN_CHECK(prune(i));
        BURIN_TRY([[maybe_unused]] const auto shapes, cnn::inferShapes(pruned_.network, {.allowEmpty = true}));
        return std::move(pruned_);
    }

private:
    [[nodiscard]] std::vector<int> channelsOf(std::size_t index) const
    {
        return index == cnn::kNetworkInput ? allChannels(network_.input.channels) : channels_[index];
    }

    Result<void> prune(std::size_t i)
    {
        const Layer& layer = network_.layers[i];
        const std::vector<int> inputs = channelsOf(full_[i].inputs[0]);
        switch (layer.kind) {
        case LayerKind::conv:
        case LayerKind::dense: return pruneFilters(i, inputs);
        case LayerKind::depthwise:
            channels_[i] = inputs;
            pruned_.weights[i] = cut(weights_[i], inputs, {0}, 1, kernelPlane(layer));
            return {};
        case LayerKind::concat: {
            int offset = 0;
            for (const std::size_t input : full_[i].inputs) {
                for (const int channel : channelsOf(input))
                    channels_[i].push_back(offset + channel);
                offset += input == cnn::kNetworkInput ? network_.input.channels : full_[input].out.channels;
            }
            return {};
        }
        case LayerKind::flatten: {
            const auto plane = static_cast<int>(full_[i].in.values()) / full_[i].in.channels;
            for (const int channel : inputs)
                for (int k = 0; k < plane; ++k)
                    channels_[i].push_back(channel * plane + k);
            return {};
        }
        case LayerKind::add:
        case LayerKind::maxpool:
        case LayerKind::avgpool:
        case LayerKind::globalpool: channels_[i] = inputs; return {};
        }
        return {};
    }

    static std::size_t kernelPlane(const Layer& layer)
    {
        return static_cast<std::size_t>(layer.kernel[0]) * static_cast<std::size_t>(layer.kernel[1]);
    }

    Result<void> pruneFilters(std::size_t i, const std::vector<int>& inputs)
    {
        const Layer& layer = network_.layers[i];
        const int keep = layer.keptFilters();
        channels_[i] = choice_.filtersOf(i, static_cast<std::size_t>(keep));
        if (channels_[i].size() != static_cast<std::size_t>(keep))
            return fail(
                ErrorCode::invalidInput,
                fmt::format("{} of its {} filters should stay, but those that an add joins with others make "
                            "it {}",
                            keep, layer.filters, channels_[i].size()),
                "layer \"" + layer.name + "\"", "Prune the layers that an add joins by the same fraction.");
        if (keep < layer.filters)
            pruned_.kept[i] = channels_[i];
        const cnn::Shape& in = full_[i].in;
        const std::size_t plane = layer.kind == LayerKind::conv
                                      ? kernelPlane(layer)
                                      : static_cast<std::size_t>(in.height) * static_cast<std::size_t>(in.width);
        pruned_.weights[i] = cut(weights_[i], channels_[i], inputs, static_cast<std::size_t>(in.channels), plane);
        pruned_.network.layers[i].filters = keep;
        pruned_.network.layers[i].pruneFraction = 0;
        return {};
    }

    const cnn::Network& network_;
    const cnn::Weights& weights_;
    Choice choice_;
    const std::vector<LayerShape>& full_; ///< of the network with all its filters
    std::vector<std::vector<int>> channels_;
    PrunedCnn pruned_;
};

} // namespace

Result<PrunedCnn> applyFilterPruning(const cnn::Network& network, const cnn::Weights& weights,
                                     const FilterScores& scores)
{
    BURIN_TRY([[maybe_unused]] const auto checked, cnn::inferShapes(network, {.allowEmpty = true}));
    const cnn::Network unpruned = cnn::withAllFilters(network);
    BURIN_TRY(const auto full, cnn::inferShapes(unpruned, {.allowEmpty = true}));
    BURIN_CHECK(cnn::checkWeights(unpruned, weights));
    BURIN_CHECK(checkScores(network, scores));
    BURIN_TRY(const auto groups, cnn::channelGroups(unpruned));
    return Pruner(network, weights, Choice(groups, scores), full).run();
}

} // namespace burin::compress
