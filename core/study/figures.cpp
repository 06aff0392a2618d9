// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/figures.h"

#include "core/base/metric_unit.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <regex>
#include <set>

namespace burin::study {
namespace {

using optimise::DesignPoint;

constexpr std::array kToolTiers{Tier::synth, Tier::route, Tier::vendor, Tier::measured};

/// Where the figures of a column come from: "fitted", "fitted or model"; of a tool its name.
std::string sourceOf(std::span<const DesignPoint> points, const FigureColumn& column)
{
    std::set<std::string> sources;
    for (const DesignPoint& point : points)
        if (const Metric metric = point.metric(column.key()); metric.has())
            // Composites of a tool's figures (power, PDP) keep the weaker tier of their other inputs.
            sources.insert(column.tier == metric.tier && !metric.tool.empty() ? metric.tool : toString(metric.tier));
    return fmt::format("{}", fmt::join(sources, " or "));
}

} // namespace

std::optional<std::string> policyRange(const nlohmann::json& config, const char* key)
{
    const auto policy = config.find("policy");
    if (policy == config.end() || !policy->is_array() || policy->empty())
        return std::nullopt;
    int least = std::numeric_limits<int>::max();
    int most = 0;
    for (const auto& entry : *policy) {
        if (!entry.is_object() || !entry.contains(key) || !entry.at(key).is_number_integer())
            return std::nullopt;
        least = std::min(least, entry.at(key).get<int>());
        most = std::max(most, entry.at(key).get<int>());
    }
    return least == most ? std::to_string(most) : fmt::format("{}:{}", least, most);
}

std::optional<std::string> policyBits(const nlohmann::json& config)
{
    const auto weights = policyRange(config, "w");
    const auto activations = policyRange(config, "a");
    if (!weights || !activations)
        return std::nullopt;
    return *weights + "/" + *activations;
}

std::string withMetricNames(std::string sentence)
{
    for (const MetricUnit& metric : kMetricUnits)
        sentence = std::regex_replace(sentence, std::regex(fmt::format("\\b{}\\b", metric.key)), metric.name);
    return sentence;
}

std::string FigureColumn::key() const
{
    return tier == Tier::none ? figure.key : fmt::format("{}@{}", figure.key, toString(tier));
}

std::string FigureColumn::title() const
{
    return tier == Tier::none ? figure.title : fmt::format("{} {}", figure.title, toString(tier));
}

std::string FigureColumn::cell(const DesignPoint& point, const char* dash) const
{
    const Metric metric = point.metric(key());
    if (!metric.has())
        return dash;
    std::string text = grouped(*metric.value, figure.decimals);
    if (metric.error)
        text += fmt::format(" ±{:.0f} %", 100 * *metric.error);
    const Metric estimate = tier == Tier::none ? Metric{} : point.metric(figure.key);
    if (estimate.has() && *metric.value != 0)
        text += fmt::format(" ({:+.1f} %)", 100 * (*estimate.value - *metric.value) / std::abs(*metric.value));
    return text;
}

std::vector<FigureColumn> figureColumns(std::span<const DesignPoint> points, std::span<const Figure> figures)
{
    std::vector<FigureColumn> columns;
    const auto known = [points](const FigureColumn& column) {
        return std::any_of(points.begin(), points.end(),
                           [&](const DesignPoint& point) { return point.metric(column.key()).has(); });
    };
    for (const Figure& figure : figures) {
        std::vector<FigureColumn> tools;
        for (const Tier tier : kToolTiers)
            if (const FigureColumn column{figure, tier}; known(column))
                tools.push_back(column);
        if (const FigureColumn estimate{figure, Tier::none}; known(estimate) || !tools.empty())
            columns.push_back(estimate);
        columns.insert(columns.end(), tools.begin(), tools.end());
    }
    return columns;
}

std::string tierLegend(std::span<const DesignPoint> points, std::span<const FigureColumn> columns)
{
    std::vector<std::pair<std::string, std::vector<std::string>>> bySource; // in the order of the columns
    for (const FigureColumn& column : columns) {
        const std::string source = sourceOf(points, column);
        if (source.empty())
            continue;
        auto found = bySource.begin();
        while (found != bySource.end() && found->first != source)
            ++found;
        if (found == bySource.end())
            found = bySource.insert(found, {source, {}});
        found->second.push_back(column.title());
    }
    std::vector<std::string> parts;
    for (const auto& [source, titles] : bySource)
        parts.push_back(fmt::format("{}: {}", fmt::join(titles, ", "), source));
    return parts.empty() ? std::string() : fmt::format("{}.", fmt::join(parts, "; "));
}

} // namespace burin::study
