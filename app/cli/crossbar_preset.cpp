// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar preset: the constants of a preset with their sources, and what follows from them.
#include "app/cli/crossbar_commands.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

namespace burin::cli {
namespace {

nlohmann::json totalsJson(const crossbar::PresetTotals& totals)
{
    return {{"powerMw", totals.powerMw}, {"areaMm2", totals.areaMm2}};
}

nlohmann::json derivedJson(const crossbar::DerivedTotals& derived)
{
    return {{"ima", totalsJson(derived.ima)},        {"tile", totalsJson(derived.tile)},
            {"tiles", totalsJson(derived.tiles)},    {"chip", totalsJson(derived.chip)},
            {"tops", derived.topsAt16Bit},           {"gopsPerMm2", derived.gopsPerMm2},
            {"gopsPerW", derived.gopsPerW},          {"arrayCyclePj", derived.arrayCyclePj},
            {"arrayCycleImaPj", derived.imaCyclePj}, {"arrayCycleTilePj", derived.tileCyclePj}};
}

/// A constant, or, without a unit, a choice.
nlohmann::json sourced(nlohmann::json value, const std::string& source, const std::string& note)
{
    nlohmann::json json{{"value", std::move(value)}, {"source", source}};
    if (!note.empty())
        json["note"] = note;
    return json;
}

nlohmann::json documentOf(const crossbar::Preset& preset)
{
    nlohmann::json document{
        {"name", preset.name}, {"title", preset.title}, {"source", preset.source}, {"metrics", preset.metrics}};
    document["choices"] = nlohmann::json::object();
    for (const crossbar::Choice& choice : preset.choices)
        document["choices"][choice.key] = sourced(choice.value, choice.source, choice.note);
    for (const crossbar::Constant& constant : preset.constants) {
        // "components.ima.ADC.powerMw": nested as in the file; no name holds a dot.
        nlohmann::json* place = &document;
        for (std::size_t from = 0; from != std::string::npos;) {
            const std::size_t dot = constant.key.find('.', from);
            place = &(*place)[constant.key.substr(from, dot - from)];
            from = dot == std::string::npos ? dot : dot + 1;
        }
        *place = sourced(constant.value, constant.source, constant.note);
        (*place)["unit"] = constant.unit;
    }
    const auto derived = crossbar::derivedTotals(preset);
    document["derived"] = derived ? derivedJson(*derived) : nlohmann::json();
    return document;
}

std::string derivedText(const crossbar::Preset& preset, const crossbar::DerivedTotals& derived)
{
    const auto row = [](const std::string& name, const crossbar::PresetTotals& totals) {
        return std::vector<std::string>{name, plainNumber(totals.powerMw, Round::nearest, 5),
                                        plainNumber(totals.areaMm2, Round::nearest, 4)};
    };
    std::string out = table({{"at full use", "mW", "mm2"},
                             row("IMA", derived.ima),
                             row("tile", derived.tile),
                             row(fmt::format("{} tiles", preset.tilesPerChip), derived.tiles),
                             row("chip with its links", derived.chip)});
    out += fmt::format("\n{:.1f} TOPS at 16 bit, {:.0f} GOPS/mm2, {:.0f} GOPS/W\n\n", derived.topsAt16Bit,
                       derived.gopsPerMm2, derived.gopsPerW);
    std::vector<std::vector<std::string>> rows{{"per array and cycle", "pJ"}};
    for (const crossbar::Component& component : preset.ima)
        rows.push_back({component.name, plainNumber(derived.arrayCyclePj.at(component.name), Round::nearest, 4)});
    rows.push_back({"IMA in all", plainNumber(derived.imaCyclePj, Round::nearest, 4)});
    rows.push_back({"with the tile's share", plainNumber(derived.tileCyclePj, Round::nearest, 4)});
    return out + table(rows);
}

Result<Report> showPreset(const std::string& name)
{
    BURIN_TRY(const crossbar::Preset preset, crossbar::loadPreset(name));
    Report report;
    report.document = documentOf(preset);
    std::vector<std::vector<std::string>> rows{{"constant", "value", "unit", "source"}};
    for (const crossbar::Choice& choice : preset.choices)
        rows.push_back({"choices." + choice.key, choice.value, "", choice.source});
    for (const crossbar::Constant& constant : preset.constants)
        rows.push_back({constant.key, plainNumber(constant.value), constant.unit, constant.source});
    report.text = fmt::format("{}: {}\n{}\ngives {}\n\n{}", preset.name, preset.title, preset.source,
                              fmt::join(preset.metrics, ", "), table(rows));
    if (const auto derived = crossbar::derivedTotals(preset))
        report.text += "\n" + derivedText(preset, *derived);
    return report;
}

} // namespace

void addCrossbarPreset(CLI::App& crossbar, Terminal& terminal)
{
    const auto name = std::make_shared<std::string>();
    CLI::App* command = terminal.add(crossbar, "preset", "A preset's constants, their sources and what follows",
                                     [name](const JobContext&) { return showPreset(*name); });
    command->add_option("preset", *name, fmt::format("{} or a file", fmt::join(crossbar::presetNames(), ", ")))
        ->type_name("NAME|FILE")
        ->required();
}

} // namespace burin::cli
