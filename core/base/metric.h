// SPDX-License-Identifier: GPL-3.0-or-later
// Metric: a hardware number that knows where it comes from. A missing value is a dash on the screen and null in
// JSON, never 0.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace burin {

/// Where a number comes from, weakest first; a composite takes the weakest tier of its inputs.
enum class Tier { none, model, fitted, synth, route, vendor, measured };

struct Metric {
    std::optional<double> value;
    Tier tier = Tier::none;
    std::optional<double> error; ///< expected relative error, as a fraction (0.04 = 4 %)
    std::string tool;            ///< formula or program with version

    [[nodiscard]] bool has() const { return value.has_value(); }
};

[[nodiscard]] const char* toString(Tier tier);
[[nodiscard]] Tier tierFromString(const std::string& name); ///< Tier::none for an unknown name
[[nodiscard]] Tier weakest(Tier a, Tier b);

void to_json(nlohmann::json& json, const Metric& metric);
void from_json(const nlohmann::json& json, Metric& metric);

/// A mean with the half width of its 95 % confidence interval (Student's t over the replicas).
struct Interval95 {
    std::optional<double> mean;
    std::optional<double> ci95; ///< absent with fewer than two replicas
};
void to_json(nlohmann::json& json, const Interval95& interval);
void from_json(const nlohmann::json& json, Interval95& interval);

} // namespace burin
