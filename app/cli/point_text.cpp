// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/point_text.h"

#include "app/cli/terminal.h"

#include <fmt/format.h>

namespace burin::cli {
namespace {

std::string field(const nlohmann::json& config, const char* key)
{
    const auto found = config.find(key);
    if (found == config.end())
        return "-";
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string bitsText(const nlohmann::json& config)
{
    if (config.contains("bits"))
        return field(config, "bits");
    return fmt::format("{}/{}/{}/{}", field(config, "bitsInput"), field(config, "bitsState"), field(config, "bitsIn"),
                       field(config, "bitsR"));
}

} // namespace

std::string pointTable(const std::vector<optimise::DesignPoint>& points)
{
    std::vector<std::vector<std::string>> rows{
        {"point", "status", "bits", "prune", "ranker", "read-out", "validation", "LUT", "FF", "delay ns", "PDP pJ"}};
    for (const auto& point : points)
        rows.push_back({point.id, toString(point.status), bitsText(point.config), field(point.config, "prune"),
                        field(point.config, "ranker"), field(point.config, "readout"), text(point.validation),
                        text(point.metric("lut")), text(point.metric("ff")), text(point.metric("delayNs"), 2),
                        text(point.metric("pdpPj"), 1)});
    return table(rows);
}

} // namespace burin::cli
