// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/tune.h"

#include "core/base/exact_math.h"
#include "core/base/rng.h"
#include "core/reservoir/quantiser.h"
#include "core/reservoir/readout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace burin::reservoir {
namespace {

constexpr std::size_t kStatisticsSteps = 4000;
constexpr double kProbeReach = 2.5; ///< deviations that a probe's state word spans
constexpr double kSmallestError = 1e-12; ///< added before a logarithm
/// Half of the draws have no leak. Smaller leaks suit the float network, but states of few bits lose their increments.
constexpr int kMaxLeakShift = 1;
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
    const int shift = rng.below(2) == 0 ? 0 : 1 + static_cast<int>(rng.below(kMaxLeakShift));
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

/// Smallest squared error on validation data over the grid, and its lambda.
Result<std::pair<double, double>> smallestError(const RowMatrix& x, const RowMatrix& y, const RowMatrix& xv,
                                                const RowMatrix& yv)
{
    const Ridge ridge(x, y);
    std::pair<double, double> best{std::numeric_limits<double>::infinity(), 0};
    for (const double lambda : x.cols() > kWideFeatures ? coarseLambdaGrid() : lambdaGrid())
        if (const auto map = ridge.solve(lambda))
            best = std::min(best, {meanSquaredError(xv, *map, yv), lambda});
    if (!std::isfinite(best.first))
        return fail(ErrorCode::invalidInput, "no read-out can be fitted", "tuning",
                    "Check the data for channels that never change.");
    return best;
}

Result<Candidate> judge(const ReplicaData& data, const FloatReservoir& drawn, const HyperParameters& hyper,
                        const std::vector<Widths>& probes)
{
    const FloatReservoir network = scaleReservoir(drawn, hyper);
    const Samples& fit = data.fit;
    const Samples& validation = data.validation;
    // Errors of a class code lie in 0..1 and add up; those of a prediction span decades, so their logarithms do.
    const bool classify = fit.shape.task == data::Task::classify;
    const auto share = [&](double error) { return classify ? error : exactLog(error + kSmallestError); };
    const RowMatrix y = fit.targetMatrix();
    const RowMatrix yv = validation.targetMatrix();
    BURIN_TRY(const auto real, smallestError(featureMatrix(floatFeatures(network, fit), fit), y,
                                             featureMatrix(floatFeatures(network, validation), validation), yv));
    Candidate candidate{hyper, share(real.first)};
    candidate.hyper.lambda = real.second;
    if (probes.empty())
        return candidate;
    const StateStatistics statistics = stateStatistics(network, fit, kStatisticsSteps);
    for (const Widths& widths : probes) {
        const IntegerReservoir integer =
            quantiseReservoir(network, widths, widths.input - 1, stateCode(statistics, kProbeReach, widths.state),
                              fit.shape, fit.outputs);
        const auto features = [&](const Samples& samples) {
            return featureMatrix(integerFeatures(integer, samples, integerBatches(integer, samples)), samples);
        };
        BURIN_TRY(const auto probe, smallestError(features(fit), y, features(validation), yv));
        candidate.objective += share(probe.first);
    }
    candidate.objective /= static_cast<double>(probes.size() + 1);
    return candidate;
}

} // namespace

Result<TuneResult> tuneReplica(const std::shared_ptr<const ReplicaData>& data, const ReservoirConfig& config,
                               const TuneOptions& options, std::uint64_t replicaSeed, const JobContext& ctx)
{
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
        std::stable_sort(parents.begin(), parents.end(), [](const Candidate& a, const Candidate& b) {
            return a.objective < b.objective;
        });
        const double spread =
            0.5 * (1 - 0.8 * static_cast<double>(done - std::min(done, random)) / static_cast<double>(total));
        const JobContext part = ctx.part(static_cast<double>(done) / static_cast<double>(total),
                                         static_cast<double>(done + count) / static_cast<double>(total), "tuning");
        BURIN_CHECK(parallelFor(part, count, [&](std::size_t k) -> Result<void> {
            Rng rng(mix(mix(replicaSeed, 4), done + k));
            const HyperParameters hyper =
                done + k == 0 ? result.best // the standard ones, so that no search does worse
                : parents.empty() ? draw(rng, freeLeak, pinnedLeak)
                                : vary(parents[rng.below(std::min(kParents, parents.size()))].hyper, rng, spread,
                                       freeLeak);
            BURIN_TRY(result.candidates[done + k], judge(*data, drawn, hyper, options.probes));
            return {};
        }));
        done += count;
    }
    for (std::size_t k = 0; k < total; ++k)
        if (k == 0 || result.candidates[k].objective < result.objective) {
            result.objective = result.candidates[k].objective;
            result.best = result.candidates[k].hyper;
        }
    return result;
}

} // namespace burin::reservoir
