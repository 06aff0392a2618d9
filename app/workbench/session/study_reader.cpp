// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/study_reader.h"

#include <utility>

namespace burin::workbench {

StudyReader::StudyReader(study::Study& store)
    : store_(store), worker_({.answer = [this](const ReadRequest& request, const JobContext&,
                                               const auto& publish) { answer(request, publish); },
                              .idle = {}})
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
    seen_ = now;
    for (optimise::DesignPoint& point : *changed) {
        const auto [known, fresh] = indexById_.try_emplace(point.id, points_.size());
        if (fresh)
            points_.push_back(point);
        else
            points_[known->second] = point;
    }
    reply.changed = std::move(*changed);
}

void StudyReader::answer(const ReadRequest& request, const std::function<void(ReadReply)>& publish)
{
    ReadReply reply;
    reply.metricKey = request.metricKey;
    readChanges(reply);

    const optimise::Objective quality{"validation", store_.identity().direction()};
    const bool more = request.metricKey == "throughputMsps";
    const optimise::Objective cost{request.metricKey,
                                   more ? optimise::Direction::maximise : optimise::Direction::minimise};
    const std::vector<optimise::Objective> objectives{quality, cost};
    const std::vector<std::size_t> front = optimise::pointsFront(points_, objectives);
    for (const std::size_t index : front)
        reply.front.push_back(points_[index].id);
    if (const auto knee = optimise::knee(points_, front, objectives))
        reply.knee = points_[*knee].id;
    optimise::RecommendOptions options;
    options.quality = quality;
    options.cost = cost;
    const optimise::Recommendation recommendation = optimise::recommend(points_, request.budget, options);
    if (recommendation.point)
        reply.recommended = points_[*recommendation.point].id;
    reply.reason = points_.empty() ? std::string() : recommendation.reason;
    if (!recommendation.point && recommendation.relaxation)
        reply.reason = recommendation.relaxation->text;
    publish(std::move(reply));
}

} // namespace burin::workbench
