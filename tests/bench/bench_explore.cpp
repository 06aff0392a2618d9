// SPDX-License-Identifier: GPL-3.0-or-later
// bench_explore DATA [SCALE] [READOUT] [SEEDS] [THREADS] [RANKERS]: seconds of the grid 4, 6, 8 bit x 7 rates x all
// rankers but leave-one-out (or the comma-separated ones given), read-out re-fitted, into a study in the temporary folder.
#include "core/base/file.h"
#include "core/compress/ranker.h"
#include "core/data/load.h"
#include "core/explore/reservoir_evaluator.h"
#include "core/explore/sweep.h"
#include "core/study/report.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <sstream>

namespace {

using namespace burin;

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Result<void> run(const std::vector<std::string>& arguments)
{
    const auto argument = [&](std::size_t i, const char* standard) {
        return i < arguments.size() ? arguments[i] : std::string(standard);
    };
    data::LoadOptions options;
    options.data = argument(1, "strokes");
    BURIN_TRY(data::Dataset loaded, data::loadDataset(options));
    const auto dataset = std::make_shared<const data::Dataset>(std::move(loaded));
    reservoir::ReservoirConfig base;
    base.scale = argument(2, "none");
    BURIN_TRY(base.readout, reservoir::Readout::parse(argument(3, "last")));
    base.seeds = std::stoi(argument(4, "5"));
    JobContext ctx;
    ctx.threads = static_cast<unsigned>(std::stoi(argument(5, "2")));
    nlohmann::json rankers = nlohmann::json::array();
    std::istringstream list(argument(6, ""));
    for (std::string name; std::getline(list, name, ',');)
        rankers.push_back(name);
    if (rankers.empty())
        for (const std::string& name : compress::rankerNames())
            if (name != "leave-one-out")
                rankers.push_back(name);
    const explore::SweepConfig config = explore::sweepOver(
        base, {{"bits", {4, 6, 8}}, {"ranker", rankers}, {"prune", {0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9}}});
    explore::ReservoirEvaluator evaluator(dataset, 1);
    BURIN_TRY(const ScratchFolder folder, ScratchFolder::create("burin-bench"));
    BURIN_TRY(const auto study, study::Study::create(folder.path() / "bench.burin",
                                                     explore::reservoirIdentity(*dataset, base, 1)));
    const double start = now();
    std::size_t reported = 0;
    ctx.progress = [&](const Progress& progress) {
        if (progress.done != reported && progress.done % 10 == 1)
            fmt::print(stderr, "{:6.1f} s  {:5.1f} %  {} of {}\n", now() - start, 100 * progress.fraction, progress.done,
                       progress.total);
        reported = progress.done;
    };
    BURIN_TRY(const auto outcome, explore::runSweep(config, evaluator, *study, ctx));
    fmt::print("{} points, {} failed, {:.1f} s on {} threads\n", outcome.computed, outcome.failed, now() - start,
               ctx.threads);
    BURIN_TRY(auto points, study->load());
    study::sortByConfig(points);
    fmt::print("{}", study::markdownReport(study->identity(), points, study::frontOf(points, study->identity())));
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    const auto outcome = run({argv, argv + argc});
    if (!outcome)
        fmt::print(stderr, "{}\n", outcome.error().text());
    return outcome ? 0 : 1;
}
