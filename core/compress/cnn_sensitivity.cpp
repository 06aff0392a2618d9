// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/cnn_sensitivity.h"

#include "core/base/exact_math.h"
#include "core/base/rng.h"
#include "core/cnn/what_if.h"
#include "core/compress/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace burin::compress {
namespace {

using cnn::IntegerCnn;
using cnn::WhatIf;
using LayerSample = CnnSensitivityConfig::LayerSample;

/// The weights of one filter that are flipped.
struct FilterTask {
    std::size_t layer = 0;
    int filter = 0;
    std::size_t first = 0; ///< of its weights in the table
    std::size_t count = 0;
};

int filtersOf(const IntegerCnn& network, std::size_t layer)
{
    return network.shapes()[layer].conv.channels;
}

std::size_t windowOf(const IntegerCnn& network, std::size_t layer)
{
    return network.shapes()[layer].weights / static_cast<std::size_t>(filtersOf(network, layer));
}

Result<std::vector<LayerSample>> layersOf(const CnnSensitivityConfig& config, const IntegerCnn& network)
{
    const auto& layers = network.network().layers;
    if (!config.layers.empty()) {
        for (const LayerSample& sample : config.layers)
            if (sample.layer >= layers.size() || !layers[sample.layer].hasWeights())
                return fail(ErrorCode::usage, "there is no such layer with weights", std::to_string(sample.layer));
        return config.layers;
    }
    std::vector<LayerSample> all;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].hasWeights())
            all.push_back({i, 0});
    return all;
}

/// A filter's share of what is asked of its layer, drawn from its candidates by the filter's own stream.
std::vector<std::size_t> sampled(std::vector<std::size_t> candidates, const LayerSample& sample, int filter,
                                 int filters, std::uint64_t seed)
{
    if (sample.weights == 0)
        return candidates;
    const auto before = [&](int f) {
        return sample.weights * static_cast<std::size_t>(f) / static_cast<std::size_t>(filters);
    };
    const std::size_t share = before(filter + 1) - before(filter);
    if (share >= candidates.size())
        return candidates;
    Rng rng(mix(mix(seed, sample.layer), static_cast<std::uint64_t>(filter)));
    rng.shuffle(candidates);
    candidates.resize(share);
    std::sort(candidates.begin(), candidates.end());
    return candidates;
}

/// What the measure takes the mean of.
class Scorer {
public:
    Scorer(CnnMeasure measure, const IntegerCnn& network, std::span<const int> labels)
        : measure_(measure),
          classes_(network.classes()),
          labels_(labels),
          crossEntropy_(network.logitFraction())
    {
    }

    /// Image by image, so that the order of a sum does not depend on batches.
    void add(std::size_t firstImage, std::span<const std::int64_t> logits, double& sum) const
    {
        for (std::size_t image = 0; image < logits.size() / classes_; ++image) {
            const auto one = logits.subspan(image * classes_, classes_);
            const int label = labels_[firstImage + image];
            if (measure_ == CnnMeasure::loss)
                sum += crossEntropy_(one, label);
            else
                sum += std::max_element(one.begin(), one.end()) - one.begin() == label ? 1 : 0;
        }
    }

private:
    CnnMeasure measure_;
    std::size_t classes_;
    std::span<const int> labels_;
    CrossEntropy crossEntropy_;
};

Result<void> checkLabels(const IntegerCnn& network, std::span<const std::uint8_t> pixels,
                         std::span<const int> labels)
{
    if (labels.empty() || labels.size() * network.network().input.values() != pixels.size())
        return fail(ErrorCode::invalidInput, fmt::format("{} labels for the images", labels.size()), "labels",
                    "Give at least one training image, and a label for each.");
    for (const int label : labels)
        if (label < 0 || static_cast<std::size_t>(label) >= network.classes())
            return fail(ErrorCode::invalidInput,
                        fmt::format("label {} of a network with {} classes", label, network.classes()), "labels",
                        "Give the data set that the network was trained on.");
    return {};
}

/// Puts the weights that are asked for into the table, unscored; the filters that they belong to.
std::vector<FilterTask> listWeights(const CnnSensitivityConfig& config, const std::vector<LayerSample>& layers,
                                    const IntegerCnn& network, std::uint64_t seed, CnnSensitivityTable& table)
{
    std::vector<FilterTask> tasks;
    for (const LayerSample& sample : layers) {
        const auto bits = static_cast<std::size_t>(network.network().layers[sample.layer].weight->bits);
        for (int filter = 0; filter < filtersOf(network, sample.layer); ++filter) {
            const auto places = sampled(flippableWeights(network, sample.layer, filter, config.zeros), sample,
                                        filter, filtersOf(network, sample.layer), seed);
            tasks.push_back({sample.layer, filter, table.weights.size(), places.size()});
            const std::size_t from = static_cast<std::size_t>(filter) * windowOf(network, sample.layer);
            for (const std::size_t place : places)
                table.weights.push_back({sample.layer, filter, place,
                                         network.codes()[sample.layer].kernel[from + place],
                                         std::vector<double>(bits, 0), 0});
        }
    }
    return tasks;
}

} // namespace

