// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace burin::crossbar {
namespace {

constexpr double kPjPerNj = 1000;
constexpr double kNsPerUs = 1000;
constexpr const char* kAdc = "ADC";

const AdcRow* rowOf(const Preset& preset, int bits)
{
    const auto found = std::find_if(preset.adcTable.begin(), preset.adcTable.end(),
                                    [bits](const AdcRow& row) { return row.bits == bits; });
    return found == preset.adcTable.end() ? nullptr : &*found;
}

/// One component's part of an array: over the arrays of its IMA or tile.
struct Share {
    const char* level;
    const Component& component;
    double energyPj; ///< per cycle
    double areaMm2;
    bool isAdc;
};

std::vector<Share> sharesOf(const Preset& preset)
{
    std::vector<Share> shares;
    for (const Component& component : preset.ima)
        shares.push_back({"ima", component, component.powerMw * preset.cycleNs / preset.arraysPerIma,
                          component.areaMm2 / preset.arraysPerIma, component.name == kAdc});
    for (const Component& component : preset.tile)
        shares.push_back({"tile", component, component.powerMw * preset.cycleNs / preset.arraysPerTile(),
                          component.areaMm2 / preset.arraysPerTile(), false});
    return shares;
}

std::vector<ComponentCost> componentsOf(const Preset& preset, const NetworkCost& cost)
{
    std::vector<ComponentCost> components;
    double adcEnergyNj = 0;
    double adcAreaMm2 = 0;
    for (const LayerCost& layer : cost.costs) {
        adcEnergyNj += layer.adcEnergyNj;
        adcAreaMm2 += layer.adcAreaMm2;
    }
    const auto mvms = static_cast<double>(cost.totals.mvms);
    const auto arrays = static_cast<double>(cost.totals.arrays);
    for (const Share& share : sharesOf(preset)) {
        ComponentCost component{share.level, share.component.name, adcEnergyNj, adcAreaMm2};
        if (!share.isAdc) {
            component.energyNj = mvms * share.energyPj / kPjPerNj;
            component.areaMm2 = arrays * share.areaMm2;
        }
        components.push_back(std::move(component));
    }
    return components;
}

} // namespace

Result<AdcSetting> adcSetting(const std::string& text)
{
    AdcSetting setting;
    if (text == "rule")
        return setting;
    if (text == "lossless") {
        setting.rule = AdcRule::lossless;
        return setting;
    }
    int bits = 0;
    const char* end = text.data() + text.size();
    const auto [next, error] = std::from_chars(text.data(), end, bits);
    if (error != std::errc{} || next != end || bits < cnn::kMinPolicyBits || bits > cnn::kMaxPolicyBits)
        return fail(ErrorCode::usage, fmt::format("\"{}\" is neither rule nor lossless nor bits", text), "adc",
                    fmt::format("Give rule, lossless, or {} to {}.", cnn::kMinPolicyBits, cnn::kMaxPolicyBits));
    setting.bits = bits;
    return setting;
}

double CostTotals::value(const std::string& metric) const
{
    if (metric == "latencyUs")
        return latencyNs / kNsPerUs;
    if (metric == "arrays")
        return static_cast<double>(arrays);
    if (metric == "tiles")
        return static_cast<double>(tiles);
    if (metric == "mvms")
        return static_cast<double>(mvms);
    if (metric == "cycles")
        return static_cast<double>(cycles);
    if (metric == "energyPerInferenceNj")
        return energyNj;
    if (metric == "areaMm2")
        return areaMm2;
    throw std::logic_error("no such metric of crossbars: " + metric);
}

CostModel::CostModel(Preset preset, AdcSetting adc, std::vector<MatrixLayer> layers)
    : preset_(std::move(preset)),
      adc_(adc),
      layers_(std::move(layers))
{
    for (const Share& share : sharesOf(preset_)) {
        (share.isAdc ? adcArrayPj_ : restArrayPj_) += share.energyPj;
        (share.isAdc ? adcArrayMm2_ : restArrayMm2_) += share.areaMm2;
    }
}

Result<CostModel> CostModel::make(const cnn::Network& network, const Preset& preset, const AdcSetting& adc)
{
    BURIN_TRY(auto layers, matrixLayers(network));
    return CostModel(preset, adc, std::move(layers));
}

int CostModel::bitsByRule(const LayerMapping& mapping) const
{
    if (adc_.bits)
        return *adc_.bits;
    const AdcRule rule = adc_.rule.value_or(preset_.adcRule);
    const int bits = adcBits(rule, preset_, mapping);
    if (rule == AdcRule::lossless && !preset_.adcTable.empty())
        return std::max(bits, preset_.adcTable.front().bits); // a finer converter loses nothing either
    return bits;
}

