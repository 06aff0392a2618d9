// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/design_config.h"

#include "core/base/parameter.h"
#include "core/cnn/channel_groups.h"
#include "views/models/core_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <numeric>
#include <string_view>

namespace burin::views {
namespace {

using explore::CnnConfig;
using explore::CrossbarConfig;
using reservoir::ReservoirConfig;

template <class... Cases> struct Overloaded : Cases... {
    using Cases::operator()...;
};

struct Design {
    Q_DECLARE_TR_FUNCTIONS(burin::views::Design)
};

constexpr int kStandardOutBits = 8;
constexpr std::size_t kLayersInText = 6; ///< longer networks say the range of their widths

DesignTraits traits(const ReservoirConfig& config)
{
    DesignTraits t;
    t.bits = uniformBits(config.widths);
    t.sortBits = config.widths.recurrent;
    t.bitsText = widthsText(config.widths);
    t.prune = config.prune;
    t.ranker = config.ranker;
    t.readout = config.readout.text();
    t.refit = config.refit;
    t.byHand = !config.mask.empty();
    t.seeds = config.seeds;
    return t;
}

std::string listOrRange(const std::vector<int>& bits)
{
    const auto [low, high] = std::minmax_element(bits.begin(), bits.end());
    if (*low == *high)
        return fmt::format("{}", *low);
    return bits.size() > kLayersInText ? fmt::format("{}\u2013{}", *low, *high)
                                       : fmt::format("{}", fmt::join(bits, "-"));
}

/// What a policy layer by layer says.
DesignTraits policyTraits(const cnn::Policy& policy, const DesignFamily& family)
{
    DesignTraits t;
    std::vector<int> weights;
    std::vector<int> activations; // those that have an effect
    bool alike = true;            // weights and activations of every layer
    for (std::size_t i = 0; i < policy.size(); ++i) {
        const cnn::LayerPolicy& layer = policy[i];
        weights.push_back(layer.weightBits);
        if (i < family.activated.size() && !family.activated[i])
            continue;
        activations.push_back(layer.activationBits);
        alike = alike && layer.activationBits == layer.weightBits;
    }
    std::vector<int> all = weights;
    all.insert(all.end(), activations.begin(), activations.end());
    if (!all.empty()) {
        t.sortBits = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
        if (std::all_of(all.begin(), all.end(), [&](int bits) { return bits == all.front(); }))
            t.bits = all.front();
        t.bitsText = alike || activations.empty()
                         ? listOrRange(weights)
                         : fmt::format("w{} a{}", listOrRange(weights), listOrRange(activations));
    }
    std::vector<double> rates;
    for (std::size_t i = 0; i < policy.size(); ++i)
        if (i < family.prunable.size() ? family.prunable[i] : policy[i].pruneFraction > 0)
            rates.push_back(policy[i].pruneFraction);
    if (!rates.empty()) {
        t.uniformPrune =
            std::all_of(rates.begin(), rates.end(), [&](double rate) { return rate == rates.front(); });
        t.prune = t.uniformPrune
                      ? rates.front()
                      : std::accumulate(rates.begin(), rates.end(), 0.0) / static_cast<double>(rates.size());
    }
    return t;
}

DesignTraits traits(const CnnConfig& config, const DesignFamily& family)
{
    DesignTraits t = policyTraits(config.policy, family);
    t.ranker = config.ranker;
    return t;
}

constexpr const char* kOwnConverters = "mixed";

/// Layers that have converters of their own.
bool hasOwnConverters(const CrossbarConfig& config)
{
    return std::any_of(config.policy.begin(), config.policy.end(),
                       [](const cnn::LayerPolicy& layer) { return layer.adcBits.has_value(); });
}

DesignTraits traits(const CrossbarConfig& config, const DesignFamily& family)
{
    DesignTraits t = policyTraits(config.policy, family);
    t.ranker = config.ranker;
    t.arrays = arraysText(config.preset, hasOwnConverters(config) ? kOwnConverters : config.adc);
    return t;
}

/// A design of a CNN without what bits and pruning say.
CnnConfig withoutPolicy(CnnConfig config)
{
    config.policy.clear();
    return config;
}

CrossbarConfig withoutPolicy(CrossbarConfig config)
{
    for (cnn::LayerPolicy& layer : config.policy) { // converters are neither
        cnn::LayerPolicy only;
        only.adcBits = layer.adcBits;
        layer = only;
    }
    return config;
}

template <class Config> bool isUnpruned(const Config& config)
{
    return std::all_of(config.policy.begin(), config.policy.end(),
                       [](const cnn::LayerPolicy& layer) { return layer.pruneFraction == 0; });
}

bool oneLine(const ReservoirConfig& candidate, const ReservoirConfig& b)
{
    // Most rows of a large study differ in one of these: a copy of each takes too long.
    if (candidate.neurons != b.neurons || candidate.leak != b.leak || candidate.readout != b.readout ||
        (candidate.prune != 0 && (candidate.ranker != b.ranker || candidate.refit != b.refit)))
        return false;
    ReservoirConfig a = candidate;
    a.widths = b.widths;
    if (a.prune == 0) {
        a.ranker = b.ranker;
        a.refit = b.refit;
        a.pruneMatrices = b.pruneMatrices;
    }
    a.prune = b.prune;
    a.mask = b.mask;
    return a == b;
}

template <class Config> bool oneLine(const Config& a, const Config& b)
{
    Config left = withoutPolicy(a);
    if (isUnpruned(a))
        left.ranker = b.ranker;
    return left == withoutPolicy(b);
}

/// One number for all parts.
template <class... Parts> std::uint64_t hashOf(const Parts&... parts)
{
    std::uint64_t all = 0;
    ((all = (all ^ std::hash<Parts>{}(parts)) * 0x9E3779B97F4A7C15U, all ^= all >> 32U), ...);
    return all;
}

LineHash hashOf(const ReservoirConfig& c)
{
    return {hashOf(c.scale, c.target, c.neurons, c.linksPerNeuron, c.leak, c.washout, c.pipeline, c.device, c.seeds, c.tune,
                   static_cast<int>(c.readout.kind), c.readout.segments),
            hashOf(c.ranker, c.refit, c.pruneMatrices.recurrent, c.pruneMatrices.in, c.pruneMatrices.out), c.prune != 0};
}

LineHash hashOf(const CnnConfig& c)
{
    return {hashOf(c.model, c.allocation, c.groups, c.device, c.lutBudget, c.minimumFps, c.clockMhz), hashOf(c.ranker),
            !isUnpruned(c)};
}

LineHash hashOf(const CrossbarConfig& c)
{
    std::uint64_t converters = 0;
    for (const cnn::LayerPolicy& layer : c.policy)
        converters = hashOf(converters, layer.adcBits.value_or(0));
    return {hashOf(c.preset, c.adc, converters), hashOf(c.ranker), !isUnpruned(c)};
}

template <class Config> void keepIdleRanker(Config& to, const Config& from)
{
    if (isUnpruned(to))
        to.ranker = from.ranker;
}

/// What the axes leave alone, so that two designs of one sweep are equal in it.
ReservoirConfig frame(const ReservoirConfig& config, const ReservoirConfig& base)
{
    ReservoirConfig common = config;
    const ReservoirConfig standard;
    common.widths = reservoir::Widths::uniform(standard.widths.recurrent, config.widths.out);
    common.readout = standard.readout;
    common.ranker = standard.ranker;
    common.mask.clear();
    common.seeds = base.seeds;
    if (common.prune == 0) { // nothing was pruned: these are without effect
        common.refit = base.refit;
        common.pruneMatrices = base.pruneMatrices;
    }
    common.prune = 0;
    return common;
}

} // namespace

const cnn::Policy* policyOf(const DesignConfig& config)
{
    if (const auto* cnn = std::get_if<CnnConfig>(&config))
        return &cnn->policy;
    const auto* crossbar = std::get_if<CrossbarConfig>(&config);
    return crossbar == nullptr ? nullptr : &crossbar->policy;
}

Family familyOf(const DesignConfig& config)
{
    return std::visit(Overloaded{[](const ReservoirConfig&) { return Family::reservoir; },
                                 [](const CnnConfig&) { return Family::cnn; },
                                 [](const CrossbarConfig&) { return Family::crossbar; }},
                      config);
}

bool hasMetric(Family family, const MetricInfo& info)
{
    return (info.families >> static_cast<unsigned>(family) & 1U) != 0;
}

Result<Family> familyFrom(const std::string& name)
{
    if (name == "reservoir")
        return Family::reservoir;
    if (name == "cnn")
        return Family::cnn;
    if (name == "crossbar")
        return Family::crossbar;
    return fail(ErrorCode::usage, "this window does not show studies of the family \"" + name + "\"", "family",
                "Look at it with burin-cli study.");
}

DesignFamily networkFamily(Family kind, cnn::Network network)
{
    DesignFamily family{kind};
    family.prunable = cnn::prunableLayers(network);
    family.joined = cnn::joinedLayers(network);
    const bool quantised = network.isQuantised();
    for (const cnn::Layer& layer : network.layers)
        if (layer.hasWeights())
            family.activated.push_back(kind == Family::crossbar || (quantised ? layer.activation.has_value()
                                                                              : &layer != &network.layers.back()));
    family.network = std::make_shared<const cnn::Network>(std::move(network));
    return family;
}

DesignTraits traitsOf(const DesignConfig& config, const DesignFamily& family)
{
    return std::visit(Overloaded{[](const ReservoirConfig& each) { return traits(each); },
                                 [&](const auto& each) { return traits(each, family); }},
                      config);
}

QString designText(const DesignTraits& traits)
{
    const QString bits = QString::fromStdString(traits.bitsText);
    if (traits.prune == 0)
        return (traits.byHand ? Design::tr("%1 bit, pruned by hand") : Design::tr("%1 bit, unpruned")).arg(bits);
    return (traits.byHand ? Design::tr("%1 bit, %2 pruned and by hand") : Design::tr("%1 bit, %2 pruned"))
        .arg(bits, formatPercent(traits.prune));
}

QString designTitle(const DesignTraits& traits)
{
    QString text = designText(traits);
    if (traits.prune > 0)
        text += QStringLiteral(", ") + rankerText(traits.ranker);
    if (!traits.arrays.empty())
        text += QStringLiteral(", ") + QString::fromStdString(traits.arrays);
    return text;
}

std::string arraysText(const std::string& preset, const std::string& adc)
{
    const std::string name = std::filesystem::path(preset).filename().string();
    return adc == CrossbarConfig{}.adc ? name : fmt::format("{}, ADC {}", name, adc);
}

std::string widthsText(const reservoir::Widths& w)
{
    std::string text = uniformBits(w) ? fmt::format("{}", w.input)
                                      : fmt::format("{}/{}/{}/{}", w.input, w.state, w.in, w.recurrent);
    if (w.out != kStandardOutBits)
        text += fmt::format("+{}", w.out);
    return text;
}

std::optional<int> uniformBits(const reservoir::Widths& widths)
{
    if (widths.input != widths.state || widths.state != widths.in || widths.in != widths.recurrent)
        return std::nullopt;
    return widths.input;
}

QString rankerText(const std::string& ranker)
{
    if (ranker == "none")
        return dash();
    if (ranker == "sensitivity")
        return Design::tr("Bit-flip sensitivity");
    if (ranker == "mi" || ranker == "mutual-information")
        return Design::tr("Mutual information");
    if (ranker == "random")
        return Design::tr("Random");
    if (ranker == "magnitude")
        return Design::tr("Magnitude");
    if (ranker == "pca")
        return Design::tr("PCA");
    if (ranker == "leave-one-out")
        return Design::tr("Leave one out");
    QString text = QString::fromStdString(ranker);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString readoutText(const std::string& readout)
{
    constexpr std::string_view kSegments = "segments:";
    if (readout == "last")
        return Design::tr("last");
    if (readout == "mean")
        return Design::tr("mean");
    if (readout == "all")
        return Design::tr("all");
    if (readout.starts_with(kSegments))
        return Design::tr("segments:%1").arg(QString::fromStdString(readout.substr(kSegments.size())));
    return QString::fromStdString(readout);
}

nlohmann::json designJson(const DesignConfig& config)
{
    return std::visit([](const auto& each) { return nlohmann::json(each); }, config);
}

namespace {

/// Stored points that prune nothing have the ranker "none", which cannot be asked for.
template <class Config>
Result<Config> fromNetworkJson(Result<Config> (*read)(const nlohmann::json&, const cnn::Network&, const std::string&),
                               const nlohmann::json& json, const DesignFamily& family, const std::string& where)
{
    nlohmann::json asked = json;
    const bool unranked = asked.is_object() && asked.value("ranker", nlohmann::json()) == "none";
    if (unranked)
        asked.erase("ranker");
    BURIN_TRY(auto config, read(asked, *family.network, where));
    if (unranked)
        config.ranker = "none";
    return config;
}

} // namespace

Result<DesignConfig> designFromJson(const nlohmann::json& json, const DesignFamily& family,
                                    const std::string& where)
{
    switch (family.kind) {
    case Family::reservoir: {
        BURIN_TRY(auto config, reservoir::configFromJson(json, where));
        return DesignConfig(std::move(config));
    }
    case Family::cnn: {
        BURIN_TRY(auto config, fromNetworkJson(explore::cnnConfigFromJson, json, family, where));
        return DesignConfig(std::move(config));
    }
    case Family::crossbar: {
        BURIN_TRY(auto config, fromNetworkJson(explore::crossbarConfigFromJson, json, family, where));
        return DesignConfig(explore::withNamedConverters(std::move(config), *family.network));
    }
    }
    return fail(ErrorCode::usage, "an unknown family", where);
}

const std::string& deviceOf(const DesignConfig& config)
{
    static const std::string none;
    return std::visit(Overloaded{[](const CrossbarConfig&) -> const std::string& { return none; },
                                 [](const auto& each) -> const std::string& { return each.device; }},
                      config);
}

DesignConfig withDevice(DesignConfig config, const std::string& device)
{
    std::visit(Overloaded{[](CrossbarConfig&) {}, [&](auto& each) { each.device = device; }}, config);
    return config;
}

bool onOneLine(const DesignConfig& a, const DesignConfig& b)
{
    return std::visit(Overloaded{[](const ReservoirConfig& x, const ReservoirConfig& y) { return oneLine(x, y); },
                                 [](const CnnConfig& x, const CnnConfig& y) { return oneLine(x, y); },
                                 [](const CrossbarConfig& x, const CrossbarConfig& y) { return oneLine(x, y); },
                                 [](const auto&, const auto&) { return false; }},
                      a, b);
}

LineHash lineHash(const DesignConfig& config)
{
    return std::visit([](const auto& each) { return hashOf(each); }, config);
}

bool inOneGrid(const DesignConfig& config, const DesignConfig& base)
{
    return std::visit(Overloaded{[](const ReservoirConfig& each, const ReservoirConfig& around) {
                                     return each.neurons == around.neurons && each.leak == around.leak &&
                                            frame(each, around) == frame(around, around);
                                 },
                                 [](const CnnConfig& each, const CnnConfig& around) {
                                     CnnConfig common = withoutPolicy(each);
                                     common.ranker = around.ranker;
                                     return common == withoutPolicy(around);
                                 },
                                 [](const CrossbarConfig&, const CrossbarConfig&) { return true; },
                                 [](const auto&, const auto&) { return false; }},
                      config, base);
}

DesignConfig keepIdleChoices(DesignConfig chosen, const DesignConfig& current)
{
    std::visit(Overloaded{[](ReservoirConfig& to, const ReservoirConfig& from) {
                              if (to.prune != 0 || !to.mask.empty())
                                  return;
                              to.ranker = from.ranker;
                              to.refit = from.refit;
                              to.pruneMatrices = from.pruneMatrices;
                          },
                          [](CnnConfig& to, const CnnConfig& from) { keepIdleRanker(to, from); },
                          [](CrossbarConfig& to, const CrossbarConfig& from) { keepIdleRanker(to, from); },
                          [](auto&, const auto&) {}},
               chosen, current);
    return chosen;
}

const ParameterTable& designParameters(Family family)
{
    switch (family) {
    case Family::cnn: return explore::cnnParameters();
    case Family::crossbar: return explore::crossbarParameters();
    case Family::reservoir: break;
    }
    return reservoir::reservoirParameters();
}

bool isSweptFreely(const std::string& key)
{
    constexpr std::array kOthers{"bits",    "bitsInput", "bitsState", "bitsIn",  "bitsR", "bitsWeight",   "bitsActivation",
                                 "prune",   "ranker",    "readout",   "seeds",   "mask",  "pruneMatrices", "missing",
                                 "task",    "target",    "horizon",   "adc",     "preset", "policy"};
    return std::find(kOthers.begin(), kOthers.end(), key) == kOthers.end();
}

QString parameterLabel(const std::string& key, const DesignFamily& family)
{
    const QStringList parts = QString::fromStdString(key).split(QLatin1Char('.'));
    if (family.network && parts.size() == 3 && parts[0] == QLatin1String("policy")) {
        const bool crossbar = family.kind == Family::crossbar;
        const QString what = parts[2] == QLatin1String("w")               ? Design::tr("%1: weight bits")
                             : parts[2] == QLatin1String("adc")           ? Design::tr("%1: converter bits")
                             : parts[2] == QLatin1String("a") && crossbar ? Design::tr("%1: input bits")
                             : parts[2] == QLatin1String("a")             ? Design::tr("%1: activation bits")
                                                                          : Design::tr("%1: pruning");
        std::size_t entry = 0;
        for (const cnn::Layer& layer : family.network->layers)
            if (layer.hasWeights() && entry++ == parts[1].toULong())
                return what.arg(QString::fromStdString(layer.name));
    }
    for (const ParameterTable* table :
         {&reservoir::reservoirParameters(), &explore::cnnParameters(), &explore::crossbarParameters()})
        if (const Parameter* parameter = findParameter(*table, key))
            return coreText(parameter->label);
    return QString::fromStdString(key);
}

} // namespace burin::views
