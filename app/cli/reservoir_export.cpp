// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli reservoir export: a point of a study, or a configuration, as a verified Verilog project.
#include "app/cli/reservoir_commands.h"
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
        BURIN_TRY(auto found, study->find(arguments.point));
        if (!found)
            return fail(ErrorCode::notFound, "there is no point " + arguments.point, arguments.study,
                        "`burin-cli study list` names the points.");
        point = *std::move(found);
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
    return exportReport(record, {{"point", point.id}, {"validation", point.validation}});
}

} // namespace burin::cli
