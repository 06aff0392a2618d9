// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/crossbar_evaluator.h"

#include "core/base/hash.h"
#include "core/explore/shared_cache.h"

#include <fmt/format.h>

namespace burin::explore {

using nlohmann::json;

namespace {

constexpr std::size_t kBuiltBytes = std::size_t{256} << 20U;

/// The integer network of a policy: what configurations share that differ in converters and preset alone.
struct Rounded {
    cnn::Network network;
    cnn::IntegerCnn integer;
};

std::size_t bytesOf(const BuiltCrossbar& built)
{
    std::size_t bytes = 0;
    const auto formats = built.arrays.formats();
    std::size_t k = 0;
    for (std::size_t i = 0; i < built.network.layers.size(); ++i)
        if (built.network.layers[i].hasWeights()) // the cells, once more for the kernels, and packed
            bytes += 3 * built.integer.codes()[i].kernel.size() * static_cast<std::size_t>(formats[k++].planes()) *
                     sizeof(std::int16_t);
    return bytes;
}

/// Everything of a configuration that its integer network depends on.
std::string integerKey(const CrossbarConfig& config)
{
    crossbar::Policy policy = config.policy;
    for (crossbar::LayerPolicy& layer : policy)
        layer.adcBits.reset();
    return cnn::policyToJson(policy).dump() + (cnn::prunes(policy) ? config.ranker : "");
}

/// Everything of a configuration and its preset that the arrays and their converters depend on, beside that.
std::string arraysKey(const CrossbarConfig& config, const crossbar::Preset& preset)
{
    std::string key =
        fmt::format("{};{}x{},{},{},{},{},{},{},{}", config.adc, preset.rows, preset.columns, preset.cellBits,
                    preset.dacBits, toString(preset.mapping), toString(preset.placement), toString(preset.adcRule),
                    preset.invertedEncoding, preset.adcBits.value_or(0));
    for (const crossbar::LayerPolicy& layer : config.policy)
        key += fmt::format(",{}", layer.adcBits.value_or(0));
    return key;
}

} // namespace

struct CrossbarEvaluator::State {
    cnn::Network network;
    std::unique_ptr<CnnEvaluator> images;
    std::uint64_t studySeed = 1;
    SharedCache<Rounded> rounded{kBuiltBytes};
    SharedCache<BuiltCrossbar> built{kBuiltBytes};
    SharedCache<double> integerScores{kBuiltBytes};

    Result<Rounded> round(const CrossbarConfig& config, const JobContext& ctx)
    {
        cnn::Network pruned = network;
        cnn::Weights weights = images->trained().weights;
        if (cnn::prunes(config.policy)) {
            BURIN_TRY(const auto scores, images->filterScores(config.ranker, ctx));
            BURIN_TRY(pruned, cnn::withPruning(pruned, config.policy));
            BURIN_TRY(auto kept, compress::applyFilterPruning(pruned, weights, *scores));
            pruned = std::move(kept.network);
            weights = std::move(kept.weights);
        }
        BURIN_TRY(const auto ranges, images->ranges(ctx));
        BURIN_TRY(auto quantised, crossbar::quantiseForPolicy(pruned, weights, *ranges, config.policy));
        BURIN_TRY(auto integer, cnn::IntegerCnn::make(quantised.network, quantised.weights));
        return Rounded{std::move(quantised.network), std::move(integer)};
    }

