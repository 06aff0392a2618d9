// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli reservoir explore: a grid over bits, pruning, rankers and read-outs into a study.
#include "app/cli/reservoir_commands.h"
#include "core/data/describe.h"
#include "core/explore/synth_points.h"

#include <algorithm>
#include <chrono>

namespace burin::cli {
Result<Report> exploreReservoir(const DataFlags& data, const ReservoirFlags& flags,
                                const ExploreArguments& arguments, const JobContext& job)
{
    const auto start = std::chrono::steady_clock::now();
    BURIN_TRY(auto problem, openProblem(data, flags, job, true));
    BURIN_TRY(const auto base,
              flags.config(true)); // not the canonical form, which drops the ranker of an unpruned point
    BURIN_TRY(auto axes, flags.axes());
    // Where the window's sliders start: the canonical form of an unpruned point names no ranker.
    const auto rankers = std::find_if(axes.begin(), axes.end(), [](const auto& axis) { return axis.key == "ranker"; });
    problem.identity.details["config"]["ranker"] =
        rankers != axes.end() ? rankers->values.front() : nlohmann::json(base.ranker);
    auto sweep = explore::sweepOver(base, std::move(axes));
    BURIN_CHECK(arguments.study.apply(sweep));
    BURIN_TRY(const auto study, study::Study::openOrCreate(arguments.study.out, problem.identity));
    const bool synth = arguments.synth == "front";
    BURIN_TRY(
        const auto outcome,
        resumable(explore::runSweep(sweep, *problem.evaluator, *study, job.part(0, synth ? 0.5 : 1)), *study));
    if (synth)
        BURIN_CHECK(explore::synthFront(*study, *problem.evaluator, {}, job.part(0.5, 1, "synthesising")));
    if (data.test() == "front" || data.test() == "all")
        BURIN_CHECK(readTests(*study, *problem.evaluator, data.test() == "all", "reservoir explore --test", job));

    BURIN_TRY(Report report,
              reportSweep(*study, outcome,
                          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
    const auto warnings = data::warnings(*problem.dataset);
    report.document["warnings"] = warnings;
    report.text = warningText(warnings) + report.text;
    return report;
}

} // namespace burin::cli
