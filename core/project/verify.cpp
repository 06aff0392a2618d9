// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/verify.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/project/run_bench.h"
#include "core/tools/process.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <optional>

namespace burin::project {
namespace {

namespace fs = std::filesystem;

struct Part {
    std::string tool; ///< program that must be there; "" = none
    std::function<Result<BenchOutcome>(const JobContext&)> run;
};

/// Runs the parts side by side, in the order given, and sums them up.
Result<VerifyReport> runParts(const std::vector<Part>& parts, std::uint64_t vectors, const VerifyOptions& options,
                              const JobContext& ctx)
{
    VerifyReport report;
    report.vectors = vectors;
    std::vector<Part> present;
    for (const Part& part : parts) {
        if (part.tool.empty() || tools::findProgram(part.tool, options.searchPath))
            present.push_back(part);
        else
            report.missingTools.push_back(part.tool);
    }
    std::vector<BenchOutcome> outcomes(present.size());
    BURIN_CHECK(parallelFor(ctx, present.size(), [&](std::size_t i) -> Result<void> {
        JobContext part = ctx;
        part.progress = {};
        part.threads = std::max(1U, ctx.threads / 2);
        BURIN_TRY(outcomes[i], present[i].run(part));
        return {};
    }));
    std::uint64_t played = 0;
    std::uint64_t wrong = 0;
    bool agree = true;
    bool simulated = false;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const SimulatorReport& simulator = outcomes[i].report;
        report.seconds += simulator.seconds;
        played = std::max(played, simulator.vectors);
        wrong = std::max(wrong, simulator.vectors - simulator.matched);
        agree = agree && simulator.agrees() && outcomes[i].mismatches.empty();
        simulated = simulated || (!present[i].tool.empty() && simulator.vectors == vectors);
        report.simulators.push_back(simulator);
        report.mismatches.insert(report.mismatches.end(), outcomes[i].mismatches.begin(),
                                 outcomes[i].mismatches.end());
    }
    report.matched = played - wrong;
    report.sealed = agree && simulated;
    return report;
}

std::vector<Part> simulatorParts(const fs::path& folder, const fs::path& build, const BenchPlan& plan,
                                 const VerifyOptions& options)
{
    std::vector<Part> parts;
    if (options.verilator)
        parts.push_back({"verilator", [=](const JobContext& ctx) {
                             return runVerilatorBench(folder, plan, build / "verilator", options, ctx);
                         }});
    if (options.icarus)
        parts.push_back({"iverilog", [=](const JobContext& ctx) {
                             return runIcarusBench(folder, plan, build, options, ctx);
                         }});
    return parts;
}

/// Vector files that were cut off: "vectors/outputs.hex holds 1,000 of its 1,201 lines". A bench that reads one
/// would count results that it has no expectation of.
std::vector<std::string> shortFiles(const fs::path& folder, const BenchPlan& plan)
{
    std::vector<std::string> found;
    // outputs.hex and states.hex have a last line that ends them (bench_vectors.h)
    const std::array<std::pair<const char*, std::size_t>, 3> files{
        {{"vectors/inputs.hex", plan.directedSteps + plan.testSteps},
         {"vectors/outputs.hex", plan.results == 0 ? 0 : plan.results + 1},
         {"vectors/states.hex", plan.results == 0 ? 0 : plan.stateSteps + 1}}};
    for (const auto& [name, expected] : files) {
        std::size_t lines = 0;
        std::ifstream stream(folder / name);
        for (std::string line; std::getline(stream, line);)
            lines += !line.empty() && !line.starts_with("//") ? 1 : 0;
        if (lines < expected)
            found.push_back(fmt::format("{} holds {} of its {} lines", name, grouped(lines), grouped(expected)));
    }
    return found;
}

/// The bench in a scratch folder, and more parts beside it.
Result<VerifyReport> verifyInScratch(const VerilogProject& project, const std::vector<Part>& more,
                                     const VerifyOptions& options, const JobContext& ctx)
{
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-verify"));
    const fs::path folder = scratch.path() / "project";
    ProjectFiles files;
    for (const auto& [path, content] : project.files)
        if (path.starts_with("src/") || path.starts_with("tb/") || path.starts_with("vectors/"))
            files.emplace(path, content);
    BURIN_CHECK(writeFiles(folder, files, ctx.part(0, 0.05, "writing")));
    std::vector<Part> parts = simulatorParts(folder, scratch.path(), project.plan, options);
    parts.insert(parts.end(), more.begin(), more.end());
    BURIN_TRY(VerifyReport report,
              runParts(parts, project.plan.testVectors, options, ctx.part(0.05, 1, "verifying")));
    report.fingerprint = project.fingerprint;
    return report;
}

} // namespace

