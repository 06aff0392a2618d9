// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/cnn_evaluator.h"

#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/post_training.h"
#include "core/compress/filter_pruning.h"
#include "core/compress/filter_rankers.h"
#include "core/explore/shared_cache.h"
#include "core/fpga/cnn_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>

namespace burin::explore {

using nlohmann::json;

namespace {

constexpr std::size_t kBuiltBytes = std::size_t{256} << 20U;

/// Weights and biases of the filters that are there, at their layers' widths.
Metric weightMemory(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes)
{
    double bits = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const cnn::Layer& layer = network.layers[i];
        if (!layer.hasWeights())
            continue;
        const std::size_t biases = layer.bias ? static_cast<std::size_t>(shapes[i].conv.channels) : 0;
        bits += static_cast<double>(shapes[i].weights + biases) * layer.weight->bits;
    }
    return {bits / 8 / 1024, Tier::model, std::nullopt, "weights and biases at their widths"};
}

/// No figure, and why.
std::map<std::string, Metric> missingMetrics(const std::string& reason)
{
    std::map<std::string, Metric> metrics;
    for (const char* key : {"lut", "fps", "delayNs", "powerMw", "pdpPj", "energyPerInferenceNj"})
        metrics[key].tool = reason;
    return metrics;
}

} // namespace

struct CnnEvaluator::State {
    std::shared_ptr<const data::ImageDataset> dataset;
    TrainedCnn trained;
    std::uint64_t studySeed = 1;
    data::ImageSplit calibration; ///< images of the fit part
    data::ImageSplit validation;
    SharedCache<cnn::RangeProfile> profile{kBuiltBytes};
    SharedCache<cnn::Network> formats{kBuiltBytes};
    SharedCache<compress::FilterScores> rankings{kBuiltBytes};
    SharedCache<BuiltCnn> built{kBuiltBytes};
    SharedCache<double> floatScores{kBuiltBytes};
    std::mutex unfinishedMutex;
    std::map<std::string, std::shared_ptr<compress::CnnSensitivityKept>> unfinished; ///< rankings, by their key

    /// Of the float network on the calibration images.
    Result<std::shared_ptr<const cnn::RangeProfile>> ranges(const JobContext& ctx)
    {
        return profile.get(
            "", ctx, [&] { return cnn::profileRanges(trained.network, trained.weights, calibration.pixels, ctx); },
            [](const auto&) { return std::size_t{1} << 20U; });
    }

    /// The network of the policy's widths; its filters are all there.
    Result<cnn::Network> quantised(const cnn::Policy& policy, const JobContext& ctx)
    {
        if (trained.network.isQuantised() && !changesWidths(policy))
            return trained.network;
        BURIN_TRY(const auto network,
                  formats.get(
                      widthsOf(policy), ctx,
                      [&]() -> Result<cnn::Network> {
                          BURIN_TRY(const auto profiled, ranges(ctx));
                          return cnn::withPolicyFormats(trained.network, trained.weights, *profiled, policy);
                      },
                      [](const cnn::Network& made) { return made.layers.size() * sizeof(cnn::Layer); }));
        return *network;
    }

    /// All that formats depend on: pruning moves find them made.
    static std::string widthsOf(const cnn::Policy& policy)
    {
        std::string widths;
        for (const cnn::LayerPolicy& layer : policy)
            widths += fmt::format("{},{};", layer.weightBits, layer.activationBits);
        return widths;
    }

    [[nodiscard]] bool changesWidths(const cnn::Policy& policy) const
    {
        const cnn::Policy own = cnn::policyOf(trained.network);
        for (std::size_t i = 0; i < policy.size(); ++i)
            if (policy[i].weightBits != own[i].weightBits || policy[i].activationBits != own[i].activationBits)
                return true;
        return false;
    }

