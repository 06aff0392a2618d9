// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/metric.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace burin {
namespace {

constexpr std::array kTierNames{"none", "model", "fitted", "synth", "route", "vendor", "measured"};

nlohmann::json optionalToJson(const std::optional<double>& value)
{
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

std::optional<double> optionalFromJson(const nlohmann::json& json, const char* key)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number())
        return std::nullopt;
    return found->get<double>();
}

} // namespace

const char* toString(Tier tier)
{
    return kTierNames.at(static_cast<std::size_t>(tier));
}

Tier tierFromString(const std::string& name)
{
    for (std::size_t i = 0; i < kTierNames.size(); ++i)
        if (name == kTierNames.at(i))
            return static_cast<Tier>(i);
    return Tier::none;
}

Tier weakest(Tier a, Tier b)
{
    return std::min(a, b);
}

void to_json(nlohmann::json& json, const Metric& metric)
{
    json = {{"value", optionalToJson(metric.value)},
            {"tier", toString(metric.tier)},
            {"error", optionalToJson(metric.error)},
            {"tool", metric.tool}};
}

void from_json(const nlohmann::json& json, Metric& metric)
{
    metric.value = optionalFromJson(json, "value");
    metric.tier = tierFromString(json.value("tier", "none"));
    metric.error = optionalFromJson(json, "error");
    metric.tool = json.value("tool", "");
}

void to_json(nlohmann::json& json, const Interval95& interval)
{
    json = {{"mean", optionalToJson(interval.mean)}, {"ci95", optionalToJson(interval.ci95)}};
}

void from_json(const nlohmann::json& json, Interval95& interval)
{
    interval.mean = optionalFromJson(json, "mean");
    interval.ci95 = optionalFromJson(json, "ci95");
}

} // namespace burin
