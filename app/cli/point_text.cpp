// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/point_text.h"

#include "app/cli/terminal.h"
#include "core/base/metric_unit.h"
#include "core/base/text.h"
#include "core/study/figures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace burin::cli {
namespace {

using optimise::DesignPoint;

std::string field(const nlohmann::json& config, const char* key)
{
    const auto found = config.find(key);
    if (found == config.end())
        return "-";
    if (found->is_number_float())
        return plainNumber(found->get<double>());
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string bitsText(const nlohmann::json& config)
{
    if (const auto policy = study::policyBits(config))
        return *policy;
    if (config.contains("bits"))
        return field(config, "bits");
    return fmt::format("{}/{}/{}/{}", field(config, "bitsInput"), field(config, "bitsState"),
                       field(config, "bitsIn"), field(config, "bitsR"));
}

/// The largest fraction of a policy's layers, for some cannot be pruned.
std::string pruneText(const nlohmann::json& config)
{
    const auto policy = config.find("policy");
    if (policy == config.end() || !policy->is_array())
        return field(config, "prune");
    double most = 0;
    for (const auto& entry : *policy)
        most = std::max(most, entry.value("prune", 0.0));
    return plainNumber(most);
}

/// A column of the table; where the terminal is narrow those of the highest rank go first, those of rank 0 never.
struct Column {
    std::string title;
    std::vector<std::string> cells;
    int rank = 0;

    [[nodiscard]] bool constant() const
    {
        return std::all_of(cells.begin(), cells.end(),
                           [&](const std::string& cell) { return cell == cells.front(); });
    }
    [[nodiscard]] std::size_t width() const
    {
        std::size_t widest = columns(title);
        for (const std::string& cell : cells)
            widest = std::max(widest, columns(cell));
        return widest + 2;
    }
};

template <class Text>
Column column(const std::vector<DesignPoint>& points, std::string title, int rank, const Text& cell)
{
    Column made{std::move(title), {}, rank};
    for (const DesignPoint& point : points)
        made.cells.push_back(cell(point));
    return made;
}

/// What the points are: one column per setting; what they all share goes into `shared` instead.
std::vector<Column> settings(const std::vector<DesignPoint>& points, std::string& shared)
{
    const auto setting = [](const char* key) {
        return [key](const DesignPoint& p) { return field(p.config, key); };
    };
    std::vector<Column> all;
    all.push_back(
        column(points, "status", 1, [](const DesignPoint& p) { return std::string(toString(p.status)); }));
    all.push_back(column(points, "device", 1, setting("device")));
    all.push_back(column(points, "neurons", 1, setting("neurons")));
    all.push_back(column(points, "read-out", 2, setting("readout")));
    all.push_back(column(points, "bits", 0, [](const DesignPoint& p) { return bitsText(p.config); }));
    all.push_back(column(points, "adc", 1,
                         [](const DesignPoint& p) { return study::policyRange(p.config, "adc").value_or("-"); }));
    all.push_back(column(points, "prune", 0, [](const DesignPoint& p) { return pruneText(p.config); }));
    all.push_back(column(points, "preset", 1, setting("preset")));
    all.push_back(column(points, "ranker", 1, setting("ranker")));
    if (points.size() < 2) {
        std::erase_if(all, [](const Column& one) { return one.cells.empty() || one.cells.front() == "-"; });
        return all;
    }
    std::vector<std::string> same;
    for (const Column& one : all)
        if (one.constant() && one.cells.front() != "-")
            same.push_back(fmt::format("{} {}", one.title, one.cells.front()));
    std::erase_if(all, [](const Column& one) { return one.constant(); });
    if (!same.empty())
        shared = fmt::format("All points: {}.\n", fmt::join(same, ", "));
    return all;
}

/// Leaves out columns until the table fits; names them.
std::string fit(std::vector<Column>& all, std::size_t width)
{
    std::vector<std::string> left;
    for (;;) {
        std::size_t sum = 0;
        for (const Column& one : all)
            sum += one.width();
        const auto least = std::max_element(all.begin(), all.end(),
                                            [](const Column& a, const Column& b) { return a.rank <= b.rank; });
        if (sum <= width + 2 || least == all.end() || least->rank == 0)
            break;
        left.push_back(least->title);
        all.erase(least);
    }
    return left.empty() ? std::string()
                        : fmt::format("Not shown in {} columns: {}; a wider terminal or --json has them.\n", width,
                                      fmt::join(left, ", "));
}

/// Crossbars have figures of their own; others show theirs as a dash where they are missing.
bool isFigure(const std::vector<DesignPoint>& points, const std::string& key)
{
    const auto someHas = [&points](const std::string& of) {
        return std::any_of(points.begin(), points.end(),
                           [&of](const DesignPoint& p) { return p.metric(of).has(); });
    };
    const bool ofCircuits = key == "lut" || key == "ff" || key == "delayNs" || key == "pdpPj";
    return ofCircuits ? !someHas("arrays") : someHas("arrays") && someHas(key);
}

std::string wrapped(const std::string& text, std::size_t width)
{
    std::string out;
    std::size_t used = 0;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find_first_of(" \n", start), text.size());
        const std::string word = text.substr(start, end - start);
        if (used > 0 && used + 1 + columns(word) > width) {
            out += '\n';
            used = 0;
        }
        out += (used > 0 ? " " : "") + word;
        used += (used > 0 ? 1 : 0) + columns(word);
        if (end < text.size() && text[end] == '\n') {
            out += '\n';
            used = 0;
        }
        start = end + 1;
    }
    return out;
}

} // namespace

