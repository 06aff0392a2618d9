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

namespace {

/// "burin-cli reservoir VERB --data ... --bits ..."; the command line reads a mask from a file, which is made first.
std::string reservoirCommand(const std::string& verb, const reservoir::ReservoirConfig& config,
                             const data::LoadOptions& read)
{
    const bool masked = !config.mask.empty();
    std::string text = masked ? fmt::format("printf %s {} > mask.json && ", shellQuoted(config.mask)) : std::string();
    text += fmt::format("burin-cli reservoir {} --data {}{}", verb, shellQuoted(read.data),
                        flags(config, masked ? std::set<std::string>{"mask"} : std::set<std::string>{}));
    return text + (masked ? " --mask mask.json" : "") + readingFlags(read);
}

} // namespace

std::string trainCommand(const reservoir::ReservoirConfig& config, const data::LoadOptions& read)
{
    return reservoirCommand("train", config, read);
}

std::string exportCommand(const reservoir::ReservoirConfig& config, const data::LoadOptions& read,
                          const std::string& folder)
{
    return reservoirCommand("export", config, read) + " --out " + folder;
}

std::string exploreCommand(const reservoir::ReservoirConfig& base, const views::SweepSettings& sweep,
                           const data::LoadOptions& read)
{
    std::set<std::string> axes{"bits", "bitsInput", "bitsState", "bitsIn", "bitsR", "prune", "ranker", "seeds", "mask"};
    std::string readouts;
    if (!sweep.readouts.empty()) {
        axes.insert("readout");
        readouts = fmt::format(" --readout {}", fmt::join(sweep.readouts, ","));
    }
    std::string more;
    for (const views::SweepAxis& axis : sweep.more) {
        axes.insert(axis.key);
        more += fmt::format(" {} {}", findParameter(reservoir::reservoirParameters(), axis.key)->flag(),
                            shellQuoted(fmt::format("{}", fmt::join(axis.values, ","))));
    }
    return fmt::format("burin-cli reservoir explore --data {} --bits {} --prune {} --rankers {}{} --seeds {}{}{}{}",
                       shellQuoted(read.data), fmt::join(sweep.bits, ","), fmt::join(sweep.prune, ","),
                       fmt::join(sweep.rankers, ","), readouts, sweep.seeds, more, flags(base, axes),
                       readingFlags(read));
}

} // namespace burin::workbench