    Result<compress::PrunedCnn> kept(const CnnConfig& config, const JobContext& ctx)
    {
        BURIN_TRY(cnn::Network network, quantised(config.policy, ctx));
        if (!cnn::prunes(config.policy))
            return compress::PrunedCnn{std::move(network), trained.weights, {}};
        BURIN_TRY(const auto scores, ranking(config, network, ctx));
        BURIN_TRY(network, cnn::withPruning(network, config.policy));
        return compress::applyFilterPruning(network, trained.weights, *scores);
    }

    Result<BuiltCnn> make(const CnnConfig& config, const JobContext& ctx)
    {
        BURIN_TRY(compress::PrunedCnn design, kept(config, ctx));
        BURIN_TRY(auto integer, cnn::IntegerCnn::make(design.network, design.weights));
        return BuiltCnn{config, std::move(design.network), std::move(integer)};
    }

    /// Only sensitivity looks at the integer network, the others rank the trained weights.
    static std::string rankingKey(const CnnConfig& config)
    {
        return config.ranker + (config.ranker == "sensitivity" ? ";" + widthsOf(config.policy) : "");
    }

    /// What a ranking found before it was stopped; of the last few.
    std::shared_ptr<compress::CnnSensitivityKept> foundSoFar(const std::string& key)
    {
        constexpr std::size_t kMost = 8;
        const std::scoped_lock lock(unfinishedMutex);
        if (unfinished.size() >= kMost && !unfinished.contains(key))
            unfinished.clear();
        auto& kept = unfinished[key];
        if (!kept)
            kept = std::make_shared<compress::CnnSensitivityKept>();
        return kept;
    }

    /// Of all filters, in the network of the policy's widths: one ranking serves every pruning rate.
    Result<std::shared_ptr<const compress::FilterScores>>
    ranking(const CnnConfig& config, const cnn::Network& network, const JobContext& ctx)
    {
        return rankings.get(
            rankingKey(config), ctx,
            [&] {
                const auto kept = foundSoFar(rankingKey(config));
                const compress::FilterRankInputs inputs{network, trained.weights, calibration.pixels,
                                                        calibration.labels, kept.get()};
                JobContext own = ctx;
                own.seed = studySeed;
                auto scores = compress::rankFilters(config.ranker, inputs, own);
                if (scores) {
                    const std::scoped_lock lock(unfinishedMutex);
                    unfinished.erase(rankingKey(config));
                }
                return scores;
            },
            [](const auto&) { return std::size_t{1} << 16U; });
    }
};

CnnEvaluator::CnnEvaluator(std::shared_ptr<const data::ImageDataset> dataset, TrainedCnn trained,
                           std::uint64_t studySeed)
    : state_(std::make_unique<State>())
{
    state_->dataset = std::move(dataset);
    state_->trained = std::move(trained);
    state_->studySeed = studySeed;
    const data::ImageDataset& images = *state_->dataset;
    data::ImageFolds folds =
        data::splitImages(images.train, data::kImageValidationFraction, data::kImageSplitSeed);
    state_->calibration = data::pick(images, images.train, data::calibrationIndices(folds));
    Rng(data::kImageSplitSeed).shuffle(folds.validation); // the first ones are a sample, however the set is sorted
    state_->validation = data::pick(images, images.train, folds.validation);
}

CnnEvaluator::~CnnEvaluator() = default;

const data::ImageDataset& CnnEvaluator::dataset() const
{
    return *state_->dataset;
}

const data::ImageSplit& CnnEvaluator::validationImages() const
{
    return state_->validation;
}

const TrainedCnn& CnnEvaluator::trained() const
{
    return state_->trained;
}

Result<CnnConfig> CnnEvaluator::read(const json& config) const
{
    BURIN_TRY(CnnConfig full, cnnConfigFromJson(config, state_->trained.network, "config"));
    BURIN_CHECK(fpga::loadDevice(full.device));
    BURIN_CHECK(cnn::withPruning(state_->trained.network, full.policy));
    return full;
}

