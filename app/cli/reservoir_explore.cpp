// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli reservoir explore: a grid over bits, pruning, rankers and read-outs into a study.
#include "app/cli/reservoir_commands.h"
#include "app/cli/sweep_command.h"
#include "core/data/describe.h"
#include "core/explore/synth_points.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace burin::cli {
namespace {

/// "i/n", i from 1 to n.
Result<void> parseShard(const std::string& text, explore::SweepConfig& sweep)
{
    if (text.empty())
        return {};
    const std::size_t slash = text.find('/');
    const char* end = text.data() + text.size();
    if (slash != std::string::npos) {
        std::size_t shard = 0;
        std::size_t shards = 0;
        const auto first = std::from_chars(text.data(), text.data() + slash, shard);
        const auto second = std::from_chars(text.data() + slash + 1, end, shards);
        if (first.ec == std::errc{} && first.ptr == text.data() + slash && second.ec == std::errc{} &&
            second.ptr == end && shard >= 1 && shard <= shards) {
            sweep.shard = shard - 1;
            sweep.shards = shards;
            return {};
        }
    }
    return fail(ErrorCode::usage, fmt::format("\"{}\" is not a shard", text), "--shard",
                "Give i/n, i from 1 to n.");
}

} // namespace

Result<Report> exploreReservoir(const DataFlags& data, const ReservoirFlags& flags,
                                const ExploreArguments& arguments, const JobContext& job)
{
    const auto start = std::chrono::steady_clock::now();
    BURIN_TRY(auto problem, openProblem(data, flags, job, true));
    BURIN_TRY(const auto base,
              flags.config(true)); // not the canonical form, which drops the ranker of an unpruned point
    BURIN_TRY(auto axes, flags.axes());
    auto sweep = explore::sweepOver(base, std::move(axes));
    BURIN_CHECK(parseShard(arguments.shard, sweep));
    BURIN_CHECK(checkNewStudy(arguments.out, arguments.resume));
    BURIN_TRY(const auto study, study::Study::openOrCreate(arguments.out, problem.identity));
    const bool synth = arguments.synth == "front";
    BURIN_TRY(const auto outcome, sweepStudy(sweep, *problem.evaluator, *study, job.part(0, synth ? 0.5 : 1)));
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
