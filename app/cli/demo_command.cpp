// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli demo: the main job on generated pen strokes: train, explore, choose, export, verify, synthesise.
#include "app/cli/commands.h"
#include "app/cli/point_text.h"
#include "core/explore/deliver.h"
#include "core/explore/example.h"
#include "core/fpga/device.h"
#include "core/optimise/recommend.h"
#include "core/project/synth_project.h"
#include "core/study/report.h"

#include <fmt/format.h>

#include <memory>
#include <tuple>

namespace burin::cli {
namespace {

/// The floor of the demo's budget: this much below the best validation accuracy.
constexpr double kAllowedLoss = 0.02;

struct Chosen {
    optimise::DesignPoint point; ///< with its replicas
    std::string reason;
};

Result<Chosen> choose(const study::Study& study)
{
    BURIN_TRY(const auto points, study.load());
    double best = 0;
    for (const auto& point : points)
        best = std::max(best, point.value("validation").value_or(0));
    optimise::Budget budget{.capacities = fpga::capacitiesFor(points)};
    budget.set("validation", optimise::Limit::Bound::min, best - kAllowedLoss);
    const auto recommended = optimise::recommend(points, budget, {});
    if (!recommended.point)
        return fail(ErrorCode::infeasible, recommended.reason);
    BURIN_TRY(auto found, study.find(points[*recommended.point].id));
    return Chosen{*std::move(found), recommended.reason};
}

Result<project::ExportRecord> exportProject(const explore::Deliverable& deliverable,
                                            const std::filesystem::path& folder, bool overwrite,
                                            const JobContext& job)
{
    project::ExportOptions options;
    options.folder = folder;
    options.overwrite = overwrite;
    options.project = deliverable.options;
    return project::exportReservoirProject(deliverable.network, deliverable.provenance, deliverable.stimuli,
                                           options, job);
}

Result<project::SynthOutcome> synthesise(const std::filesystem::path& folder, const fpga::Device& device,
                                         const JobContext& job)
{
    project::SynthProjectOptions options;
    BURIN_TRY(options.target, tools::targetFromString(device.name));
    options.capacity = {device.lut, device.ff, device.bram, device.dsp};
    return project::synthProject(folder, options, job);
}

Result<std::string> frontText(const study::Study& study)
{
    BURIN_TRY(auto points, study.load());
    study::sortByConfig(points);
    const auto front = study::frontOf(points, study.identity(), {}, {.capacities = fpga::capacitiesFor(points)});
    std::vector<optimise::DesignPoint> members;
    for (const std::size_t index : front.front)
        members.push_back(points[index]);
    return fmt::format("front of {} points:\n{}", points.size(), pointTable(members));
}

/// Of the exported replica, not the means over the seeds that the front shows.
std::string estimateBesideSynthesis(const std::map<std::string, Metric>& estimated,
                                    const std::map<std::string, Metric>& synthesised, const std::string& device)
{
    const auto cell = [](const std::map<std::string, Metric>& metrics, const char* key, int decimals) {
        const auto at = metrics.find(key);
        return text(at == metrics.end() ? Metric{} : at->second, decimals);
    };
    std::vector<std::vector<std::string>> rows{{"exported replica", "estimate", "yosys " + device}};
    for (const auto& [label, key, decimals] :
         {std::tuple{"LUT", "lut", 0}, {"FF", "ff", 0}, {"delay ns", "delayNs", 2}, {"PDP pJ", "pdpPj", 1}})
        rows.push_back({label, cell(estimated, key, decimals), cell(synthesised, key, decimals)});
    return table(rows);
}

Result<Report> demo(const std::filesystem::path& out, bool overwrite, const JobContext& job)
{
    BURIN_TRY(const auto example, explore::reservoirExample());
    std::error_code error;
    std::filesystem::create_directories(out, error);
    if (error)
        return fail(ErrorCode::io, "cannot make the folder: " + error.message(), out.string());
    const auto studyFile = out / "strokes.burin";
    BURIN_CHECK(explore::runExample("strokes", studyFile, job.part(0, 0.4, "training and exploring")));
    BURIN_TRY(const auto study, study::Study::open(studyFile));
    BURIN_TRY(Chosen chosen, choose(*study));
    explore::ReservoirEvaluator evaluator(example.dataset, example.studySeed);
    BURIN_TRY(const Interval95 test, explore::readTest(*study, chosen.point.id, evaluator, "demo", job));
    BURIN_TRY(auto point, study->find(chosen.point.id));

    BURIN_TRY(const auto deliverable, explore::makeDeliverable(*point, study->identity(), evaluator, job));
    BURIN_TRY(const auto record, exportProject(deliverable, out / "project", overwrite,
                                               job.part(0.5, 0.8, "verifying and exporting")));
    BURIN_CHECK(explore::keepSeal(*study, point->id, record.verification));
    BURIN_TRY(const auto device, fpga::loadDevice(deliverable.options.device));
    BURIN_TRY(const auto synth, synthesise(record.folder, device, job.part(0.8, 1, "synthesising")));

    BURIN_TRY(const auto summary, study->summary());
    BURIN_TRY(const auto front, frontText(*study));
    const auto folder = std::filesystem::absolute(record.folder);
    Report report;
    report.document = {{"study", studyFile.string()},
                       {"points", summary.points},
                       {"chosen", *point},
                       {"reason", chosen.reason},
                       {"test", test},
                       {"verification", record.verification},
                       {"synth", synth},
                       {"project", folder.string()}};
    report.text = fmt::format(
        "{}\nchosen: {}\n{}\n{}\naccuracy: validation {}, test {}\nverified: {}\nproject: {}\n", front, point->id,
        chosen.reason, estimateBesideSynthesis(deliverable.provenance.metrics, synth.metrics(), device.name),
        text(point->validation), text(test), record.verification.seal(), folder.lexically_normal().string());
    return report;
}

} // namespace

void addDemoCommand(CLI::App& app, Terminal& terminal)
{
    struct Arguments {
        std::string out = "burin-demo";
        bool overwrite = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* command = terminal.add(
        app, "demo", "The main job on generated data, start to end",
        [arguments](const JobContext& job) { return demo(arguments->out, arguments->overwrite, job); });
    command->add_option("--out", arguments->out, "Folder for the study and the project")
        ->default_str("burin-demo");
    command->add_flag("--overwrite", arguments->overwrite, "Replace the project of an earlier demo");
}

} // namespace burin::cli
