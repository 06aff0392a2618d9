// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/filter_rankers.h"

#include "core/base/rng.h"
#include "core/cnn/what_if.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace burin::compress {
namespace {

bool hasFilters(const cnn::Layer& layer)
{
    return layer.kind == cnn::LayerKind::conv || layer.kind == cnn::LayerKind::dense;
}

Result<FilterScores> byMagnitude(const FilterRankInputs& inputs, const JobContext& /*ctx*/)
{
    FilterScores scores(inputs.network.layers.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!hasFilters(inputs.network.layers[i]))
            continue;
        const auto& kernel = inputs.weights[i].kernel;
        scores[i].assign(static_cast<std::size_t>(inputs.network.layers[i].filters), 0);
        const std::size_t perFilter = kernel.size() / scores[i].size();
        for (std::size_t k = 0; k < kernel.size(); ++k)
            scores[i][k / perFilter] += std::abs(static_cast<double>(kernel[k]));
    }
    return scores;
}

Result<FilterScores> atRandom(const FilterRankInputs& inputs, const JobContext& ctx)
{
    FilterScores scores(inputs.network.layers.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!hasFilters(inputs.network.layers[i]))
            continue;
        Rng rng(mix(ctx.seed, i));
        for (int filter = 0; filter < inputs.network.layers[i].filters; ++filter)
            scores[i].push_back(rng.uniform());
    }
    return scores;
}

/// Images of a set that may be sorted by class: taken evenly.
struct ImageSample {
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
};

ImageSample someImages(const FilterRankInputs& inputs)
{
    ImageSample sample;
    const std::size_t bytes = inputs.network.input.values();
    const std::size_t count = std::min(kSensitivityImages, inputs.labels.size());
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t image = k * inputs.labels.size() / count;
        const auto pixels = inputs.pixels.subspan(image * bytes, bytes);
        sample.pixels.insert(sample.pixels.end(), pixels.begin(), pixels.end());
        sample.labels.push_back(inputs.labels[image]);
    }
    return sample;
}

Result<FilterScores> bySensitivity(const FilterRankInputs& inputs, const JobContext& ctx)
{
    const cnn::Network whole = cnn::withAllFilters(inputs.network);
    BURIN_TRY(const auto network, cnn::IntegerCnn::make(whole, inputs.weights));
    const ImageSample images = someImages(inputs);
    CnnSensitivityConfig config;
    for (std::size_t i = 0; i < whole.layers.size(); ++i) {
        if (!hasFilters(whole.layers[i]))
            continue;
        const auto filters = static_cast<std::size_t>(whole.layers[i].filters);
        const std::uint64_t macs = cnn::whatIfMacs(network, i) * images.labels.size() *
                                   static_cast<std::uint64_t>(whole.layers[i].weight->bits) * filters;
        const std::uint64_t each =
            std::clamp<std::uint64_t>(kSensitivityMacs / std::max<std::uint64_t>(1, macs), 1, kSensitivityWeights);
        config.layers.push_back({i, filters * each});
    }
    BURIN_TRY(const auto table,
              runCnnSensitivity(config, network, images.pixels, images.labels, ctx, inputs.kept));
    FilterScores scores(whole.layers.size());
    std::vector<std::vector<std::size_t>> flipped(whole.layers.size());
    for (const auto& [layer, weights] : config.layers) {
        scores[layer].assign(static_cast<std::size_t>(whole.layers[layer].filters), 0);
        flipped[layer].assign(scores[layer].size(), 0);
    }
    for (const CnnWeightSensitivity& w : table.weights) {
        scores[w.layer][static_cast<std::size_t>(w.filter)] += w.score;
        ++flipped[w.layer][static_cast<std::size_t>(w.filter)];
    }
    for (std::size_t i = 0; i < scores.size(); ++i)
        for (std::size_t filter = 0; filter < scores[i].size(); ++filter)
            if (flipped[i][filter] > 0)
                scores[i][filter] *=
                    static_cast<double>(flippableWeights(network, i, static_cast<int>(filter)).size()) /
                    static_cast<double>(flipped[i][filter]);
    return scores;
}

struct FilterRanker {
    const char* name;
    Result<FilterScores> (*rank)(const FilterRankInputs& inputs, const JobContext& ctx);
};

constexpr FilterRanker kRankers[] = {
    {"magnitude", byMagnitude},
    {"random", atRandom},
    {"sensitivity", bySensitivity},
};

} // namespace

const std::vector<std::string>& filterRankerNames()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const FilterRanker& ranker : kRankers)
            names.emplace_back(ranker.name);
        return names;
    }();
    return kNames;
}

Result<FilterScores> rankFilters(const std::string& name, const FilterRankInputs& inputs, const JobContext& ctx)
{
    BURIN_CHECK(cnn::checkWeights(cnn::withAllFilters(inputs.network), inputs.weights));
    for (const FilterRanker& ranker : kRankers)
        if (name == ranker.name)
            return ranker.rank(inputs, ctx);
    return fail(ErrorCode::usage, fmt::format("\"{}\" ranks no filters", name), "ranker",
                fmt::format("Choose one of: {}.", fmt::join(filterRankerNames(), ", ")));
}

} // namespace burin::compress
