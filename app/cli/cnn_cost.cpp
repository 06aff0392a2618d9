// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn cost: LUTs and frames a second of a network on tiled engines, with tiles found or given.
#include "app/cli/cnn_commands.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/fpga/cnn_metrics.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

struct CostArguments {
    std::string network;
    std::string model = "mended";
    std::string allocation = "exact";
    std::string groups; ///< empty: as the allocation has it
    std::string tiles;
    std::string device = "xc7";
    std::uint64_t lut = 0; ///< 0: the device's
    double fps = 0;
    double clockMhz = 100;
    bool allowEmpty = false;
};

Result<fpga::EngineModel> modelOf(const std::string& name)
{
    if (name == "fitted")
        return fail(ErrorCode::usage, "there is no fitted model of the engines yet", "model",
                    "It comes with the calibration of the accelerator; use mended or lu2019.");
    return name == "lu2019" ? fpga::EngineModel::lu2019 : fpga::EngineModel::mended;
}

Result<fpga::Allocation> placeGiven(const CostArguments& arguments, const fpga::EngineLayers& layers,
                                    fpga::AllocationProblem& problem, const JobContext& job)
{
    BURIN_TRY(const std::string text, readFile(arguments.tiles, std::uintmax_t{1} << 24U));
    BURIN_TRY(const nlohmann::json json,
              parseJson(text, arguments.tiles, R"(The form is {"groups": [[[3, 48], [12, 48]], [[16, 36]]]}.)"));
    BURIN_TRY(const auto groups, fpga::tilesFromJson(json, arguments.tiles));
    if (arguments.groups == "one" && groups.size() > 1)
        return fail(ErrorCode::usage, fmt::format("{} groups, but --groups one", groups.size()), arguments.tiles,
                    "Leave --groups out, or put all tiles into one group.");
    if (groups.size() > 1)
        problem.groups = fpga::Grouping::any;
    auto placed = fpga::placeTiles(layers, groups, problem, job);
    if (!placed) {
        Error error = placed.error();
        error.where = arguments.tiles + (error.where.empty() ? "" : ": " + error.where);
        return Unexpected<Error>(std::move(error));
    }
    return placed;
}

std::vector<std::string> notesOf(const fpga::EngineLayers& layers, const fpga::Allocation& allocation,
                                 const fpga::Device& device)
{
    std::vector<std::string> notes;
    if (layers.headWeights > 0)
        notes.push_back(fmt::format("The head, {} weights, is not charged, as in the published model.",
                                    grouped(layers.headWeights)));
    if (allocation.groups.size() > 1)
        notes.push_back(fmt::format("{} groups run one after another on the same LUTs: the figures hold if "
                                    "reconfiguration between them costs no time.",
                                    allocation.groups.size()));
    if (allocation.lut > device.lut)
        notes.push_back(fmt::format("{} LUT are more than the {} of the {}.",
                                    grouped(static_cast<double>(allocation.lut), 0),
                                    grouped(static_cast<double>(device.lut), 0), device.part));
    return notes;
}

nlohmann::json documentOf(const fpga::Allocation& allocation, const std::map<std::string, Metric>& metrics)
{
    nlohmann::json document = metrics;
    document["cycles"] = allocation.groups.empty() ? nlohmann::json() : nlohmann::json(allocation.cycles);
    document["feasible"] = allocation.feasible;
    document["groups"] = nlohmann::json::array();
    for (const auto& group : allocation.groups) {
        nlohmann::json engines = nlohmann::json::array();
        for (const fpga::PlacedEngine& engine : group)
            engines.push_back({{"tile", {engine.tile.inputs, engine.tile.filters}},
                               {"lut", engine.lut},
                               {"cycles", engine.cycles}});
        document["groups"].push_back(engines);
    }
    if (const auto& relaxation = allocation.relaxation) {
        nlohmann::json& json = document["relaxation"] = {{"lut", nullptr}, {"fps", nullptr}};
        if (relaxation->leastLut)
            json["lut"] = *relaxation->leastLut;
        if (relaxation->highestFps)
            json["fps"] = *relaxation->highestFps;
        json["limitFps"] = relaxation->limitFps;
    }
    return document;
}

std::string textOf(const fpga::EngineLayers& layers, const fpga::Allocation& allocation,
                   const std::map<std::string, Metric>& metrics)
{
    std::string out;
    if (!allocation.groups.empty()) {
        std::vector<std::vector<std::string>> rows{
            {"layer", "group", "inputs", "filters", "tile", "LUT", "cycles"}};
        std::size_t index = 0;
        for (std::size_t g = 0; g < allocation.groups.size(); ++g)
            for (const fpga::PlacedEngine& engine : allocation.groups[g]) {
                const fpga::EngineLayer& layer = layers.layers[index++];
                rows.push_back({layer.name, std::to_string(g + 1), std::to_string(layer.inputs),
                                std::to_string(layer.filters),
                                fmt::format("{} x {}", engine.tile.inputs, engine.tile.filters),
                                grouped(static_cast<double>(engine.lut), 0),
                                grouped(static_cast<double>(engine.cycles), 0)});
            }
        out += table(rows) + "\n";
    }
    const auto row = [&metrics](const char* name, const char* key, int decimals, const char* unit) {
        const Metric& metric = metrics.at(key);
        return std::vector<std::string>{name, text(metric, decimals), unit,
                                        metric.has() ? toString(metric.tier) : ""};
    };
    return out + table({{"metric", "value", "unit", "tier"},
                        row("area", "lut", 0, "LUT"),
                        row("throughput", "fps", 2, "FPS"),
                        row("delay", "delayNs", 2, "ns"),
                        row("power", "powerMw", 2, "mW"),
                        row("PDP", "pdpPj", 1, "pJ"),
                        row("energy per image", "energyPerInferenceNj", 1, "nJ")});
}

