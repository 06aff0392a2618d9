// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/report.h"

#include "core/base/csv_field.h"
#include "core/base/metric_unit.h"
#include "core/study/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace burin::study {
namespace {

using nlohmann::json;
using optimise::DesignPoint;

const std::array<Figure, 7> kFigures{{{"lut", titleWithUnit("lut"), 0},
                                      {"ff", titleWithUnit("ff"), 0},
                                      {"delayNs", titleWithUnit("delayNs"), 2},
                                      {"powerMw", titleWithUnit("powerMw"), 1},
                                      {"pdpPj", titleWithUnit("pdpPj"), 1},
                                      {"energyPerInferenceNj", titleWithUnit("energyPerInferenceNj"), 2},
                                      {"weightsKib", titleWithUnit("weightsKib"), 1}}};
const std::array<Figure, 5> kCrossbarFigures{{{"latencyUs", titleWithUnit("latencyUs"), 1},
                                              {"energyPerInferenceNj", titleWithUnit("energyPerInferenceNj"), 1},
                                              {"areaMm2", titleWithUnit("areaMm2"), 3},
                                              {"arrays", titleWithUnit("arrays"), 0},
                                              {"tiles", titleWithUnit("tiles"), 0}}};
constexpr std::array kLeadingKeys{"device", "neurons", "readout", "ranker", "bits"};

std::string plain(const json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    return value.is_null() ? std::string() : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string number(const std::optional<double>& value)
{
    return value ? fmt::format("{}", *value) : std::string();
}

/// "0.961 ± 0.004", or a dash.
std::string interval(const Interval95& value)
{
    if (!value.mean || !std::isfinite(*value.mean))
        return "–";
    return value.ci95 ? fmt::format("{:.4f} ± {:.4f}", *value.mean, *value.ci95)
                      : fmt::format("{:.4f}", *value.mean);
}

std::string escaped(std::string text)
{
    for (std::size_t at = 0; (at = text.find_first_of("|\n\r<", at)) != std::string::npos; ++at)
        text[at] = ' ';
    return text;
}

/// Bits of input, state, W_in and W_r together; -1 where the configuration has none.
double bitsOf(const json& config)
{
    double sum = 0;
    for (const char* key : {"bitsInput", "bitsState", "bitsIn", "bitsR"})
        sum += config.contains(key) && config.at(key).is_number() ? config.at(key).get<double>() : 0;
    if (sum > 0)
        return sum;
    return config.contains("bits") && config.at("bits").is_number() ? 4 * config.at("bits").get<double>() : -1;
}

bool unpruned(const json& config)
{
    const auto prune = config.find("prune");
    const auto mask = config.find("mask");
    return (prune == config.end() || *prune == 0) && (mask == config.end() || *mask == "");
}

bool someHas(optimise::PointRefs points, const std::string& key)
{
    return std::any_of(points.begin(), points.end(),
                       [&key](const DesignPoint* point) { return point->value(key).has_value(); });
}

/// The first of the usual costs, but this one, that some point has.
std::optional<std::string> costOtherThan(optimise::PointRefs points, const std::string& cost)
{
    for (const char* key : {"pdpPj", "lut", "weightsKib", "energyPerInferenceNj", "latencyUs", "arrays"})
        if (key != cost && someHas(points, key))
            return key;
    return std::nullopt;
}

/// The columns of a table of these points.
std::span<const Figure> figuresOf(std::span<const DesignPoint> points)
{
    return someHas(optimise::refsOf(points), "arrays") ? std::span<const Figure>(kCrossbarFigures)
                                     : std::span<const Figure>(kFigures);
}

std::string optionalText(const json& config, const char* key)
{
    return config.contains(key) ? escaped(plain(config.at(key))) : std::string("–");
}

std::string bitsText(const json& config)
{
    if (config.contains("bits"))
        return escaped(plain(config.at("bits")));
    if (const auto policy = policyBits(config))
        return *policy;
    return fmt::format("{}/{}/{}/{}", optionalText(config, "bitsInput"), optionalText(config, "bitsState"),
                       optionalText(config, "bitsIn"), optionalText(config, "bitsR"));
}

} // namespace

void sortByConfig(std::vector<DesignPoint>& points)
{
    std::stable_sort(points.begin(), points.end(), [](const DesignPoint& a, const DesignPoint& b) {
        for (const char* key : kLeadingKeys) {
            const json left = a.config.value(key, json());
            const json right = b.config.value(key, json());
            if (left != right)
                return left < right;
        }
        return a.config < b.config;
    });
}

std::string defaultCost(std::span<const DesignPoint> points)
{
    return costOtherThan(optimise::refsOf(points), "").value_or("lut");
}

optimise::Objective qualityOf(optimise::PointRefs points, const Identity& identity, const std::string& costKey)
{
    if (!someHas(points, "validation"))
        if (const auto second = costOtherThan(points, costKey))
            return {*second, optimise::Direction::minimise};
    return {"validation", identity.direction()};
}

FrontOfStudy frontOf(std::span<const DesignPoint> points, const Identity& identity, const std::string& costKey,
                     const optimise::Budget& budget)
{
    const std::string cost = costKey.empty() ? defaultCost(points) : costKey;
    FrontOfStudy result;
    const auto refs = optimise::refsOf(points);
    result.objectives = {qualityOf(refs, identity, cost), {cost, optimise::Direction::minimise}};
    result.front = optimise::pointsFront(refs, result.objectives, budget);
    result.knee = optimise::knee(refs, result.front, result.objectives);
    return result;
}

std::optional<std::size_t> baselineOf(std::span<const DesignPoint> points, const Identity& identity)
{
    std::optional<std::size_t> best;
    const double sign = identity.direction() == optimise::Direction::maximise ? 1 : -1;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const DesignPoint& point = points[i];
        if (point.status != optimise::PointStatus::done || !point.value("validation") || !unpruned(point.config))
            continue;
        if (!best) {
            best = i;
            continue;
        }
        const double more = bitsOf(point.config) - bitsOf(points[*best].config);
        const double better = sign * (*point.value("validation") - *points[*best].value("validation"));
        if (more > 0 || (more == 0 && better > 0))
            best = i;
    }
    return best;
}

