// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar export: the periphery of a network on crossbars as a verified Verilog project.
#include "app/cli/crossbar_commands.h"
#include "app/cli/crossbar_problem.h"
#include "app/cli/reservoir_commands.h"
#include "core/project/crossbar_project.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

constexpr std::size_t kImages = 16;

struct CrossbarExportArguments {
    CrossbarFlags flags;
    std::string out;
    std::string device = "xc7";
    bool overwrite = false;
    bool unsealed = false;
    bool fixedPrecision = false;
};

Result<Report> exportCrossbar(CrossbarExportArguments arguments, const JobContext& job)
{
    if (arguments.flags.images.images == 0)
        arguments.flags.images.images = kImages;
    BURIN_TRY(const CrossbarProblem problem, openCrossbarProblem(arguments.flags, job.part(0, 0.2, "network")));
    project::CrossbarProvenance provenance;
    provenance.title = fmt::format("{} on {}", problem.trained.name, problem.preset.name);
    provenance.dataName = problem.dataName;
    provenance.dataSha256 = problem.dataSha256;
    provenance.weights = problem.trained.sha256;
    provenance.adc = arguments.flags.adc;
    provenance.classNames = problem.classNames;
    if (!problem.policy.empty())
        provenance.policy = cnn::policyToJson(problem.policy);
    project::CrossbarProjectOptions design;
    design.device = arguments.device;
    design.mixed = !arguments.fixedPrecision;
    project::ExportOptions options;
    options.folder = arguments.out;
    options.overwrite = arguments.overwrite;
    options.verify = !arguments.unsealed;
    BURIN_TRY(const auto record,
              project::exportCrossbarProject(problem.ideal, problem.preset, provenance, problem.images.pixels,
                                             design, options, job.part(0.2, 1, "verifying and writing")));
    return exportReport(record, {{"preset", problem.preset.name}, {"images", problem.images.size()}});
}

} // namespace

void addCrossbarExport(CLI::App& crossbar, Terminal& terminal)
{
    auto arguments = std::make_shared<CrossbarExportArguments>();
    CLI::App* command = terminal.add(
        crossbar, "export", "The digital periphery of a network on crossbars as a verified Verilog project",
        [arguments](const JobContext& job) { return exportCrossbar(*arguments, job); });
    addCrossbarFlags(*command, arguments->flags);
    command->get_option("--images")->description("Test images that the bench plays (default: 16)");
    command->add_option("--out", arguments->out, "Folder of the project")->required();
    command->add_option("--device", arguments->device, "Device family of yosys.ys")
        ->check(CLI::IsMember({"xc7", "xcup", "cycloneive", "ice40"}))
        ->capture_default_str();
    command->add_flag("--overwrite", arguments->overwrite, "Replace a project that Burin wrote");
    command->add_flag("--unsealed", arguments->unsealed, "Write without verification");
    command->add_flag("--fixed-precision", arguments->fixedPrecision,
                      "Wire the precision of the layers in, which has to be the same for all (to compare areas)");
}

} // namespace burin::cli
