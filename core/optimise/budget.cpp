// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/budget.h"

#include "core/base/metric_unit.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

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

std::string deviceOf(const DesignPoint& point, const Budget& budget)
{
    return point.config.is_object() ? point.config.value("device", budget.device) : budget.device;
}

std::optional<double> lutsOfShare(const Budget& budget, const std::string& device)
{
    const auto capacity = budget.capacities.find(device);
    if (!budget.lutShare || capacity == budget.capacities.end())
        return std::nullopt;
    const auto luts = capacity->second.find("lut");
    return luts == capacity->second.end() ? std::nullopt : std::optional(std::floor(luts->second * *budget.lutShare));
}

/// "No point fits the device ice40. The nearest needs lut 11,640 of 7,680; ..."
std::string tooSmall(const std::vector<Violation>& changes, const std::string& device)
{
    std::vector<std::string> parts;
    for (const Violation& change : changes)
        if (change.ofDevice)
            parts.push_back(fmt::format("{} {} of {}", change.limit.key, plainNumber(change.needed, Round::up, 4),
                                        plainNumber(change.limit.value)));
    return fmt::format("No point fits the device {}. The nearest needs {}; fewer bits, more pruning or a larger device "
                       "help.",
                       device, fmt::join(parts, " and "));
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

std::vector<Limit> Budget::wishes(const std::string& forDevice) const
{
    std::vector<Limit> all = limits;
    if (const auto luts = lutsOfShare(*this, forDevice))
        all.push_back({"lut", Limit::Bound::max, *luts});
    return all;
}

std::vector<Limit> Budget::capacityLimits(const std::string& ofDevice) const
{
    std::vector<Limit> all;
    if (const auto capacity = capacities.find(ofDevice); capacity != capacities.end())
        for (const auto& [key, amount] : capacity->second)
            all.push_back({key, Limit::Bound::max, amount});
    return all;
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
    const std::string device = deviceOf(point, budget);
    if (!budget.device.empty() && device != budget.device)
        return std::nullopt;
    std::vector<Violation> broken;
    const auto judge = [&](const Limit& limit, double value, bool ofDevice) {
        const double scale = limit.value != 0 ? std::abs(limit.value) : 1;
        if (!limit.keeps(value))
            broken.push_back({limit, value, std::abs(value - limit.value) / scale, ofDevice});
    };
    for (const Limit& limit : budget.wishes(device)) {
        const auto value = point.value(limit.key);
        if (!value)
            return std::nullopt;
        judge(limit, *value, false);
    }
    for (const Limit& limit : budget.capacityLimits(device))
        if (const auto value = point.value(limit.key))
            judge(limit, *value, true);
    return broken;
}

nlohmann::json wishesToJson(const Budget& budget)
{
    nlohmann::json limits = nlohmann::json::array();
    for (const Limit& limit : budget.limits)
        limits.push_back({{"key", limit.key},
                          {"bound", limit.bound == Limit::Bound::max ? "max" : "min"},
                          {"value", limit.value}});
    return {{"limits", limits},
            {"lutShare", budget.lutShare ? nlohmann::json(*budget.lutShare) : nlohmann::json(nullptr)}};
}

Budget wishesFromJson(const nlohmann::json& json)
{
    Budget budget;
    if (!json.is_object())
        return budget;
    const nlohmann::json none;
    for (const nlohmann::json& limit : json.value("limits", nlohmann::json::array())) {
        const nlohmann::json& key = limit.is_object() && limit.contains("key") ? limit["key"] : none;
        const nlohmann::json& value = limit.is_object() && limit.contains("value") ? limit["value"] : none;
        if (!key.is_string() || !value.is_number())
            continue;
        const bool least = limit.contains("bound") && limit["bound"] == "min";
        budget.set(key.get<std::string>(), least ? Limit::Bound::min : Limit::Bound::max, value.get<double>());
    }
    if (const auto share = json.find("lutShare"); share != json.end() && share->is_number())
        budget.lutShare = share->get<double>();
    return budget;
}

bool fitsDevice(const DesignPoint& point, const Budget& budget)
{
    const std::string device = deviceOf(point, budget);
    if (!budget.device.empty() && device != budget.device)
        return false;
    const auto capacity = budget.capacities.find(device);
    return capacity == budget.capacities.end() ||
           std::all_of(capacity->second.begin(), capacity->second.end(), [&](const auto& has) {
               return !clearlyLess(has.second, point.value(has.first).value_or(0));
           });
}

bool feasible(const DesignPoint& point, const Budget& budget)
{
    const auto broken = violations(point, budget);
    return broken && broken->empty();
}

std::optional<Relaxation> smallestRelaxation(PointRefs points, const Budget& budget)
{
    std::optional<Relaxation> best;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    std::pair<double, double> bestSum{kInfinity, kInfinity}; // beyond the device, beyond the wishes
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto broken = violations(*points[i], budget);
        if (!broken)
            continue;
        std::pair<double, double> sum{0, 0};
        for (const Violation& violation : *broken)
            (violation.ofDevice ? sum.first : sum.second) += violation.relative;
        if (!best || sum < bestSum || (sum == bestSum && broken->size() < best->changes.size())) {
            bestSum = sum;
            best = Relaxation{i, std::move(*broken), {}};
        }
    }
    if (!best || best->changes.empty())
        return best;
    if (bestSum.first > 0) {
        best->text = tooSmall(best->changes, deviceOf(*points[best->point], budget));
        return best;
    }
    std::vector<std::string> parts;
    for (const Violation& change : best->changes)
        parts.push_back(relaxed(change));
    best->text = fmt::format("No point keeps the budget. The smallest relaxation that helps: allow {}.",
                             fmt::join(parts, " and "));
    return best;
}

} // namespace burin::optimise
