// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/reservoir_evaluator.h"

#include "core/base/rng.h"
#include "core/data/load.h"
#include "core/reservoir/tune.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace burin::explore {

using nlohmann::json;
using reservoir::ReservoirConfig;

namespace {

constexpr const char* kNoRanker = "none";

/// Configuration keys that a stage of the evaluation depends on; stages are keyed by their values.
constexpr std::array kDataKeys{"scale", "readout", "washout", "neurons"};
constexpr std::array kNetworkKeys{"linksPerNeuron", "activation", "leak", "bias", "tune"};
constexpr std::array kWidthKeys{"bitsInput", "bitsState", "bitsIn", "bitsR", "bitsOut"};
constexpr std::array kRankingKeys{"ranker", "pruneMatrices"};

template <std::size_t n> void append(std::string& key, const json& config, const std::array<const char*, n>& keys)
{
    for (const char* name : keys)
        key += fmt::format("{}={};", name, config.at(name).dump());
}

template <class T> std::size_t bytesOf(const std::vector<reservoir::Batch<T>>& batches)
{
    std::size_t bytes = 0;
    for (const auto& batch : batches)
        bytes += batch.values.size() * sizeof(T);
    return bytes;
}

std::size_t bytesOf(const reservoir::Samples& samples)
{
    std::size_t bytes = bytesOf(samples.batches) + samples.targets.size() * sizeof(double);
    for (const auto& series : samples.series)
        bytes += series.values.size() * sizeof(double);
    return bytes;
}

std::size_t bytesOf(const reservoir::ReplicaData& data)
{
    std::size_t bytes = bytesOf(data.fit) + bytesOf(data.validation);
    for (const auto& series : data.scaled.train.series)
        bytes += series.values.size() * sizeof(double);
    return bytes;
}

std::size_t bytesOf(const reservoir::ReplicaContext& context)
{
    return static_cast<std::size_t>(context.network.wr.size()) * sizeof(double);
}

std::size_t bytesOf(const reservoir::QuantisedReplica& quantised)
{
    return bytesOf(quantised.fitInputs) + bytesOf(quantised.validationInputs) +
           (quantised.fit.values.size() + quantised.validationFeatures.values.size()) * sizeof(std::int32_t) +
           static_cast<std::size_t>(quantised.network.wr.size()) * sizeof(std::int32_t);
}

/// On the fit part of the training data: validation series choose among the designs that the rankings lead to.
Result<compress::Scores> rankWeights(const std::string& ranker, const ReservoirConfig& config,
                                     const reservoir::ReplicaContext& floats,
                                     const reservoir::QuantisedReplica& quantised, const JobContext& ctx)
{
    const compress::SeriesSet series = compress::seriesSetOf(quantised.network, floats.data->fit);
    const compress::RankInputs inputs{
        quantised.network, series,
        compress::structuralLinks(floats.network, quantised.network, config.pruneMatrices), quantised.lambda,
        config.refit};
    JobContext own = ctx;
    own.seed = floats.seed;
    return compress::rank(ranker, inputs, own);
}

bool needsRanking(const ReservoirConfig& config)
{
    return config.prune > 0 && (config.mask.empty() || reservoir::leavesToRanker(config.mask));
}

/// What the configuration prunes. `rank` makes the scores (a pointer to them) and is asked only where they matter.
template <class Rank>
Result<reservoir::Mask> maskOf(const ReservoirConfig& config, const reservoir::IntegerReservoir& network,
                               const Rank& rank)
{
    const bool byHand = !config.mask.empty();
    reservoir::Mask hand = reservoir::Mask::all(network);
    if (byHand) {
        BURIN_TRY(hand, reservoir::handMaskFromText(config.mask, reservoir::Mask::all(network)));
    }
    if (!needsRanking(config))
        return reservoir::withRankedKept(std::move(hand));
    BURIN_TRY(const auto ranking, rank());
    return byHand ? compress::maskUnderHand(network, *ranking, config.prune, hand)
                  : compress::maskFromScores(network, *ranking, config.prune);
}

Result<HardwareRequest> hardwareRequest(const ReservoirConfig& config)
{
    HardwareRequest request;
    request.pipeline = config.pipeline;
    BURIN_TRY(request.device, fpga::loadDevice(config.device));
    return request;
}

} // namespace