Result<double> CostModel::adcScale(int bits, double AdcRow::*figure, const std::string& layer) const
{
    if (bits == preset_.adcBits)
        return 1.0;
    const AdcRow* row = rowOf(preset_, bits);
    if (row == nullptr)
        return fail(ErrorCode::invalidInput,
                    fmt::format("a converter of {} bits is not in the table of {}", bits, preset_.name), layer,
                    preset_.adcTable.empty()
                        ? fmt::format("Its converters have {} bits.", preset_.adcBits.value_or(0))
                        : fmt::format("It has {} to {} bits; nothing is extrapolated.",
                                      preset_.adcTable.front().bits, preset_.adcTable.back().bits));
    return row->*figure / (rowOf(preset_, preset_.adcBits.value())->*figure);
}

Result<LayerCost> CostModel::layer(std::size_t index, const LayerPolicy& policy) const
{
    const MatrixLayer& matrix = layers_.at(index);
    LayerCost cost;
    BURIN_TRY(cost.mapping, mapLayer(matrix, policy.weightBits, preset_));
    cost.adcBits = policy.adcBits ? *policy.adcBits : bitsByRule(cost.mapping);
    cost.cycles = matrix.positions * bitSerialCycles(policy.activationBits, preset_.dacBits);
    cost.mvms = cost.mapping.arrays * cost.cycles;
    if (preset_.gives("tiles") && !preset_.layersShareTiles)
        cost.tiles = (cost.mapping.arrays + preset_.arraysPerTile() - 1) / preset_.arraysPerTile();
    const auto arrays = static_cast<double>(cost.mapping.arrays);
    const auto mvms = static_cast<double>(cost.mvms);
    if (preset_.gives("latencyUs"))
        cost.latencyNs = preset_.latencyRule == LatencyRule::inTurn
                             ? arrays * preset_.writeNs + mvms * preset_.mvmNs
                             : static_cast<double>(cost.cycles) * preset_.cycleNs;
    if (preset_.gives("energyPerInferenceNj")) {
        BURIN_TRY(const double scale, adcScale(cost.adcBits, &AdcRow::energyPj, matrix.name));
        cost.adcEnergyNj = mvms * adcArrayPj_ * scale / kPjPerNj;
        cost.energyNj = cost.adcEnergyNj + mvms * restArrayPj_ / kPjPerNj;
    }
    if (preset_.gives("areaMm2")) {
        BURIN_TRY(const double scale, adcScale(cost.adcBits, &AdcRow::areaUm2, matrix.name));
        cost.adcAreaMm2 = arrays * adcArrayMm2_ * scale;
        cost.areaMm2 = cost.adcAreaMm2 + arrays * restArrayMm2_;
    }
    return cost;
}

CostTotals CostModel::totals(const std::vector<LayerCost>& costs) const
{
    CostTotals totals;
    std::int64_t used = 0;
    for (const LayerCost& cost : costs) {
        totals.arrays += cost.mapping.arrays;
        totals.tiles += cost.tiles;
        totals.mvms += cost.mvms;
        totals.cycles += cost.cycles;
        totals.latencyNs += cost.latencyNs;
        totals.energyNj += cost.energyNj;
        totals.areaMm2 += cost.areaMm2;
        used += cost.mapping.usedCells;
    }
    if (preset_.gives("tiles") && preset_.layersShareTiles)
        totals.tiles = (totals.arrays + preset_.arraysPerTile() - 1) / preset_.arraysPerTile();
    if (totals.arrays > 0)
        totals.utilisation =
            static_cast<double>(used) / (static_cast<double>(totals.arrays) * preset_.rows * preset_.columns);
    return totals;
}

Result<NetworkCost> costOf(const cnn::Network& network, const Policy& policy, const Preset& preset,
                           const AdcSetting& adc)
{
    BURIN_CHECK(checkPolicy(policy, network, preset));
    BURIN_TRY(const cnn::Network pruned, cnn::withPruning(network, policy));
    BURIN_TRY(const CostModel model, CostModel::make(pruned, preset, adc));
    NetworkCost cost{.layers = model.layers(), .costs = {}, .components = {}, .totals = {}};
    for (std::size_t i = 0; i < policy.size(); ++i) {
        BURIN_TRY(LayerCost layer, model.layer(i, policy[i]));
        cost.costs.push_back(std::move(layer));
    }
    cost.totals = model.totals(cost.costs);
    if (preset.gives("energyPerInferenceNj") || preset.gives("areaMm2"))
        cost.components = componentsOf(preset, cost);
    return cost;
}

const std::vector<std::string>& costKeys()
{
    static const std::vector<std::string> kKeys{
        "latencyUs", "energyPerInferenceNj", "areaMm2", "arrays", "tiles", "mvms", "cycles"};
    return kKeys;
}

std::map<std::string, Metric> costMetrics(const CostTotals& totals, const Preset& preset)
{
    std::map<std::string, Metric> metrics;
    for (const std::string& key : costKeys()) {
        Metric metric;
        if (preset.gives(key)) {
            metric.value = totals.value(key);
            metric.tier = Tier::model;
            metric.tool = fmt::format("crossbar preset {}: {}", preset.name, preset.source);
        }
        metrics.emplace(key, std::move(metric));
    }
    return metrics;
}

} // namespace burin::crossbar