    Result<BuiltCrossbar> make(const CrossbarConfig& config, const crossbar::Preset& preset, const JobContext& ctx)
    {
        BURIN_TRY(const auto own, rounded.get(
                                      integerKey(config), ctx, [&] { return round(config, ctx); },
                                      [](const Rounded& value) { return value.integer.bytes(); }));
        BURIN_TRY(const auto adc, crossbar::adcSetting(config.adc));
        BURIN_TRY(auto arrays, crossbar::CrossbarCnn::make(own->integer, preset, adc, config.policy));
        return BuiltCrossbar{config, own->network, own->integer, std::move(arrays)};
    }
};

CrossbarEvaluator::CrossbarEvaluator(std::shared_ptr<const data::ImageDataset> dataset, TrainedCnn trained,
                                     std::uint64_t studySeed)
    : state_(std::make_unique<State>())
{
    state_->network = trained.network;
    state_->images = std::make_unique<CnnEvaluator>(std::move(dataset), std::move(trained), studySeed);
    state_->studySeed = studySeed;
}

CrossbarEvaluator::CrossbarEvaluator(cnn::Network network) : state_(std::make_unique<State>())
{
    state_->network = std::move(network);
}

CrossbarEvaluator::~CrossbarEvaluator() = default;

const cnn::Network& CrossbarEvaluator::network() const
{
    return state_->network;
}

CnnEvaluator* CrossbarEvaluator::images() const
{
    return state_->images.get();
}

Result<CrossbarConfig> CrossbarEvaluator::read(const json& config) const
{
    return crossbarConfigFromJson(config, state_->network, "config");
}

Result<json> CrossbarEvaluator::canonical(const json& config) const
{
    BURIN_TRY(CrossbarConfig full, read(config));
    BURIN_CHECK(crossbar::loadPreset(full.preset));
    // By whatever rule a converter got its bits, it has them. What the preset cannot hold is a failed point.
    if (const auto made = hardware(full)) {
        for (std::size_t i = 0; i < full.policy.size(); ++i)
            full.policy[i].adcBits = made->cost.costs[i].adcBits;
        full.adc = CrossbarConfig{}.adc;
    }
    json value = full;
    if (!cnn::prunes(full.policy))
        value["ranker"] = kNoRanker;
    return value;
}

std::size_t CrossbarEvaluator::replicas(const json& /*config*/) const
{
    return 1;
}

Result<CrossbarHardware> CrossbarEvaluator::hardware(const CrossbarConfig& config) const
{
    CrossbarHardware hardware;
    BURIN_TRY(hardware.preset, crossbar::loadPreset(config.preset));
    BURIN_TRY(const auto adc, crossbar::adcSetting(config.adc));
    BURIN_TRY(hardware.cost, crossbar::costOf(state_->network, config.policy, hardware.preset, adc));
    hardware.metrics = crossbar::costMetrics(hardware.cost.totals, hardware.preset);
    return hardware;
}

Result<std::shared_ptr<const BuiltCrossbar>> CrossbarEvaluator::build(const CrossbarConfig& config,
                                                                      const JobContext& ctx)
{
    if (!state_->images)
        return fail(ErrorCode::usage, "a network has no accuracy without weights", "weights",
                    "Open the network with its weights and its data.");
    BURIN_TRY(const auto preset, crossbar::loadPreset(config.preset));
    return state_->built.get(
        integerKey(config) + arraysKey(config, preset), ctx, [&] { return state_->make(config, preset, ctx); },
        [](const BuiltCrossbar& built) { return bytesOf(built); });
}

Result<double> CrossbarEvaluator::validation(const BuiltCrossbar& built, std::size_t images, const JobContext& ctx)
{
    if (built.arrays.isExact())
        return integerValidation(built, images, ctx);
    return state_->images->accuracy(built.arrays, images, ctx);
}

Result<double> CrossbarEvaluator::integerValidation(const BuiltCrossbar& built, std::size_t images,
                                                    const JobContext& ctx)
{
    const std::string key = fmt::format("{};{}", state_->images->sample(images), integerKey(built.config));
    BURIN_TRY(const auto score, state_->integerScores.get(
                                    key, ctx, [&] { return state_->images->accuracy(built.integer, images, ctx); },
                                    [&](double) { return key.size() + sizeof(double); }));
    return *score;
}

Result<optimise::Replica> CrossbarEvaluator::evaluate(const json& config, std::size_t /*index*/,
                                                      const JobContext& ctx)
{
    BURIN_TRY(const CrossbarConfig full, read(config));
    optimise::Replica replica;
    replica.seed = state_->studySeed;
    BURIN_TRY(const CrossbarHardware made, hardware(full));
    replica.metrics = made.metrics;
    if (!state_->images)
        return replica;
    BURIN_TRY(const auto built, build(full, ctx));
    BURIN_TRY(replica.validation, validation(*built, 0, ctx));
    BURIN_TRY(replica.floatValidation, state_->images->floatValidation(0, ctx));
    return replica;
}

Result<double> CrossbarEvaluator::testMetric(const json& config, std::size_t /*index*/, const JobContext& ctx)
{
    BURIN_TRY(const CrossbarConfig full, read(config));
    BURIN_TRY(const auto built, build(full, ctx));
    return state_->images->testAccuracy(built->arrays, ctx);
}

study::Identity crossbarIdentity(const data::ImageDataset& dataset, const TrainedCnn& trained,
                                 std::uint64_t studySeed)
{
    study::Identity identity = cnnIdentity(dataset, trained, studySeed);
    identity.family = "crossbar";
    identity.device = "";
    return identity;
}

study::Identity crossbarIdentity(const cnn::Network& network, const std::string& name, std::uint64_t studySeed)
{
    study::Identity identity;
    identity.family = "crossbar";
    identity.dataName = name;
    identity.dataSource = "the network's description, without weights and images";
    identity.dataSha256 = sha256(json(network).dump());
    identity.task = "classify";
    identity.device = "";
    identity.seed = studySeed;
    identity.seeds = 1;
    identity.details = {{"network", network}};
    return identity;
}

} // namespace burin::explore