Result<json> CnnEvaluator::canonical(const json& config) const
{
    BURIN_TRY(CnnConfig full, read(config));
    full.policy.back().activationBits = cnn::policyOf(state_->trained.network).back().activationBits; // no effect
    json value = full;
    if (!cnn::prunes(full.policy))
        value["ranker"] = kNoRanker;
    return value;
}

std::size_t CnnEvaluator::replicas(const json& /*config*/) const
{
    return 1;
}

Result<cnn::Network> CnnEvaluator::quantised(const CnnConfig& config, const JobContext& ctx)
{
    return state_->quantised(config.policy, ctx);
}

Result<compress::PrunedCnn> CnnEvaluator::kept(const CnnConfig& config, const JobContext& ctx)
{
    return state_->kept(config, ctx);
}

Result<std::shared_ptr<const BuiltCnn>> CnnEvaluator::build(const CnnConfig& config, const JobContext& ctx)
{
    const std::string key =
        cnn::policyToJson(config.policy).dump() + (cnn::prunes(config.policy) ? config.ranker : "");
    return state_->built.get(
        key, ctx, [&] { return state_->make(config, ctx); },
        [](const BuiltCnn& built) { return built.integer.bytes(); });
}

Result<CnnHardware> CnnEvaluator::hardware(const CnnConfig& config, const JobContext& ctx)
{
    BURIN_TRY(cnn::Network network, state_->quantised(config.policy, ctx));
    BURIN_TRY(network, cnn::withPruning(network, config.policy));
    const auto model = config.model == "lu2019" ? fpga::EngineModel::lu2019 : fpga::EngineModel::mended;
    BURIN_TRY(const auto shapes, cnn::inferShapes(network, {.allowEmpty = true}));
    CnnHardware hardware;
    auto engines = fpga::engineLayers(network, model);
    if (!engines && engines.error().code == ErrorCode::invalidInput) { // the network is right: not for this model
        if (config.lutBudget > 0 || config.minimumFps > 0)
            return fail(ErrorCode::invalidInput,
                        "the limits on LUTs and frames cannot be checked: " + engines.error().message,
                        engines.error().where, "Leave the limits out to explore accuracy, widths and pruning.");
        hardware.unpriced = engines.error().text();
        hardware.metrics = missingMetrics(hardware.unpriced);
        hardware.metrics["weightsKib"] = weightMemory(network, shapes);
        return hardware;
    }
    BURIN_TRY(const fpga::EngineLayers layers, std::move(engines));
    BURIN_TRY(const fpga::Device device, fpga::loadDevice(config.device));
    fpga::AllocationProblem problem;
    problem.lut = config.lutBudget > 0 ? std::llround(config.lutBudget) : device.lut;
    problem.fps = config.minimumFps;
    problem.clockMhz = config.clockMhz;
    problem.groups = config.groups == "any" ? fpga::Grouping::any : fpga::Grouping::one;
    problem.method =
        config.allocation == "frontier" ? fpga::AllocationMethod::frontier : fpga::AllocationMethod::exact;
    BURIN_TRY(const fpga::Allocation allocation, fpga::allocate(layers, problem, ctx));
    hardware.metrics = fpga::engineMetrics(layers, allocation, device, config.clockMhz);
    hardware.metrics["weightsKib"] = weightMemory(network, shapes);
    hardware.feasible = allocation.feasible;
    hardware.reason = fpga::infeasibleReason(allocation, problem);
    std::size_t index = 0;
    for (std::size_t group = 0; group < allocation.groups.size(); ++group)
        for (const fpga::PlacedEngine& engine : allocation.groups[group])
            hardware.layers.push_back({layers.layers[index++].name, engine.tile.inputs, engine.tile.filters,
                                       static_cast<double>(engine.lut), static_cast<double>(engine.cycles),
                                       static_cast<int>(group)});
    return hardware;
}

Result<std::shared_ptr<const cnn::RangeProfile>> CnnEvaluator::ranges(const JobContext& ctx)
{
    return state_->ranges(ctx);
}

std::size_t CnnEvaluator::sample(std::size_t images) const
{
    const std::size_t all = state_->validation.size();
    return images == 0 ? all : std::min(images, all);
}