Result<Report> cost(const CostArguments& arguments, const JobContext& job)
{
    BURIN_TRY(const fpga::EngineModel model, modelOf(arguments.model));
    const cnn::NetworkRules rules{arguments.allowEmpty};
    BURIN_TRY(const cnn::Network network, cnn::readNetwork(arguments.network, rules));
    BURIN_TRY(const fpga::EngineLayers layers, fpga::engineLayers(network, model, rules));
    BURIN_TRY(const fpga::Device device, fpga::loadDevice(arguments.device));
    fpga::AllocationProblem problem;
    problem.lut = arguments.lut > 0 ? static_cast<std::int64_t>(arguments.lut) : device.lut;
    problem.fps = arguments.fps;
    problem.clockMhz = arguments.clockMhz;
    if (arguments.allocation == "frontier")
        problem.method = fpga::AllocationMethod::frontier;
    const bool isAny =
        arguments.groups.empty() ? problem.method == fpga::AllocationMethod::frontier : arguments.groups == "any";
    problem.groups = isAny ? fpga::Grouping::any : fpga::Grouping::one;
    BURIN_TRY(const fpga::Allocation allocation, arguments.tiles.empty()
                                                     ? fpga::allocate(layers, problem, job)
                                                     : placeGiven(arguments, layers, problem, job));
    const auto metrics = fpga::engineMetrics(layers, allocation, device, problem.clockMhz);
    const auto notes = notesOf(layers, allocation, device);
    const std::string reason = fpga::infeasibleReason(allocation, problem);
    Report report;
    report.document = documentOf(allocation, metrics);
    report.document["device"] = device.name;
    report.document["model"] = arguments.model;
    report.document["clockMhz"] = problem.clockMhz;
    report.document["deviceFraction"] = static_cast<double>(allocation.lut) / device.lut;
    report.document["headWeights"] = layers.headWeights;
    report.document["notes"] = notes;
    report.text = textOf(layers, allocation, metrics);
    if (!allocation.groups.empty())
        report.text +=
            fmt::format("\n{} cycles per image at {:g} MHz; {:.1f} % of the LUTs of the {} ({}).\n",
                        grouped(static_cast<double>(allocation.cycles), 0), problem.clockMhz,
                        100.0 * static_cast<double>(allocation.lut) / device.lut, device.part, device.family);
    for (const std::string& note : notes)
        report.text += note + "\n";
    if (!allocation.feasible) {
        report.document["reason"] = reason;
        report.text += "Infeasible. " + reason + "\n";
        report.exit = Exit::infeasible;
    }
    return report;
}

} // namespace

void addCnnCost(CLI::App& cnn, Terminal& terminal)
{
    const auto arguments = std::make_shared<CostArguments>();
    CLI::App* command =
        terminal.add(cnn, "cost", "LUTs, throughput, power and energy of a network on tiled engines",
                     [arguments](const JobContext& job) { return cost(*arguments, job); });
    command->add_option("--network", arguments->network, "Network: a file or a built-in one (design-d)")
        ->required();
    command->add_option("--model", arguments->model, "Cost model: lu2019 as published, mended, or fitted")
        ->check(CLI::IsMember({"lu2019", "mended", "fitted"}))
        ->default_str("mended");
    auto* allocation = command
                           ->add_option("--allocation", arguments->allocation,
                                        "How tiles are found: the published frontier, or exact")
                           ->check(CLI::IsMember({"frontier", "exact"}))
                           ->default_str("exact");
    command
        ->add_option(
            "--groups", arguments->groups,
            "one resident pipeline, or any groups that run one after another (default: one; frontier: any)")
        ->check(CLI::IsMember({"one", "any"}));
    command->add_option("--tiles", arguments->tiles, "File with tiles to cost in place of an allocation")
        ->check(CLI::ExistingFile)
        ->excludes(allocation);
    command->add_option("--device", arguments->device, "xc7, xcup, cycloneive, ice40 or a device file")
        ->default_str("xc7");
    command->add_option("--lut", arguments->lut, "LUTs to spend (default: the device's)")
        ->check(wholeNumber(1, std::uint64_t{1} << 40U));
    command->add_option("--fps", arguments->fps, "Frames a second that are required (default: none)")
        ->check(CLI::Range(0.0, 1e9));
    command->add_option("--clock-mhz", arguments->clockMhz, "Clock of the engines")
        ->check(CLI::Range(1.0, 2000.0)) // as in cnn explore
        ->default_str("100");
    command->add_flag("--allow-empty", arguments->allowEmpty, "Allow formats of no bits (tensors of zeros)");
}

} // namespace burin::cli
