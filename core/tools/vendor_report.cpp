// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/vendor_report.h"

#include "core/base/file.h"
#include "core/tools/nextpnr.h"
#include "core/tools/yosys.h"

#include <algorithm>
#include <optional>
#include <regex>

namespace burin::tools {
namespace {

std::optional<double> number(std::string text)
{
    std::erase(text, ',');
    const std::size_t begin = text.find_first_of("-0123456789.");
    if (begin == std::string::npos)
        return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str() + begin, &end);
    return end == text.c_str() + begin ? std::nullopt : std::optional(value);
}

/// The first number in the cell behind the one labelled `label` in a table ruled with `bar`: "| label | 12 | ...".
std::optional<double> tableValue(const std::string& text, const std::string& label, char bar)
{
    const std::string rule(bar == '|' ? "\\|" : ";");
    const std::regex row("(^|\\n)" + rule + "\\s*" + label + "\\*?\\s*" + rule + "\\s*([^\\n" + rule + "]*)");
    std::smatch match;
    if (!std::regex_search(text, match, row))
        return std::nullopt;
    return number(match[2].str());
}

class Collector {
public:
    Collector(std::string kind, std::string tool) : tool_(std::move(tool)) { report_.kind = std::move(kind); }
    void add(const std::string& key, std::optional<double> value, double factor = 1)
    {
        if (value)
            report_.metrics[key] = Metric{*value * factor, Tier::vendor, std::nullopt, tool_};
    }
    [[nodiscard]] Result<ToolReport> finish(const std::string& where)
    {
        if (report_.metrics.empty())
            return fail(ErrorCode::invalidInput, "the " + report_.kind + " report holds no figure that Burin knows",
                        where, "Write it again with the vendor's tool.");
        return std::move(report_);
    }

private:
    std::string tool_;
    ToolReport report_;
};

std::string firstMatch(const std::string& text, const char* pattern)
{
    std::smatch match;
    return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : std::string();
}

std::optional<double> firstNumber(const std::string& text, const char* pattern)
{
    return number(firstMatch(text, pattern));
}

std::string vivado(const std::string& text)
{
    return "Vivado " + firstMatch(text, R"(Vivado v\.?\s*([0-9.]+))");
}

Result<ToolReport> vivadoUtilization(const std::string& text, const std::string& where)
{
    Collector collect("Vivado utilization", vivado(text));
    collect.add("lut", tableValue(text, "(?:Slice|CLB) LUTs", '|'));
    collect.add("ff", tableValue(text, "(?:Slice|CLB) Registers", '|'));
    collect.add("carry", tableValue(text, "CARRY[48]", '|'));
    collect.add("bram", tableValue(text, "Block RAM Tile", '|'));
    collect.add("dsp", tableValue(text, "DSPs", '|'));
    return collect.finish(where);
}

/// WNS stands in the first row under the heading of the design summary; the period in the clock summary.
Result<ToolReport> vivadoTiming(const std::string& text, const std::string& where)
{
    Collector collect("Vivado timing", vivado(text));
    const auto wns = firstNumber(text, R"(WNS\(ns\)[^\n]*\n[\s-]*\n\s*(-?[0-9.]+))");
    const auto period = firstNumber(text, R"(Period\(ns\)[^\n]*\n[-\s]*\n\S+\s+\{[^}]*\}\s+([0-9.]+))");
    collect.add("wnsNs", wns);
    if (wns && period) {
        collect.add("delayNs", *period - *wns);
        collect.add("fmaxMhz", 1000 / (*period - *wns));
    } else {
        collect.add("delayNs", firstNumber(text, R"(Data Path Delay:\s*([0-9.]+)ns)"));
    }
    return collect.finish(where);
}

Result<ToolReport> vivadoPower(const std::string& text, const std::string& where)
{
    Collector collect("Vivado power", vivado(text));
    collect.add("powerMw", tableValue(text, R"(Total On-Chip Power \(W\))", '|'), 1000);
    collect.add("dynamicPowerMw", tableValue(text, R"(Dynamic \(W\))", '|'), 1000);
    collect.add("staticPowerMw", tableValue(text, R"(Device Static \(W\))", '|'), 1000);
    return collect.finish(where);
}

std::string quartus(const std::string& text)
{
    return "Quartus " + firstMatch(text, R"(Quartus[^\n]*Version ([0-9.]+))");
}

Result<ToolReport> quartusFit(const std::string& text, const std::string& where)
{
    Collector collect("Quartus fit", quartus(text));
    // The .summary file has "Total logic elements : 5,350 / 114,480 ( 5 % )", the .rpt file the same in a table.
    const auto value = [&](const char* label) {
        return firstNumber(text, (std::string(label) + R"(\s*[;:]\s*([0-9,]+))").c_str());
    };
    const auto combinational = value("Total combinational functions");
    collect.add("lut", combinational ? combinational : value("Total logic elements"));
    collect.add("ff", value("Dedicated logic registers"));
    collect.add("dsp", value("Embedded Multiplier 9-bit elements"), 0.5);
    return collect.finish(where);
}

Result<ToolReport> quartusTiming(const std::string& text, const std::string& where)
{
    Collector collect("Quartus timing", quartus(text));
    // The slowest of the corners' tables: "; 66.41 MHz ; 66.41 MHz ; clk ; ;"
    static const std::regex kRow(R"(\n;\s*([0-9.]+) MHz\s*;\s*[0-9.]+ MHz)");
    std::optional<double> slowest;
    for (std::sregex_iterator it(text.begin(), text.end(), kRow), end; it != end; ++it) {
        const double fmax = std::stod((*it)[1].str());
        slowest = slowest ? std::min(*slowest, fmax) : fmax;
    }
    collect.add("fmaxMhz", slowest);
    if (slowest && *slowest > 0)
        collect.add("delayNs", 1000 / *slowest);
    return collect.finish(where);
}

Result<ToolReport> quartusPower(const std::string& text, const std::string& where)
{
    Collector collect("Quartus power", quartus(text));
    collect.add("powerMw", tableValue(text, "Total Thermal Power Dissipation", ';'));
    collect.add("dynamicPowerMw", tableValue(text, "Core Dynamic Thermal Power Dissipation", ';'));
    collect.add("staticPowerMw", tableValue(text, "Core Static Thermal Power Dissipation", ';'));
    return collect.finish(where);
}

Result<ToolReport> yosysStat(const std::string& text, const std::string& where)
{
    SynthReport synth;
    BURIN_TRY(synth.cells, parseStat(text));
    const auto has = [&](const char* prefix) {
        return std::any_of(synth.cells.begin(), synth.cells.end(),
                           [&](const auto& cell) { return cell.first.starts_with(prefix); });
    };
    synth.target = has("SB_") ? Target::ice40 : has("cycloneive_") ? Target::cycloneive : Target::xc7;
    synth.tool = "yosys " + firstMatch(text, R"(Yosys ([0-9.]+))");
    countResources(synth);
    if (*synth.lut.value + *synth.ff.value <= 0)
        return fail(ErrorCode::invalidInput, "the yosys statistics hold no cell of a known device family", where,
                    "Write them after technology mapping.");
    ToolReport report{"yosys stat", {{"lut", synth.lut}, {"ff", synth.ff}, {"bram", synth.bram}, {"dsp", synth.dsp}}};
    if (synth.carry.has())
        report.metrics["carry"] = synth.carry;
    return report;
}

Result<ToolReport> nextpnr(const std::string& text)
{
    RouteReport route;
    route.tool = "nextpnr-ice40";
    BURIN_CHECK(parseNextpnrReport(text, route));
    ToolReport report{"nextpnr", {{"lut", route.cells}}};
    if (route.fmaxMhz.has()) {
        report.metrics["fmaxMhz"] = route.fmaxMhz;
        report.metrics["delayNs"] = route.delayNs;
    }
    return report;
}

bool contains(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

Result<ToolReport> parseToolReport(const std::string& text, const std::string& where)
{
    if (contains(text, "\"num_cells_by_type\""))
        return yosysStat(text, where);
    if (contains(text, "\"utilization\"") && contains(text, "ICESTORM_LC"))
        return nextpnr(text);
    if (contains(text, "Vivado")) {
        if (contains(text, "Utilization Design Information") || contains(text, "report_utilization"))
            return vivadoUtilization(text, where);
        if (contains(text, "Timing Summary") || contains(text, "report_timing"))
            return vivadoTiming(text, where);
        if (contains(text, "Total On-Chip Power"))
            return vivadoPower(text, where);
    }
    if (contains(text, "Quartus")) {
        if (contains(text, "Fmax Summary"))
            return quartusTiming(text, where);
        if (contains(text, "Thermal Power Dissipation"))
            return quartusPower(text, where);
        if (contains(text, "Total logic elements"))
            return quartusFit(text, where);
    }
    return fail(ErrorCode::invalidInput, "not a report that Burin knows", where,
                "Give a Vivado utilization, timing or power report, a Quartus fit, timing or power report, yosys's "
                "stat -json or nextpnr's --report.");
}

Result<ImportedReports> importReports(const std::filesystem::path& folder)
{
    namespace fs = std::filesystem;
    constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20U;
    std::error_code error;
    std::vector<fs::path> candidates;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string extension = it->path().extension().string();
        std::error_code ignored;
        if (it->is_regular_file(ignored) && (extension == ".rpt" || extension == ".summary" || extension == ".json" ||
                                             extension == ".txt"))
            candidates.push_back(it->path());
    }
    if (error)
        return fail(ErrorCode::notFound, "cannot read the folder: " + error.message(), folder.string());
    std::sort(candidates.begin(), candidates.end());
    ImportedReports imported;
    for (const fs::path& path : candidates) {
        const auto text = readFile(path, kMostBytes);
        const auto report = text ? parseToolReport(*text, path.string()) : Result<ToolReport>(fail(ErrorCode::io, ""));
        if (!report)
            continue; // other files are expected beside the reports
        imported.files.push_back(path.lexically_relative(folder).string());
        for (const auto& [key, metric] : report->metrics)
            if (auto& slot = imported.metrics[key]; slot.tier <= metric.tier)
                slot = metric;
    }
    if (imported.files.empty())
        return fail(ErrorCode::notFound, "no report of Vivado, Quartus, yosys or nextpnr", folder.string(),
                    "Run synthesis in this project first.");
    return imported;
}

} // namespace burin::tools
