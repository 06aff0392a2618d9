// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/live_cnn.h"

#include <algorithm>
#include <cmath>

namespace burin::explore {

Result<CnnScore> LiveCnn::score(const CnnConfig& config, std::size_t images, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    CnnScore score;
    score.images = evaluator_->sample(images);
    score.isWhole = score.images == evaluator_->sample(0);
    BURIN_TRY(score.validation, evaluator_->validation(*built, score.images, ctx));
    BURIN_TRY(score.floatValidation, evaluator_->floatValidation(score.images, ctx));
    return score;
}

Result<std::vector<cnn::LayerBits>> LiveCnn::histograms(const CnnConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto network, evaluator_->quantised(config, ctx));
    BURIN_TRY(const auto ranges, evaluator_->ranges(ctx));
    return cnn::bitsInUse(network, evaluator_->trained().weights, *ranges);
}

Result<CnnTrace> traceOf(const cnn::IntegerCnn& network, const CnnEvaluator& evaluator, std::size_t image)
{
    const data::ImageSplit& images = evaluator.validationImages();
    if (image >= images.size())
        return fail(ErrorCode::usage, "there is no such validation image", std::to_string(image));
    CnnTrace trace;
    trace.image = image;
    trace.label = images.labels[image];
    trace.layers = network.activations(evaluator.dataset().image(images, image));
    const double step = std::ldexp(1.0, -network.logitFraction());
    for (const std::int64_t logit : trace.layers.back().values)
        trace.logits.push_back(static_cast<double>(logit) * step);
    trace.predicted =
        static_cast<int>(std::max_element(trace.logits.begin(), trace.logits.end()) - trace.logits.begin());
    return trace;
}

Confusion confusionOf(std::span<const int> predicted, const CnnEvaluator& evaluator)
{
    const data::ImageSplit& images = evaluator.validationImages();
    Confusion confusion;
    confusion.classNames = evaluator.dataset().classNames;
    confusion.counts.assign(confusion.classNames.size(), std::vector<std::size_t>(confusion.classNames.size()));
    for (std::size_t i = 0; i < predicted.size(); ++i)
        ++confusion.counts.at(static_cast<std::size_t>(images.labels[i]))
              .at(static_cast<std::size_t>(predicted[i]));
    return confusion;
}

Result<CnnTrace> LiveCnn::trace(const CnnConfig& config, std::size_t image, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    return traceOf(built->integer, *evaluator_, image);
}

Result<Confusion> LiveCnn::confusion(const CnnConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    BURIN_TRY(const auto predicted, built->integer.predict(evaluator_->validationPixels(0), ctx));
    return confusionOf(predicted, *evaluator_);
}

Result<cnn::Network> LiveCnn::network(const CnnConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto built, evaluator_->build(config, ctx));
    return built->network;
}

} // namespace burin::explore
