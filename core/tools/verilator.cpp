// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/verilator.h"

namespace burin::tools {
namespace {

ProcessSpec baseSpec(const VerilatorBuild& build)
{
    ProcessSpec spec;
    spec.searchPath = build.searchPath;
    spec.timeoutSeconds = build.timeoutSeconds;
    spec.memoryCapBytes = build.memoryCapBytes;
    spec.stop = build.stop;
    return spec;
}

void addSources(ProcessSpec& spec, const VerilatorBuild& build)
{
    spec.arguments.insert(spec.arguments.end(), build.options.begin(), build.options.end());
    for (const auto& source : build.sources)
        spec.arguments.push_back(std::filesystem::absolute(source).string());
}

} // namespace

Result<Simulator> compileVerilator(const VerilatorBuild& build)
{
    BURIN_TRY(ToolVersion version, toolVersion("verilator", build.searchPath, build.timeoutSeconds));
    std::error_code error;
    std::filesystem::create_directories(build.folder, error);
    if (error)
        return fail(ErrorCode::io, "cannot make the folder: " + error.message(), build.folder.string());
    const std::filesystem::path folder = std::filesystem::absolute(build.folder);
    ProcessSpec spec = baseSpec(build);
    spec.arguments = {"verilator", "--cc", "--exe", "--build", "-j", std::to_string(build.jobs),
                      "--top-module", build.top, "--Mdir", folder.string(), "-o", "simulator",
                      "-CFLAGS", build.optimise, "-MAKEFLAGS", "OPT_FAST=" + build.optimise};
    if (build.mainCpp.empty())
        spec.arguments.insert(spec.arguments.end(), {"--main", "--timing"});
    addSources(spec, build);
    if (!build.mainCpp.empty())
        spec.arguments.push_back(std::filesystem::absolute(build.mainCpp).string());
    BURIN_TRY(const ProcessRecord record, runChecked(spec));
    return Simulator{{(folder / "simulator").string()}, version, record.seconds};
}

Result<void> lintVerilator(const VerilatorBuild& build)
{
    ProcessSpec spec = baseSpec(build);
    spec.arguments = {"verilator", "--lint-only", "-Wall", "--top-module", build.top};
    addSources(spec, build);
    BURIN_CHECK(runChecked(spec));
    return {};
}

Result<ProcessRecord> runSimulator(const Simulator& simulator, const SimulatorRun& run)
{
    ProcessSpec spec;
    spec.arguments = simulator.command;
    spec.arguments.insert(spec.arguments.end(), run.arguments.begin(), run.arguments.end());
    spec.workingFolder = run.folder;
    spec.timeoutSeconds = run.timeoutSeconds;
    spec.outputCapBytes = run.outputCapBytes;
    spec.stop = run.stop;
    return runProcess(spec);
}

} // namespace burin::tools
