// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/filter_pruning.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

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

/// The `keep` best by score, in rising order.
std::vector<int> best(const std::vector<double>& scores, int keep)
{
    std::vector<int> order = allChannels(static_cast<int>(scores.size()));
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return scores[static_cast<std::size_t>(a)] > scores[static_cast<std::size_t>(b)];
    });
    order.resize(static_cast<std::size_t>(keep));
    std::sort(order.begin(), order.end());
    return order;
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

/// Walks the network with the channels of each layer's output that are still there.
class Pruner {
public:
    Pruner(const cnn::Network& network, const cnn::Weights& weights, const FilterScores& scores,
           const std::vector<LayerShape>& full)
        : network_(network),
          weights_(weights),
          scores_(scores),
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
        if (scores_.at(i).size() != static_cast<std::size_t>(layer.filters))
            return fail(ErrorCode::usage,
                        fmt::format("{} scores for {} filters", scores_[i].size(), layer.filters), layer.name);
        const int keep = layer.keptFilters();
        channels_[i] = best(scores_[i], keep);
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
    const FilterScores& scores_;
    const std::vector<LayerShape>& full_; ///< of the network with all its filters
    std::vector<std::vector<int>> channels_;
    PrunedCnn pruned_;
};

} // namespace

Result<PrunedCnn> applyFilterPruning(const cnn::Network& network, const cnn::Weights& weights,
                                     const FilterScores& scores)
{
    BURIN_TRY([[maybe_unused]] const auto checked, cnn::inferShapes(network, {.allowEmpty = true}));
    cnn::Network unpruned = network;
    for (Layer& layer : unpruned.layers)
        layer.pruneFraction = 0;
    BURIN_TRY(const auto full, cnn::inferShapes(unpruned, {.allowEmpty = true}));
    BURIN_CHECK(cnn::checkWeights(unpruned, weights));
    return Pruner(network, weights, scores, full).run();
}

} // namespace burin::compress
