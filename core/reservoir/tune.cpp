// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/tune.h"

#include "core/base/exact_math.h"
#include "core/base/rng.h"
#include "core/reservoir/quantiser.h"
#include "core/reservoir/readout.h"

#include <algorithm>
#include <cmath>

namespace burin::reservoir {
namespace {

constexpr std::size_t kStatisticsSteps = 4000;
constexpr double kProbeReach = 3; ///< deviations that a probe's state word spans
constexpr int kMaxLeakShift = 4;
constexpr std::size_t kGeneration = 10; ///< candidates drawn around the same best ones
constexpr std::size_t kParents = 4;

/// Bounds of the searched space: [[cite]] Lukosevicius 2012, section 3, widened.
struct Range {
    double low;
    double high;
};
constexpr Range kRadius{0.2, 1.6};
constexpr Range kInput{0.05, 4};
constexpr Range kBias{0, 1};

HyperParameters draw(Rng& rng, bool freeLeak, double leak)
{
    HyperParameters hyper;
    hyper.spectralRadius = rng.uniform(kRadius.low, kRadius.high);
    hyper.inputScaling = exactExp(rng.uniform(exactLog(kInput.low), exactLog(kInput.high)));
    hyper.biasScaling = rng.uniform(kBias.low, kBias.high);
    const auto shift = static_cast<int>(rng.below(kMaxLeakShift + 1));
    hyper.leak = freeLeak ? std::ldexp(1.0, -shift) : leak;
    return hyper;
}

HyperParameters vary(const HyperParameters& parent, Rng& rng, double spread, bool freeLeak)
{
    HyperParameters hyper = parent;
    const auto within = [](double value, const Range& range) { return std::clamp(value, range.low, range.high); };
    hyper.spectralRadius = within(parent.spectralRadius + 0.4 * spread * rng.normal(), kRadius);
    hyper.inputScaling = within(parent.inputScaling * exactExp(spread * rng.normal()), kInput);
    hyper.biasScaling = within(parent.biasScaling + 0.4 * spread * rng.normal(), kBias);
    const double step = rng.uniform();
    if (freeLeak && step < 0.3)
        hyper.leak = std::clamp(parent.leak * (step < 0.15 ? 0.5 : 2.0), std::ldexp(1.0, -kMaxLeakShift), 1.0);
    return hyper;
}

/// Accuracies add up; errors multiply (a mean of logarithms), so that the widest error does not drown the others.
double share(data::Task task, double metric)
{
    return task == data::Task::classify ? metric : exactLog(std::max(metric, 1e-12));
}

Result<Candidate> judge(const ReplicaData& data, const FloatReservoir& drawn, const HyperParameters& hyper,
                        const std::vector<Widths>& probes)
{
    const FloatReservoir network = scaleReservoir(drawn, hyper);
    const Samples& fit = data.fit;
    const Samples& validation = data.validation;
    const std::span<const double> grid = fit.shape.width() > kWideFeatures ? coarseLambdaGrid() : lambdaGrid();
    BURIN_TRY(const FitResult real,
              fitFloat(fit, featureMatrix(floatFeatures(network, fit), fit), validation,
                       featureMatrix(floatFeatures(network, validation), validation), grid));
    Candidate candidate{hyper, share(fit.shape.task, real.validation)};
    candidate.hyper.lambda = real.lambda;
    if (probes.empty())
        return candidate;
    const StateStatistics statistics = stateStatistics(network, fit, kStatisticsSteps);
    for (const Widths& widths : probes) {
        IntegerReservoir integer =
            quantiseReservoir(network, widths, widths.input - 1, stateCode(statistics, kProbeReach, widths.state),
                              fit.shape, fit.outputs);
        BURIN_TRY(const FitResult probe,
                  fitInteger(integer, fit, integerFeatures(integer, fit, integerBatches(integer, fit)), validation,
                             integerFeatures(integer, validation, integerBatches(integer, validation)), grid));
        candidate.objective += share(fit.shape.task, probe.validation);
    }
    candidate.objective /= static_cast<double>(probes.size() + 1);
    return candidate;
}

} // namespace

Result<TuneResult> tuneReplica(const std::shared_ptr<const ReplicaData>& data, const ReservoirConfig& config,
                               const TuneOptions& options, std::uint64_t replicaSeed, const JobContext& ctx)
{
    const data::Task task = data->fit.shape.task;
    const double pinnedLeak = std::ldexp(1.0, -leakShift(config.leak));
    const bool freeLeak = config.leak >= 1;
    TuneResult result;
    result.best.leak = pinnedLeak;
    const auto total = static_cast<std::size_t>(std::max(0, options.candidates));
    const std::size_t random = options.method == TuneMethod::random ? total : (total + 1) / 2;
    const FloatReservoir drawn = drawReservoir(config, data->fit.channels, replicaSeed);
    result.candidates.resize(total);
    std::size_t done = 0;
    while (done < total) {
        const std::size_t count = done < random ? random - done : std::min(kGeneration, total - done);
        std::vector<Candidate> parents(result.candidates.begin(),
                                       result.candidates.begin() + static_cast<std::ptrdiff_t>(done));
        std::stable_sort(parents.begin(), parents.end(), [&](const Candidate& a, const Candidate& b) {
            return isBetter(task, a.objective, b.objective);
        });
        const double spread =
            0.5 * (1 - 0.8 * static_cast<double>(done - std::min(done, random)) / static_cast<double>(total));
        const JobContext part = ctx.part(static_cast<double>(done) / static_cast<double>(total),
                                         static_cast<double>(done + count) / static_cast<double>(total), "tuning");
        BURIN_CHECK(parallelFor(part, count, [&](std::size_t k) -> Result<void> {
            Rng rng(mix(mix(replicaSeed, 4), done + k));
            const HyperParameters hyper =
                parents.empty() ? draw(rng, freeLeak, pinnedLeak)
                                : vary(parents[rng.below(std::min(kParents, parents.size()))].hyper, rng, spread,
                                       freeLeak);
            BURIN_TRY(result.candidates[done + k], judge(*data, drawn, hyper, options.probes));
            return {};
        }));
        done += count;
    }
    for (std::size_t k = 0; k < total; ++k)
        if (k == 0 || isBetter(task, result.candidates[k].objective, result.objective)) {
            result.objective = result.candidates[k].objective;
            result.best = result.candidates[k].hyper;
        }
    return result;
}

} // namespace burin::reservoir
