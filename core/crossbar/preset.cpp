// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/preset.h"

#include "core/base/file.h"
#include "core/crossbar/embedded.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace burin::crossbar {
namespace {

constexpr std::string_view kFolder = "crossbars/";
constexpr std::uintmax_t kMaxPresetBytes = 1U << 20U;

PresetTotals sumOf(const std::vector<Component>& components)
{
    PresetTotals totals;
    for (const Component& component : components) {
        totals.powerMw += component.powerMw;
        totals.areaMm2 += component.areaMm2;
    }
    return totals;
}

PresetTotals times(const PresetTotals& totals, double count)
{
    return {totals.powerMw * count, totals.areaMm2 * count};
}

PresetTotals plus(const PresetTotals& a, const PresetTotals& b)
{
    return {a.powerMw + b.powerMw, a.areaMm2 + b.areaMm2};
}

/// Operations per second over 1e12 of all arrays, each weight and input cut into slices of the cells and the DAC.
double peakTops(const Preset& preset, int bits)
{
    const auto slices = [bits](int each) { return static_cast<double>((bits + each - 1) / each); };
    const double arrays = static_cast<double>(preset.tilesPerChip) * preset.arraysPerTile();
    const double weights = arrays * preset.rows * preset.columns / slices(preset.cellBits);
    constexpr double kOperations = 2; // a multiplication and an addition
    return kOperations * weights / (slices(preset.dacBits) * preset.cycleNs) / 1000;
}

} // namespace

const char* toString(WeightMapping mapping)
{
    switch (mapping) {
    case WeightMapping::offset: return "offset";
    case WeightMapping::differentialColumns: return "differential-columns";
    case WeightMapping::differentialRows: return "differential-rows";
    case WeightMapping::pairedArrays: return "paired-arrays";
    }
    return "";
}

const char* toString(SlicePlacement placement)
{
    return placement == SlicePlacement::packed ? "packed" : "separate";
}

const char* toString(AdcRule rule)
{
    switch (rule) {
    case AdcRule::isaac: return "isaac";
    case AdcRule::lossless: return "lossless";
    case AdcRule::fixed: return "fixed";
    }
    return "";
}

const char* toString(LatencyRule rule)
{
    return rule == LatencyRule::inParallel ? "in-parallel" : "in-turn";
}

bool Preset::gives(const std::string& metric) const
{
    return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
}

std::vector<std::string> presetNames()
{
    std::vector<std::string> names;
    for (const auto& [key, text] : embeddedFiles())
        names.emplace_back(key.substr(kFolder.size()));
    std::sort(names.begin(), names.end());
    return names;
}

Result<Preset> loadPreset(const std::string& nameOrFile)
{
    for (const auto& [key, text] : embeddedFiles())
        if (key.substr(kFolder.size()) == nameOrFile)
            return parsePreset(std::string(text), std::string(key));
    if (!nameOrFile.ends_with(".json") && nameOrFile.find('/') == std::string::npos)
        return fail(ErrorCode::usage, fmt::format("there is no preset '{}'", nameOrFile), "preset",
                    fmt::format("Choose one of {}, or give a .json file.", fmt::join(presetNames(), ", ")));
    BURIN_TRY(const std::string text, readFile(nameOrFile, kMaxPresetBytes));
    return parsePreset(text, nameOrFile);
}

std::optional<DerivedTotals> derivedTotals(const Preset& preset)
{
    if (preset.ima.empty() || preset.arraysPerTile() == 0 || preset.tilesPerChip == 0 || preset.cycleNs <= 0)
        return std::nullopt;
    DerivedTotals derived;
    derived.ima = sumOf(preset.ima);
    derived.tile = plus(times(derived.ima, preset.imasPerTile), sumOf(preset.tile));
    derived.tiles = times(derived.tile, preset.tilesPerChip);
    derived.chip = plus(derived.tiles, sumOf(preset.chip));
    constexpr int kPublishedBits = 16;
    derived.topsAt16Bit = peakTops(preset, kPublishedBits);
    derived.gopsPerMm2 = derived.topsAt16Bit * 1000 / derived.chip.areaMm2;
    derived.gopsPerW = derived.topsAt16Bit * 1000 / (derived.chip.powerMw / 1000);
    for (const Component& component : preset.ima) {
        // mW x ns = pJ
        const double energyPj = component.powerMw * preset.cycleNs / preset.arraysPerIma;
        derived.arrayCyclePj[component.name] += energyPj;
        derived.imaCyclePj += energyPj;
    }
    derived.tileCyclePj = derived.tile.powerMw * preset.cycleNs / preset.arraysPerTile();
    return derived;
}

} // namespace burin::crossbar
