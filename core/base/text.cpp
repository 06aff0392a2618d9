// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

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
