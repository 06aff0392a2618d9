// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace burin::optimise {

std::string Limit::text() const
{
    return fmt::format("{} {} {:.6g}", key, bound == Bound::max ? "at most" : "at least", value);
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
        parts.push_back(fmt::format("{} {} {:.6g} instead of {:.6g} ({:.3g} % {})", change.limit.key,
                                    change.limit.bound == Limit::Bound::max ? "up to" : "down to", change.needed,
                                    change.limit.value, 100 * change.relative,
                                    change.limit.bound == Limit::Bound::max ? "more" : "less"));
    best->text = fmt::format("No point keeps the budget. The smallest relaxation that helps: allow {}.",
                             fmt::join(parts, " and "));
    return best;
}

} // namespace burin::optimise
