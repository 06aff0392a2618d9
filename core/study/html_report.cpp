// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/html_report.h"

#include "core/base/metric_unit.h"
#include "core/base/text.h"
#include "core/study/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace burin::study {
namespace {

using optimise::DesignPoint;

constexpr const char* kDash = "&ndash;";

/// Columns of the front's table, where some point has them.
constexpr std::array kMetrics{"lut",       "ff",     "delayNs",   "fps",     "powerMw",
                              "pdpPj",     "arrays", "latencyUs", "areaMm2", "energyPerInferenceNj",
                              "weightsKib"};

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
    /// A key of a configuration, and a value of one.
    [[nodiscard]] std::string parameter(const std::string& key) const
    {
        return escaped(parts_.parameterName ? parts_.parameterName(key) : key);
    }
    [[nodiscard]] std::string value(const nlohmann::json& config, const std::string& key) const
    {
        const auto found = config.find(key);
        if (found == config.end())
            return kDash;
        if (found->is_number_float())
            return plainNumber(found->get<double>());
        if (parts_.valueName && !found->is_number())
            return escaped(parts_.valueName(key, *found));
        if (found->is_boolean())
            return found->get<bool>() ? "yes" : "no";
        return escaped(found->is_string() ? found->get<std::string>()
                                          : found->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }

private:
    const HtmlReportParts& parts_;
};

std::string interval(const Interval95& value)
{
    if (!value.mean || !std::isfinite(*value.mean))
        return kDash;
    return value.ci95 ? fmt::format("{:.4f}&nbsp;&plusmn;&nbsp;{:.4f}", *value.mean, *value.ci95)
                      : fmt::format("{:.4f}", *value.mean);
}

std::string source(const Metric& metric, const Texts& say)
{
    std::string html = say(toString(metric.tier));
    if (metric.error)
        html += fmt::format("&nbsp;&plusmn;&nbsp;{:.2g}&nbsp;%", 100 * *metric.error);
    return html;
}

/// Counts are whole; one below 100 that is a mean of replicas keeps one decimal.
std::string number(double value, const std::string& key)
{
    if (std::abs(value) >= 1000)
        return grouped(value, 0);
    const MetricUnit* metric = metricUnit(std::string_view(key).substr(0, key.find('@')));
    if (metric == nullptr || *metric->unit != '\0')
        return fmt::format("{:.4g}", value);
    return std::abs(value) >= 100 ? fmt::format("{:.0f}", value) : plainNumber(std::round(10 * value) / 10);
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
    return fmt::format("{}<br><small>{}</small>", number(*best.value, key), source(best, say));
}

/// Text stands on the left of its column, a number on the right, both on lines of their own; long words are wrapped.
enum class Kind { text, number, words };

struct Cell {
    std::string html;
    Kind kind = Kind::text;
};

std::string row(const std::vector<Cell>& cells)
{
    std::string html = "<tr>";
    for (const Cell& cell : cells)
        html += fmt::format("<td{}>{}</td>",
                            cell.kind == Kind::number  ? " class=\"number\""
                            : cell.kind == Kind::words ? " class=\"words\""
                                                       : "",
                            cell.html);
    return html + "</tr>\n";
}

/// A long title in two lines, about as long as each other.
std::string inTwoLines(std::string title)
{
    constexpr std::size_t kShort = 12;
    const std::size_t middle = title.size() / 2;
    const std::size_t before = title.rfind(' ', middle);
    const std::size_t after = title.find(' ', middle);
    if (title.size() <= kShort || (before == std::string::npos && after == std::string::npos))
        return title;
    const bool first = after == std::string::npos || (before != std::string::npos && middle - before < after - middle);
    return title.replace(first ? before : after, 1, "<br>");
}

/// Printed above each part of a table that runs over several pages.
std::string head(const std::vector<Cell>& cells)
{
    std::string html = "<thead><tr>";
    for (const Cell& cell : cells)
        html += fmt::format("<th{}>{}</th>", cell.kind == Kind::number ? " class=\"right\"" : "",
                            inTwoLines(cell.html));
    return html + "</tr></thead>\n";
}

constexpr const char* kTable = "<table class=\"values\" cellspacing=\"0\" cellpadding=\"3\">\n";

// The PDF is printed by a Qt text document, which passes over the styles that it does not know.
constexpr const char* kStyle = R"(body { font-family: sans-serif; color: #222222; }
h1 { font-size: 20pt; }
h2 { font-size: 14pt; }
th { background-color: #e4e8ec; text-align: left; vertical-align: bottom; white-space: nowrap; }
td { background-color: #f7f8f9; vertical-align: top; white-space: nowrap; }
td.chart { background-color: transparent; }
table.values { margin-top: 4px; margin-bottom: 10px; }
.right { text-align: right; }
.number { text-align: right; }
.words { white-space: normal; }
small { color: #555555; }
pre { background-color: #f4f4f4; white-space: pre-wrap; }
@media screen {
body { max-width: 90em; margin: 2em auto; padding: 0 1.5em; line-height: 1.4; }
h2 { margin-top: 2em; }
table.values { border-collapse: collapse; }
table.values td, table.values th { border-bottom: 1px solid #dddddd; padding: 0.3em 0.7em; }
td.chart { padding: 0 1.5em 1em 0; vertical-align: top; }
pre { padding: 0.6em; }
svg { max-width: 100%; height: auto; }
}
@media print {
h2 { break-after: avoid; }
tr, svg { break-inside: avoid; }
}
)";

/// Of networks that are pruned layer by layer, "0 to 30 %".
std::string pruning(const nlohmann::json& config, const Texts& say)
{
    const auto percent = [](double rate) { return fmt::format("{:.4g}", 100 * rate); };
    if (config.contains("prune") && config.at("prune").is_number())
        return percent(config.at("prune").get<double>()) + "&nbsp;%";
    const auto policy = config.find("policy");
    if (policy == config.end() || !policy->is_array())
        return say.value(config, "prune");
    std::vector<double> rates;
    for (const auto& layer : *policy)
        if (layer.contains("prune") && layer.at("prune").is_number())
            rates.push_back(layer.at("prune").get<double>());
    if (rates.empty())
        return "0&nbsp;%";
    const auto [least, most] = std::minmax_element(rates.begin(), rates.end());
    return (*least == *most ? std::string() : percent(*least) + "&ndash;") + percent(*most) + "&nbsp;%";
}

std::string widths(const nlohmann::json& config, const Texts& say)
{
    if (config.contains("bits"))
        return say.value(config, "bits");
    if (const auto policy = policyBits(config))
        return *policy;
    std::string html;
    for (const char* key : {"bitsInput", "bitsState", "bitsIn", "bitsR", "bitsOut"})
        if (config.contains(key))
            html.append(html.empty() ? "" : "/").append(say.value(config, key));
    return html.empty() ? kDash : html;
}

std::string sealOf(const DesignPoint& point, const Texts& say)
{
    if (!point.seal)
        return kDash;
    std::string html = say(point.seal->sealed ? "bit-exact" : "not sealed");
    for (const auto& simulator : point.seal->simulators)
        html += fmt::format(
            "<br><small>{}</small>",
            say("%1: %2 of %3", {say(simulator.name) + " " + escaped(simulator.version),
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
            html += row({{fmt::format("<b>{}</b>", say(name))}, {value, Kind::words}});
    };
    line("Data set", escaped(identity.dataName + (parts.dataSummary.empty() ? "" : ": " + parts.dataSummary)));
    line("Read from", say(identity.dataSource));
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

struct Column {
    std::string title;
    Kind kind = Kind::text;
    std::function<std::string(const DesignPoint&)> cell;
};

/// A point of the front, and how many others have the same values of the objectives.
struct FrontRow {
    std::size_t point = 0;
    std::size_t equals = 0;
};

/// The best first. Of equal points the one that the page speaks of, else the first.
std::vector<FrontRow> frontRows(std::span<const DesignPoint> points, const FrontOfStudy& front,
                                const HtmlReportParts& parts)
{
    const auto value = [&](std::size_t point, const optimise::Objective& objective) {
        const double raw = points[point].value(objective.key).value_or(0);
        return objective.direction == optimise::Direction::maximise ? -raw : raw;
    };
    const auto before = [&](std::size_t a, std::size_t b) {
        for (const optimise::Objective& objective : front.objectives)
            if (value(a, objective) != value(b, objective))
                return value(a, objective) < value(b, objective);
        return false;
    };
    const auto spokenOf = [&](std::size_t i) {
        const std::string& id = points[i].id;
        return id == parts.recommended ? 3 : id == parts.chosen ? 2 : front.knee == i ? 1 : 0;
    };
    std::vector<std::size_t> order = front.front;
    std::stable_sort(order.begin(), order.end(), before);
    std::vector<FrontRow> rows;
    for (const std::size_t i : order) {
        if (rows.empty() || before(rows.back().point, i)) {
            rows.push_back({i, 0});
            continue;
        }
        ++rows.back().equals;
        if (spokenOf(i) > spokenOf(rows.back().point))
            rows.back().point = i;
    }
    return rows;
}

/// A beginning of the id names a point in every command.
std::string pointCell(const DesignPoint& point, bool isKnee, std::size_t equals, const HtmlReportParts& parts,
                      const Texts& say)
{
    std::string name = escaped(point.id.substr(0, 8));
    if (point.id == parts.recommended)
        name = fmt::format("<b>{}</b><br><small>{}</small>", name, say("recommended"));
    if (isKnee)
        name += fmt::format("<br><small>{}</small>", say("knee"));
    if (equals > 0)
        name += fmt::format("<br><small>{}</small>", say("and %1 equal ones", {std::to_string(equals)}));
    return name;
}

/// But the first, which names the point: those that say something of some row.
std::vector<Column> frontColumns(std::span<const DesignPoint> points, const std::vector<FrontRow>& rows,
                                 const Texts& say)
{
    const auto setting = [&say](const char* key) {
        return [&say, key](const DesignPoint& point) { return say.value(point.config, key); };
    };
    std::vector<Column> all{
        {say("bits"), Kind::number, [&say](const DesignPoint& p) { return widths(p.config, say); }},
        {say("converter bits"), Kind::number,
         [](const DesignPoint& p) { return policyRange(p.config, "adc").value_or(kDash); }},
        {say("pruning"), Kind::number, [&say](const DesignPoint& p) { return pruning(p.config, say); }},
        {say("ranker"), Kind::text, setting("ranker")},
        {say("read-out"), Kind::text, setting("readout")},
        {say("preset"), Kind::text, setting("preset")},
        {say("validation"), Kind::number, [](const DesignPoint& p) { return interval(p.validation); }},
        {say("test"), Kind::number, [](const DesignPoint& p) { return interval(p.test); }}};
    for (const char* key : kMetrics)
        all.push_back({say(titleWithUnit(key)), Kind::number,
                       [&say, key](const DesignPoint& p) { return metricCell(p, key, say); }});
    all.push_back({say("seal"), Kind::text, [&say](const DesignPoint& p) { return sealOf(p, say); }});
    std::erase_if(all, [&](const Column& column) {
        return std::all_of(rows.begin(), rows.end(),
                           [&](const FrontRow& line) { return column.cell(points[line.point]) == kDash; });
    });
    return all;
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
    const std::vector<FrontRow> rows = frontRows(points, front, parts);
    const std::vector<Column> columns = frontColumns(points, rows, say);
    std::vector<Cell> titles{{say("point")}};
    for (const Column& column : columns)
        titles.push_back({column.title, column.kind});
    html += head(titles);
    for (const FrontRow& line : rows) {
        const DesignPoint& point = points[line.point];
        std::vector<Cell> cells{{pointCell(point, front.knee == line.point, line.equals, parts, say)}};
        for (const Column& column : columns)
            cells.push_back({column.cell(point), column.kind});
        html += row(cells);
    }
    return html + "</table>\n";
}

/// "LUT", "LUT, exported network" (key "lut@exported"); the tier of a tool's figure stands beside it.
std::string metricName(const std::string& key, const Texts& say)
{
    const std::string title = say(titleWithUnit(key.substr(0, key.find('@'))));
    return key.ends_with("@exported") ? say("%1, exported network", {title}) : title;
}

/// Rows that are short and many, in `beside` columns of their own.
std::string tableBeside(const std::vector<Cell>& titles, const std::vector<std::vector<Cell>>& rows,
                        std::size_t beside)
{
    beside = std::max<std::size_t>(std::min(beside, rows.size()), 1);
    const std::size_t count = (rows.size() + beside - 1) / beside;
    const std::vector<Cell> none(titles.size());
    std::vector<Cell> heads;
    for (std::size_t i = 0; i < beside; ++i)
        heads.insert(heads.end(), titles.begin(), titles.end());
    std::string html = kTable + head(heads);
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<Cell> cells;
        for (std::size_t at = i; cells.size() < heads.size(); at += count) {
            const std::vector<Cell>& part = at < rows.size() ? rows[at] : none;
            cells.insert(cells.end(), part.begin(), part.end());
        }
        html += row(cells);
    }
    return html + "</table>\n";
}

/// Where many figures come from one source it is named once, below the table.
std::string metricTable(const DesignPoint& point, const Texts& say)
{
    std::vector<std::vector<Cell>> rows;
    std::vector<std::string> sources;
    for (const auto& [key, metric] : point.metrics) {
        if (!metric.has())
            continue;
        auto found = std::find(sources.begin(), sources.end(), metric.tool);
        if (found == sources.end() && !metric.tool.empty())
            found = sources.insert(found, metric.tool);
        const std::string place = found == sources.end() ? kDash : std::to_string(found - sources.begin() + 1);
        rows.push_back({{metricName(key, say)},
                        {number(*metric.value, key), Kind::number},
                        {source(metric, say)},
                        {place, Kind::number}});
    }
    constexpr std::size_t kBeside = 2;
    std::string html = tableBeside(
        {{say("metric")}, {say("value"), Kind::number}, {say("tier and error")}, {say("source"), Kind::number}},
        rows, kBeside);
    for (std::size_t i = 0; i < sources.size(); ++i)
        html += fmt::format("{}<small>{}&nbsp;&nbsp;{}</small>{}", i == 0 ? "<p>" : "<br>", i + 1, say(sources[i]),
                            i + 1 == sources.size() ? "</p>\n" : "");
    return html;
}

/// Names of the layers that a policy is about, where the study keeps its network; else their numbers.
std::vector<std::string> layerNames(const Identity& identity, std::size_t count)
{
    std::vector<std::string> names;
    const nlohmann::json& details = identity.details;
    if (details.contains("network"))
        for (const char* part : {"layers", "head"})
            for (const auto& layer : details.at("network").value(part, nlohmann::json::array()))
                if (layer.contains("weight"))
                    names.push_back(layer.value("name", std::string()));
    if (names.size() == count)
        return names;
    names.clear();
    for (std::size_t i = 0; i < count; ++i)
        names.push_back(std::to_string(i + 1));
    return names;
}

std::string policyTable(const Identity& identity, const nlohmann::json& policy, const Texts& say)
{
    const bool converters = policy.front().contains("adc");
    std::vector<Cell> titles{{say("layer")},
                             {say("weight bits"), Kind::number},
                             {say(converters ? "input bits" : "activation bits"), Kind::number}};
    if (converters)
        titles.push_back({say("converter bits"), Kind::number});
    titles.push_back({say("pruning"), Kind::number});
    std::string html = kTable + head(titles);
    const auto names = layerNames(identity, policy.size());
    for (std::size_t i = 0; i < policy.size(); ++i) {
        const nlohmann::json& layer = policy[i];
        std::vector<Cell> cells{
            {escaped(names[i])}, {say.value(layer, "w"), Kind::number}, {say.value(layer, "a"), Kind::number}};
        if (converters)
            cells.push_back({say.value(layer, "adc"), Kind::number});
        cells.push_back({layer.contains("prune") ? pruning(layer, say) : kDash, Kind::number});
        html += row(cells);
    }
    return html + "</table>\n";
}

std::string parameterTable(const nlohmann::json& config, const Texts& say)
{
    constexpr std::size_t kBeside = 3;
    constexpr std::size_t kLongMask = 80;
    constexpr std::size_t kOneLine = 32; ///< a longer value may be wrapped
    std::vector<std::vector<Cell>> rows;
    const bool oneWidth = config.contains("bits");
    for (const auto& [key, value] : config.items()) {
        const bool part = key == "bitsInput" || key == "bitsState" || key == "bitsIn" || key == "bitsR";
        const bool isLong = key == "policy" ||
                            (key == "mask" && value.is_string() && value.get<std::string>().size() >= kLongMask);
        if ((oneWidth && part) || isLong || value == "")
            continue;
        const std::string shown = say.value(config, key);
        rows.push_back({{say.parameter(key)}, {shown, shown.size() > kOneLine ? Kind::words : Kind::text}});
    }
    return tableBeside({{say("parameter")}, {say("value")}}, rows, kBeside);
}

std::string chosenPoint(const Identity& identity, const DesignPoint& point, const Texts& say)
{
    std::string html = fmt::format("<h2>{}</h2>\n", say("Point %1", {escaped(point.id)}));
    html += kTable;
    const auto line = [&](const char* name, const std::string& value) {
        html += row({{fmt::format("<b>{}</b>", say(name))}, {value, Kind::words}});
    };
    line("Validation", interval(point.validation));
    line("Test", interval(point.test));
    line("Seal", sealOf(point, say));
    if (!point.note.empty())
        line("Note", escaped(point.note));
    html += "</table>\n" + metricTable(point, say);
    const auto policy = point.config.find("policy");
    if (policy != point.config.end() && policy->is_array() && !policy->empty())
        html += policyTable(identity, *policy, say);
    return html + parameterTable(point.config, say);
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
        html += escaped(withMetricNames(parts.reason)) + "</p>\n";
    }
    html += charts(parts);
    html += frontTable(points, front, parts, say);
    if (const DesignPoint* point = described(points, front, parts))
        html += chosenPoint(identity, *point, say);
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
