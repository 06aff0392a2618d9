// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli reservoir train and reservoir sensitivity
#include "app/cli/reservoir_commands.h"
#include "core/base/text.h"
#include "core/compress/batch_kernel.h"
#include "core/data/describe.h"
#include "core/explore/live_reservoir.h"
#include "core/optimise/statistics.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <thread>

namespace burin::cli {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct TrainedSeed {
    std::uint64_t seed = 0;
    double floatTest = 0;
    double integerTest = 0;
    double validation = 0;
    reservoir::HyperParameters hyper;
    std::map<std::string, Metric> metrics;
};

Result<TrainedSeed> trainSeed(ReservoirProblem& problem, std::size_t index, const JobContext& job)
{
    auto& evaluator = *problem.evaluator;
    TrainedSeed out;
    out.seed = evaluator.replicaSeed(index);
    BURIN_TRY(const auto built, evaluator.build(problem.config, index, job));
    out.validation = built.validation;
    out.hyper = built.context->hyper;
    BURIN_TRY(const auto deployed, evaluator.deployed(problem.config, index, job));
    BURIN_TRY(const auto test, reservoir::testSamples(*built.context, *problem.dataset));
    out.integerTest = reservoir::testMetric(deployed, test);
    BURIN_TRY(out.floatTest, reservoir::floatTestMetric(*built.context, test));
    if (!std::isfinite(out.validation) || !std::isfinite(out.integerTest) || !std::isfinite(out.floatTest))
        return fail(
            ErrorCode::invalidInput,
            fmt::format("the {} is undefined: the target does not change in the validation or the test part",
                        problem.identity.target),
            problem.dataset->source, "Give a series whose target varies, or another --target.");
    BURIN_TRY(const auto hardware, evaluator.hardware(problem.config, index, job));
    out.metrics = hardware.estimate.metrics();
    return out;
}

Interval95 intervalOf(const std::vector<TrainedSeed>& seeds, double TrainedSeed::*member)
{
    std::vector<std::optional<double>> values;
    for (const TrainedSeed& seed : seeds)
        values.emplace_back(seed.*member);
    return optimise::interval95(values);
}

/// Mean over the seeds, as a point's metric.
Metric meanMetric(const std::vector<TrainedSeed>& seeds, const std::string& key)
{
    optimise::DesignPoint point;
    for (const TrainedSeed& seed : seeds) {
        optimise::Replica replica;
        replica.metrics = seed.metrics;
        point.replicas.push_back(std::move(replica));
    }
    optimise::summarise(point);
    return point.metric(key);
}

Report trainReport(const ReservoirProblem& problem, const std::vector<TrainedSeed>& seeds)
{
    const Interval95 floats = intervalOf(seeds, &TrainedSeed::floatTest);
    const Interval95 integers = intervalOf(seeds, &TrainedSeed::integerTest);
    Report report;
    const reservoir::Widths& w = problem.config.widths;
    report.document = {
        {"metric", problem.identity.target},
        {"seeds", nlohmann::json::array()},
        {"mean", {{"float", *floats.mean}, {"integer", *integers.mean}}},
        {"ci95", {{"float", nullptr}, {"integer", nullptr}}},
        {"bits", {{"input", w.input}, {"state", w.state}, {"in", w.in}, {"r", w.recurrent}, {"out", w.out}}},
        {"hyperparameters", seeds.front().hyper},
        {"hardware", nlohmann::json::object()},
        {"config", problem.canonical}};
    if (floats.ci95)
        report.document["ci95"] = {{"float", *floats.ci95}, {"integer", *integers.ci95}};
    for (const char* key : {"lut", "ff", "delayNs", "powerMw", "pdpPj", "energyPerInferenceNj"})
        report.document["hardware"][key] = meanMetric(seeds, key);
    std::vector<std::vector<std::string>> rows{{"seed", "validation", "test float", "test integer", "LUT"}};
    for (const TrainedSeed& seed : seeds) {
        report.document["seeds"].push_back({{"seed", seedToJson(seed.seed)},
                                            {"float", seed.floatTest},
                                            {"integer", seed.integerTest},
                                            {"validation", seed.validation},
                                            {"hyperparameters", seed.hyper},
                                            {"lut", seed.metrics.at("lut")}});
        rows.push_back({std::to_string(seed.seed), fmt::format("{:.4f}", seed.validation),
                        fmt::format("{:.4f}", seed.floatTest), fmt::format("{:.4f}", seed.integerTest),
                        text(seed.metrics.at("lut"))});
    }
    rows.push_back({"mean", text(intervalOf(seeds, &TrainedSeed::validation)), text(floats), text(integers),
                    text(meanMetric(seeds, "lut"))});
    const auto warnings = data::warnings(*problem.dataset);
    report.document["warnings"] = warnings;
    report.text =
        warningText(warnings) +
        fmt::format("{}, {} of the test set; validation chose everything\n", problem.dataset->name,
                    problem.identity.target) +
        table(rows) +
        "The integer network's weights were refined on training data after quantisation, the float network's were "
        "not.\n";
    return report;
}

double peakMacsPerSecond(const compress::BatchKernel<std::int32_t>& kernel, unsigned threads)
{
    constexpr std::uint64_t kLoops = 4'000'000;
    double best = 0;
    for (int repeat = 0; repeat < 3; ++repeat) {
        std::vector<std::uint64_t> macs(threads);
        const auto start = Clock::now();
        {
            std::vector<std::jthread> pool;
            for (unsigned k = 0; k < threads; ++k)
                pool.emplace_back([&macs, &kernel, k] {
                    alignas(64) std::array<std::int32_t, 64> sink{};
                    macs[k] = kernel.peak(kLoops, sink.data());
                });
        }
        double total = 0;
        for (const std::uint64_t m : macs)
            total += static_cast<double>(m);
        best = std::max(best, total / secondsSince(start));
    }
    return best;
}

} // namespace

