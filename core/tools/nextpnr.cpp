// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/nextpnr.h"

#include "core/base/file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <regex>

namespace burin::tools {
namespace {

constexpr std::array kStatusNames{"routed", "does not fit", "timed out"};

Metric routed(double value, const std::string& tool)
{
    return {value, Tier::route, std::nullopt, tool};
}

/// "Info:   ICESTORM_LC:  5350/ 7680   69%": nextpnr prints it before it finds that a design does not fit.
void readUtilisation(const std::string& log, RouteReport& report)
{
    static const std::regex kCells(R"(ICESTORM_LC:\s*(\d+)/\s*(\d+))");
    std::smatch match;
    if (!std::regex_search(log, match, kCells))
        return;
    report.cells = routed(std::stod(match[1].str()), report.tool);
    report.cellsAvailable = std::stoi(match[2].str());
}

/// nextpnr has no exit status of its own for this; these are its messages when logic cells or pins run out.
std::optional<std::string> whyItDoesNotFit(const std::string& log)
{
    static const std::regex kReason("ERROR: (Unable to (place cell|find a placement|find legal placement)[^\\n]*)");
    std::smatch match;
    if (std::regex_search(log, match, kReason))
        return match[1].str();
    return std::nullopt;
}

} // namespace

const char* toString(RouteStatus status)
{
    return kStatusNames.at(static_cast<std::size_t>(status));
}

Result<void> parseNextpnrReport(const std::string& json, RouteReport& report)
{
    const nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
    const auto broken = [](const std::string& what) {
        return fail(ErrorCode::tool, "nextpnr's report is not as expected: " + what, "report.json",
                    "Burin was written against nextpnr 0.4.");
    };
    if (!document.is_object() || !document.contains("utilization") || !document.contains("fmax"))
        return broken("no utilization or fmax");
    try {
        const auto& cells = document.at("utilization").at("ICESTORM_LC");
        report.cells = routed(cells.at("used").get<double>(), report.tool);
        report.cellsAvailable = cells.at("available").get<int>();
        double slowest = 0; // over the clocks
        for (const auto& [clock, fmax] : document.at("fmax").items()) {
            const double achieved = fmax.at("achieved").get<double>();
            slowest = slowest == 0 ? achieved : std::min(slowest, achieved);
        }
        if (slowest > 0) {
            report.fmaxMhz = routed(slowest, report.tool);
            report.delayNs = routed(1000 / slowest, report.tool);
        }
    } catch (const nlohmann::json::exception& exception) {
        return broken(exception.what());
    }
    return {};
}

Result<RouteReport> routeIce40(const std::filesystem::path& netlistJson, const NextpnrOptions& options)
{
    BURIN_TRY(const ToolVersion version, toolVersion("nextpnr-ice40", options.searchPath, options.timeoutSeconds));
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-nextpnr"));
    ProcessSpec spec;
    spec.arguments = {"nextpnr-ice40", "--" + options.device, "--package", options.package, "--json",
                      std::filesystem::absolute(netlistJson).string(), "--report", "report.json", "--seed",
                      std::to_string(options.seed), "--timing-allow-fail", "--pcf-allow-unconstrained"};
    spec.workingFolder = scratch.path();
    spec.timeoutSeconds = options.timeoutSeconds;
    spec.memoryCapBytes = options.memoryCapBytes;
    spec.niceness = options.niceness;
    spec.searchPath = options.searchPath;
    spec.stop = options.stop;
    BURIN_TRY(const ProcessRecord record, runProcess(spec));

    RouteReport report;
    report.tool = version.text();
    report.seconds = record.seconds;
    const std::string log = record.output + record.errors;
    readUtilisation(log, report);
    if (record.timedOut) {
        report.status = RouteStatus::timedOut;
        report.message = fmt::format("place and route did not finish within {:g} s", options.timeoutSeconds);
        return report;
    }
    if (!record.succeeded()) {
        if (auto reason = whyItDoesNotFit(log)) {
            report.status = RouteStatus::doesNotFit;
            report.message = std::move(*reason);
            return report;
        }
        BURIN_CHECK(requireSuccess(spec, record));
    }
    BURIN_TRY(const std::string text, readFile(scratch.path() / "report.json"));
    BURIN_CHECK(parseNextpnrReport(text, report));
    return report;
}

} // namespace burin::tools
