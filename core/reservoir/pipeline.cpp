// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/pipeline.h"

#include "core/base/rng.h"
#include "core/data/split.h"
#include "core/reservoir/readout.h"
#include "core/reservoir/refine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace burin::reservoir {
namespace {

constexpr double kMaxSystemBytes = 0x1p32; // of the read-out's normal equations

Result<void> checkRequest(const data::Dataset& dataset, const ReservoirConfig& config)
{
    if (config.neurons < 1 || config.neurons > kMaxNeurons)
        return fail(ErrorCode::usage, fmt::format("{} neurons are not 1 to {}", config.neurons, kMaxNeurons), "neurons",
                    fmt::format("Give a whole number from 1 to {}.", kMaxNeurons));
    if (!(config.leak > 0 && config.leak <= 1))
        return fail(ErrorCode::usage, fmt::format("leak rate {} is not in (0, 1]", config.leak), "leak",
                    "Give a number above 0, up to 1.");
    if (config.washout < 0)
        return fail(ErrorCode::usage, fmt::format("wash-out {} is negative", config.washout), "washout",
                    "Give 0 or more steps.");
    if (dataset.task == data::Task::predict) {
        if (config.readout.kind != ReadoutKind::last)
            return fail(ErrorCode::usage,
                        fmt::format("read-out \"{}\" needs a classification task", config.readout.text()), "readout",
                        "Use the read-out last to predict.");
        return {};
    }
    const std::set<int> classes(dataset.train.labels.begin(), dataset.train.labels.end());
    if (classes.size() < 2)
        return fail(ErrorCode::invalidInput, "the training data has one class only: there is nothing to tell apart",
                    dataset.name, "Give training series of two classes or more.");
    return {};
}

/// rms of the difference between decoded integer states and float states, over the deviation of the latter.
double stateError(const FloatReservoir& network, const IntegerReservoir& integer, const StateCode& code,
                  const Batch<double>& batch, const Batch<std::int32_t>& inputs)
{
    constexpr int kSteps = 1000;
    const auto lanes = static_cast<Eigen::Index>(batch.series.size());
    std::vector<double> decoded;
    Batch<double> floatPart = batch;
    Batch<std::int32_t> integerPart = inputs;
    floatPart.steps = integerPart.steps = std::min(batch.steps, kSteps);
    IntegerEngine(integer).run(integerPart, [&](int, const std::int32_t* states) {
        for (Eigen::Index i = 0; i < network.neurons(); ++i)
            for (Eigen::Index lane = 0; lane < lanes; ++lane)
                decoded.push_back(code.centre(i) + code.step(i) * states[i * batch.lanes + lane]);
    });
    std::size_t at = 0;
    double error = 0;
    double sum = 0;
    double squares = 0;
    runBatch(network, floatPart, [&](int, const double* states) {
        for (Eigen::Index i = 0; i < network.neurons(); ++i)
            for (Eigen::Index lane = 0; lane < lanes; ++lane) {
                const double x = states[i * batch.lanes + lane];
                error += (decoded[at] - x) * (decoded[at] - x);
                sum += x;
                squares += x * x;
                ++at;
            }
    });
    const double variance = squares - sum * sum / static_cast<double>(at);
    return variance > 0 ? std::sqrt(error / variance) : 0;
}

struct ScaleCandidate {
    IntegerReservoir network;
    StateCode code;
    double stateError = 0;
};

constexpr std::size_t kStatisticsSteps = 10000;

/// Every scale tried, the smallest state error first.
std::vector<ScaleCandidate> rankScales(const ReplicaContext& replica, const Widths& widths)
{
    constexpr std::array kReaches = {1.5, 2.0, 2.5, 3.0, 4.0, 6.0};
    const Samples& fit = replica.data->fit;
    const StateStatistics statistics = stateStatistics(replica.network, fit, kStatisticsSteps);
    std::vector<ScaleCandidate> candidates;
    for (const int inputFraction : {widths.input - 1, widths.input}) {
        for (const double reach : kReaches) {
            const StateCode code = stateCode(statistics, reach, widths.state);
            ScaleCandidate candidate{
                quantiseReservoir(replica.network, widths, inputFraction, code, fit.shape, fit.outputs), code, 0};
            candidate.stateError =
                stateError(replica.network, candidate.network, code, fit.batches.front(),
                           integerBatches(candidate.network, fit, 1).front());
            candidates.push_back(std::move(candidate));
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const ScaleCandidate& a, const ScaleCandidate& b) { return a.stateError < b.stateError; });
    return candidates;
}

/// Unfinished after a stop.
QuantisedReplica withStates(const ReplicaContext& replica, IntegerReservoir network, const std::stop_token& stop)
{
    QuantisedReplica result;
    result.network = std::move(network);
    result.fitInputs = integerBatches(result.network, replica.data->fit);
    result.validationInputs = integerBatches(result.network, replica.data->validation);
    result.fit = integerFeatures(result.network, replica.data->fit, result.fitInputs, stop);
    result.validationFeatures =
        integerFeatures(result.network, replica.data->validation, result.validationInputs, stop);
    return result;
}

} // namespace

