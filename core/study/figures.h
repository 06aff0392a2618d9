// SPDX-License-Identifier: GPL-3.0-or-later
// The hardware figures of points as columns of a table: the estimate, and beside it what a tool found ("lut@synth"), where
// some point has that. Every text table takes its columns from here, so that the tier of each figure can be read below it.
#pragma once

#include "core/optimise/design_point.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace burin::study {

/// "8/4" or "2:6/4:8": the widths of weights and activations in a configuration with a policy per layer; nothing without.
[[nodiscard]] std::optional<std::string> policyBits(const nlohmann::json& config);
/// The same of one key ("w", "a", "adc") of the entries; nothing where an entry has none.
[[nodiscard]] std::optional<std::string> policyRange(const nlohmann::json& config, const char* key);

/// A sentence that names metrics by their keys, with their names: "PDP" for pdpPj.
[[nodiscard]] std::string withMetricNames(std::string sentence);

/// A metric as a table shows it.
struct Figure {
    std::string key;   ///< "lut"
    std::string title; ///< "LUT"
    int decimals = 0;
};

/// `tier` none: the estimate; else the figure of that tier, stored under "lut@synth".
struct FigureColumn {
    Figure figure;
    Tier tier = Tier::none;

    [[nodiscard]] std::string key() const;   ///< "lut@synth"
    [[nodiscard]] std::string title() const; ///< "LUT synth"
    /// "4,304 ±4 %", or "4,401 (-2.2 %)": the estimate is 2.2 % below what the tool found; a dash where there is none.
    [[nodiscard]] std::string cell(const optimise::DesignPoint& point, const char* dash) const;
};

/// A column per figure that some point has, each with those of the tiers beside it, weakest first.
[[nodiscard]] std::vector<FigureColumn> figureColumns(std::span<const optimise::DesignPoint> points,
                                                      std::span<const Figure> figures);

/// "LUT, FF: fitted; delay ns: model; LUT synth: yosys 0.23." Empty where nothing has a value.
[[nodiscard]] std::string tierLegend(std::span<const optimise::DesignPoint> points,
                                     std::span<const FigureColumn> columns);

} // namespace burin::study
