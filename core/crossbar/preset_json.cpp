// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a preset's file and its rules: which keys there are, their units and what is plausible. The ranges
// are wide on purpose: they catch a slipped exponent or unit (a converter of 1 W, an array of 1 mm2), not a bold
// design.
#include "core/crossbar/preset.h"

#include "core/base/json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace burin::crossbar {
namespace {

using Json = nlohmann::ordered_json;

struct Rule {
    const char* key;
    const char* unit;
    double least;
    double most;
    bool whole = false;
};
constexpr std::array kConstantRules{
    Rule{"arrayRows", "", 4, 4096, true},
    Rule{"arrayColumns", "", 4, 4096, true},
    Rule{"cellBits", "bit", 1, 8, true},
    Rule{"dacBits", "bit", 1, 8, true},
    Rule{"adcBits", "bit", 1, 16, true},
    Rule{"cycleNs", "ns", 0.01, 1e6},
    Rule{"mvmNs", "ns", 0.01, 1e6},
    Rule{"writeNs", "ns", 0.01, 1e9},
    Rule{"arraysPerIma", "", 1, 1024, true},
    Rule{"imasPerTile", "", 1, 1024, true},
    Rule{"tilesPerChip", "", 1, 1e5, true},
    Rule{"adcPowerMw", "mW", 1e-4, 1e3},
    Rule{"adcAreaUm2", "um2", 1, 1e6},
    Rule{"dacPowerUw", "uW", 1e-3, 1e4},
    Rule{"cellHighOhm", "ohm", 100, 1e10},
    Rule{"cellLowOhm", "ohm", 100, 1e10},
    Rule{"cellReadNs", "ns", 0.01, 1e6},
    Rule{"cellWriteNs", "ns", 0.01, 1e9},
    Rule{"cellVariationFraction", "fraction", 0, 1},
    Rule{"cellStuckHighFraction", "fraction", 0, 1},
    Rule{"cellStuckLowFraction", "fraction", 0, 1},
};
constexpr std::array kComponentRules{
    Rule{"count", "", 0.001, 1e6},
    Rule{"powerMw", "mW", 1e-6, 1e6},
    Rule{"areaMm2", "mm2", 1e-9, 1e3},
};
constexpr std::array kAdcRules{
    Rule{"energyPj", "pJ", 1e-3, 1e3},
    Rule{"areaUm2", "um2", 1, 1e6},
};
constexpr std::array kCellKeys{"cellHighOhm", "cellLowOhm", "cellReadNs", "cellWriteNs"};

/// A name with one would break a table's line, or a terminal.
bool hasControl(std::string_view name)
{
    return std::any_of(name.begin(), name.end(),
                       [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

/// Reads one file; every message names it, the key, what was found and what was expected.
class Reader {
public:
    Reader(const Json& document, std::string where) : document_(document), where_(std::move(where)) {}
    Result<Preset> read();

private:
    Unexpected<Error> wrong(const std::string& key, const std::string& found, const std::string& expected) const
    {
        return fail(ErrorCode::invalidInput, fmt::format("{}: found {}, expected {}", key, found, expected),
                    where_, "`burin-cli crossbar preset isaac-32nm --json` shows the form.");
    }
    static std::string shown(const Json& json)
    {
        if (json.is_structured())
            return json.is_array() ? "a list" : "an object";
        constexpr std::size_t kLongest = 60;
        const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
        return text.size() > kLongest ? text.substr(0, kLongest) + "..." : text;
    }
    Result<void> onlyKeys(const Json& object, const std::string& place, std::span<const std::string> known) const;
    Result<std::string> text(const Json& object, const std::string& place, const char* key, bool required) const;
    Result<double> constant(const Json& object, const std::string& place, const Rule& rule);
    Result<std::string> choice(const char* key, std::span<const char* const> options);
    Result<void> readHeader();
    Result<void> readChoices();
    Result<void> readConstants();
    Result<void> readComponents();
    Result<void> readComponentLevel(const Json& level, const std::string& place, std::vector<Component>& into);
    Result<void> readAdcTable();
    Result<void> checkWhole() const;
    Result<void> needs(const std::string& metric, bool has, const std::string& what) const;

    const Json& document_;
    std::string where_;
    Preset preset_;
    std::map<std::string, double> values_;
};

Result<void> Reader::onlyKeys(const Json& object, const std::string& place,
                              std::span<const std::string> known) const
{
    if (!object.is_object())
        return wrong(place.empty() ? "the file" : place, shown(object), "an object");
    for (const auto& [key, value] : object.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            return wrong(place.empty() ? key : place + "." + key, "an unknown key",
                         fmt::format("only {}", fmt::join(known, ", ")));
    return {};
}

Result<std::string> Reader::text(const Json& object, const std::string& place, const char* key,
                                 bool required) const
{
    const std::string full = place.empty() ? key : place + "." + key;
    const auto found = object.find(key);
    if (found == object.end())
        return required ? Result<std::string>(wrong(full, "nothing", "a text"))
                        : Result<std::string>(std::string());
    if (!found->is_string() || (required && found->get<std::string>().empty()))
        return wrong(full, shown(*found), "a text");
    return found->get<std::string>();
}

Result<double> Reader::constant(const Json& object, const std::string& place, const Rule& rule)
{
    const std::string full = place + "." + rule.key;
    const std::string expected =
        fmt::format("a {}number from {:g} to {:g}{}", rule.whole ? "whole " : "", rule.least, rule.most,
                    *rule.unit == '\0' ? "" : fmt::format(" in {}", rule.unit));
    const auto found = object.find(rule.key);
    if (found == object.end())
        return wrong(full, "nothing",
                     fmt::format("{{\"value\": {}, \"unit\": \"{}\", \"source\": ...}}", expected, rule.unit));
    static const std::vector<std::string> kKeys{"value", "unit", "source", "note"};
    BURIN_CHECK(onlyKeys(*found, full, kKeys));
    const auto value = found->find("value");
    if (value == found->end() || !value->is_number())
        return wrong(full + ".value", value == found->end() ? "nothing" : shown(*value), expected);
    const double number = value->get<double>();
    if (!(number >= rule.least && number <= rule.most) || (rule.whole && number != std::floor(number)))
        return wrong(full + ".value", shown(*value), expected);
    const auto unit = found->find("unit");
    if (unit == found->end() || !unit->is_string() || unit->get<std::string>() != rule.unit)
        return wrong(full + ".unit", unit == found->end() ? "nothing" : shown(*unit),
                     fmt::format("\"{}\"", rule.unit));
    BURIN_TRY(const std::string source, text(*found, full, "source", true));
    BURIN_TRY(const std::string note, text(*found, full, "note", false));
    preset_.constants.push_back({full, number, rule.unit, source, note});
    return number;
}

Result<std::string> Reader::choice(const char* key, std::span<const char* const> options)
{
    const Json& choices = document_.at("choices");
    const std::string full = fmt::format("choices.{}", key);
    const auto found = choices.find(key);
    const std::string expected = fmt::format("one of {}", fmt::join(options, ", "));
    if (found == choices.end())
        return wrong(full, "nothing", expected);
    static const std::vector<std::string> kKeys{"value", "source", "note"};
    BURIN_CHECK(onlyKeys(*found, full, kKeys));
    BURIN_TRY(const std::string value, text(*found, full, "value", true));
    BURIN_TRY(const std::string source, text(*found, full, "source", true));
    BURIN_TRY(const std::string note, text(*found, full, "note", false));
    preset_.choices.push_back({key, value, source, note});
    if (std::find(options.begin(), options.end(), value) == options.end())
        return wrong(full + ".value", fmt::format("\"{}\"", value), expected);
    return value;
}

Result<void> Reader::readHeader()
{
    static const std::vector<std::string> kKeys{"name",    "title",     "source",     "metrics",
                                                "choices", "constants", "components", "adcTable"};
    BURIN_CHECK(onlyKeys(document_, "", kKeys));
    BURIN_TRY(preset_.name, text(document_, "", "name", true));
    if (hasControl(preset_.name))
        return wrong("name", shown(preset_.name), "a name without control characters");
    BURIN_TRY(preset_.title, text(document_, "", "title", true));
    BURIN_TRY(preset_.source, text(document_, "", "source", true));
    static const std::vector<std::string> kMetrics{
        "latencyUs", "arrays", "tiles", "mvms", "cycles", "energyPerInferenceNj", "areaMm2"};
    const std::string expected = fmt::format("a list of {}", fmt::join(kMetrics, ", "));
    const auto metrics = document_.find("metrics");
    if (metrics == document_.end() || !metrics->is_array() || metrics->empty())
        return wrong("metrics", metrics == document_.end() ? "nothing" : shown(*metrics), expected);
    for (const Json& metric : *metrics) {
        if (!metric.is_string() ||
            std::find(kMetrics.begin(), kMetrics.end(), metric.get<std::string>()) == kMetrics.end())
            return wrong("metrics", shown(metric), expected);
        preset_.metrics.push_back(metric.get<std::string>());
    }
    for (const char* key : {"choices", "constants"})
        if (!document_.contains(key) || !document_.at(key).is_object())
            return wrong(key, document_.contains(key) ? shown(document_.at(key)) : "nothing", "an object");
    return {};
}

Result<void> Reader::readChoices()
{
    const Json& choices = document_.at("choices");
    static const std::vector<std::string> kKeys{"mapping",     "placement", "adcRule",
                                                "adcEncoding", "latency",   "tiles"};
    BURIN_CHECK(onlyKeys(choices, "choices", kKeys));
    constexpr std::array kMappings{"offset", "differential-columns", "differential-rows", "paired-arrays"};
    BURIN_TRY(const std::string mapping, choice("mapping", kMappings));
    for (const auto each : {WeightMapping::offset, WeightMapping::differentialColumns,
                            WeightMapping::differentialRows, WeightMapping::pairedArrays})
        if (mapping == toString(each))
            preset_.mapping = each;
    constexpr std::array kPlacements{"packed", "separate"};
    BURIN_TRY(const std::string placement, choice("placement", kPlacements));
    preset_.placement = placement == "packed" ? SlicePlacement::packed : SlicePlacement::separate;
    constexpr std::array kRules{"isaac", "lossless", "fixed"};
    BURIN_TRY(const std::string rule, choice("adcRule", kRules));
    for (const auto each : {AdcRule::isaac, AdcRule::lossless, AdcRule::fixed})
        if (rule == toString(each))
            preset_.adcRule = each;
    if (choices.contains("adcEncoding")) {
        constexpr std::array kEncodings{"plain", "inverted"};
        BURIN_TRY(const std::string encoding, choice("adcEncoding", kEncodings));
        preset_.invertedEncoding = encoding == "inverted";
    }
    if (choices.contains("latency")) {
        constexpr std::array kLatencies{"in-parallel", "in-turn"};
        BURIN_TRY(const std::string latency, choice("latency", kLatencies));
        preset_.latencyRule = latency == "in-turn" ? LatencyRule::inTurn : LatencyRule::inParallel;
    }
    if (choices.contains("tiles")) {
        constexpr std::array kTiles{"shared", "per-layer"};
        BURIN_TRY(const std::string tiles, choice("tiles", kTiles));
        preset_.layersShareTiles = tiles == "shared";
    }
    return {};
}

Result<void> Reader::readConstants()
{
    const Json& constants = document_.at("constants");
    std::vector<std::string> known;
    for (const Rule& rule : kConstantRules)
        known.emplace_back(rule.key);
    BURIN_CHECK(onlyKeys(constants, "constants", known));
    constexpr std::array kRequired{"arrayRows", "arrayColumns", "cellBits", "dacBits"};
    for (const Rule& rule : kConstantRules) {
        const bool required = std::find_if(kRequired.begin(), kRequired.end(), [&](const char* key) {
                                  return std::string_view(key) == rule.key;
                              }) != kRequired.end();
        if (!required && !constants.contains(rule.key))
            continue;
        BURIN_TRY(values_[rule.key], constant(constants, "constants", rule));
    }
    const auto whole = [this](const char* key) {
        const auto found = values_.find(key);
        return found == values_.end() ? 0 : static_cast<int>(found->second);
    };
    preset_.rows = whole("arrayRows");
    preset_.columns = whole("arrayColumns");
    preset_.cellBits = whole("cellBits");
    preset_.dacBits = whole("dacBits");
    if (values_.contains("adcBits"))
        preset_.adcBits = whole("adcBits");
    preset_.cycleNs = values_["cycleNs"];
    preset_.mvmNs = values_["mvmNs"];
    preset_.writeNs = values_["writeNs"];
    preset_.arraysPerIma = whole("arraysPerIma");
    preset_.imasPerTile = whole("imasPerTile");
    preset_.tilesPerChip = whole("tilesPerChip");
    const bool anyCell = std::any_of(constants.items().begin(), constants.items().end(), [](const auto& item) {
        return item.key().starts_with("cell") && item.key() != "cellBits";
    });
    if (anyCell) {
        for (const char* key : kCellKeys)
            if (!constants.contains(key))
                return wrong(fmt::format("constants.{}", key), "nothing",
                             fmt::format("all of {}, or no property of cells", fmt::join(kCellKeys, ", ")));
        preset_.cell = Cell{values_["cellHighOhm"],
                            values_["cellLowOhm"],
                            values_["cellReadNs"],
                            values_["cellWriteNs"],
                            values_["cellVariationFraction"],
                            values_["cellStuckHighFraction"],
                            values_["cellStuckLowFraction"]};
        if (preset_.cell->lowOhm >= preset_.cell->highOhm)
            return wrong("constants.cellLowOhm.value", fmt::format("{:g}", preset_.cell->lowOhm),
                         fmt::format("less than cellHighOhm, {:g}", preset_.cell->highOhm));
        if (preset_.cell->stuckHighFraction + preset_.cell->stuckLowFraction > 1)
            return wrong("constants.cellStuckLowFraction.value",
                         fmt::format("{:g}", preset_.cell->stuckLowFraction),
                         "at most 1 together with cellStuckHighFraction");
    }
    return {};
}

Result<void> Reader::readComponentLevel(const Json& level, const std::string& place, std::vector<Component>& into)
{
    if (!level.is_object())
        return wrong(place, shown(level), "an object");
    std::vector<std::string> known;
    for (const Rule& rule : kComponentRules)
        known.emplace_back(rule.key);
    for (const auto& [name, entry] : level.items()) {
        // Dots part the keys of constants: "components.ima.ADC.powerMw".
        if (name.empty() || name.find('.') != std::string::npos || hasControl(name))
            return wrong(place, fmt::format("a component named {}", shown(name)),
                         "a name without dots and control characters");
        const std::string full = place + "." + name;
        BURIN_CHECK(onlyKeys(entry, full, known));
        Component component{.name = name};
        BURIN_TRY(component.count, constant(entry, full, kComponentRules[0]));
        BURIN_TRY(component.powerMw, constant(entry, full, kComponentRules[1]));
        BURIN_TRY(component.areaMm2, constant(entry, full, kComponentRules[2]));
        into.push_back(std::move(component));
    }
    return {};
}

Result<void> Reader::readComponents()
{
    const auto components = document_.find("components");
    if (components == document_.end())
        return {};
    static const std::vector<std::string> kLevels{"ima", "tile", "chip"};
    BURIN_CHECK(onlyKeys(*components, "components", kLevels));
    for (const std::string& level : kLevels) {
        auto& into = level == "ima" ? preset_.ima : level == "tile" ? preset_.tile : preset_.chip;
        if (components->contains(level))
            BURIN_CHECK(readComponentLevel(components->at(level), "components." + level, into));
    }
    return {};
}

Result<void> Reader::readAdcTable()
{
    const auto table = document_.find("adcTable");
    if (table == document_.end())
        return {};
    if (!table->is_object())
        return wrong("adcTable", shown(*table), "an object with bits as keys");
    std::vector<std::string> known;
    for (const Rule& rule : kAdcRules)
        known.emplace_back(rule.key);
    for (const auto& [key, entry] : table->items()) {
        constexpr int kMostBits = 16;
        AdcRow row;
        const auto end = key.data() + key.size();
        if (std::from_chars(key.data(), end, row.bits).ptr != end || row.bits < 1 || row.bits > kMostBits)
            return wrong("adcTable." + key, "this key", "bits from 1 to 16");
        BURIN_CHECK(onlyKeys(entry, "adcTable." + key, known));
        BURIN_TRY(row.energyPj, constant(entry, "adcTable." + key, kAdcRules[0]));
        BURIN_TRY(row.areaUm2, constant(entry, "adcTable." + key, kAdcRules[1]));
        preset_.adcTable.push_back(row);
    }
    std::sort(preset_.adcTable.begin(), preset_.adcTable.end(),
              [](const AdcRow& a, const AdcRow& b) { return a.bits < b.bits; });
    for (std::size_t i = 1; i < preset_.adcTable.size(); ++i) {
        const AdcRow& finer = preset_.adcTable[i];
        const AdcRow& coarser = preset_.adcTable[i - 1];
        if (finer.energyPj < coarser.energyPj || finer.areaUm2 < coarser.areaUm2)
            return wrong(fmt::format("adcTable.{}", finer.bits), fmt::format("less than at {} bits", coarser.bits),
                         "energy and area that do not fall as bits rise");
    }
    const bool hasNative = std::any_of(preset_.adcTable.begin(), preset_.adcTable.end(),
                                       [&](const AdcRow& row) { return row.bits == preset_.adcBits; });
    if (!hasNative)
        return wrong("adcTable", fmt::format("no row for constants.adcBits"),
                     "a row for the converters that the components describe");
    return {};
}

Result<void> Reader::needs(const std::string& metric, bool has, const std::string& what) const
{
    if (!preset_.gives(metric) || has)
        return {};
    return wrong("metrics", fmt::format("{} without {}", metric, what),
                 fmt::format("{} in the file, or no {} in the list", what, metric));
}

Result<void> Reader::checkWhole() const
{
    const auto has = [this](const char* key) { return values_.at(key) > 0; };
    if (preset_.invertedEncoding && preset_.mapping != WeightMapping::offset)
        return wrong("choices.adcEncoding.value",
                     fmt::format("\"inverted\" with choices.mapping {}", toString(preset_.mapping)),
                     "\"plain\": only columns of the offset mapping can be stored inverted");
    BURIN_CHECK(needs("latencyUs", preset_.latencyRule.has_value(), "choices.latency"));
    if (preset_.latencyRule == LatencyRule::inTurn) {
        BURIN_CHECK(needs("latencyUs", has("mvmNs"), "constants.mvmNs"));
        BURIN_CHECK(needs("latencyUs", has("writeNs"), "constants.writeNs"));
    } else {
        BURIN_CHECK(needs("latencyUs", has("cycleNs"), "constants.cycleNs"));
    }
    BURIN_CHECK(needs("tiles", document_.at("choices").contains("tiles"), "choices.tiles"));
    const bool priced = preset_.gives("energyPerInferenceNj") || preset_.gives("areaMm2");
    for (const char* metric : {"tiles", "energyPerInferenceNj", "areaMm2"}) {
        BURIN_CHECK(needs(metric, preset_.arraysPerIma > 0, "constants.arraysPerIma"));
        BURIN_CHECK(needs(metric, preset_.imasPerTile > 0, "constants.imasPerTile"));
    }
    BURIN_CHECK(needs("energyPerInferenceNj", has("cycleNs"), "constants.cycleNs"));
    for (const char* metric : {"energyPerInferenceNj", "areaMm2"})
        BURIN_CHECK(needs(metric, !preset_.ima.empty(), "components.ima"));
    const bool hasAdc = std::any_of(preset_.ima.begin(), preset_.ima.end(),
                                    [](const Component& component) { return component.name == "ADC"; });
    if (priced && !hasAdc)
        return wrong("components.ima.ADC", "nothing", "the converters: their bits are a variable of the search");
    if ((priced || preset_.adcRule == AdcRule::fixed) && !preset_.adcBits)
        return wrong("constants.adcBits", "nothing", "the resolution of the converters");
    return {};
}

Result<Preset> Reader::read()
{
    BURIN_CHECK(readHeader());
    BURIN_CHECK(readChoices());
    BURIN_CHECK(readConstants());
    BURIN_CHECK(readComponents());
    BURIN_CHECK(readAdcTable());
    BURIN_CHECK(checkWhole());
    return std::move(preset_);
}

} // namespace

Result<Preset> parsePreset(const std::string& text, const std::string& where)
{
    BURIN_TRY(const Json document,
              parseJson(text, where, "`burin-cli crossbar preset isaac-32nm --json` shows the form."));
    return Reader(document, where).read();
}

} // namespace burin::crossbar