/// Keys of the stages for one replica.
struct ReservoirEvaluator::Key {
    std::string data;
    std::string context;
    std::string quantised;
    std::string ranking;

    Key(const ReservoirConfig& config, std::size_t index)
    {
        const json full = config;
        data = fmt::format("{};", index);
        append(data, full, kDataKeys);
        context = data;
        append(context, full, kNetworkKeys);
        quantised = context;
        append(quantised, full, kWidthKeys);
        ranking = quantised;
        append(ranking, full, kRankingKeys);
        if (config.ranker == "leave-one-out") // the only ranker that asks
            ranking += config.refit ? "refit" : "fixed";
    }
};

ReservoirEvaluator::ReservoirEvaluator(std::shared_ptr<const data::Dataset> dataset, std::uint64_t studySeed,
                                       std::size_t cacheBytes)
    : dataset_(std::move(dataset)), studySeed_(studySeed), data_(cacheBytes / 4), contexts_(cacheBytes / 4),
      quantised_(cacheBytes / 4), rankings_(cacheBytes / 8), sensitivities_(cacheBytes / 8)
{
}

std::uint64_t ReservoirEvaluator::replicaSeed(std::size_t index) const
{
    return mix(studySeed_, index);
}

Result<ReservoirConfig> ReservoirEvaluator::read(const json& config) const
{
    BURIN_TRY(ReservoirConfig read, reservoir::configFromJson(config, "config"));
    const std::string task = data::toString(dataset_->task);
    if (!read.task.empty() && read.task != task)
        return fail(ErrorCode::usage, fmt::format("the data set is loaded to {}, not to {}", task, read.task), "task",
                    "Load it for that task.");
    if (dataset_->task == data::Task::predict && static_cast<std::size_t>(read.horizon) != dataset_->horizon)
        return fail(ErrorCode::usage,
                    fmt::format("the data set is loaded for horizon {}, not {}", dataset_->horizon, read.horizon),
                    "horizon", "Load it for that horizon.");
    if (read.ranker != kNoRanker && read.ranker != "mask") {
        const auto names = compress::rankerNames();
        if (std::find(names.begin(), names.end(), read.ranker) == names.end())
            return fail(ErrorCode::usage, fmt::format("\"{}\" is not a ranker", read.ranker), "ranker",
                        fmt::format("Choose one of: {}.", fmt::join(names, ", ")));
    }
    return read;
}

Result<json> ReservoirEvaluator::canonical(const json& config) const
{
    BURIN_TRY(ReservoirConfig full, read(config));
    full.task = data::toString(dataset_->task);
    if (dataset_->task == data::Task::classify) {
        full.target.clear();
        full.horizon = 1;
    }
    const ReservoirConfig standard;
    if (!full.mask.empty()) {
        // A mask made by hand is of one replica; what it does not leave to the ranker needs none.
        full.seeds = 1;
        if (full.prune == 0 || !reservoir::leavesToRanker(full.mask)) {
            full.ranker = "mask";
            full.prune = 0;
            full.pruneMatrices = standard.pruneMatrices;
        }
    } else if (full.prune == 0) {
        full.ranker = kNoRanker;
        full.pruneMatrices = standard.pruneMatrices;
        full.refit = standard.refit;
    }
    if (full.prune > 0 && (full.ranker == kNoRanker || full.ranker == "mask"))
        return fail(ErrorCode::usage, "pruning needs a ranker", "ranker", "Name a ranker, or set prune to 0.");
    BURIN_CHECK(fpga::loadDevice(full.device));
    return json(full);
}

std::size_t ReservoirEvaluator::replicas(const json& config) const
{
    return static_cast<std::size_t>(std::max(1, config.at("seeds").get<int>()));
}

