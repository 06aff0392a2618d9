// SPDX-License-Identifier: GPL-3.0-or-later
// What Run does: a grid around the chosen configuration. Plain values that the Sweep panel edits, the session runs and
// the study keeps.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace burin::views {

/// Alternatives of one more parameter of the family's table, as text.
struct SweepAxis {
    std::string key;
    std::vector<std::string> values;
    bool operator==(const SweepAxis&) const = default;
};

struct SweepSettings {
    std::vector<int> bits{4, 6, 8};
    std::vector<double> prune{0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9};
    std::vector<std::string> rankers{"sensitivity"};
    // Empty: that of the configuration.
    std::vector<std::string> readouts; ///< reservoir: "last", "segments:4"
    std::vector<std::string> adcs;     ///< crossbar: "rule", "lossless", bits
    std::vector<std::string> presets;  ///< crossbar
    int seeds = 5;
    std::vector<SweepAxis> more; ///< every combination with them
    bool operator==(const SweepSettings&) const = default;

    /// Distinct designs: unpruned ones are ranked by nothing, so all rankers share them.
    [[nodiscard]] std::size_t points() const
    {
        if (rankers.empty())
            return 0;
        const auto unpruned = static_cast<std::size_t>(std::count(prune.begin(), prune.end(), 0.0));
        const auto choices = [](const auto& list) { return std::max<std::size_t>(list.size(), 1); };
        std::size_t others = 1;
        for (const SweepAxis& axis : more)
            others *= axis.values.size();
        return bits.size() * choices(readouts) * choices(adcs) * choices(presets) * others *
               (unpruned + (prune.size() - unpruned) * rankers.size());
    }
};

[[nodiscard]] nlohmann::json sweepToJson(const SweepSettings& settings);
/// Nothing where it is no grid; what the panel does not offer it leaves out.
[[nodiscard]] std::optional<SweepSettings> sweepFromJson(const nlohmann::json& stored);

} // namespace burin::views
