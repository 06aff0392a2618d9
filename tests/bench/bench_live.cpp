// SPDX-License-Identifier: GPL-3.0-or-later
// bench_live DATA [SCALE] [READOUT]: milliseconds of what a slider waits for at N = 50, on one thread: the first visit of
// each bit width (the rough estimate and how far it is from the estimate, the exact score), then pruning moves (estimate
// and exact validation); and how long a sweep takes to stop. Fails where a slider waits longer than the limits below.
#include "core/data/load.h"
#include "core/base/file.h"
#include "core/explore/live_reservoir.h"
#include "core/explore/sweep.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace {

using namespace burin;

constexpr double kEstimateMs = 50;
constexpr double kPruningMs = 300;     ///< estimate and exact validation of a pruning move
constexpr double kFirstVisitMs = 1500; ///< of a bit width, until its exact validation

double now()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The longest wait of each kind, for the verdict.
struct Longest {
    double estimate = 0;
    double pruning = 0;
    double firstVisit = 0;

    [[nodiscard]] bool withinLimits() const
    {
        return estimate < kEstimateMs && pruning < kPruningMs && firstVisit < kFirstVisitMs;
    }
};

double lutOf(const std::map<std::string, Metric>& metrics)
{
    return metrics.at("lut").value.value_or(0);
}

/// A bit width that was never asked for: rough estimate, then the exact score.
Result<void> firstVisit(explore::LiveReservoir& live, const reservoir::ReservoirConfig& config, Longest& longest)
{
    double start = now();
    BURIN_TRY(const auto rough, live.roughEstimate(config, {}));
    const double roughMs = now() - start;
    BURIN_TRY(const auto score, live.score(config, {}));
    const double scored = now() - start;
    BURIN_TRY(const auto estimate, live.estimate(config, {}));
    fmt::print("{} bit: first visit         rough estimate {:6.1f} ms ({:+.1f} % LUT), validation {:6.1f} ms ({:.4f})\n",
               config.widths.recurrent, roughMs, (lutOf(rough) / lutOf(estimate.metrics) - 1) * 100, scored,
               score.validation);
    longest.estimate = std::max(longest.estimate, roughMs);
    longest.firstVisit = std::max(longest.firstVisit, scored);
    return {};
}

Result<void> pruningMoves(explore::LiveReservoir& live, reservoir::ReservoirConfig config, Longest& longest)
{
    for (const char* ranker : {"magnitude", "sensitivity"})
        for (const double prune : {0.15, 0.3, 0.6}) {
            config.ranker = ranker;
            config.prune = prune;
            const double start = now();
            BURIN_TRY(const auto estimate, live.estimate(config, {}));
            const double estimated = now() - start;
            BURIN_TRY(const auto score, live.score(config, {}));
            const double scored = now() - start;
            fmt::print("{} bit, {:<11} {:4.2f}:  estimate {:6.1f} ms, validation {:6.1f} ms  ({:.4f}, {:.0f} LUT)\n",
                       config.widths.recurrent, ranker, prune, estimated, scored, score.validation,
                       lutOf(estimate.metrics));
            longest.estimate = std::max(longest.estimate, estimated);
            longest.pruning = std::max(longest.pruning, scored);
        }
    return {};
}

/// Stops a fresh sweep on two threads after `delay` ms; the time until it returns.
Result<double> stopAfter(double delay, const std::shared_ptr<const data::Dataset>& dataset,
                         const reservoir::ReservoirConfig& config)
{
    BURIN_TRY(const ScratchFolder folder, ScratchFolder::create("burin-bench"));
    BURIN_TRY(const auto study, study::Study::create(folder.path() / "bench.burin",
                                                     explore::reservoirIdentity(*dataset, config, 1)));
    explore::ReservoirEvaluator evaluator(dataset, 1);
    const explore::SweepConfig sweep = explore::sweepOver(
        config, {{"bits", {4, 6, 8}}, {"ranker", {"sensitivity", "lasso"}}, {"prune", {0, 0.3, 0.6}}});
    std::stop_source stop;
    JobContext ctx;
    ctx.stop = stop.get_token();
    ctx.threads = 2;
    std::jthread job([&] { static_cast<void>(explore::runSweep(sweep, evaluator, *study, ctx)); });
    std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(delay));
    const double start = now();
    stop.request_stop();
    job.join();
    return now() - start;
}

Result<bool> run(const std::vector<std::string>& arguments)
{
    const auto argument = [&](std::size_t i, const char* standard) {
        return i < arguments.size() ? arguments[i] : std::string(standard);
    };
    data::LoadOptions options;
    options.data = argument(1, "strokes");
    BURIN_TRY(data::Dataset loaded, data::loadDataset(options));
    reservoir::ReservoirConfig config;
    config.scale = argument(2, "none");
    BURIN_TRY(config.readout, reservoir::Readout::parse(argument(3, "mean")));
    const auto dataset = std::make_shared<const data::Dataset>(std::move(loaded));
    explore::LiveReservoir live(std::make_shared<explore::ReservoirEvaluator>(dataset, 1));
    double start = now();
    BURIN_TRY(const auto context, live.evaluator()->context(config, 0, {}));
    fmt::print("search and float network   {:8.1f} ms (float validation {:.4f})\n", now() - start,
               context->floatValidation);
    Longest longest;
    for (const int bits : {8, 6, 4}) {
        config.widths = reservoir::Widths::uniform(bits);
        config.prune = 0;
        BURIN_CHECK(firstVisit(live, config, longest));
        config.ranker = "sensitivity";
        start = now();
        BURIN_CHECK(live.prepare(config, {}));
        fmt::print("{} bit: ranking, while idle {:7.1f} ms\n", bits, now() - start);
        BURIN_CHECK(pruningMoves(live, config, longest));
    }
    fmt::print("longest wait, of what is allowed, in ms: estimate {:.0f} of {:.0f}, pruning move {:.0f} of {:.0f}, first "
               "visit {:.0f} of {:.0f}\n",
               longest.estimate, kEstimateMs, longest.pruning, kPruningMs, longest.firstVisit, kFirstVisitMs);
    for (const double delay : {200.0, 700.0, 1500.0, 3000.0, 5000.0, 7000.0}) {
        BURIN_TRY(const double took, stopAfter(delay, dataset, config));
        fmt::print("sweep stopped after {:5.0f} ms: returned in {:6.1f} ms\n", delay, took);
    }
    return longest.withinLimits();
}

} // namespace

int main(int argc, char** argv)
{
    const auto outcome = run({argv, argv + argc});
    if (!outcome)
        fmt::print(stderr, "{}\n", outcome.error().text());
    return outcome && *outcome ? 0 : 1;
}
