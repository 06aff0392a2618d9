// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace burin::workbench {
namespace {

std::string valueText(const nlohmann::json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    if (value.is_array()) {
        std::string text;
        for (const auto& item : value) {
            if (!text.empty())
                text.push_back(',');
            text.append(valueText(item));
        }
        return text;
    }
    return value.dump();
}

/// The flags of a configuration that differ from the defaults, without those in `skip`.
std::string flags(const reservoir::ReservoirConfig& config, const std::set<std::string>& skip)
{
    const nlohmann::json chosen = config;
    const nlohmann::json standard = reservoir::ReservoirConfig{};
    std::string text;
    for (const Parameter& parameter : reservoir::reservoirParameters()) {
        const auto value = chosen.find(parameter.key);
        if (value == chosen.end() || skip.contains(parameter.key))
            continue;
        if (standard.contains(parameter.key) && standard.at(parameter.key) == *value)
            continue;
        text += fmt::format(" {} {}", parameter.flag(), shellQuoted(valueText(*value)));
    }
    return text;
}

/// What differs from the defaults in how data are read; task, target, horizon and missing values are the
/// configuration's flags.
std::string readingFlags(const data::LoadOptions& read)
{
    std::string text;
    if (!read.test.empty())
        text += " --test " + shellQuoted(read.test.string());
    if (read.channels > 0)
        text += fmt::format(" --channels {}", read.channels);
    if (read.csv.separator != '\0')
        text += " --separator " + (read.csv.separator == '\t' ? "tab" : shellQuoted(std::string(1, read.csv.separator)));
    if (read.csv.header)
        text += fmt::format(" --header {}", *read.csv.header ? "yes" : "no");
    if (!read.csv.labelColumn.empty())
        text += " --label-column " + shellQuoted(read.csv.labelColumn);
    return text;
}

} // namespace

std::string shellQuoted(const std::string& word)
{
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string("-_./:,=+%@").find(c) != std::string::npos;
    };
    if (!word.empty() && std::all_of(word.begin(), word.end(), plain))
        return word;
    std::string quoted(1, '\'');
    for (const char c : word) {
        if (c == '\'')
            quoted.append("'\\''");
        else
            quoted.push_back(c);
    }
    quoted.push_back('\'');
    return quoted;
}

std::string trainCommand(const reservoir::ReservoirConfig& config, const std::string& data)
{
    if (config.mask.empty())
        return fmt::format("burin-cli reservoir train --data {}{}", shellQuoted(data), flags(config, {}));
    // The command line reads a mask from a file.
    return fmt::format("printf %s {} > mask.json && burin-cli reservoir train --data {}{} --mask mask.json",
                       shellQuoted(config.mask), shellQuoted(data), flags(config, {"mask"}));
}

std::string trainCommand(const reservoir::ReservoirConfig& config, const data::LoadOptions& read)
{
    return trainCommand(config, read.data) + readingFlags(read);
}

std::string exploreCommand(const reservoir::ReservoirConfig& base, const views::SweepSettings& sweep,
                           const data::LoadOptions& read, const std::string& study)
{
    return exploreCommand(base, sweep, read.data, study) + readingFlags(read);
}

std::string exploreCommand(const reservoir::ReservoirConfig& base, const views::SweepSettings& sweep,
                           const std::string& data, const std::string& study)
{
    std::set<std::string> axes{"bits", "bitsInput", "bitsState", "bitsIn", "bitsR", "prune", "ranker", "seeds", "mask"};
    std::string readouts;
    if (!sweep.readouts.empty()) {
        axes.insert("readout");
        readouts = fmt::format(" --readout {}", fmt::join(sweep.readouts, ","));
    }
    return fmt::format("burin-cli reservoir explore --data {} --bits {} --prune {} --rankers {}{} --seeds {}{} --out {}",
                       shellQuoted(data), fmt::join(sweep.bits, ","), fmt::join(sweep.prune, ","),
                       fmt::join(sweep.rankers, ","), readouts, sweep.seeds, flags(base, axes), shellQuoted(study));
}

} // namespace burin::workbench
