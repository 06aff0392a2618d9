// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/bench_plan.h"

#include "core/base/hash.h"
#include "core/tools/yosys.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <regex>

namespace burin::project {
namespace {

/// Default parts of the vendor scripts, by family.
struct Parts {
    const char* device;
    const char* vivado;
    const char* quartus;
};
constexpr Parts kParts[] = {{"xc7", "xc7a100tcsg324-1", "EP4CE115F29C7"},
                            {"xcup", "xczu7ev-ffvc1156-2-e", "EP4CE115F29C7"},
                            {"cycloneive", "xc7a100tcsg324-1", "EP4CE115F29C7"},
                            {"ice40", "xc7a100tcsg324-1", "EP4CE115F29C7"}};

const Parts& partsOf(const std::string& device)
{
    const auto* found = std::find_if(std::begin(kParts), std::end(kParts),
                                     [&](const Parts& parts) { return device == parts.device; });
    return found == std::end(kParts) ? kParts[0] : *found;
}

/// The passes of yosys.ys and what is written for place and route.
void addSynthesis(TemplateValues& values, const std::string& module, const std::string& device)
{
    const auto target = tools::targetFromString(partsOf(device).device);
    tools::SynthOptions synth;
    synth.timing = false;
    values["synthFlow"] = tools::synthFlow(module, *target, synth);
    values["synthNetlist"] =
        *target == tools::Target::ice40
            ? "write_json reports/yosys_netlist.json\n# nextpnr-ice40 --hx8k --package ct256 --json "
              "reports/yosys_netlist.json --report reports/nextpnr_report.json"
            : "# No netlist is kept: the vendor's tools read src/ (build_vivado.tcl, build_quartus.tcl).";
}

} // namespace

Result<void> checkModuleName(const std::string& name)
{
    static const std::regex kIdentifier("[a-z][a-z0-9_]{0,62}");
    if (std::regex_match(name, kIdentifier) && name != "tb" && name != "dut" && name != "network")
        return {};
    return fail(ErrorCode::usage, fmt::format("\"{}\" is no name for the module", name), "module",
                "Take lower-case letters, digits and _, a letter first; not tb, dut or network.");
}

Result<void> addTemplates(VerilogProject& project, const std::vector<std::pair<const char*, std::string>>& files)
{
    for (const auto& [name, path] : files) {
        BURIN_TRY(project.files[path], fillTemplate(name, project.values));
    }
    return {};
}

void addDeviceValues(TemplateValues& values, const std::string& module, const std::string& device, double clockMhz)
{
    const double period = 1000 / clockMhz;
    values["periodNs"] = fmt::format("{:.3f}", period);
    values["ioDelayNs"] = fmt::format("{:.3f}", period / 3);
    values["vivadoPart"] = partsOf(device).vivado;
    values["quartusPart"] = partsOf(device).quartus;
    values["device"] = partsOf(device).device;
    addSynthesis(values, module, device);
}

void addSynthMaps(VerilogProject& project)
{
    for (const auto& [path, text] : tools::synthMaps())
        if (project.values.at("synthFlow").find(path) != std::string::npos)
            project.files[path] = "// SPDX-License-Identifier: GPL-3.0-or-later\n" + text;
}

void to_json(nlohmann::json& json, const BenchPlan& plan)
{
    json = {{"module", plan.module},
            {"sources", plan.sources},
            {"directedSteps", plan.directedSteps},
            {"testSteps", plan.testSteps},
            {"testVectors", plan.testVectors},
            {"results", plan.results},
            {"stateSteps", plan.stateSteps},
            {"icarusVerifySteps", plan.icarusVerifySteps},
            {"icarusCheckSteps", plan.icarusCheckSteps}};
}

Result<BenchPlan> benchPlanFromJson(const nlohmann::json& json, const std::string& where)
{
    BenchPlan plan;
    try {
        json.at("module").get_to(plan.module);
        json.at("sources").get_to(plan.sources);
        json.at("directedSteps").get_to(plan.directedSteps);
        json.at("testSteps").get_to(plan.testSteps);
        json.at("testVectors").get_to(plan.testVectors);
        plan.results = json.value("results", plan.results);
        plan.stateSteps = json.value("stateSteps", plan.stateSteps);
        json.at("icarusVerifySteps").get_to(plan.icarusVerifySteps);
        json.at("icarusCheckSteps").get_to(plan.icarusCheckSteps);
    } catch (const nlohmann::json::exception& error) {
        return fail(ErrorCode::invalidInput, fmt::format("\"bench\" is not as Burin writes it: {}", error.what()),
                    where);
    }
    BURIN_CHECK(checkModuleName(plan.module));
    static const std::regex kSource("src/[A-Za-z0-9_]{1,80}\\.v");
    for (const std::string& source : plan.sources)
        if (!std::regex_match(source, kSource))
            return fail(ErrorCode::invalidInput, fmt::format("\"{}\" is no source below src/", source), where);
    return plan;
}

std::string proofFingerprint(const ProjectFiles& files)
{
    Sha256 hash;
    for (const auto& [path, content] : files)
        if (path.starts_with("src/") || path.starts_with("tb/") || path.starts_with("vectors/"))
            hash.add(fmt::format("{}\n{}\n", path, sha256(content)));
    return hash.hex();
}

const std::vector<std::string>& verilatorOptions()
{
    static const std::vector<std::string> options{
        "-O3", "-Wno-fatal", "-Wno-lint", "-Wno-style", "--x-assign", "unique", "--x-initial", "unique",
        // Verilator's own library: compiling it costs more than running it
        "-MAKEFLAGS", "OPT_GLOBAL=-O0", "-MAKEFLAGS", "OPT_SLOW=-O0"};
    return options;
}

} // namespace burin::project
