// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/recommend.h"

#include "core/base/metric_unit.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace burin::optimise {
namespace {

Limit::Bound qualityBound(const Objective& quality)
{
    return quality.direction == Direction::maximise ? Limit::Bound::min : Limit::Bound::max;
}

Rule decide(const Budget& budget, const RecommendOptions& options)
{
    if (options.rule != Rule::automatic)
        return options.rule;
    if (budget.find(options.quality.key, qualityBound(options.quality)))
        return Rule::cheapest;
    return budget.limits.empty() && !budget.lutShare ? Rule::knee : Rule::best;
}

double minimised(const DesignPoint& point, const Objective& objective)
{
    const double value = point.value(objective.key).value_or(0);
    return objective.direction == Direction::minimise ? value : -value;
}

std::string shown(const DesignPoint& point, const std::string& key)
{
    return fmt::format("{} {}", key, withUnit(plainNumber(point.value(key).value_or(0), Round::nearest, 4), key));
}

std::string describe(const DesignPoint& point, const RecommendOptions& options)
{
    return fmt::format("{}, {}", shown(point, options.quality.key), shown(point, options.cost.key));
}

/// Why nothing can be chosen where no relaxation helps: a device or a figure that no finished point has.
std::string whatIsMissing(PointRefs points, const Budget& budget, const RecommendOptions& options)
{
    const auto none = [&](const auto& has) {
        return std::none_of(points.begin(), points.end(), [&](const DesignPoint* point) {
            return point->status == PointStatus::done && has(*point);
        });
    };
    if (none([](const DesignPoint&) { return true; }))
        return "There is no finished point.";
    if (!budget.device.empty() && none([&](const DesignPoint& point) {
            return !point.config.is_object() || point.config.value("device", budget.device) == budget.device;
        }))
        return fmt::format("No finished point is for the device {}.", budget.device);
    std::vector<std::string> keys{options.quality.key, options.cost.key};
    for (const Limit& limit : budget.limits)
        keys.push_back(limit.key);
    for (const std::string& key : keys)
        if (none([&](const DesignPoint& point) { return point.value(key).has_value(); }))
            return fmt::format("No finished point has a value of {}.", key);
    return fmt::format("No finished point has values of {} and {} and of every limited metric.", options.quality.key,
                       options.cost.key);
}

std::string reasonFor(Rule rule, const std::string& numbers, const Budget& budget, const RecommendOptions& options,
                      std::size_t feasibleCount)
{
    switch (rule) {
    case Rule::cheapest: {
        const auto floor = budget.find(options.quality.key, qualityBound(options.quality));
        if (floor)
            return fmt::format("Lowest {} of the {} points with {} {} {}: {}.", options.cost.key, feasibleCount,
                               options.quality.key,
                               options.quality.direction == Direction::maximise ? "at least" : "at most",
                               withUnit(plainNumber(*floor), options.quality.key), numbers);
        return fmt::format("Lowest {} of the {} points within the budget: {}.", options.cost.key, feasibleCount,
                           numbers);
    }
    case Rule::best:
        return fmt::format("Best {} of the {} points within the budget: {}.", options.quality.key, feasibleCount,
                           numbers);
    case Rule::knee:
    case Rule::automatic: break;
    }
    return fmt::format("Knee of the front: from here, {} {} costs disproportionately more {}: {}.",
                       options.quality.direction == Direction::maximise ? "better" : "lower",
                       options.quality.key, options.cost.key, numbers);
}

} // namespace

Recommendation recommend(PointRefs points, const Budget& budget, const RecommendOptions& options)
{
    Recommendation result;
    result.rule = decide(budget, options);
    std::vector<const DesignPoint*> candidates;
    std::vector<std::size_t> indices;
    bool anyFeasible = false;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!feasible(*points[i], budget))
            continue;
        anyFeasible = true;
        if (!points[i]->value(options.quality.key) || !points[i]->value(options.cost.key))
            continue;
        candidates.push_back(points[i]);
        indices.push_back(i);
    }
    result.feasibleCount = indices.size();
    if (indices.empty()) {
        result.relaxation = anyFeasible ? std::nullopt : smallestRelaxation(points, budget);
        if (result.relaxation)
            result.reason = result.relaxation->text;
        else
            result.reason = whatIsMissing(points, budget, options);
        return result;
    }
    const std::vector objectives{options.quality, options.cost};
    const auto front = pointsFront(candidates, objectives);
    std::size_t chosen = front.front();
    if (result.rule == Rule::knee)
        chosen = *knee(candidates, front, objectives);
    const Objective& leading = result.rule == Rule::cheapest ? options.cost : options.quality;
    if (result.rule != Rule::knee)
        for (const std::size_t f : front)
            if (clearlyLess(minimised(*candidates[f], leading), minimised(*candidates[chosen], leading)))
                chosen = f;
    result.point = indices[chosen];
    result.reason =
        reasonFor(result.rule, describe(*candidates[chosen], options), budget, options, result.feasibleCount);
    return result;
}

} // namespace burin::optimise
