// SPDX-License-Identifier: GPL-3.0-or-later
// What the live worker answers about a CNN. Every part is published as soon as it is there; the score on all
// validation images comes last, while nothing else is asked.
#include "app/workbench/session/cnn_engine.h"
#include "app/workbench/session/insight_answer.h"

#include <algorithm>
#include <chrono>

namespace burin::workbench {

void CnnStudyEngine::answer(const LiveRequest& request, const JobContext& context, const Publish& publish)
{
    LiveReply reply;
    reply.generation = request.generation;
    if (request.reading && !answerReading(request, reply, context, publish))
        return;
    answerInsights(request, reply.pointId, context, publish);
    if (!request.reading || reply.reading->complete)
        return;
    const auto score = live_->score(std::get<explore::CnnConfig>(request.config), 0, context);
    if (!score)
        return; // overtaken; the sample stands
    reply.reading->validation = score->validation;
    reply.reading->floatValidation = score->floatValidation;
    reply.reading->cnn->images = score->images;
    reply.reading->complete = true;
    publish(std::move(reply));
}

bool CnnStudyEngine::answerReading(const LiveRequest& request, LiveReply& reply, const JobContext& context,
                                   const Publish& publish)
{
    const auto& config = std::get<explore::CnnConfig>(request.config);
    views::LiveReading& reading = reply.reading.emplace();
    const auto start = std::chrono::steady_clock::now();
    const auto failed = [&](const Error& error) {
        if (error.code == ErrorCode::cancelled)
            return false;
        reading = {};
        reading.estimateGeneration = reading.scoreGeneration = request.generation;
        reading.error = error.text();
        publish(reply);
        return false;
    };
    const auto canonical = evaluator_->canonical(nlohmann::json(config));
    if (!canonical)
        return failed(canonical.error());
    reply.pointId = optimise::pointId(*canonical);
    const auto hardware = live_->estimate(config, context);
    if (!hardware)
        return failed(hardware.error());
    views::CnnReading& cnn = reading.cnn.emplace();
    reading.metrics = hardware->metrics;
    reading.estimateGeneration = request.generation;
    cnn.costs = hardware->layers;
    cnn.feasible = hardware->feasible;
    cnn.reason = hardware->reason;
    cnn.unpriced = hardware->unpriced;
    cnn.allImages = evaluator_->validationImages().size();
    publish(reply);
    const auto score = live_->score(config, explore::LiveCnn::kSample, context);
    if (!score)
        return failed(score.error());
    reading.validation = score->validation;
    reading.floatValidation = score->floatValidation;
    cnn.images = score->images;
    reading.scoreGeneration = request.generation;
    reading.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    publish(reply);
    auto histograms = live_->histograms(config, context);
    if (!histograms)
        return failed(histograms.error());
    cnn.bits = *std::move(histograms);
    reading.complete = score->isWhole;
    publish(reply);
    return true;
}

Result<views::ImageInsight> CnnStudyEngine::imageOf(const explore::CnnConfig& config, std::size_t image,
                                                    const JobContext& context)
{
    const data::ImageDataset& dataset = evaluator_->dataset();
    const data::ImageSplit& images = evaluator_->validationImages();
    views::ImageInsight insight;
    insight.count = images.size();
    insight.classNames = dataset.classNames;
    insight.shape = {dataset.channels, dataset.height, dataset.width};
    const std::size_t index = insight.count == 0 ? 0 : std::min(image, insight.count - 1);
    BURIN_TRY(insight.trace, live_->trace(config, index, context));
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

void CnnStudyEngine::answerInsights(const LiveRequest& request, const std::string& pointId,
                                    const JobContext& context, const Publish& publish)
{
    const auto& config = std::get<explore::CnnConfig>(request.config);
    using views::Insights;
    const InsightAnswer answer{request, pointId, context, publish};
    answer(views::InsightKind::image, &Insights::image,
           [&] { return imageOf(config, request.traceImage, context); });
    answer(views::InsightKind::classes, &Insights::classes, [&] { return live_->confusion(config, context); });
}

} // namespace burin::workbench