Result<std::shared_ptr<const reservoir::ReplicaContext>>
ReservoirEvaluator::context(const ReservoirConfig& config, std::size_t index, const JobContext& ctx)
{
    const Key key(config, index);
    BURIN_TRY(const auto data, data_.get(
                                   key.data, ctx,
                                   [&] { return reservoir::prepareData(*dataset_, config, replicaSeed(index)); },
                                   [](const auto& made) { return bytesOf(*made); }));
    return contexts_.get(
        key.context, ctx,
        [&]() -> Result<reservoir::ReplicaContext> {
            reservoir::TuneOptions options;
            options.candidates = config.tune;
            BURIN_TRY(const auto tuned, reservoir::tuneReplica(*data, config, options, replicaSeed(index), ctx));
            return reservoir::prepareReplica(*data, config, tuned.best, replicaSeed(index));
        },
        [](const auto& made) { return bytesOf(made); });
}

Result<std::shared_ptr<const reservoir::QuantisedReplica>>
ReservoirEvaluator::quantised(const ReservoirConfig& config, std::size_t index, const JobContext& ctx)
{
    const Key key(config, index);
    return quantised_.get(
        key.quantised, ctx,
        [&]() -> Result<reservoir::QuantisedReplica> {
            BURIN_TRY(const auto replica, context(config, index, ctx));
            return reservoir::quantiseReplica(*replica, config.widths, ctx);
        },
        [](const auto& made) { return bytesOf(made); });
}

bool ReservoirEvaluator::isQuantised(const ReservoirConfig& config, std::size_t index) const
{
    return quantised_.contains(Key(config, index).quantised);
}

Result<reservoir::Mask> ReservoirEvaluator::mask(const ReservoirConfig& config, std::size_t index,
                                                 const JobContext& ctx)
{
    BURIN_TRY(const auto replica, quantised(config, index, ctx));
    return maskOf(config, replica->network, [&] {
        return rankings_.get(
            Key(config, index).ranking, ctx,
            [&]() -> Result<compress::Scores> {
                BURIN_TRY(const auto floats, context(config, index, ctx));
                return rankWeights(config.ranker, config, *floats, *replica, ctx);
            },
            [](const auto& made) { return made.weights.size() * sizeof(made.weights[0]); });
    });
}

Result<std::shared_ptr<const compress::SensitivityTable>>
ReservoirEvaluator::sensitivity(const ReservoirConfig& config, std::size_t index, const JobContext& ctx)
{
    BURIN_TRY(const auto replica, quantised(config, index, ctx));
    return sensitivities_.get(
        Key(config, index).quantised + config.pruneMatrices.text(), ctx,
        [&]() -> Result<compress::SensitivityTable> {
            BURIN_TRY(const auto floats, context(config, index, ctx));
            compress::SensitivityConfig options;
            options.matrices = config.pruneMatrices;
            return compress::runSensitivity(options, replica->network,
                                            compress::seriesSetOf(replica->network, floats->data->fit), ctx);
        },
        [](const auto& made) {
            constexpr std::size_t kMostBits = 16;
            return made.weights.size() * (sizeof(compress::WeightSensitivity) + kMostBits * sizeof(double));
        });
}

Result<BuiltReplica> ReservoirEvaluator::build(const ReservoirConfig& config, std::size_t index, const JobContext& ctx)
{
    BuiltReplica built;
    built.seed = replicaSeed(index);
    BURIN_TRY(built.context, context(config, index, ctx));
    BURIN_TRY(built.quantised, quantised(config, index, ctx));
    BURIN_TRY(built.mask, mask(config, index, ctx));
    if (ctx.cancelled())
        return cancelledError();
    BURIN_TRY(reservoir::MaskedReplica masked,
              reservoir::applyMask(*built.context, *built.quantised, built.mask, config.refit));
    built.network = std::move(masked.network);
    built.validation = masked.validation;
    return built;
}

Result<reservoir::IntegerReservoir> ReservoirEvaluator::deployed(const ReservoirConfig& config, std::size_t index,
                                                                 const JobContext& ctx)
{
    BURIN_TRY(const auto floats, context(config, index, ctx));
    BURIN_TRY(const auto replica, quantised(config, index, ctx));
    BURIN_TRY(const auto chosen, mask(config, index, ctx));
    return reservoir::deploy(*floats, *replica, chosen, config.refit);
}

Result<Hardware> ReservoirEvaluator::hardware(const ReservoirConfig& config, std::size_t index, const JobContext& ctx)
{
    BURIN_TRY(const auto network, deployed(config, index, ctx));
    return hardwareOf(network, config, index, ctx);
}

