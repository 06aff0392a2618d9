// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar export: the periphery of a network on crossbars, of a point of a study or of a policy, as a
// verified Verilog project.
#include "app/cli/crossbar_commands.h"
#include "app/cli/crossbar_problem.h"
#include "app/cli/reservoir_commands.h"
#include "app/cli/study_evaluator.h"
#include "core/explore/deliver_crossbar.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

struct CrossbarExportArguments {
    CrossbarFlags flags;
    ExportArguments output;
    std::string device = "xc7";
    bool fixedPrecision = false;
};

using explore::CrossbarDeliverable;

Result<CrossbarDeliverable> fromFlags(CrossbarFlags flags, const JobContext& job)
{
    if (flags.images.images == 0)
        flags.images.images = explore::kBenchImages;
    BURIN_TRY(CrossbarProblem problem, openCrossbarProblem(flags, job));
    CrossbarDeliverable made{problem.ideal, std::move(problem.preset), {}, std::move(problem.images.pixels), {}};
    made.provenance.title = fmt::format("{} on {}", problem.trained.name, made.preset.name);
    made.provenance.dataName = problem.dataName;
    made.provenance.dataSha256 = problem.dataSha256;
    made.provenance.weights = problem.trained.sha256;
    made.provenance.adc = flags.adc;
    made.provenance.classNames = problem.classNames;
    if (!problem.policy.empty())
        made.provenance.policy = cnn::policyToJson(problem.policy);
    return made;
}

Result<CrossbarDeliverable> fromStudy(const study::Study& study, const optimise::DesignPoint& point,
                                      const ImageChoice& images, const JobContext& job)
{
    BURIN_TRY(const auto evaluator, openCrossbarStudy(study, job));
    BURIN_TRY(auto made, explore::makeCrossbarDeliverable(point, study.identity(), *evaluator, job));
    if (images.images != 0) {
        BURIN_TRY(auto chosen, chosenImages(images, evaluator->images()->dataset()));
        made.pixels = std::move(chosen.pixels);
    }
    return made;
}

Result<Report> exportCrossbar(const CrossbarExportArguments& arguments, const JobContext& job)
{
    const ExportArguments& output = arguments.output;
    const CrossbarFlags& flags = arguments.flags;
    const bool ofStudy = !output.study.empty();
    if (!ofStudy && (flags.images.data.empty() || flags.network.empty() || flags.preset.empty()))
        return fail(ErrorCode::usage,
                    "give either --study with --point, or --data, --network, --weights and --preset",
                    "crossbar export");
    const JobContext opening = job.part(0, 0.2, "network");
    std::unique_ptr<study::Study> study;
    optimise::DesignPoint point;
    if (ofStudy) {
        BURIN_TRY(study, study::Study::openReadOnly(output.study));
        BURIN_TRY(point, findPoint(*study, output.point));
    }
    BURIN_TRY(CrossbarDeliverable made,
              ofStudy ? fromStudy(*study, point, flags.images, opening) : fromFlags(flags, opening));
    made.design.device = arguments.device;
    made.design.mixed = !arguments.fixedPrecision;
    project::ExportOptions options;
    options.folder = output.out;
    options.overwrite = output.overwrite;
    options.verify = !output.unsealed;
    BURIN_TRY(const auto record,
              project::exportCrossbarProject(made.network, made.preset, made.provenance, made.pixels, made.design,
                                             options, job.part(0.2, 1, "verifying and writing")));
    const std::size_t images = made.pixels.size() / made.network.integer().network().input.values();
    Report report = exportReport(record, {{"preset", made.preset.name}, {"images", images}});
    if (ofStudy) {
        report.document["point"] = point.id;
        report.document["validation"] = point.validation;
        keepSeal(report, record, output.study, point.id);
    }
    return report;
}

} // namespace

void addCrossbarExport(CLI::App& crossbar, Terminal& terminal)
{
    auto arguments = std::make_shared<CrossbarExportArguments>();
    CLI::App* command = terminal.add(
        crossbar, "export", "The digital periphery of a network on crossbars as a verified Verilog project",
        [arguments](const JobContext& job) { return exportCrossbar(*arguments, job); });
    ExportArguments& output = arguments->output;
    CLI::Option* study = command->add_option("--study", output.study, "Crossbar study that has the point");
    CLI::Option* point = command->add_option("--point", output.point, "Point of that study")->needs(study);
    study->needs(point);
    addCrossbarFlags(*command, arguments->flags);
    for (const char* flag : {"--data", "--network", "--weights", "--policy", "--preset", "--adc"})
        command->get_option(flag)->required(false)->excludes(study);
    command->get_option("--images")
        ->description(fmt::format("Images of --split that the bench plays, taken evenly (default: {})",
                                  explore::kBenchImages));
    command->add_option("--out", output.out, "Folder of the project")->required();
    command->add_option("--device", arguments->device, "Device family of yosys.ys")
        ->check(CLI::IsMember({"xc7", "xcup", "cycloneive", "ice40"}))
        ->capture_default_str();
    command->add_flag("--overwrite", output.overwrite, "Replace a project that Burin wrote");
    command->add_flag("--unsealed", output.unsealed, "Write without verification");
    command->add_flag("--fixed-precision", arguments->fixedPrecision,
                      "Wire the precision of the layers in, which has to be the same for all (to compare areas)");
}

} // namespace burin::cli
