// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/html_report.h"

#include "core/base/metric_unit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <regex>

namespace burin::study {
namespace {

using optimise::DesignPoint;

constexpr const char* kDash = "&ndash;";

constexpr std::array kMetrics{"lut", "ff", "delayNs", "powerMw", "pdpPj", "energyPerInferenceNj"};

std::string escaped(const std::string& text)
{
    std::string html;
    for (const char c : text) {
        switch (c) {
        case '&': html += "&amp;"; break;
        case '<': html += "&lt;"; break;
        case '>': html += "&gt;"; break;
        case '"': html += "&quot;"; break;
        default: html.push_back(c);
        }
    }
    return html;
}

/// The texts of the page in its language.
class Texts {
public:
    explicit Texts(const HtmlReportParts& parts) : parts_(parts) {}
    /// `places` stand for %1, %2 ... and are HTML already.
    std::string operator()(const std::string& english, const std::vector<std::string>& places = {}) const
    {
        const std::string text = escaped(parts_.say ? parts_.say(english) : english);
        std::string html;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::size_t place =
                i + 1 < text.size() ? static_cast<std::size_t>(text[i + 1] - '1') : places.size();
            if (text[i] != '%' || place >= places.size()) {
                html.push_back(text[i]);
                continue;
            }
            html += places[place];
            ++i;
        }
        return html;
    }

private:
    const HtmlReportParts& parts_;
};

/// A sentence that names metrics by their keys.
std::string withTitles(std::string sentence)
{
    for (const MetricUnit& metric : kMetricUnits)
        sentence = std::regex_replace(sentence, std::regex(fmt::format("\\b{}\\b", metric.key)),
                                      std::string(metric.name));
    return escaped(sentence);
}

std::string text(const nlohmann::json& value)
{
    return escaped(value.is_string() ? value.get<std::string>()
                                     : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string interval(const Interval95& value)
{
    if (!value.mean || !std::isfinite(*value.mean))
        return kDash;
    return value.ci95 ? fmt::format("{:.4f} &plusmn; {:.4f}", *value.mean, *value.ci95)
                      : fmt::format("{:.4f}", *value.mean);
}

std::string source(const Metric& metric, const Texts& say)
{
    std::string html = say(toString(metric.tier));
    if (metric.error)
        html += fmt::format(" &plusmn; {:.2g} %", 100 * *metric.error);
    return html;
}

std::string number(double value)
{
    return value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

/// The value of the highest tier that the point has, with the tier and its error below.
std::string metricCell(const DesignPoint& point, const std::string& key, const Texts& say)
{
    Metric best = point.metric(key);
    for (const char* tier : {"@synth", "@route", "@vendor", "@measured"})
        if (const Metric other = point.metric(key + tier); other.has())
            best = other;
    if (!best.has())
        return kDash;
    return fmt::format("{}<br><small>{}</small>", number(*best.value), source(best, say));
}

/// Text stands on the left of its column, a number on the right, a key in one line.
enum class Kind { text, number, key };

struct Cell {
    std::string html;
    Kind kind = Kind::text;
};

std::string row(const std::vector<Cell>& cells, const char* tag)
{
    constexpr std::array kClasses{"", " class=\"number\"", " class=\"key\""};
    std::string html = "<tr>";
    for (const Cell& cell : cells)
        html += fmt::format("<{0}{1}>{2}</{0}>", tag, kClasses.at(static_cast<std::size_t>(cell.kind)), cell.html);
    return html + "</tr>\n";
}

/// Printed above each part of a table that runs over several pages.
std::string head(const std::vector<Cell>& cells)
{
    return "<thead>" + row(cells, "th") + "</thead>\n";
}

constexpr const char* kTable = "<table class=\"values\" cellspacing=\"0\" cellpadding=\"3\">\n";

// The PDF is printed by a Qt text document, which passes over the styles that it does not know.
constexpr const char* kStyle = R"(body { font-family: sans-serif; color: #222222; }
h1 { font-size: 20pt; }
h2 { font-size: 14pt; }
th { background-color: #e4e8ec; text-align: left; }
td { background-color: #f7f8f9; }
td.chart, td.beside { background-color: transparent; }
.number { text-align: right; }
.key { white-space: nowrap; }
small { color: #555555; }
pre { background-color: #f4f4f4; white-space: pre-wrap; }
.page { page-break-before: always; }
@media screen {
body { max-width: 90em; margin: 2em auto; padding: 0 1.5em; line-height: 1.4; }
h2 { margin-top: 2em; }
table.values { border-collapse: collapse; }
table.values td, table.values th { border-bottom: 1px solid #dddddd; padding: 0.3em 0.7em; vertical-align: top; }
td.chart, td.beside { padding: 0 1.5em 1em 0; vertical-align: top; }
pre { padding: 0.6em; }
svg { max-width: 100%; height: auto; }
}
@media print {
h2 { break-after: avoid; }
tr, svg { break-inside: avoid; }
}
)";

std::string widths(const nlohmann::json& config)
{
    if (config.contains("bits"))
        return text(config.at("bits"));
    std::string html;
    for (const char* key : {"bitsInput", "bitsState", "bitsIn", "bitsR", "bitsOut"})
        if (config.contains(key))
            html.append(html.empty() ? "" : "/").append(text(config.at(key)));
    return html.empty() ? kDash : html;
}

std::string optional(const nlohmann::json& config, const char* key)
{
    return config.contains(key) ? text(config.at(key)) : kDash;
}

std::string pruning(const nlohmann::json& config)
{
    if (config.contains("prune") && config.at("prune").is_number())
        return fmt::format("{:.4g} %", 100 * config.at("prune").get<double>());
    return optional(config, "prune");
}

std::string sealOf(const DesignPoint& point, const Texts& say)
{
    if (!point.seal)
        return kDash;
    std::string html = say(point.seal->sealed ? "bit-exact" : "not sealed");
    for (const auto& simulator : point.seal->simulators)
        html += fmt::format(
            "<br><small>{}</small>",
            say("%1: %2 of %3", {escaped(simulator.name + " " + simulator.version),
                                 std::to_string(simulator.matched), std::to_string(simulator.vectors)}));
    return html;
}

std::string summary(const Identity& identity, std::span<const DesignPoint> points, const HtmlReportParts& parts,
                    const Texts& say)
{
    std::map<std::string, std::size_t> statuses;
    std::size_t sealed = 0;
    std::size_t tested = 0;
    for (const DesignPoint& point : points) {
        ++statuses[optimise::toString(point.status)];
        sealed += point.seal && point.seal->sealed ? 1U : 0U;
        tested += point.test.mean ? 1U : 0U;
    }
    std::string counts;
    for (const auto& [status, count] : statuses)
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, say(status));
    std::string html = fmt::format("<h2>{}</h2>\n", say("What was studied"));
    html += kTable;
    const auto line = [&html, &say](const char* name, const std::string& value) {
        if (!value.empty())
            html += row({{fmt::format("<b>{}</b>", say(name))}, {value}}, "td");
    };
    line("Data set", escaped(identity.dataName + (parts.dataSummary.empty() ? "" : ": " + parts.dataSummary)));
    line("Read from", escaped(identity.dataSource));
    line("SHA-256 of the data", fmt::format("<small>{}</small>", escaped(identity.dataSha256)));
    line("Network", parts.networkSummary.empty() ? say("family %1", {escaped(identity.family)})
                                                 : escaped(parts.networkSummary));
    line("Task and score", say("%1, scored by %2", {say(identity.task), say(identity.target)}));
    line("Device", escaped(identity.device));
    line("Seeds",
         say("%1 replicas from study seed %2", {std::to_string(identity.seeds), std::to_string(identity.seed)}));
    line("Points", say("%1 (%2); %3 verified bit-exact; test set read for %4",
                       {std::to_string(points.size()), counts, std::to_string(sealed), std::to_string(tested)}));
    return html + "</table>\n";
}

/// Three beside each other: with the summary above them they fill a page.
std::string charts(const HtmlReportParts& parts)
{
    std::string html;
    for (std::size_t i = 0; i < parts.charts.size(); ++i)
        html += fmt::format("{}<td class=\"chart\">{}</td>\n", i % 3 == 0 && i > 0 ? "</tr>\n<tr>" : "",
                            parts.charts[i]);
    return html.empty() ? html : fmt::format("<table cellspacing=\"8\">\n<tr>{}</tr>\n</table>\n", html);
}

std::string frontTable(std::span<const DesignPoint> points, const FrontOfStudy& front,
                       const HtmlReportParts& parts, const Texts& say)
{
    std::string html = fmt::format("<h2>{}</h2>\n", say("The front"));
    html += fmt::format(
        "<p>{}</p>\n",
        say("%1 points that no other beats in both %2 and %3. Intervals are 95 % over the seeds; below each "
            "hardware "
            "number stands where it comes from (model: formula; fitted: calibrated estimate; synth: yosys; route: "
            "nextpnr; vendor: imported report; measured) and its expected error.",
            {std::to_string(front.front.size()), say(titleWithUnit(front.objectives.at(0).key)),
             say(titleWithUnit(front.objectives.at(1).key))}));
    if (front.front.empty())
        return html;
    html += kTable;
    std::vector<Cell> titles{
        {say("point")},    {say("bits"), Kind::number},       {say("pruning"), Kind::number}, {say("ranker")},
        {say("read-out")}, {say("validation"), Kind::number}, {say("test"), Kind::number}};
    for (const char* key : kMetrics)
        titles.push_back({say(titleWithUnit(key)), Kind::number});
    titles.push_back({say("seal")});
    html += head(titles);
    for (const std::size_t i : front.front) {
        const DesignPoint& point = points[i];
        std::string name = escaped(point.id.substr(0, 8)); // a beginning names a point in every command
        if (point.id == parts.recommended)
            name = fmt::format("<b>{}</b><br><small>{}</small>", name, say("recommended"));
        if (front.knee == i)
            name += fmt::format("<br><small>{}</small>", say("knee"));
        std::vector<Cell> cells{{name},
                                {widths(point.config), Kind::number},
                                {pruning(point.config), Kind::number},
                                {optional(point.config, "ranker")},
                                {optional(point.config, "readout")},
                                {interval(point.validation), Kind::number},
                                {interval(point.test), Kind::number}};
        for (const char* key : kMetrics)
            cells.push_back({metricCell(point, key, say), Kind::number});
        cells.push_back({sealOf(point, say)});
        html += row(cells, "td");
    }
    return html + "</table>\n";
}

std::string chosenPoint(const DesignPoint& point, const Texts& say)
{
    std::string html = fmt::format("<h2 class=\"page\">{}</h2>\n", say("Point %1", {escaped(point.id)}));
    html += kTable;
    const auto line = [&](const char* name, const std::string& value) {
        html += row({{fmt::format("<b>{}</b>", say(name))}, {value}}, "td");
    };
    line("Validation", interval(point.validation));
    line("Test", interval(point.test));
    line("Seal", sealOf(point, say));
    if (!point.note.empty())
        line("Note", escaped(point.note));
    html += "</table>\n<p></p>\n<table><tr><td class=\"beside\">\n"; // numbers and parameters beside each other
    html += kTable;
    html += head({{say("metric")}, {say("value"), Kind::number}, {say("tier and error")}, {say("tool")}});
    for (const auto& [key, metric] : point.metrics)
        if (metric.has())
            html += row({{escaped(key), Kind::key},
                         {withUnit(fmt::format("{:.6g}", *metric.value), key), Kind::number},
                         {source(metric, say)},
                         {say(metric.tool)}},
                        "td");
    html += "</table>\n</td><td class=\"beside\">\n";
    html += kTable;
    html += head({{say("parameter")}, {say("value")}});
    for (const auto& [key, value] : point.config.items()) {
        const std::string content = text(value);
        if (!content.empty() && (key != "mask" || content.size() < 80)) // a mask is long
            html += row({{escaped(key), Kind::key}, {content}}, "td");
    }
    return html + "</table>\n</td></tr></table>\n";
}

const DesignPoint* described(std::span<const DesignPoint> points, const FrontOfStudy& front,
                             const HtmlReportParts& parts)
{
    for (const std::string& id : {parts.chosen, parts.recommended})
        for (const DesignPoint& point : points)
            if (!id.empty() && point.id == id)
                return &point;
    return front.knee ? &points[*front.knee] : nullptr;
}

} // namespace

std::string htmlReport(const Identity& identity, std::span<const DesignPoint> points, const FrontOfStudy& front,
                       const HtmlReportParts& parts)
{
    const Texts say(parts);
    const std::string title = say("Study of %1", {escaped(identity.dataName)});
    std::string html =
        fmt::format("<!DOCTYPE html>\n<html lang=\"{2}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}</title>\n"
                    "<style>\n{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
                    title, kStyle, escaped(parts.language));
    html += summary(identity, points, parts, say);
    if (!parts.reason.empty()) {
        html += fmt::format("<h2>{}</h2>\n<p>", say("Recommendation"));
        if (!parts.recommended.empty())
            html += fmt::format("<b>{}</b>: ", escaped(parts.recommended));
        html += withTitles(parts.reason) + "</p>\n";
    }
    html += charts(parts);
    html += frontTable(points, front, parts, say);
    if (const DesignPoint* point = described(points, front, parts))
        html += chosenPoint(*point, say);
    if (!parts.commands.empty()) {
        html += fmt::format("<h2>{}</h2>\n", say("How to do it again"));
        for (const auto& [what, command] : parts.commands)
            html += fmt::format("<p>{}</p>\n<pre>{}</pre>\n", escaped(what), escaped(command));
    }
    if (!parts.versions.empty()) {
        html += fmt::format("<h2>{}</h2>\n<p>", say("Versions"));
        for (const auto& [name, version] : parts.versions)
            html += fmt::format("{} {}<br>", escaped(name), escaped(version));
        html += "</p>\n";
    }
    return html + "</body>\n</html>\n";
}

} // namespace burin::study