Result<Hardware> ReservoirEvaluator::hardwareOf(const reservoir::IntegerReservoir& network,
                                                const ReservoirConfig& config, std::size_t index,
                                                const JobContext& ctx)
{
    BURIN_TRY(const auto replica, quantised(config, index, ctx));
    BURIN_TRY(const HardwareRequest request, hardwareRequest(config));
    return estimateHardware(network, replica->validationInputs, request, ctx);
}

bool ReservoirEvaluator::isReady(const ReservoirConfig& config, std::size_t index) const
{
    return isQuantised(config, index) && (!needsRanking(config) || rankings_.contains(Key(config, index).ranking));
}

Result<Hardware> ReservoirEvaluator::roughHardware(const ReservoirConfig& config, std::size_t index,
                                                   const JobContext& ctx)
{
    BURIN_TRY(const auto floats, context(config, index, ctx));
    std::shared_ptr<const reservoir::QuantisedReplica> rounded;
    if (isQuantised(config, index)) {
        BURIN_TRY(rounded, quantised(config, index, ctx));
    } else {
        rounded = std::make_shared<reservoir::QuantisedReplica>(reservoir::roundReplica(*floats, config.widths));
    }
    const auto byMagnitude = [&]() -> Result<std::optional<compress::Scores>> {
        BURIN_TRY(compress::Scores scores, rankWeights("magnitude", config, *floats, *rounded, ctx));
        return std::optional(std::move(scores));
    };
    BURIN_TRY(const reservoir::Mask pruned, maskOf(config, rounded->network, byMagnitude));
    BURIN_TRY(const auto network, reservoir::deploy(*floats, *rounded, pruned, config.refit));
    BURIN_TRY(const HardwareRequest request, hardwareRequest(config));
    return estimateHardware(network, rounded->validationInputs, request, ctx);
}

Result<optimise::Replica> ReservoirEvaluator::evaluate(const json& config, std::size_t index, const JobContext& ctx)
{
    BURIN_TRY(const ReservoirConfig full, read(config));
    BURIN_TRY(const BuiltReplica built, build(full, index, ctx));
    optimise::Replica replica;
    replica.seed = built.seed;
    replica.validation = built.validation;
    replica.floatValidation = built.context->floatValidation;
    if (ctx.cancelled())
        return cancelledError();
    BURIN_TRY(const Hardware hardware, this->hardware(full, index, ctx));
    replica.metrics = hardware.estimate.metrics();
    return replica;
}

Result<double> ReservoirEvaluator::testMetric(const json& config, std::size_t index, const JobContext& ctx)
{
    BURIN_TRY(const ReservoirConfig full, read(config));
    BURIN_TRY(const auto floats, context(full, index, ctx));
    BURIN_TRY(const auto network, deployed(full, index, ctx));
    BURIN_TRY(const reservoir::Samples test, reservoir::testSamples(*floats, *dataset_));
    return reservoir::testMetric(network, test);
}

study::Identity reservoirIdentity(const data::Dataset& dataset, const ReservoirConfig& config,
                                  std::uint64_t studySeed)
{
    study::Identity identity;
    identity.family = "reservoir";
    identity.dataName = dataset.name;
    identity.dataSource = dataset.source;
    identity.dataSha256 = dataset.sha256;
    identity.task = data::toString(dataset.task);
    identity.target = dataset.task == data::Task::classify ? "accuracy" : "nrmse";
    identity.device = config.device;
    identity.seed = studySeed;
    identity.seeds = config.seeds;
    identity.details = {{"train", dataset.train.size()},
                        {"test", dataset.test.size()},
                        {"classes", dataset.classNames},
                        {"channels", dataset.channels},
                        {"config", config}};
    return identity;
}

SweepConfig sweepOver(const ReservoirConfig& base, std::vector<optimise::Axis> axes)
{
    SweepConfig config;
    config.base = base;
    for (const optimise::Axis& axis : axes) {
        config.base.erase(axis.key);
        if (axis.key == "bits")
            for (const char* part : {"bitsInput", "bitsState", "bitsIn", "bitsR"})
                config.base.erase(part);
    }
    config.axes = std::move(axes);
    return config;
}

} // namespace burin::explore