Result<std::shared_ptr<const ReplicaData>> prepareData(const data::Dataset& dataset, const ReservoirConfig& config,
                                                       std::uint64_t replicaSeed)
{
    BURIN_CHECK(checkRequest(dataset, config));
    auto result = std::make_shared<ReplicaData>();
    BURIN_TRY(const data::Scale kind, data::scaleFromString(config.scale));
    BURIN_TRY(result->scaler, data::Scaler::fit(kind, dataset.train));
    result->scaled = dataset;
    result->scaled.test = {};
    BURIN_TRY(result->scaled.train, result->scaler.apply(dataset.train));
    BURIN_TRY(const data::FitValidation parts,
              data::splitTraining(result->scaled, kValidationFraction, mix(replicaSeed, 0)));
    ReadoutShape shape;
    shape.readout = config.readout;
    shape.washout = config.washout;
    shape.neurons = config.neurons;
    BURIN_TRY(result->fit, makeSamples(parts.fit, result->scaled, shape));
    BURIN_TRY(result->validation, makeSamples(parts.validation, result->scaled, shape));
    const double order = static_cast<double>(std::min<std::size_t>(result->fit.rows(),
                                                                   static_cast<std::size_t>(result->fit.shape.width())));
    if (order * order * sizeof(double) > kMaxSystemBytes)
        return fail(ErrorCode::limit,
                    fmt::format("the read-out's equations ({:.0f} x {:.0f}) need more than 4 GB", order, order),
                    "neurons", "Use fewer neurons, or the read-out last, mean or segments:K.");
    return std::shared_ptr<const ReplicaData>(std::move(result));
}

Result<ReplicaContext> prepareReplica(const data::Dataset& dataset, const ReservoirConfig& config,
                                      const HyperParameters& hyper, std::uint64_t replicaSeed)
{
    BURIN_TRY(auto data, prepareData(dataset, config, replicaSeed));
    return prepareReplica(std::move(data), config, hyper, replicaSeed);
}

Result<ReplicaContext> prepareReplica(std::shared_ptr<const ReplicaData> data, const ReservoirConfig& config,
                                      const HyperParameters& hyper, std::uint64_t replicaSeed)
{
    ReplicaContext replica;
    replica.seed = replicaSeed;
    replica.hyper = hyper;
    replica.network = scaleReservoir(drawReservoir(config, data->fit.channels, replicaSeed), hyper);
    replica.data = std::move(data);
    const Samples& fit = replica.data->fit;
    const Samples& validation = replica.data->validation;
    BURIN_TRY(const FitResult fitted,
              fitFloat(fit, featureMatrix(floatFeatures(replica.network, fit), fit), validation,
                       featureMatrix(floatFeatures(replica.network, validation), validation), lambdaGrid()));
    replica.hyper.lambda = fitted.lambda;
    replica.floatValidation = fitted.validation;
    return replica;
}

