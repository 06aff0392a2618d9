// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/pareto.h"

#include "core/optimise/tolerance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace burin::optimise {
namespace {

using Row = std::span<const double>;

std::vector<std::size_t> frontOfTwo(std::span<const double> values, std::vector<std::size_t> order)
{
    const auto x = [&](std::size_t i) { return values[2 * i]; };
    const auto y = [&](std::size_t i) { return values[2 * i + 1]; };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return x(a) != x(b) ? x(a) < x(b) : (y(a) != y(b) ? y(a) < y(b) : a < b);
    });
    std::vector<std::size_t> front;
    for (const std::size_t i : order)
        if (front.empty() || y(i) < y(front.back()) || (y(i) == y(front.back()) && x(i) == x(front.back())))
            front.push_back(i);
    return front;
}

bool dominates(Row a, Row b)
{
    bool better = false;
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (a[k] > b[k])
            return false;
        better = better || a[k] < b[k];
    }
    return better;
}

/// In lexicographic order no later row dominates an earlier one, so the front only grows.
std::vector<std::size_t> frontOfMany(std::span<const double> values, std::size_t objectives,
                                     std::vector<std::size_t> order)
{
    const auto row = [&](std::size_t i) { return values.subspan(i * objectives, objectives); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const Row left = row(a);
        const Row right = row(b);
        return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
    });
    std::vector<std::size_t> front;
    for (const std::size_t i : order)
        if (std::none_of(front.begin(), front.end(), [&](std::size_t f) { return dominates(row(f), row(i)); }))
            front.push_back(i);
    return front;
}

/// Each column's values with those that are equal (tolerance.h) made the same: the lowest of them.
std::vector<double> levelled(std::span<const double> values, std::size_t objectives)
{
    std::vector<double> even(values.begin(), values.end());
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < objectives; ++k) {
        order.clear();
        for (std::size_t at = k; at < even.size(); at += objectives)
            if (std::isfinite(even[at]))
                order.push_back(at);
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return even[a] < even[b]; });
        for (std::size_t i = 1; i < order.size(); ++i)
            if (!clearlyLess(even[order[i - 1]], even[order[i]]))
                even[order[i]] = even[order[i - 1]];
    }
    return even;
}

/// The tier most points have for this key; Tier::none where the key is no hardware metric.
Tier commonTier(const std::vector<const DesignPoint*>& points, const std::string& key)
{
    std::array<std::size_t, 7> count{};
    for (const DesignPoint* point : points)
        if (point->metric(key).has())
            ++count.at(static_cast<std::size_t>(point->metric(key).tier));
    std::size_t best = 0;
    for (std::size_t tier = 1; tier < count.size(); ++tier)
        if (count.at(tier) > 0 && count.at(tier) >= count.at(best))
            best = tier;
    return static_cast<Tier>(best);
}

double minimised(const DesignPoint& point, const Objective& objective, Tier tier)
{
    const auto value = point.value(objective.key);
    const bool measure = objective.key == "validation" || objective.key == "test";
    if (!value || (!measure && point.metric(objective.key).tier != tier))
        return std::numeric_limits<double>::quiet_NaN();
    return objective.direction == Direction::minimise ? *value : -*value;
}

} // namespace

Direction targetDirection(const std::string& targetMetric)
{
    return targetMetric == "nrmse" ? Direction::minimise : Direction::maximise;
}

std::vector<std::size_t> paretoFront(std::span<const double> values, std::size_t objectives)
{
    if (objectives == 0 || values.size() % objectives != 0)
        throw std::logic_error("paretoFront: values are not rows of objectives");
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size() / objectives; ++i) {
        const Row row = values.subspan(i * objectives, objectives);
        if (std::all_of(row.begin(), row.end(), [](double v) { return std::isfinite(v); }))
            order.push_back(i);
    }
    const std::vector<double> even = levelled(values, objectives);
    auto front =
        objectives == 2 ? frontOfTwo(even, std::move(order)) : frontOfMany(even, objectives, std::move(order));
    std::sort(front.begin(), front.end());
    return front;
}

std::vector<std::size_t> pointsFront(PointRefs points, std::span<const Objective> objectives, const Budget& budget)
{
    std::vector<const DesignPoint*> taking; // part
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points[i]->status == PointStatus::done && fitsDevice(*points[i], budget)) {
            taking.push_back(points[i]);
            indices.push_back(i);
        }
    std::vector<Tier> tiers;
    for (const Objective& objective : objectives)
        tiers.push_back(commonTier(taking, objective.key));
    std::vector<double> values;
    values.reserve(taking.size() * objectives.size());
    for (const DesignPoint* point : taking)
        for (std::size_t k = 0; k < objectives.size(); ++k)
            values.push_back(minimised(*point, objectives[k], tiers[k]));
    std::vector<std::size_t> front = paretoFront(values, objectives.size());
    for (std::size_t& member : front)
        member = indices[member];
    return front;
}

std::optional<std::size_t> knee(PointRefs points, std::span<const std::size_t> front,
                                std::span<const Objective> objectives)
{
    if (front.empty() || objectives.empty())
        return std::nullopt;
    const auto value = [&](std::size_t i, const Objective& objective) {
        const double v = points[i]->value(objective.key).value_or(0);
        return objective.direction == Direction::minimise ? v : -v;
    };
    std::vector<double> sums(front.size(), 0);
    for (const Objective& objective : objectives) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (const std::size_t i : front) {
            low = std::min(low, value(i, objective));
            high = std::max(high, value(i, objective));
        }
        if (clearlyLess(low, high))
            for (std::size_t f = 0; f < front.size(); ++f)
                sums[f] += (value(front[f], objective) - low) / (high - low);
    }
    std::size_t best = 0;
    for (std::size_t f = 1; f < front.size(); ++f)
        if (clearlyLess(sums[f], sums[best]) ||
            (!clearlyLess(sums[best], sums[f]) &&
             clearlyLess(value(front[f], objectives[0]), value(front[best], objectives[0]))))
            best = f;
    return front[best];
}

} // namespace burin::optimise