Result<Report> trainReservoir(const DataFlags& data, const ReservoirFlags& flags, const JobContext& job)
{
    BURIN_TRY(auto problem, openProblem(data, flags, job));
    std::vector<TrainedSeed> seeds(problem.evaluator->replicas(problem.canonical));
    JobContext inner = job;
    inner.progress = nullptr;
    inner.threads = 1;
    BURIN_CHECK(parallelFor(job, seeds.size(), [&](std::size_t i) -> Result<void> {
        BURIN_TRY(seeds[i], trainSeed(problem, i, inner));
        return {};
    }));
    return trainReport(problem, seeds);
}

Result<Report> reservoirSensitivity(const DataFlags& data, const ReservoirFlags& flags, const JobContext& job)
{
    BURIN_TRY(auto problem, openProblem(data, flags, job));
    const unsigned threads = job.threads;
    explore::LiveReservoir live(std::shared_ptr<explore::ReservoirEvaluator>(std::move(problem.evaluator)));
    BURIN_CHECK(live.prepare(problem.config, job.part(0, 0.5, "training")));
    const auto start = Clock::now();
    BURIN_TRY(const auto found, live.sensitivity(problem.config, job.part(0.5, 1, "flipping bits")));
    const double seconds = secondsSince(start);
    const int widest = std::max({problem.config.widths.state, problem.config.widths.recurrent});
    const auto& kernel = compress::kernelFor(bestSimdSet(), widest);
    Report report;
    report.document = {{"evaluations", found->evaluations}, {"macs", found->usefulMacs},
                       {"issuedMacs", found->issuedMacs},   {"seconds", seconds},
                       {"peakFraction", nullptr},           {"simd", found->kernel},
                       {"unflipped", found->unflipped},     {"weights", nlohmann::json::array()}};
    if (kernel.peak != nullptr)
        report.document["peakFraction"] =
            static_cast<double>(found->issuedMacs) / seconds / peakMacsPerSecond(kernel, threads);
    std::vector<std::vector<std::string>> rows{{"matrix", "row", "column", "value", "score"}};
    for (const auto& weight : found->weights) {
        report.document["weights"].push_back({{"matrix", compress::toString(weight.weight.matrix)},
                                              {"row", weight.weight.row},
                                              {"column", weight.weight.column},
                                              {"value", weight.value},
                                              {"bits", weight.bits},
                                              {"score", weight.score}});
        rows.push_back({compress::toString(weight.weight.matrix), std::to_string(weight.weight.row),
                        std::to_string(weight.weight.column), std::to_string(weight.value),
                        fmt::format("{:.6f}", weight.score)});
    }
    report.text = table(rows) +
                  fmt::format("{} evaluations in {:.2f} s by {}\n", found->evaluations, seconds, found->kernel);
    return report;
}

} // namespace burin::cli
