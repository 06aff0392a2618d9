// SPDX-License-Identifier: GPL-3.0-or-later
// What the live worker answers: the reading of the configuration under the sliders, and the insights that visible
// panels ask for. Every part is published as soon as it is there.
#include "app/workbench/session/insight_answer.h"
#include "app/workbench/session/reservoir_engine.h"

#include <algorithm>
#include <chrono>

namespace burin::workbench {
namespace {

Result<views::WeightInsight> weightsOf(explore::LiveReservoir& live, const reservoir::ReservoirConfig& config,
                                       const JobContext& context)
{
    views::WeightInsight insight;
    BURIN_TRY(insight.table, live.sensitivity(config, context));
    BURIN_TRY(insight.links, live.links(config, context));
    BURIN_TRY(insight.mask, live.mask(config, context));
    insight.neurons = static_cast<int>(insight.mask.in.rows());
    insight.channels = static_cast<int>(insight.mask.in.cols());
    reservoir::ReservoirConfig ranked = config;
    ranked.mask.clear();
    const bool hasRanker = config.ranker != "mask" && config.ranker != "none";
    ranked.prune = hasRanker ? config.prune : 0;
    BURIN_TRY(insight.ranked, live.mask(ranked, context));
    return insight;
}

Result<views::TraceInsight> traceOf(explore::LiveReservoir& live, const reservoir::ReservoirConfig& config,
                                    std::size_t series, const JobContext& context)
{
    views::TraceInsight insight;
    BURIN_TRY(insight.count, live.validationSeries(config, context));
    insight.series = insight.count == 0 ? 0 : std::min(series, insight.count - 1);
    BURIN_TRY(insight.trace, live.trace(config, insight.series, context));
    BURIN_TRY(insight.misclassified, live.misclassified(config, context));
    insight.classNames = live.evaluator()->dataset().classNames;
    return insight;
}

} // namespace

void ReservoirStudyEngine::answer(const LiveRequest& request, const JobContext& context, const Publish& publish)
{
    {
        const std::lock_guard lock(lastMutex_);
        last_ = std::get<reservoir::ReservoirConfig>(request.config);
    }
    LiveReply reply;
    reply.generation = request.generation;
    if (request.reading && !answerReading(request, reply, context, publish))
        return;
    answerInsights(request, reply.pointId, context, publish);
}

bool ReservoirStudyEngine::answerReading(const LiveRequest& request, LiveReply& reply, const JobContext& context,
                                const Publish& publish)
{
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
    const auto& config = std::get<reservoir::ReservoirConfig>(request.config);
    const auto canonical = evaluator_->canonical(nlohmann::json(config));
    if (!canonical)
        return failed(canonical.error());
    reply.pointId = optimise::pointId(*canonical);
    reading.replica = live_->replica();
    reading.estimateGeneration = request.generation;
    if (!live_->isReady(config)) {
        auto rough = live_->roughEstimate(config, context);
        if (!rough)
            return failed(rough.error());
        reading.metrics = std::move(*rough);
        reading.rough = true;
        publish(reply);
    }
    const auto estimate = live_->estimate(config, context);
    if (!estimate)
        return failed(estimate.error());
    reading.metrics = estimate->metrics;
    reading.rough = false;
    publish(reply);
    if (const auto point = store_->find(reply.pointId); point && *point && !(*point)->replicas.empty())
        reading.exported = explore::medianIndex(**point);
    const auto score = live_->score(config, context);
    if (!score)
        return failed(score.error());
    reading.validation = score->validation;
    reading.floatValidation = score->floatValidation;
    reading.scoreGeneration = request.generation;
    reading.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    publish(reply);
    auto histograms = live_->histograms(config, context);
    if (!histograms)
        return failed(histograms.error());
    for (explore::PartBits& part : *histograms)
        reading.histograms.push_back({std::move(part.part), std::move(part.histogram)});
    reading.complete = true;
    publish(reply);
    return true;
}

void ReservoirStudyEngine::answerInsights(const LiveRequest& request, const std::string& pointId, const JobContext& context,
                                 const Publish& publish)
{
    const auto& config = std::get<reservoir::ReservoirConfig>(request.config);
    const InsightAnswer answer{request, pointId, context, publish};
    using views::Insights;
    answer(views::InsightKind::circuit, &Insights::circuit, [&] { return live_->circuit(config, context); });
    answer(views::InsightKind::trace, &Insights::trace,
           [&] { return traceOf(*live_, config, request.traceSeries, context); });
    answer(views::InsightKind::classes, &Insights::classes,
           [&] { return live_->confusion(config, context); });
    answer(views::InsightKind::weights, &Insights::weights,
           [&] { return weightsOf(*live_, config, context); });
}

} // namespace burin::workbench
