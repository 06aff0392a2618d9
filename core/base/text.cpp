// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace burin {
namespace {

constexpr std::uint64_t kLargestExactDouble = std::uint64_t{1} << 53;

std::string withCommas(std::string digits)
{
    const std::size_t start = digits.front() == '-' ? 1 : 0;
    std::size_t position = std::min(digits.find('.'), digits.size());
    while (position > start + 3) {
        position -= 3;
        digits.insert(position, 1, ',');
    }
    return digits;
}

} // namespace

std::string grouped(std::uint64_t value)
{
    return withCommas(std::to_string(value));
}

std::string grouped(double value, int decimals)
{
    return withCommas(fmt::format("{:.{}f}", value, decimals));
}

std::string plainNumber(double value, Round round, int significant)
{
    if (!std::isfinite(value) || value == 0)
        return fmt::format("{}", value);
    const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
    if (magnitude < -4)
        return fmt::format("{:.3g}", value);
    const int decimals = std::clamp(significant - 1 - magnitude, 0, significant + 3);
    const double unit = std::pow(10.0, decimals);
    const double scaled = value * unit;
    // What is a whole number of units but for its last bits stays one.
    double whole = std::round(scaled);
    if (std::abs(scaled - whole) > 1e-6 && round != Round::nearest)
        whole = round == Round::up ? std::ceil(scaled) : std::floor(scaled);
    std::string text = grouped(whole / unit, decimals);
    if (decimals > 0) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.')
            text.pop_back();
    }
    return text;
}

nlohmann::json seedToJson(std::uint64_t seed)
{
    return seed <= kLargestExactDouble ? nlohmann::json(seed) : nlohmann::json(std::to_string(seed));
}

std::uint64_t seedFromJson(const nlohmann::json& json)
{
    return json.is_string() ? nlohmann::json::parse(json.get<std::string>()).get<std::uint64_t>()
                            : json.get<std::uint64_t>();
}

} // namespace burin
