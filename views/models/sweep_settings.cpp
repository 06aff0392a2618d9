// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/sweep_settings.h"

#include <nlohmann/json.hpp>

namespace burin::views {

using nlohmann::json;

json sweepToJson(const SweepSettings& settings)
{
    json more = json::array();
    for (const SweepAxis& axis : settings.more)
        more.push_back({{"key", axis.key}, {"values", axis.values}});
    return {{"bits", settings.bits},         {"prune", settings.prune}, {"rankers", settings.rankers},
            {"readouts", settings.readouts}, {"adcs", settings.adcs},   {"presets", settings.presets},
            {"seeds", settings.seeds},       {"more", more}};
}

std::optional<SweepSettings> sweepFromJson(const json& stored)
{
    try {
        SweepSettings settings;
        stored.at("bits").get_to(settings.bits);
        stored.at("prune").get_to(settings.prune);
        stored.at("rankers").get_to(settings.rankers);
        stored.at("readouts").get_to(settings.readouts);
        stored.at("adcs").get_to(settings.adcs);
        stored.at("presets").get_to(settings.presets);
        stored.at("seeds").get_to(settings.seeds);
        for (const json& axis : stored.at("more"))
            settings.more.push_back({axis.at("key").get<std::string>(), axis.at("values").get<std::vector<std::string>>()});
        return settings;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

} // namespace burin::views
