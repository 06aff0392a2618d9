// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/live_crossbar.h"

#include <algorithm>

namespace burin::explore {

Result<CrossbarEstimate> LiveCrossbar::estimate(const CrossbarConfig& config,
                                                const crossbar::PolicySpace& space) const
{
    CrossbarEstimate estimate;
    BURIN_TRY(estimate.hardware, evaluator_->hardware(config));
    BURIN_TRY(const auto adc, crossbar::adcSetting(config.adc));
    BURIN_TRY(estimate.plateaus,
              crossbar::plateaus(evaluator_->network(), config.policy, space, estimate.hardware.preset, adc));
    BURIN_TRY(estimate.minimum,
              crossbar::minimumCost(evaluator_->network(), space, estimate.hardware.preset, adc));
    return estimate;
}

Result<CrossbarScore> LiveCrossbar::score(const CrossbarConfig& config, std::size_t images, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    CnnEvaluator& shared = *evaluator_->images();
    CrossbarScore score;
    score.images = shared.sample(images);
    score.isWhole = score.images == shared.sample(0);
    score.canClip = !built->arrays.isExact();
    BURIN_TRY(score.validation, evaluator_->validation(*built, score.images, ctx));
    BURIN_TRY(score.integerValidation, evaluator_->integerValidation(*built, score.images, ctx));
    BURIN_TRY(score.floatValidation, shared.floatValidation(score.images, ctx));
    return score;
}

Result<crossbar::TrialReport> LiveCrossbar::trials(const CrossbarConfig& config,
                                                   const crossbar::TrialConfig& trials, std::size_t images,
                                                   const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    CnnEvaluator& shared = *evaluator_->images();
    return crossbar::runTrials(trials, built->arrays, shared.validationPixels(images),
                               std::span(shared.validationImages().labels).first(shared.sample(images)), ctx);
}

Result<std::vector<cnn::LayerBits>> LiveCrossbar::histograms(const CrossbarConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    CnnEvaluator& shared = *evaluator_->images();
    BURIN_TRY(const auto ranges, shared.ranges(ctx));
    // The trained tensors in the built formats: roundings before a layer have no values of their own.
    cnn::Network network = evaluator_->network();
    for (cnn::Layer& layer : network.layers) {
        const auto found = std::find_if(built->network.layers.begin(), built->network.layers.end(),
                                        [&](const cnn::Layer& each) { return each.name == layer.name; });
        layer.weight = found->weight;
        layer.activation = found->activation;
    }
    return cnn::bitsInUse(network, shared.trained().weights, *ranges);
}

Result<CnnTrace> LiveCrossbar::trace(const CrossbarConfig& config, std::size_t image, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    return traceOf(built->integer, *evaluator_->images(), image);
}

Result<Confusion> LiveCrossbar::confusion(const CrossbarConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    BURIN_TRY(const auto predicted, built->arrays.predict(evaluator_->images()->validationPixels(0), ctx));
    return confusionOf(predicted, *evaluator_->images());
}

Result<cnn::Network> LiveCrossbar::network(const CrossbarConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    return built->network;
}

} // namespace burin::explore
