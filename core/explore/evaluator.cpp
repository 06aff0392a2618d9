// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/evaluator.h"

#include "core/optimise/statistics.h"

#include <optional>

#include <algorithm>

namespace burin::explore {

using optimise::DesignPoint;
using optimise::PointStatus;
using optimise::Replica;

DesignPoint assemblePoint(const nlohmann::json& canonicalConfig, std::vector<Result<Replica>> outcomes)
{
    DesignPoint point;
    point.config = canonicalConfig;
    point.id = optimise::pointId(canonicalConfig);
    point.status = PointStatus::done;
    for (Result<Replica>& outcome : outcomes) {
        if (outcome) {
            point.replicas.push_back(std::move(*outcome));
        } else if (point.status == PointStatus::done) {
            point.status =
                outcome.error().code == ErrorCode::infeasible ? PointStatus::infeasible : PointStatus::failed;
            point.message = outcome.error().text();
        }
    }
    // Means over the replicas that happened to work would flatter a point: it has its replicas, and no summary.
    if (point.status == PointStatus::done)
        optimise::summarise(point);
    // Where no replica has one (a cost without weights) none is missing.
    const bool scored = std::any_of(point.replicas.begin(), point.replicas.end(),
                                    [](const Replica& replica) { return replica.validation.has_value(); });
    if (point.status == PointStatus::done && scored && !point.validation.mean) {
        point.status = PointStatus::failed;
        point.message = "a replica has no finite validation metric";
    }
    return point;
}

Result<DesignPoint> evaluatePoint(Evaluator& evaluator, const nlohmann::json& config, const JobContext& ctx)
{
    BURIN_TRY(const nlohmann::json canonical, evaluator.canonical(config));
    std::vector<std::optional<Result<Replica>>> slots(evaluator.replicas(canonical));
    BURIN_CHECK(parallelFor(ctx, slots.size(), [&](std::size_t i) -> Result<void> {
        JobContext inner = ctx;
        inner.threads = 1;
        inner.progress = nullptr;
        slots[i].emplace(evaluator.evaluate(canonical, i, inner));
        if (!*slots[i] && slots[i]->error().code == ErrorCode::cancelled)
            return cancelledError();
        return {};
    }));
    std::vector<Result<Replica>> outcomes;
    for (auto& slot : slots)
        outcomes.push_back(std::move(*slot));
    return assemblePoint(canonical, std::move(outcomes));
}

} // namespace burin::explore
