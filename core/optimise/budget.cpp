// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/budget.h"

#include "core/base/metric_unit.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace burin::optimise {
namespace {

/// "lut" of "lut@synth"; the key itself where nothing, or no tier, stands behind an "@".
std::string baseKey(const std::string& key)
{
    const std::size_t at = key.find('@');
    const bool tiered = at != std::string::npos && tierFromString(key.substr(at + 1)) != Tier::none;
    return tiered ? key.substr(0, at) : key;
}

/// "allow lut up to 4,490 instead of 10 (449 times as much)"; the needed value rounded so that it still lets the point in.
std::string relaxed(const Violation& change)
{
    const bool max = change.limit.bound == Limit::Bound::max;
    const std::string& key = change.limit.key;
    std::string text = fmt::format("{} {} {} instead of {}", key, max ? "up to" : "down to",
                                   withUnit(plainNumber(change.needed, max ? Round::up : Round::down, 4), key),
                                   withUnit(plainNumber(change.limit.value), key));
    if (change.limit.value == 0)
        return text;
    const double factor = change.needed / change.limit.value;
    if (max && factor >= 2)
        return text + fmt::format(" ({} times as much)", grouped(factor, factor < 10 ? 1 : 0));
    return text + fmt::format(" ({:.3g} % {})", 100 * change.relative, max ? "more" : "less");
}

} // namespace

Result<void> checkKey(const std::string& key, std::span<const DesignPoint> points, const std::string& where)
{
    if (key == "validation" || key == "test" ||
        metricUnit(baseKey(key)) != nullptr)
        return {};
    std::set<std::string> known{"validation", "test"};
    for (const DesignPoint& point : points)
        for (const auto& [name, metric] : point.metrics)
            known.insert(name);
    if (known.contains(key))
        return {};
    for (const MetricUnit& metric : kMetricUnits)
        known.emplace(metric.key);
    return fail(ErrorCode::usage, fmt::format("there is no figure \"{}\"", key), where,
                fmt::format("Choose one of: {}; a figure of one tier has the tier behind an @, as in lut@synth.",
                            fmt::join(known, ", ")));
}

std::string Limit::text() const
{
    return fmt::format("{} {} {}", key, bound == Bound::max ? "at most" : "at least",
                       withUnit(plainNumber(value), key));
}

Result<Limit> parseLimit(const std::string& text, Limit::Bound bound)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return fail(ErrorCode::usage, fmt::format("\"{}\" is not a limit", text), {},
                    "Write KEY=NUMBER, for example lut=3000.");
    const char* const begin = text.data() + equals + 1;
    const char* const end = text.data() + text.size();
    Limit limit{text.substr(0, equals), bound, 0};
    const auto [stop, error] = std::from_chars(begin, end, limit.value);
    if (error != std::errc{} || stop != end || !std::isfinite(limit.value))
        return fail(ErrorCode::usage, fmt::format("\"{}\" is not a number", text.substr(equals + 1)), limit.key,
                    "Write KEY=NUMBER, for example lut=3000.");
    return limit;
}

void Budget::limitLutShare(double luts, double share)
{
    set("lut", Limit::Bound::max, std::floor(luts * share));
}

void Budget::set(const std::string& key, Limit::Bound bound, std::optional<double> value)
{
    std::erase_if(limits, [&](const Limit& limit) { return limit.key == key && limit.bound == bound; });
    if (value)
        limits.push_back({key, bound, *value});
}

std::optional<double> Budget::find(const std::string& key, Limit::Bound bound) const
{
    for (const Limit& limit : limits)
        if (limit.key == key && limit.bound == bound)
            return limit.value;
    return std::nullopt;
}

std::optional<std::vector<Violation>> violations(const DesignPoint& point, const Budget& budget)
{
    if (point.status != PointStatus::done)
        return std::nullopt;
    if (!budget.device.empty() && point.config.is_object() &&
        point.config.value("device", budget.device) != budget.device)
        return std::nullopt;
    std::vector<Violation> broken;
    for (const Limit& limit : budget.limits) {
        const auto value = point.value(limit.key);
        if (!value)
            return std::nullopt;
        if (limit.keeps(*value))
            continue;
        const double scale = limit.value != 0 ? std::abs(limit.value) : 1;
        broken.push_back({limit, *value, std::abs(*value - limit.value) / scale});
    }
    return broken;
}

bool feasible(const DesignPoint& point, const Budget& budget)
{
    const auto broken = violations(point, budget);
    return broken && broken->empty();
}

std::optional<Relaxation> smallestRelaxation(std::span<const DesignPoint> points, const Budget& budget)
{
    std::optional<Relaxation> best;
    double bestSum = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto broken = violations(points[i], budget);
        if (!broken)
            continue;
        double sum = 0;
        for (const Violation& violation : *broken)
            sum += violation.relative;
        if (!best || sum < bestSum || (sum == bestSum && broken->size() < best->changes.size())) {
            bestSum = sum;
            best = Relaxation{i, std::move(*broken), {}};
        }
    }
    if (!best || best->changes.empty())
        return best;
    std::vector<std::string> parts;
    for (const Violation& change : best->changes)
        parts.push_back(relaxed(change));
    best->text = fmt::format("No point keeps the budget. The smallest relaxation that helps: allow {}.",
                             fmt::join(parts, " and "));
    return best;
}

} // namespace burin::optimise
