// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/reservoir_project.h"

#include "burin_version.h"
#include "core/base/text.h"
#include "core/circuit/verilog.h"
#include "core/project/bench_wrapper.h"
#include "core/project/project_text.h"
#include "core/reservoir/network_io.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <regex>

namespace burin::project {
namespace {

using reservoir::IntegerReservoir;

constexpr std::size_t kIcarusSeries = 50;       // test series that Icarus plays (architecture.md, "Seal")
constexpr std::size_t kIcarusSteps = 1'000;     // steps of a regression test that it plays
constexpr double kIcarusSeconds = 8;            // in `make check`, on a slow machine
constexpr double kIcarusNodesPerSecond = 1.5e6; // nodes times steps; measured 2.3e6 at 1,688 nodes, N = 50, 8 bit
constexpr std::size_t kWarmUpSteps = 7;
constexpr std::size_t kPatience = 4096; // clocks without progress, after which the bench gives up

std::vector<std::vector<std::int32_t>> quantised(const IntegerReservoir& network,
                                                 const std::vector<data::Series>& stimuli)
{
    std::vector<std::vector<std::int32_t>> integers;
    integers.reserve(stimuli.size());
    for (const data::Series& series : stimuli)
        integers.push_back(reservoir::quantiseInput(network, series));
    return integers;
}

Result<void> checkStimuli(const IntegerReservoir& network, const std::vector<data::Series>& stimuli)
{
    for (std::size_t i = 0; i < stimuli.size(); ++i) {
        const std::string where = fmt::format("test series {}", i);
        if (stimuli[i].channels != static_cast<std::size_t>(network.channels()))
            return fail(
                ErrorCode::invalidInput,
                fmt::format("has {} channels; the network takes {}", stimuli[i].channels, network.channels()),
                where);
        for (const double value : stimuli[i].values)
            if (std::isnan(value))
                return fail(ErrorCode::invalidInput, "has a missing value", where,
                            "Drop such series or interpolate them (--missing).");
    }
    return {};
}

BenchPlan makePlan(const IntegerReservoir& network, const ReservoirCircuit& lowered, const BenchVectors& vectors)
{
    BenchPlan plan;
    plan.module = lowered.circuit.name;
    plan.sources = {"src/" + plan.module + ".v"};
    plan.directedSteps = vectors.directedSteps;
    plan.testSteps = vectors.steps - vectors.directedSteps;
    plan.testVectors = vectors.testResults();
    plan.results = vectors.results.size();
    plan.stateSteps = vectors.stateSteps;
    const auto channels = static_cast<std::size_t>(network.channels());
    std::size_t series = 0;
    for (std::size_t i = vectors.directedSeries; i < vectors.series.size() && series < kIcarusSeries;
         ++i, ++series)
        plan.icarusVerifySteps += vectors.series[i].inputs.size() / channels;
    if (network.task == data::Task::predict)
        plan.icarusVerifySteps = std::min(plan.testSteps, kIcarusSteps);
    const double affordable =
        kIcarusSeconds * kIcarusNodesPerSecond / static_cast<double>(lowered.circuit.nodes.size());
    plan.icarusCheckSteps = std::min(plan.icarusVerifySteps, static_cast<std::size_t>(affordable));
    return plan;
}

TemplateValues benchValues(const ReservoirProject& project, const ProjectOptions& options)
{
    const BenchFormat& format = project.vectors.format;
    TemplateValues values;
    const auto set = [&](const char* key, std::size_t value) { values[key] = std::to_string(value); };
    values["module"] = project.plan.module;
    values["sources"] = fmt::format("{}", fmt::join(project.plan.sources, " "));
    set("inWidth", static_cast<std::size_t>(format.channels * format.inputBits));
    set("fields", static_cast<std::size_t>(format.fields()));
    set("fieldBits", static_cast<std::size_t>(format.fieldBits));
    set("neurons", static_cast<std::size_t>(format.neurons));
    set("stateBits", static_cast<std::size_t>(format.stateBits));
    set("steps", project.vectors.steps);
    set("directedSteps", project.vectors.directedSteps);
    set("directedSeries", project.vectors.directedSeries);
    set("outputLines", project.vectors.results.size() + 1);
    set("stateLines", project.vectors.stateSteps + 1);
    set("warmUpSteps", std::min(project.vectors.steps, kWarmUpSteps));
    set("latency", static_cast<std::size_t>(project.lowered.latencyCycles));
    values["signalCases"] = signalCases(format);
    values["verilatorOptions"] = fmt::format("{}", fmt::join(verilatorOptions(), " "));
    set("patience", kPatience);
    addDeviceValues(values, project.plan.module, options.device, options.clockMhz);
    return values;
}

nlohmann::json makeManifest(const IntegerReservoir& network, const Provenance& provenance,
                            const ReservoirProject& project, const ProjectOptions& options)
{
    nlohmann::json manifest;
    manifest["format"] = "burin-project";
    manifest["formatVersion"] = 1;
    manifest["family"] = "reservoir";
    manifest["burin"] = BURIN_VERSION;
    manifest["device"] = options.device;
    manifest["clockMhz"] = options.clockMhz;
    manifest["data"] = {{"name", provenance.dataName}, {"sha256", provenance.dataSha256}};
    manifest["seeds"] = nlohmann::json::array();
    for (const std::uint64_t seed : provenance.seeds)
        manifest["seeds"].push_back(seedToJson(seed));
    manifest["config"] = provenance.config;
    if (provenance.scaler)
        manifest["scaler"] = *provenance.scaler;
    manifest["classNames"] = provenance.classNames;
    manifest["metrics"] = provenance.metrics;
    manifest["scores"] = provenance.scores;
    manifest["network"] = {{"neurons", network.neurons()},
                           {"channels", network.channels()},
                           {"outputs", network.outputs()},
                           {"readout", network.readout.text()},
                           {"latencyCycles", project.lowered.latencyCycles},
                           {"pipelineLevels", project.lowered.pipelineLevels}};
    manifest["bench"] = project.plan;
    manifest["proof"] = project.fingerprint;
    return manifest;
}

} // namespace

Result<ReservoirProject> buildReservoirProject(const IntegerReservoir& network, const Provenance& provenance,
                                               const std::vector<data::Series>& stimuli,
                                               const ProjectOptions& options)
{
    BURIN_CHECK(checkModuleName(options.moduleName));
    BURIN_CHECK(checkStimuli(network, stimuli));
    if (!(options.clockMhz > 0) || options.clockMhz > 10'000)
        return fail(ErrorCode::usage, fmt::format("{} MHz is no clock", options.clockMhz), "clock");
    if (provenance.scaler && provenance.scaler->channels().size() < static_cast<std::size_t>(network.channels()))
        return fail(ErrorCode::invalidInput, "the scale has fewer channels than the network", "scaler");
    LowerOptions lower;
    lower.moduleName = options.moduleName;
    lower.pipeline = options.pipeline;
    lower.device = options.traits;
    for (const data::Series& series : stimuli)
        lower.maxSeriesSteps = std::max(lower.maxSeriesSteps, static_cast<int>(series.steps()));

    ReservoirProject project;
    BURIN_TRY(project.lowered, lowerReservoir(network, lower));
    BURIN_TRY(project.vectors, makeVectors(network, resultBits(project.lowered), presentStates(project.lowered),
                                           quantised(network, stimuli)));
    project.plan = makePlan(network, project.lowered, project.vectors);
    project.values = benchValues(project, options);
    addHostValues(project.values, network, provenance, project.lowered);
    addReadmeValues(project.values, network, provenance, project, options);

    ProjectFiles& files = project.files;
    const std::string& module = project.plan.module;
    files[project.plan.sources.front()] = circuit::emitVerilog(project.lowered.circuit);
    files["tb/dut.v"] = benchWrapper(project.lowered, project.vectors.format);
    files["vectors/inputs.hex"] = inputsText(project.vectors);
    files["vectors/outputs.hex"] = outputsText(project.vectors);
    files["vectors/states.hex"] = statesText(project.vectors, network);
    files["vectors/host.txt"] = hostSamples(network, provenance, stimuli);
    files["network.json"] = nlohmann::json(network).dump() + "\n";
    BURIN_CHECK(addTemplates(project, {{"project/tb/tb.v", "tb/tb.v"},
                                       {"project/tb/main.cpp", "tb/main.cpp"},
                                       {"project/Makefile", "Makefile"},
                                       {"project/yosys.ys", "yosys.ys"},
                                       {"project/build_vivado.tcl", "build_vivado.tcl"},
                                       {"project/build_quartus.tcl", "build_quartus.tcl"},
                                       {"project/constraints/constraints.xdc", "constraints/" + module + ".xdc"},
                                       {"project/constraints/constraints.sdc", "constraints/" + module + ".sdc"},
                                       {"project/host/host.h", "host/" + module + ".h"},
                                       {"project/host/host.py", "host/" + module + ".py"},
                                       {"project/host/host_test.c", "host/host_test.c"}}));
    addSynthMaps(project);
    project.fingerprint = proofFingerprint(files);
    project.manifest = makeManifest(network, provenance, project, options);
    return project;
}

} // namespace burin::project