std::vector<std::size_t> flippableWeights(const IntegerCnn& network, std::size_t layer, int filter, bool zeros)
{
    const std::size_t window = windowOf(network, layer);
    const std::int16_t* kernel = network.codes()[layer].kernel.data() + static_cast<std::size_t>(filter) * window;
    std::vector<std::size_t> places;
    for (std::size_t k = 0; k < window; ++k)
        if (zeros || kernel[k] != 0)
            places.push_back(k);
    return places;
}

CrossEntropy::CrossEntropy(int fraction) : fraction_(fraction)
{
    for (std::size_t k = 0; k < powers_.size(); ++k)
        for (std::size_t byte = 0; byte < powers_[k].size(); ++byte)
            powers_[k][byte] =
                exactExp(-std::ldexp(static_cast<double>(byte), 8 * static_cast<int>(k) - fraction));
}

double CrossEntropy::operator()(std::span<const std::int64_t> logits, int label) const
{
    const std::int64_t largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const std::int64_t logit : logits) {
        double power = 1;
        auto difference = static_cast<std::uint64_t>(largest - logit);
        for (std::size_t k = 0; difference != 0; ++k, difference >>= 8U)
            power *= powers_[k][difference & 0xffU];
        sum += power;
    }
    return exactLog(sum) +
           std::ldexp(static_cast<double>(largest - logits[static_cast<std::size_t>(label)]), -fraction_);
}

std::size_t CnnSensitivityKept::filters() const
{
    const std::scoped_lock lock(mutex_);
    return found_.size();
}

bool CnnSensitivityKept::take(std::span<CnnWeightSensitivity> weights) const
{
    const std::scoped_lock lock(mutex_);
    const auto found = weights.empty() ? found_.end() : found_.find({weights[0].layer, weights[0].filter});
    if (found == found_.end() || found->second.size() != weights.size())
        return false;
    std::copy(found->second.begin(), found->second.end(), weights.begin());
    return true;
}

void CnnSensitivityKept::put(std::span<const CnnWeightSensitivity> weights)
{
    const std::scoped_lock lock(mutex_);
    if (!weights.empty())
        found_[{weights[0].layer, weights[0].filter}].assign(weights.begin(), weights.end());
}

Result<CnnSensitivityTable> runCnnSensitivity(const CnnSensitivityConfig& config, const IntegerCnn& network,
                                              std::span<const std::uint8_t> pixels, std::span<const int> labels,
                                              const JobContext& ctx, CnnSensitivityKept* kept)
{
    BURIN_CHECK(checkLabels(network, pixels, labels));
    BURIN_TRY(const auto layers, layersOf(config, network));
    CnnSensitivityTable table;
    const std::vector<FilterTask> tasks = listWeights(config, layers, network, ctx.seed, table);
    BURIN_TRY(const WhatIf what,
              WhatIf::make(network, pixels, ctx.part(0, 0.02), config.simd.value_or(bestSimdSet())));
    const auto images = static_cast<double>(labels.size());
    const Scorer scorer(config.measure, network, labels);
    scorer.add(0, what.logits(), table.unflipped);
    table.unflipped /= images;
    const double worse = config.measure == CnnMeasure::accuracy ? -1 : 1;
    BURIN_CHECK(parallelFor(ctx.part(0.02, 1), tasks.size(), [&](std::size_t t) -> Result<void> {
        const FilterTask& task = tasks[t];
        std::vector<WhatIf::Variant> flips;
        const std::span weights = std::span(table.weights).subspan(task.first, task.count);
        if (kept != nullptr && kept->take(weights))
            return {};
        for (const CnnWeightSensitivity& w : weights)
            for (std::size_t bit = 0; bit < w.bits.size(); ++bit)
                flips.push_back(
                    {w.weight, flipBit(w.value, static_cast<int>(bit), static_cast<int>(w.bits.size()))});
        std::vector<double> sums(flips.size(), 0);
        BURIN_CHECK(what.run(
            task.layer, task.filter, flips,
            [&](std::size_t flip, std::size_t firstImage, std::span<const std::int64_t> logits) {
                scorer.add(firstImage, logits, sums[flip]);
            },
            ctx));
        std::size_t next = 0;
        for (CnnWeightSensitivity& w : weights) {
            for (double& bit : w.bits) {
                const double deviation = worse * (sums[next++] / images - table.unflipped);
                bit = config.signedDeviation ? deviation : std::abs(deviation);
                w.score += bit;
            }
            if (!w.bits.empty())
                w.score /= static_cast<double>(w.bits.size());
        }
        if (kept != nullptr)
            kept->put(weights);
        return {};
    }));
    for (const FilterTask& task : tasks) {
        const std::size_t bits = task.count == 0 ? 0 : table.weights[task.first].bits.size();
        table.evaluations += task.count * bits;
        table.macs += task.count * bits * labels.size() * cnn::whatIfMacs(network, task.layer);
    }
    return table;
}

} // namespace burin::compress