std::string Mismatch::text() const
{
    return fmt::format("{}: {} series {}, step {}: {} is {}, expected {}", simulator, set, series, step, signal,
                       actual, expected);
}

std::string VerifyReport::seal() const
{
    std::vector<std::string> parts;
    for (const SimulatorReport& simulator : simulators)
        parts.push_back(fmt::format("{} {}: {}", simulator.name, simulator.version,
                                    simulator.vectors == 0 ? std::string("directed ones alone")
                                                           : fmt::format("{} of {}", grouped(simulator.matched),
                                                                         grouped(simulator.vectors))));
    return fmt::format("{}{}", fmt::join(parts, ", "), sealed ? ", directed extremes included, bit-exact" : "");
}

void to_json(nlohmann::json& json, const VerifyReport& report)
{
    json = {{"vectors", report.vectors},
            {"matched", report.matched},
            {"sealed", report.sealed},
            {"simulators", nlohmann::json::array()},
            {"mismatches", nlohmann::json::array()},
            {"changedFiles", report.changedFiles},
            {"shortFiles", report.shortFiles},
            {"missingTools", report.missingTools}};
    for (const SimulatorReport& s : report.simulators)
        json["simulators"].push_back({{"name", s.name},
                                      {"version", s.version},
                                      {"vectors", s.vectors},
                                      {"matched", s.matched},
                                      {"steps", s.steps},
                                      {"directed", s.directed},
                                      {"directedMatched", s.directedMatched},
                                      {"states", s.states},
                                      {"statesMatched", s.statesMatched}});
    for (const Mismatch& m : report.mismatches)
        json["mismatches"].push_back({{"simulator", m.simulator},
                                      {"set", m.set},
                                      {"series", m.series},
                                      {"step", m.step},
                                      {"signal", m.signal},
                                      {"expected", m.expected},
                                      {"actual", m.actual}});
}

Result<VerifyReport> verifyProject(const ReservoirProject& project, const VerifyOptions& options,
                                   const JobContext& ctx)
{
    return verifyInScratch(
        project, {{"", [&](const JobContext& part) { return runInterpreterBench(project, part); }}}, options, ctx);
}

Result<VerifyReport> verifyBench(const VerilogProject& project, const VerifyOptions& options,
                                 const JobContext& ctx)
{
    return verifyInScratch(project, {}, options, ctx);
}

Result<VerifyReport> verifyNetwork(const reservoir::IntegerReservoir& network,
                                   const std::vector<data::Series>& stimuli, const ProjectOptions& options,
                                   const VerifyOptions& verify, const JobContext& ctx)
{
    BURIN_TRY(const ReservoirProject project, buildReservoirProject(network, {}, stimuli, options));
    return verifyProject(project, verify, ctx);
}

Result<VerifyReport> verifyReservoirProject(const fs::path& folder, const VerifyOptions& options,
                                            const JobContext& ctx)
{
    BURIN_TRY(const nlohmann::json manifest, readManifest(folder));
    const std::string where = (folder / "manifest.json").string();
    if (!manifest.contains("bench"))
        return fail(ErrorCode::invalidInput, "the manifest describes no bench", where);
    BURIN_TRY(const BenchPlan plan, benchPlanFromJson(manifest["bench"], where));
    BURIN_TRY(std::vector<std::string> changed, changedFiles(folder, manifest));
    std::vector<std::string> cut = shortFiles(folder, plan);
    if (!cut.empty()) {
        VerifyReport report;
        report.vectors = plan.testVectors;
        report.shortFiles = std::move(cut);
        report.changedFiles = std::move(changed);
        return report;
    }
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-verify"));
    const fs::path absolute = fs::absolute(folder);
    BURIN_TRY(VerifyReport report,
              runParts(simulatorParts(absolute, scratch.path(), plan, options), plan.testVectors, options, ctx));
    report.changedFiles = std::move(changed);
    report.sealed = report.sealed && report.changedFiles.empty();
    report.fingerprint = manifest.value("proof", std::string());
    return report;
}

} // namespace burin::project