std::span<const std::uint8_t> CnnEvaluator::validationPixels(std::size_t images) const
{
    return std::span(state_->validation.pixels).first(sample(images) * state_->dataset->imageBytes());
}

Result<double> CnnEvaluator::validation(const BuiltCnn& built, std::size_t images, const JobContext& ctx) const
{
    return accuracy(built.integer, images, ctx);
}

Result<std::span<const std::uint8_t>> CnnEvaluator::testPixels() const
{
    const data::ImageSplit& test = state_->dataset->test;
    if (test.size() == 0)
        return fail(ErrorCode::notFound, "the data set has no test images", state_->dataset->name);
    return std::span<const std::uint8_t>(test.pixels);
}

Result<std::shared_ptr<const compress::FilterScores>> CnnEvaluator::filterScores(const std::string& ranker,
                                                                                 const JobContext& ctx)
{
    CnnConfig own;
    own.policy = cnn::policyOf(state_->trained.network);
    own.ranker = ranker;
    return filterScores(own, ctx);
}

Result<std::shared_ptr<const compress::FilterScores>> CnnEvaluator::filterScores(const CnnConfig& config,
                                                                                 const JobContext& ctx)
{
    BURIN_TRY(const cnn::Network network, state_->quantised(config.policy, ctx));
    return state_->ranking(config, network, ctx);
}

bool CnnEvaluator::hasFilterScores(const CnnConfig& config) const
{
    return state_->rankings.contains(State::rankingKey(config));
}

Result<double> CnnEvaluator::floatValidation(std::size_t images, const JobContext& ctx)
{
    BURIN_TRY(const auto score, state_->floatScores.get(
                                    std::to_string(sample(images)), ctx,
                                    [&]() -> Result<double> {
                                        BURIN_TRY(const auto net,
                                                  cnn::FloatCnn::make(cnn::withoutFormats(state_->trained.network),
                                                                      state_->trained.weights));
                                        return accuracy(net, images, ctx);
                                    },
                                    [](double) { return sizeof(double); }));
    return *score;
}

Result<optimise::Replica> CnnEvaluator::evaluate(const json& config, std::size_t /*index*/, const JobContext& ctx)
{
    BURIN_TRY(const CnnConfig full, read(config));
    optimise::Replica replica;
    replica.seed = state_->studySeed;
    BURIN_TRY(const CnnHardware hardware, this->hardware(full, ctx));
    if (!hardware.feasible)
        return fail(ErrorCode::infeasible, hardware.reason);
    replica.metrics = hardware.metrics;
    BURIN_TRY(const auto built, build(full, ctx));
    BURIN_TRY(replica.validation, validation(*built, 0, ctx));
    BURIN_TRY(replica.floatValidation, floatValidation(0, ctx));
    return replica;
}

Result<double> CnnEvaluator::testMetric(const json& config, std::size_t /*index*/, const JobContext& ctx)
{
    BURIN_TRY(const CnnConfig full, read(config));
    BURIN_TRY(const auto built, build(full, ctx));
    return testAccuracy(built->integer, ctx);
}

study::Identity cnnIdentity(const data::ImageDataset& dataset, const TrainedCnn& trained, std::uint64_t studySeed)
{
    study::Identity identity;
    identity.family = "cnn";
    identity.dataName = dataset.name;
    identity.dataSource = dataset.source;
    identity.dataSha256 = dataset.sha256;
    identity.task = "classify";
    identity.target = "accuracy";
    identity.seed = studySeed;
    identity.seeds = 1;
    identity.details = {
        {"train", dataset.train.size()},
        {"test", dataset.test.size()},
        {"classes", dataset.classNames},
        {"image", {dataset.channels, dataset.height, dataset.width}},
        {"network", trained.network},
        {"weights", {{"name", trained.name}, {"source", trained.source}, {"sha256", trained.sha256}}}};
    return identity;
}

} // namespace burin::explore
