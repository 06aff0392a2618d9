// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli verify DIR, synth DIR, import-report DIR: what happens to an exported project.
#include "app/cli/commands.h"
#include "core/explore/deliver.h"
#include "core/fpga/device.h"
#include "core/project/project_folder.h"
#include "core/project/synth_project.h"
#include "core/project/verify.h"
#include "core/study/study.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

/// The point of a study that takes what was found; both or neither.
struct Target {
    std::string study;
    std::string point;

    void add(CLI::App& command)
    {
        CLI::Option* file = command.add_option("--study", study, "Study that keeps the result");
        CLI::Option* id = command.add_option("--point", point, "Point of that study");
        file->needs(id);
        id->needs(file);
    }
    [[nodiscard]] bool given() const { return !study.empty(); }
    /// The project must be that point's: its manifest has the configuration, whose hash is the point's id.
    [[nodiscard]] Result<void> check(const std::string& folder) const
    {
        if (!given())
            return {};
        BURIN_TRY(const auto manifest, project::readManifest(folder));
        const std::string id = optimise::pointId(manifest.value("config", nlohmann::json::object()));
        if (!point.empty() && id.starts_with(point))
            return {};
        return fail(ErrorCode::usage, "the project is of point " + id + ", not of " + point, folder,
                    "Name the point that was exported.");
    }
    /// Each under its key with its tier behind an "@".
    Result<void> setMetrics(const std::map<std::string, Metric>& metrics) const
    {
        BURIN_TRY(const auto opened, study::Study::open(study));
        std::map<std::string, Metric> keyed;
        for (const auto& [key, metric] : metrics)
            if (metric.has())
                keyed[fmt::format("{}@{}", key, toString(metric.tier))] = metric;
        return opened->setMetrics(point, keyed);
    }
};

std::string verifyText(const project::VerifyReport& report)
{
    std::string text;
    for (const auto& simulator : report.simulators)
        text += fmt::format("{} {}: {} of {} vectors, {} of {} directed, {} steps, {:.1f} s\n", simulator.name,
                            simulator.version, simulator.matched, simulator.vectors, simulator.directedMatched,
                            simulator.directed, simulator.steps, simulator.seconds);
    for (const auto& mismatch : report.mismatches)
        text += mismatch.text() + "\n";
    for (const std::string& file : report.shortFiles)
        text += fmt::format("{}; nothing was simulated\n", file);
    for (const std::string& file : report.changedFiles)
        text += fmt::format("changed since export: {}\n", file);
    for (const std::string& tool : report.missingTools)
        text += fmt::format("not installed: {}\n", tool);
    if (report.sealed)
        return text + "sealed: " + report.seal() + "\n";
    if (report.missingTools.empty())
        return text + "NOT sealed\n";
    const bool differs = !report.mismatches.empty() || !report.shortFiles.empty() || !report.changedFiles.empty();
    text += report.simulators.empty() ? "NOT sealed: nothing was simulated"
            : differs                 ? "NOT sealed"
                                      : "NOT sealed: every vector must be played: install verilator";
    return text + fmt::format("\nInstall: sudo apt-get install {}\n", fmt::join(report.missingTools, " "));
}

Result<Report> verify(const std::string& folder, double timeout, const Target& target, const JobContext& job)
{
    BURIN_CHECK(target.check(folder));
    project::VerifyOptions options;
    options.timeoutSeconds = timeout;
    BURIN_TRY(const auto found, project::verifyReservoirProject(folder, options, job));
    if (target.given()) {
        BURIN_TRY(const auto opened, study::Study::open(target.study));
        BURIN_CHECK(explore::keepSeal(*opened, target.point, found));
    }
    Report report;
    report.document = found;
    report.text = verifyText(found);
    if (!found.mismatches.empty() || !found.changedFiles.empty() || !found.shortFiles.empty())
        report.exit = Exit::mismatch;
    else if (!found.sealed)
        report.exit = Exit::failed;
    return report;
}

