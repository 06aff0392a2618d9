// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli reservoir export: a point of a study, or a configuration, as a verified Verilog project.
#include "app/cli/reservoir_commands.h"
#include "app/cli/study_evaluator.h"
#include "core/explore/deliver.h"

#include <fmt/format.h>

namespace burin::cli {

Report exportReport(const project::ExportRecord& record, const nlohmann::json& more)
{
    Report report;
    report.document = {{"folder", record.folder.string()},
                       {"files", record.files},
                       {"bytes", record.bytes},
                       {"sealed", record.sealed},
                       {"verification", record.verification}};
    report.document.update(more);
    std::string seal = record.verification.seal();
    if (!record.sealed) {
        seal = "UNSEALED: not every vector was simulated";
        if (!record.verification.missingTools.empty())
            seal += fmt::format("; not installed: {} (install it and run `burin-cli verify`)",
                                fmt::join(record.verification.missingTools, ", "));
    }
    report.text = fmt::format("{}\n{}\n", seal, record.folder.string());
    return report;
}

void keepSeal(Report& report, const project::ExportRecord& record, const std::string& study,
              const std::string& point)
{
    const auto kept = [&]() -> Result<void> {
        BURIN_TRY(const auto opened, study::Study::open(study));
        return explore::keepSeal(*opened, point, record.verification);
    }();
    if (!kept)
        report.text += fmt::format("The seal is not in the study: {}\n", kept.error().text());
}

Result<Report> exportReservoir(const DataFlags& data, const ReservoirFlags& flags,
                               const ExportArguments& arguments, const JobContext& job)
{
    if (arguments.study.empty() == !data.given() || arguments.study.empty() != arguments.point.empty())
        return fail(ErrorCode::usage, "give either --study with --point, or --data", "reservoir export");
    std::unique_ptr<study::Study> study;
    optimise::DesignPoint point;
    ReservoirProblem problem;
    if (!arguments.study.empty()) {
        BURIN_TRY(study, study::Study::openReadOnly(arguments.study));
        BURIN_TRY(point, findPoint(*study, arguments.point));
        BURIN_TRY(problem, openProblem(*study, job));
    } else {
        BURIN_TRY(problem, openProblem(data, flags, job));
        BURIN_TRY(point,
                  explore::evaluatePoint(*problem.evaluator, problem.canonical, job.part(0, 0.5, "training")));
    }
    BURIN_TRY(const auto deliverable, explore::makeDeliverable(point, problem.identity, *problem.evaluator, job));
    project::ExportOptions options;
    options.folder = arguments.out;
    options.overwrite = arguments.overwrite;
    options.verify = !arguments.unsealed;
    options.project = deliverable.options;
    BURIN_TRY(const auto record,
              project::exportReservoirProject(deliverable.network, deliverable.provenance, deliverable.stimuli,
                                              options, job.part(0.5, 1, "verifying and writing")));
    Report report = exportReport(record, {{"point", point.id}, {"validation", point.validation}});
    if (study)
        keepSeal(report, record, arguments.study, point.id);
    return report;
}

} // namespace burin::cli