json jsonReport(const Identity& identity, std::span<const DesignPoint> points, const FrontOfStudy& front)
{
    json list = json::array();
    for (const DesignPoint& point : points)
        list.push_back(point);
    json members = json::array();
    for (const std::size_t i : front.front)
        members.push_back(points[i].id);
    json objectives = json::array();
    for (const optimise::Objective& objective : front.objectives)
        objectives.push_back(objective.key);
    const auto baseline = baselineOf(points, identity);
    return {{"study", identity},
            {"baseline", baseline ? json(points[*baseline].id) : json(nullptr)},
            {"points", std::move(list)},
            {"front", std::move(members)},
            {"frontObjectives", std::move(objectives)},
            {"knee", front.knee ? json(points[*front.knee].id) : json(nullptr)}};
}

std::string csvReport(std::span<const DesignPoint> points)
{
    std::set<std::string> configKeys;
    std::set<std::string> metricKeys;
    for (const DesignPoint& point : points) {
        for (const auto& [key, value] : point.config.items())
            configKeys.insert(key);
        for (const auto& [key, metric] : point.metrics)
            metricKeys.insert(key);
    }
    std::string text = "id,status";
    for (const std::string& key : configKeys)
        text += fmt::format(",{}", csvField(key));
    text += ",validation,validation ci95,test,test ci95";
    for (const std::string& key : metricKeys)
        text += fmt::format(",{},{},{}", csvField(key), csvField(key + " tier"), csvField(key + " error"));
    text += ",sealed,starred,note,message\r\n";
    for (const DesignPoint& point : points) {
        text += fmt::format("{},{}", point.id, optimise::toString(point.status));
        for (const std::string& key : configKeys)
            text += fmt::format(",{}", csvField(plain(point.config.value(key, json()))));
        text += fmt::format(",{},{},{},{}", number(point.validation.mean), number(point.validation.ci95),
                            number(point.test.mean), number(point.test.ci95));
        for (const std::string& key : metricKeys) {
            const Metric metric = point.metric(key);
            text += fmt::format(",{},{},{}", number(metric.value), metric.value ? toString(metric.tier) : "",
                                number(metric.error));
        }
        text += fmt::format(",{},{},{},{}\r\n", point.seal && point.seal->sealed ? "yes" : "no",
                            point.starred ? "yes" : "no", csvField(point.note), csvField(point.message));
    }
    return text;
}

std::string markdownReport(const Identity& identity, std::span<const DesignPoint> points,
                           const FrontOfStudy& front)
{
    std::string text = fmt::format(
        "# Study of {}\n\n{} points for {}, family {}, target {}, {}{} seeds.\n", escaped(identity.dataName),
        points.size(), escaped(identity.dataSource), escaped(identity.family), escaped(identity.target),
        identity.device.empty() ? "" : "device " + escaped(identity.device) + ", ", identity.seeds);
    text += fmt::format(
        "Bold: on the front of {} and {} ({} points). Arrow: its knee. Intervals: 95 % over the seeds; "
        "percentages: expected error of an estimate.\n\n",
        titleWithUnit(front.objectives.at(0).key), titleWithUnit(front.objectives.at(1).key), front.front.size());
    const auto columns = figureColumns(points, figuresOf(points));
    text += "| point | bits | read-out | ranker | prune | status | validation | test |";
    std::string rule = "|---|---|---|---|---|---|---|---|";
    for (const FigureColumn& column : columns) {
        text += fmt::format(" {} |", column.title());
        rule += "---|";
    }
    text += fmt::format(" seal |\n{}---|\n", rule);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const DesignPoint& point = points[i];
        const bool onFront = std::binary_search(front.front.begin(), front.front.end(), i);
        const std::string name = onFront ? fmt::format("**{}**", point.id) : point.id;
        text += fmt::format("| {}{} | {} | {} | {} | {} | {} | {} | {} |", front.knee == i ? "→ " : "", name,
                            bitsText(point.config), optionalText(point.config, "readout"),
                            optionalText(point.config, "ranker"), optionalText(point.config, "prune"),
                            optimise::toString(point.status), interval(point.validation), interval(point.test));
        for (const FigureColumn& column : columns)
            text += fmt::format(" {} |", column.cell(point, "–"));
        text += point.seal && point.seal->sealed ? " sealed |\n" : " – |\n";
    }
    if (const std::string legend = tierLegend(points, columns); !legend.empty())
        text += fmt::format(
            "\nWhere the figures come from: {} In parentheses: the estimate against the tool's figure.\n", legend);
    return text;
}

} // namespace burin::study
