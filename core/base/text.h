// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as text: digits in groups for people, seeds for JSON. A JSON number is a double to most readers, and a double
// holds integers only up to 2^53, so a larger seed (every derived one) is written as a string of its digits.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

namespace burin {

[[nodiscard]] std::string grouped(std::uint64_t value);        ///< 2319 -> "2,319"
[[nodiscard]] std::string grouped(double value, int decimals); ///< -14207.3 -> "-14,207" with no decimals

/// Which way a number is rounded that has more digits than are shown.
enum class Round { nearest, up, down };

/// So many significant digits at most (whole numbers keep all of theirs), no trailing zeros: "44,800", "0.9425",
/// "1,234.57". Only what is below 1e-4 takes an exponent. A limit that has to let a value in is rounded away from it.
[[nodiscard]] std::string plainNumber(double value, Round round = Round::nearest, int significant = 6);

/// A number up to 2^53, a string of decimal digits above it.
[[nodiscard]] nlohmann::json seedToJson(std::uint64_t seed);
/// Reads both forms; throws nlohmann::json::exception, as json::get does.
[[nodiscard]] std::uint64_t seedFromJson(const nlohmann::json& json);

} // namespace burin
