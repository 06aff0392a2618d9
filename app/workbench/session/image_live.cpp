// SPDX-License-Identifier: GPL-3.0-or-later
// What the live worker answers about a network on images. Every part is published as soon as it is there; the score
// on all validation images comes last, while nothing else is asked.
#include "app/workbench/session/image_engine.h"
#include "app/workbench/session/insight_answer.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace burin::workbench {

void ImageStudyEngine::answer(const LiveRequest& request, const JobContext& context, const Publish& publish)
{
    last_ = request.config;
    LiveReply reply;
    reply.generation = request.generation;
    if (request.reading && !answerReading(request, reply, context, publish))
        return;
    answerInsights(request, reply.pointId, context, publish);
    if (!request.reading || reply.reading->complete)
        return;
    const auto whole = score(request.config, 0, context);
    if (!whole)
        return; // overtaken; the sample stands
    reply.reading->validation = whole->validation;
    reply.reading->floatValidation = whole->floatValidation;
    reply.reading->images->count = whole->images;
    reply.reading->images->integerValidation = whole->integerValidation;
    reply.reading->complete = true;
    publish(std::move(reply));
}

bool ImageStudyEngine::prepare(const JobContext& context)
{
    if (last_ && images() != nullptr)
        (void)rank(*last_, context); // a failure will be told when the pruning is asked for
    return false;
}

bool ImageStudyEngine::answerReading(const LiveRequest& request, LiveReply& reply, const JobContext& context,
                                   const Publish& publish)
{
    views::LiveReading& reading = reply.reading.emplace();
    const auto failed = [&](const Error& error) {
        if (error.code == ErrorCode::cancelled)
            return false;
        reading = {};
        reading.estimateGeneration = reading.scoreGeneration = request.generation;
        reading.error = error.text();
        publish(reply);
        return false;
    };
    const auto canonical = evaluator().canonical(views::designJson(request.config));
    if (!canonical)
        return failed(canonical.error());
    reply.pointId = optimise::pointId(*canonical);
    if (const auto done = estimate(request.config, reading, context); !done)
        return failed(done.error());
    reading.estimateGeneration = request.generation;
    if (images() == nullptr) {
        reading.scoreGeneration = request.generation;
        reading.complete = true;
        publish(reply);
        return true;
    }
    views::ImageReading& part = reading.images.emplace();
    part.all = images()->validationImages().size();
    publish(reply);
    // Points share a ranking, so its time is not a point's.
    if (cnn::prunes(*views::policyOf(request.config))) {
        JobContext all = context;
        all.threads = std::max(1U, std::thread::hardware_concurrency()); // a person waits
        if (const auto ranked = rank(request.config, all); !ranked)
            return failed(ranked.error());
    }
    const auto start = std::chrono::steady_clock::now();
    const auto sample = score(request.config, explore::LiveCnn::kSample, context);
    if (!sample)
        return failed(sample.error());
    reading.validation = sample->validation;
    reading.floatValidation = sample->floatValidation;
    part.count = sample->images;
    part.integerValidation = sample->integerValidation;
    reading.scoreGeneration = request.generation;
    reading.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    publish(reply);
    auto bits = histograms(request.config, context);
    if (!bits)
        return failed(bits.error());
    part.bits = *std::move(bits);
    reading.complete = sample->isWhole;
    publish(reply);
    return true;
}

Result<views::ImageInsight> ImageStudyEngine::imageOf(const views::DesignConfig& config, std::size_t image,
                                                    const JobContext& context)
{
    if (this->images() == nullptr)
        return fail(ErrorCode::usage, "the study has no images", {}, "Open the network with its weights and images.");
    const data::ImageDataset& dataset = this->images()->dataset();
    const data::ImageSplit& images = this->images()->validationImages();
    views::ImageInsight insight;
    insight.count = images.size();
    insight.classNames = dataset.classNames;
    insight.shape = {dataset.channels, dataset.height, dataset.width};
    const std::size_t index = insight.count == 0 ? 0 : std::min(image, insight.count - 1);
    BURIN_TRY(insight.trace, trace(config, index, context));
    const auto pixels = dataset.image(images, index);
    insight.pixels.assign(pixels.begin(), pixels.end());
    for (const cnn::Activation& layer : insight.trace.layers) {
        fixed::BitHistogram bits;
        if (layer.format) {
            const std::vector<std::int32_t> words(layer.values.begin(), layer.values.end()); // 16 bits at most
            bits = fixed::bitHistogram(words, *layer.format);
        }
        insight.bits.push_back(std::move(bits));
    }
    return insight;
}

void ImageStudyEngine::answerInsights(const LiveRequest& request, const std::string& pointId,
                                    const JobContext& context, const Publish& publish)
{
    using views::Insights;
    const InsightAnswer answer{request, pointId, context, publish};
    answer(views::InsightKind::image, &Insights::image,
           [&] { return imageOf(request.config, request.traceImage, context); });
    answer(views::InsightKind::classes, &Insights::classes, [&] { return confusion(request.config, context); });
}

} // namespace burin::workbench
