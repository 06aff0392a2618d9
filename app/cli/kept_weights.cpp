// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/kept_weights.h"

#include "app/cli/cnn_images.h"
#include "core/compress/filter_rankers.h"

#include <algorithm>

namespace burin::cli {

void addRanker(CLI::App& command, std::string& ranker)
{
    command
        .add_option("--ranker", ranker,
                    "Which filters stay where the network prunes (\"prune\") and the weights have all filters")
        ->check(CLI::IsMember(compress::filterRankerNames()))
        ->capture_default_str();
}

Result<KeptWeights> readKeptWeights(const std::string& npz, const cnn::Network& network, const std::string& ranker,
                                    const std::string& data, const JobContext& job)
{
    auto kept = cnn::readWeights(npz, network);
    if (kept)
        return KeptWeights{*std::move(kept), false};
    cnn::Network whole = network;
    for (cnn::Layer& layer : whole.layers)
        layer.pruneFraction = 0;
    const bool prunes = std::any_of(network.layers.begin(), network.layers.end(),
                                    [](const cnn::Layer& layer) { return layer.pruneFraction > 0; });
    const auto all = prunes ? cnn::readWeights(npz, whole) : kept;
    if (!all)
        return Unexpected<Error>(kept.error());
    data::ImageSplit images;
    if (ranker == "sensitivity") {
        BURIN_TRY(const auto dataset, readNetworkImages(imageOptions(data, job), network));
        const auto folds = data::splitImages(dataset.train, data::kImageValidationFraction, data::kImageSplitSeed);
        images = data::pick(dataset, dataset.train, data::calibrationIndices(folds));
    }
    BURIN_TRY(const auto scores, compress::rankFilters(ranker, {whole, *all, images.pixels, images.labels}, job));
    BURIN_TRY(auto pruned, compress::applyFilterPruning(network, *all, scores));
    BURIN_CHECK(cnn::checkWeights(network, pruned.weights));
    return KeptWeights{std::move(pruned.weights), true};
}

} // namespace burin::cli
