// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/study_reader.h"

#include "core/study/report.h"
#include "views/models/format.h"

#include <unordered_set>
#include <utility>

namespace burin::workbench {

StudyReader::StudyReader(study::Study& store, views::DesignFamily family)
    : store_(store),
      family_(std::move(family)),
      worker_({.answer = [this](const ReadRequest& request, const JobContext& context,
                                const auto& publish) { answer(request, context, publish); },
               .idle = {},
               .failed =
                   [](const ReadRequest& request, const std::string& what) {
                       ReadReply reply;
                       reply.metricKey = request.metricKey;
                       reply.error = what;
                       return reply;
                   }})
{
}

void StudyReader::readChanges(ReadReply& reply)
{
    const std::uint64_t now = store_.generation();
    if (now == seen_ && seen_ != 0)
        return;
    study::Query query;
    query.changedSince = seen_;
    query.keepDamaged = true;
    auto changed = store_.load(query);
    if (!changed) {
        reply.error = changed.error().text();
        return;
    }
    reply.removed = store_.removedSince(seen_);
    seen_ = now;
    forget(reply.removed);
    for (optimise::DesignPoint& point : *changed) {
        if (point.status == optimise::PointStatus::failed)
            reply.failed.push_back(reply.rows.size());
        const auto row = std::make_shared<const views::PointRow>(views::makeRow(std::move(point), family_));
        const auto [known, fresh] = known_.indexById.try_emplace(row->point.id, known_.rows.size());
        if (fresh)
            known_.rows.push_back(row);
        else
            known_.rows[known->second] = row;
        reply.rows.put(row);
    }
}

void StudyReader::forget(const std::vector<std::string>& ids)
{
    const std::unordered_set<std::string> gone(ids.begin(), ids.end());
    if (std::erase_if(known_.rows, [&](const views::SharedRow& row) { return gone.contains(row->point.id); }) == 0)
        return;
    known_.indexById.clear();
    for (std::size_t i = 0; i < known_.rows.size(); ++i)
        known_.indexById.emplace(known_.rows[i]->point.id, i);
}

void StudyReader::answer(const ReadRequest& request, const JobContext& context,
                         const std::function<void(ReadReply)>& publish)
{
    ReadReply changes;
    readChanges(changes);
    const bool changed = !changes.rows.empty() || !changes.removed.empty() || !changes.error.empty();
    if (changed)
        publish(std::move(changes));
    if (context.cancelled())
        return; // overtaken: the newer request is ranked

    ReadReply reply;
    reply.ranked = true;
    reply.metricKey = request.metricKey;
    std::vector<const optimise::DesignPoint*> points;
    points.reserve(known_.rows.size());
    for (const views::SharedRow& row : known_.rows)
        points.push_back(&row->point);
    const optimise::Objective quality = study::qualityOf(points, store_.identity(), request.metricKey);
    reply.qualityKey = quality.key;
    const views::MetricInfo* info = views::metricInfo(request.metricKey);
    const bool more = info != nullptr && info->higherIsBetter;
    const optimise::Objective cost{request.metricKey,
                                   more ? optimise::Direction::maximise : optimise::Direction::minimise};
    const std::vector<optimise::Objective> objectives{quality, cost};
    const std::vector<std::size_t> front = optimise::pointsFront(points, objectives, request.budget);
    for (const std::size_t index : front)
        reply.front.push_back(points[index]->id);
    if (const auto knee = optimise::knee(points, front, objectives))
        reply.knee = points[*knee]->id;
    optimise::RecommendOptions options;
    options.quality = quality;
    options.cost = cost;
    const optimise::Recommendation recommendation = optimise::recommend(points, request.budget, options);
    if (recommendation.point)
        reply.recommended = points[*recommendation.point]->id;
    reply.reason = points.empty() ? std::string() : recommendation.reason;
    if (!recommendation.point && recommendation.relaxation)
        reply.reason = recommendation.relaxation->text;
    publish(std::move(reply));
}

} // namespace burin::workbench