std::string pointTable(const std::vector<DesignPoint>& points)
{
    if (points.empty())
        return "There is no point.\n";
    std::string notes;
    std::vector<Column> all = settings(points, notes);
    all.insert(all.begin(), column(points, "point", 0, [](const DesignPoint& p) { return p.id; }));
    all.push_back(column(points, "validation", 0, [](const DesignPoint& p) { return text(p.validation); }));
    if (std::any_of(points.begin(), points.end(), [](const DesignPoint& p) { return p.test.mean.has_value(); }))
        all.push_back(column(points, "test", 3, [](const DesignPoint& p) { return text(p.test); }));
    std::vector<study::Figure> figures;
    for (const auto& [key, decimals] : {std::pair{"lut", 0},
                                        {"ff", 0},
                                        {"delayNs", 2},
                                        {"pdpPj", 1},
                                        {"weightsKib", 1},
                                        {"latencyUs", 1},
                                        {"energyPerInferenceNj", 1},
                                        {"areaMm2", 3},
                                        {"arrays", 0}})
        if (isFigure(points, key))
            figures.push_back({key, titleWithUnit(key), decimals});
    const auto shown = study::figureColumns(points, figures);
    for (const study::FigureColumn& figure : shown) {
        const bool lut = figure.figure.key == "lut";
        const bool ff = figure.figure.key == "ff";
        const int rank = figure.tier == Tier::none ? (lut ? 0 : ff ? 6 : 4) : (lut ? 3 : ff ? 8 : 5);
        all.push_back(
            column(points, figure.title(), rank, [&](const DesignPoint& p) { return figure.cell(p, "-"); }));
    }
    const std::size_t width = terminalWidth();
    std::vector<std::vector<std::string>> rows;
    if (points.size() == 1) { // one below the other
        for (const Column& one : all)
            rows.push_back({one.title, one.cells.front()});
    } else {
        notes += fit(all, width);
        rows.resize(points.size() + 1);
        for (const Column& one : all) {
            rows.front().push_back(one.title);
            for (std::size_t i = 0; i < points.size(); ++i)
                rows[i + 1].push_back(one.cells[i]);
        }
    }
    for (const DesignPoint& point : points)
        if (const Metric lut = point.metric("lut"); !lut.has() && !lut.tool.empty()) {
            notes += fmt::format("No hardware figures: {}\n", lut.tool);
            break;
        }
    const std::string legend = study::tierLegend(points, shown);
    if (!legend.empty()) {
        const bool found =
            std::any_of(shown.begin(), shown.end(), [](const auto& c) { return c.tier != Tier::none; });
        notes += fmt::format("{} ±: validation, 95 % over the seeds; figures, expected error{}.\n", legend,
                             found ? "; in parentheses: the estimate against the tool's figure" : "");
    }
    return table(rows) + wrapped(notes, width);
}

} // namespace burin::cli
