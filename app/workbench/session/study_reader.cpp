// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/study_reader.h"

#include "views/models/format.h"

#include <unordered_set>
#include <utility>

namespace burin::workbench {

StudyReader::StudyReader(study::Study& store, views::DesignFamily family)
    : store_(store), family_(std::move(family)), worker_({.answer = [this](const ReadRequest& request, const JobContext& context,
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
    auto changed = store_.load(query);
    if (!changed) {
        reply.error = changed.error().text();
        return;
    }
    reply.removed = store_.removedSince(seen_);
    seen_ = now;
    forget(reply.removed);
    for (optimise::DesignPoint& point : *changed) {
        const auto [known, fresh] = known_.indexById.try_emplace(point.id, known_.points.size());
        if (fresh)
            known_.points.push_back(point);
        else
            known_.points[known->second] = point;
        if (point.status == optimise::PointStatus::failed)
            reply.failed.push_back(reply.rows.size());
        reply.rows.put(views::makeRow(std::move(point), family_));
    }
}

void StudyReader::forget(const std::vector<std::string>& ids)
{
    const std::unordered_set<std::string> gone(ids.begin(), ids.end());
    if (std::erase_if(known_.points, [&](const optimise::DesignPoint& point) { return gone.contains(point.id); }) == 0)
        return;
    known_.indexById.clear();
    for (std::size_t i = 0; i < known_.points.size(); ++i)
        known_.indexById.emplace(known_.points[i].id, i);
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
    const optimise::Objective quality{"validation", store_.identity().direction()};
    const views::MetricInfo* info = views::metricInfo(request.metricKey);
    const bool more = info != nullptr && info->higherIsBetter;
    const optimise::Objective cost{request.metricKey,
                                   more ? optimise::Direction::maximise : optimise::Direction::minimise};
    const std::vector<optimise::Objective> objectives{quality, cost};
    const std::vector<std::size_t> front = optimise::pointsFront(known_.points, objectives, request.budget);
    for (const std::size_t index : front)
        reply.front.push_back(known_.points[index].id);
    if (const auto knee = optimise::knee(known_.points, front, objectives))
        reply.knee = known_.points[*knee].id;
    optimise::RecommendOptions options;
    options.quality = quality;
    options.cost = cost;
    const optimise::Recommendation recommendation = optimise::recommend(known_.points, request.budget, options);
    if (recommendation.point)
        reply.recommended = known_.points[*recommendation.point].id;
    reply.reason = known_.points.empty() ? std::string() : recommendation.reason;
    if (!recommendation.point && recommendation.relaxation)
        reply.reason = recommendation.relaxation->text;
    publish(std::move(reply));
}

} // namespace burin::workbench