Result<Report> synth(const std::string& folder, const std::string& deviceName, double timeout,
                     const Target& target, const JobContext& job)
{
    BURIN_CHECK(target.check(folder));
    BURIN_TRY(const auto device, fpga::loadDevice(deviceName));
    project::SynthProjectOptions options;
    BURIN_TRY(options.target, tools::targetFromString(device.name));
    options.capacity = {device.lut, device.ff, device.bram, device.dsp};
    options.timeoutSeconds = timeout;
    BURIN_TRY(const auto outcome, project::synthProject(folder, options, job));
    if (target.given())
        BURIN_CHECK(target.setMetrics(outcome.metrics()));
    Report report;
    report.document = outcome;
    std::vector<std::vector<std::string>> rows{{"metric", "value", "tier", "tool"}};
    for (const auto& [key, metric] : outcome.metrics())
        rows.push_back(
            {key, text(metric, key == "delayNs" || key == "fmaxMhz" ? 2 : 0), toString(metric.tier), metric.tool});
    report.text = fmt::format("{} ({}): {}\n", device.name, device.part, outcome.status()) + table(rows);
    if (outcome.missesClock())
        report.text += fmt::format(
            "\nWarning: too slow for the clock of manifest.json, {:.4g} MHz: the delay allows {:.1f} MHz{}\n",
            *outcome.clockMhz, *outcome.allowedMhz(), outcome.route ? "." : ", and wires are not in it yet.");
    return report;
}

Result<Report> importReport(const std::string& folder, const Target& target)
{
    BURIN_CHECK(target.check(folder));
    BURIN_TRY(const auto imported, project::importProjectReports(folder));
    if (target.given())
        BURIN_CHECK(target.setMetrics(imported.metrics));
    Report report;
    report.document = {{"files", imported.files}, {"metrics", imported.metrics}};
    std::vector<std::vector<std::string>> rows{{"metric", "value", "tier", "tool"}};
    for (const auto& [key, metric] : imported.metrics)
        rows.push_back({key, text(metric, 2), toString(metric.tier), metric.tool});
    report.text = table(rows);
    return report;
}

} // namespace

void addProjectCommands(CLI::App& app, Terminal& terminal)
{
    struct Arguments {
        std::string folder;
        std::string device = "xc7";
        double verifySeconds = project::VerifyOptions().timeoutSeconds;
        double synthSeconds = project::SynthProjectOptions().timeoutSeconds;
        Target target;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* verifyCommand =
        terminal.add(app, "verify", "Simulate an exported project against its vectors, bit for bit",
                     [arguments](const JobContext& job) {
                         return verify(arguments->folder, arguments->verifySeconds, arguments->target, job);
                     });
    verifyCommand
        ->add_option("--timeout", arguments->verifySeconds,
                     "Seconds after which one run of a simulator is given up")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    CLI::App* synthCommand = terminal.add(
        app, "synth", "Synthesise an exported project with yosys (and nextpnr for ice40)",
        [arguments](const JobContext& job) {
            return synth(arguments->folder, arguments->device, arguments->synthSeconds, arguments->target, job);
        });
    synthCommand->add_option("--device", arguments->device, "xc7, xcup, cycloneive, ice40 or a device file")
        ->default_str("xc7");
    synthCommand->add_option("--timeout", arguments->synthSeconds, "Seconds after which synthesis is given up")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    CLI::App* importCommand = terminal.add(
        app, "import-report", "Read the reports that Vivado, Quartus, yosys or nextpnr left in a project",
        [arguments](const JobContext&) { return importReport(arguments->folder, arguments->target); });
    for (CLI::App* command : {verifyCommand, synthCommand, importCommand}) {
        command->add_option("folder", arguments->folder, "Project folder")->required();
        arguments->target.add(*command);
    }
}

} // namespace burin::cli
