// SPDX-License-Identifier: GPL-3.0-or-later
// What a network costs on the crossbars of a preset under a policy, by layer and component; never one opaque
// number. Per layer with n arrays, P = Oh Ow positions and c = ceil(a / dacBits) bit-serial cycles:
//
//     cycles  P c                        MVMs    n P c (one array, one cycle)
//     latency in parallel  P c cycleNs   in turn n (writeNs + P c mvmNs)      (CIM-AQ, arXiv 2601.21737)
//     energy  n P c (components of an IMA / arraysPerIma + components of a tile / arraysPerTile) x cycleNs
//     area    n (components of an IMA / arraysPerIma + components of a tile / arraysPerTile)
//     tiles   ceil(n / arraysPerTile), of all layers together where they share tiles
//
// Converters of other than adcBits bits have their energy and area times table(bits) / table(adcBits), so that the
// published totals hold at the published resolution. Every array in use draws its full published power for the
// cycle, whatever part of it is in use (the utilisation is given apart). Layers run one after another, one copy of
// each; joins, pools and what leaves the chip are not charged. All metrics but shared tiles add up over layers.
#pragma once

#include "core/base/metric.h"
#include "core/crossbar/mapping.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace burin::crossbar {

/// The resolution of the converters of layers to which the policy gives none.
struct AdcSetting {
    std::optional<AdcRule> rule; ///< nothing: the preset's
    std::optional<int> bits;     ///< a resolution for all; goes before the rule
};
/// "rule" (the preset's), "lossless", or bits from 1 to 16. Errors: usage.
[[nodiscard]] Result<AdcSetting> adcSetting(const std::string& text);

struct ComponentCost {
    std::string level; ///< "ima" or "tile"
    std::string name;
    double energyNj = 0; ///< per inference
    double areaMm2 = 0;
};

struct LayerCost {
    LayerMapping mapping;
    int adcBits = 0;
    std::int64_t cycles = 0;
    std::int64_t mvms = 0;
    std::int64_t tiles = 0; ///< 0 where layers share tiles
    double latencyNs = 0;   ///< what the preset does not give is 0
    double energyNj = 0;
    double areaMm2 = 0;
    double adcEnergyNj = 0; ///< of energyNj
    double adcAreaMm2 = 0;
};

/// The figures that budgets and searches compare, each 0 where the preset does not give it.
struct CostTotals {
    std::int64_t arrays = 0;
    std::int64_t tiles = 0;
    std::int64_t mvms = 0;
    std::int64_t cycles = 0;
    double latencyNs = 0;
    double energyNj = 0;
    double areaMm2 = 0;
    double utilisation = 0; ///< cells in use over cells of all arrays

    /// By DesignPoint's key: latencyUs, arrays, tiles, mvms, cycles, energyPerInferenceNj, areaMm2.
    [[nodiscard]] double value(const std::string& metric) const;
};

struct NetworkCost {
    std::vector<MatrixLayer> layers;
    std::vector<LayerCost> costs;          ///< of each
    std::vector<ComponentCost> components; ///< over all layers; empty where the preset has no tables
    CostTotals totals;
};

/// The cost of single layers, for searches: what does not depend on the bits is computed once. Immutable.
class CostModel {
public:
    /// Errors: see cnn::inferShapes.
    static Result<CostModel> make(const cnn::Network& network, const Preset& preset, const AdcSetting& adc = {});

    [[nodiscard]] const std::vector<MatrixLayer>& layers() const { return layers_; }
    [[nodiscard]] const Preset& preset() const { return preset_; }
    /// Pruning has to be in the network already (cnn::withPruning). Errors (invalidInput): bits that the cells or
    /// the converters cannot have, see checkPolicy.
    [[nodiscard]] Result<LayerCost> layer(std::size_t index, const LayerPolicy& policy) const;
    [[nodiscard]] CostTotals totals(const std::vector<LayerCost>& costs) const;

private:
    CostModel(Preset preset, AdcSetting adc, std::vector<MatrixLayer> layers);
    [[nodiscard]] Result<double> adcScale(int bits, double AdcRow::*figure, const std::string& layer) const;
    [[nodiscard]] int bitsByRule(const LayerMapping& mapping) const;

    Preset preset_;
    AdcSetting adc_;
    std::vector<MatrixLayer> layers_;
    double adcArrayPj_ = 0; ///< per array and cycle
    double restArrayPj_ = 0;
    double adcArrayMm2_ = 0; ///< per array
    double restArrayMm2_ = 0;
};

/// Of the whole policy, its pruning included. Errors: see checkPolicy and cnn::withPruning.
[[nodiscard]] Result<NetworkCost> costOf(const cnn::Network& network, const Policy& policy, const Preset& preset,
                                         const AdcSetting& adc = {});

/// By DesignPoint's keys, tier model, each with its preset as tool; what the preset does not give is without a
/// value.
[[nodiscard]] std::map<std::string, Metric> costMetrics(const CostTotals& totals, const Preset& preset);

/// DesignPoint's keys of this family in the order of tables.
[[nodiscard]] const std::vector<std::string>& costKeys();

} // namespace burin::crossbar
