// SPDX-License-Identifier: GPL-3.0-or-later
// A preset: the crossbars that a network is mapped to, as constants with their sources
// (resources/crossbars/<name>.json, compiled in, or a file of the user's). It holds the geometry of the arrays,
// how weights become cells, the timing, the power and area of every component, and where they are known the
// properties of the cells. A preset declares which metrics it can give; others are without a value. A key that the
// rules of preset_json.cpp do not know, a missing or implausible value or another unit is an error that names
// file, key, found and expected.
#pragma once

#include "core/base/result.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace burin::crossbar {

struct Constant {
    std::string key; ///< "arrayRows", "adcTable.8.energyPj", "components.ima.ADC.powerMw"
    double value = 0;
    std::string unit; ///< "" of a count
    std::string source;
    std::string note; ///< may be empty
};

struct Choice {
    std::string key; ///< "mapping", "latency", ...
    std::string value;
    std::string source;
    std::string note;
};

/// How signed weights become cells, which hold no sign.
enum class WeightMapping {
    offset,              ///< w + 2^(bits-1); one more column sums the inputs, to take the offset back
    differentialColumns, ///< positive and negative part in two columns; outputs are subtracted
    differentialRows,    ///< in two rows, of which one is driven by the negated input
    pairedArrays         ///< in two arrays that count as one (a pair); the magnitude's bits only
};
[[nodiscard]] const char* toString(WeightMapping mapping);

/// Where the slices of a weight lie.
enum class SlicePlacement {
    packed,   ///< side by side in one array
    separate, ///< one array per slice, and only whole kernels in an array (MNSIM)
};
[[nodiscard]] const char* toString(SlicePlacement placement);

/// How many bits the converter of a column gets where the policy gives none.
enum class AdcRule {
    isaac,    ///< log2 N + v + w - 1, without the - 1 when v and w are > 1; one less with inverted encoding
    lossless, ///< ceil(log2(R (2^v - 1)(2^w - 1) + 1)) of the R rows in use by the layer's fullest array
    fixed     ///< the preset's adcBits
};
[[nodiscard]] const char* toString(AdcRule rule);

/// What a layer's time is.
enum class LatencyRule {
    inParallel, ///< the arrays of a layer at once: MVMs x cycles x cycleNs
    inTurn      ///< one after another, each written first: n writeNs + n MVMs cycles mvmNs (CIM-AQ)
};
[[nodiscard]] const char* toString(LatencyRule rule);

/// One row of a power and area table: all `count` pieces of it in one IMA (PE), tile or chip.
struct Component {
    std::string name; ///< "ADC"
    double count = 1;
    double powerMw = 0;
    double areaMm2 = 0;
};

/// Energy and area of one converter by its resolution, relative to which a component "ADC" is scaled.
struct AdcRow {
    int bits = 0;
    double energyPj = 0; ///< per conversion
    double areaUm2 = 0;
};

/// What the cells are: imperfectionsOf() (noise.h) simulates them. Nothing is derived from the times, which are
/// those of a cell alone, without converters and drivers.
struct Cell {
    double highOhm = 0; ///< the state of code 0
    double lowOhm = 0;  ///< the state of the largest code
    double readNs = 0;
    double writeNs = 0;
    double variationFraction = 0; ///< standard deviation of the resistance over the ideal one
    double stuckHighFraction = 0; ///< cells that stay at highOhm
    double stuckLowFraction = 0;
};

struct Preset {
    std::string name;  ///< "isaac-32nm"
    std::string title; ///< one line for people
    std::string source;
    int rows = 0; ///< of an array
    int columns = 0;
    int cellBits = 0;
    int dacBits = 0; ///< of the input that a cycle takes
    WeightMapping mapping = WeightMapping::offset;
    SlicePlacement placement = SlicePlacement::packed;
    AdcRule adcRule = AdcRule::fixed;
    bool invertedEncoding = false; ///< columns are stored inverted where that makes sums small (ISAAC)
    std::optional<int> adcBits;    ///< of the converters that the tables describe
    std::optional<LatencyRule> latencyRule;
    bool layersShareTiles = false; ///< else a tile belongs to one layer
    double cycleNs = 0;            ///< of one bit-serial cycle (latency inParallel, energy)
    double mvmNs = 0;              ///< of one bit-serial cycle, latency inTurn
    double writeNs = 0;            ///< of one array, latency inTurn
    int arraysPerIma = 0;          ///< 0: none are described
    int imasPerTile = 0;           ///< arrays of a tile = arraysPerIma imasPerTile
    int tilesPerChip = 0;
    std::vector<Component> ima; ///< the tables; empty: no energy and area
    std::vector<Component> tile;
    std::vector<Component> chip;
    std::vector<AdcRow> adcTable; ///< by rising bits; empty: the converters cannot be changed
    std::optional<Cell> cell;
    std::vector<std::string> metrics; ///< DesignPoint's keys that it can give: "latencyUs", "arrays", ...
    std::vector<Choice> choices;      ///< the rules above with their sources
    std::vector<Constant> constants;  ///< every number above with its source, for tables

    [[nodiscard]] int arraysPerTile() const { return arraysPerIma * imasPerTile; }
    [[nodiscard]] bool gives(const std::string& metric) const;
};

/// Names of the presets compiled in: "cim-aq-2b", "cim-aq-4b", "isaac-32nm", "mnsim-2.0".
[[nodiscard]] std::vector<std::string> presetNames();

/// One of presetNames(), or the path of a file of the same format. Errors: usage (no such name), notFound,
/// invalidInput naming file, key, found and expected.
[[nodiscard]] Result<Preset> loadPreset(const std::string& nameOrFile);

/// Reads and checks the text of a preset.
[[nodiscard]] Result<Preset> parsePreset(const std::string& text, const std::string& where);

/// What follows from the tables at full use: of an IMA, a tile, all tiles and the chip.
struct PresetTotals {
    double powerMw = 0;
    double areaMm2 = 0;
};
struct DerivedTotals {
    PresetTotals ima;
    PresetTotals tile;
    PresetTotals tiles;
    PresetTotals chip;
    double topsAt16Bit = 0; ///< two operations per multiply-accumulate, weights and inputs of 16 bits
    double gopsPerMm2 = 0;
    double gopsPerW = 0;
    std::map<std::string, double> arrayCyclePj; ///< per array and cycle, of the IMA's components
    double imaCyclePj = 0;                      ///< their sum
    double tileCyclePj = 0;                     ///< with the share of the tile's components
};
/// Nothing without tables.
[[nodiscard]] std::optional<DerivedTotals> derivedTotals(const Preset& preset);

} // namespace burin::crossbar