Result<QuantisedReplica> quantiseReplica(const ReplicaContext& replica, const Widths& widths, const JobContext& ctx)
{
    constexpr std::size_t kValidated = 3; // where each fit is dear; else every candidate is validated
    const Samples& fit = replica.data->fit;
    const Samples& validation = replica.data->validation;
    const bool wide = fit.shape.width() > kWideFeatures;
    std::vector<ScaleCandidate> candidates = rankScales(replica, widths);
    if (wide)
        candidates.resize(std::min(candidates.size(), kValidated));
    std::optional<QuantisedReplica> best;
    for (ScaleCandidate& candidate : candidates) {
        QuantisedReplica result = withStates(replica, std::move(candidate.network), ctx.stop);
        if (ctx.cancelled())
            return cancelledError();
        result.stateError = candidate.stateError;
        result.code = std::move(candidate.code);
        const double guess[] = {replica.hyper.lambda};
        BURIN_TRY(const FitResult fitted,
                  fitInteger(result.network, fit, result.fit, validation, result.validationFeatures,
                             wide ? std::span<const double>(guess) : lambdaGrid()));
        result.lambda = fitted.lambda;
        result.validation = fitted.validation;
        if (!best || isBetter(fit.shape.task, result.validation, best->validation))
            best = std::move(result);
    }
    BURIN_CHECK(refineReservoir(best->network, fit, best->fitInputs, refineSteps(best->network, fit),
                                ctx));
    best->fit = integerFeatures(best->network, fit, best->fitInputs, ctx.stop);
    best->validationFeatures = integerFeatures(best->network, validation, best->validationInputs, ctx.stop);
    if (ctx.cancelled())
        return cancelledError();
    BURIN_TRY(const FitResult fitted,
              fitInteger(best->network, fit, best->fit, validation, best->validationFeatures, lambdaGrid()));
    best->lambda = fitted.lambda;
    best->validation = fitted.validation;
    BURIN_CHECK(best->network.check());
    return *std::move(best);
}

QuantisedReplica roundReplica(const ReplicaContext& replica, const Widths& widths)
{
    constexpr double kReach = 3;
    const Samples& fit = replica.data->fit;
    QuantisedReplica result;
    result.code = stateCode(stateStatistics(replica.network, fit, kStatisticsSteps), kReach, widths.state);
    result.network = quantiseReservoir(replica.network, widths, widths.input - 1, result.code, fit.shape, fit.outputs);
    result.lambda = replica.hyper.lambda;
    result.fitInputs = integerBatches(result.network, fit);
    result.validationInputs = integerBatches(result.network, replica.data->validation);
    return result;
}

Result<MaskedReplica> applyMask(const ReplicaContext& replica, const QuantisedReplica& quantised, const Mask& mask,
                                bool refit)
{
    BURIN_CHECK(checkMask(mask, quantised.network));
    const Samples& fit = replica.data->fit;
    const Samples& validation = replica.data->validation;
    MaskedReplica result{quantised.network, 0};
    pruneReservoir(result.network, mask);
    const bool same = mask.keepsReservoir();
    if (refit && !(same && mask.keepsOut())) {
        const Features<std::int32_t> features =
            same ? quantised.fit : integerFeatures(result.network, fit, quantised.fitInputs);
        BURIN_CHECK(refitReadout(result.network, fit, features, quantised.lambda, mask));
    }
    pruneReadout(result.network, mask);
    result.validation =
        same ? integerMetric(result.network, validation, quantised.validationFeatures)
             : integerMetric(result.network, validation,
                             integerFeatures(result.network, validation, quantised.validationInputs));
    return result;
}

Result<IntegerReservoir> deploy(const ReplicaContext& replica, const QuantisedReplica& quantised, const Mask& mask,
                                bool refit)
{
    BURIN_CHECK(checkMask(mask, quantised.network));
    BURIN_TRY(const Samples all, makeSamples(replica.data->scaled.train, replica.data->scaled, replica.data->fit.shape));
    IntegerReservoir network = quantised.network;
    if (refit)
        pruneReservoir(network, mask);
    const Features<std::int32_t> features = integerFeatures(network, all, integerBatches(network, all));
    BURIN_CHECK(refitReadout(network, all, features, quantised.lambda, refit ? mask : Mask::all(network)));
    pruneReservoir(network, mask);
    pruneReadout(network, mask);
    BURIN_CHECK(network.check());
    return network;
}

Result<Samples> testSamples(const ReplicaContext& replica, const data::Dataset& dataset)
{
    BURIN_TRY(const data::Split scaled, replica.data->scaler.apply(dataset.test));
    return makeSamples(scaled, replica.data->scaled, replica.data->fit.shape);
}

double testMetric(const IntegerReservoir& deployed, const Samples& test)
{
    return integerMetric(deployed, test, integerFeatures(deployed, test, integerBatches(deployed, test)));
}

Result<double> floatTestMetric(const ReplicaContext& replica, const Samples& test)
{
    BURIN_TRY(const Samples all, makeSamples(replica.data->scaled.train, replica.data->scaled, replica.data->fit.shape));
    const Ridge ridge(featureMatrix(floatFeatures(replica.network, all), all), all.targetMatrix());
    BURIN_TRY(const LinearMap map, ridge.solve(replica.hyper.lambda));
    return floatMetric(test, featureMatrix(floatFeatures(replica.network, test), test), map);
}

} // namespace burin::reservoir
