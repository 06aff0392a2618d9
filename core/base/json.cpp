// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace burin {
namespace {

using nlohmann::json;

/// Line and column (of bytes, from 1) of a place in a text.
std::string placeOf(std::string_view text, std::size_t at, const std::string& where)
{
    const std::string_view before = text.substr(0, std::min(at, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n') + 1; // npos + 1 is 0
    return fmt::format("{}:{}:{}", where, line, before.size() - start + 1);
}

/// What the parser's message says after the place; bytes of the file that it repeats must be printable.
std::string reasonOf(const std::string& message)
{
    const std::size_t at = message.find(": ");
    std::string reason = at == std::string::npos ? message : message.substr(at + 2);
    std::replace_if(reason.begin(), reason.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return reason;
}

bool isNotANumber(std::string_view text, std::size_t at)
{
    const std::size_t start = text.find_last_of(" \t\r\n:,[{", std::min(at, text.size() - 1));
    std::string_view word = text.substr(start == std::string_view::npos ? 0 : start + 1);
    if (word.starts_with('-'))
        word.remove_prefix(1);
    return word.starts_with("NaN") || word.starts_with("nan") || word.starts_with("Inf") ||
           word.starts_with("inf");
}

} // namespace

Result<json> parseJson(std::string_view text, const std::string& where, const std::string& hint)
{
    std::vector<std::set<std::string>> open; ///< keys of the objects around the present place
    std::string doubled;
    const auto watch = [&](int /*depth*/, json::parse_event_t event, json& value) {
        if (event == json::parse_event_t::object_start)
            open.emplace_back();
        else if (event == json::parse_event_t::object_end)
            open.pop_back();
        else if (event == json::parse_event_t::key && doubled.empty())
            if (auto key = value.get<std::string>(); !open.back().insert(key).second)
                doubled = std::move(key);
        return true;
    };
    try {
        json document = json::parse(text, watch);
        if (doubled.empty())
            return document;
        return fail(ErrorCode::invalidInput, fmt::format("the key \"{}\" is there twice in one object", doubled),
                    where, "Leave one of them out.");
    } catch (const json::parse_error& error) {
        const std::size_t at = error.byte > 0 ? error.byte - 1 : 0;
        if (!text.empty() && isNotANumber(text, at))
            return fail(ErrorCode::invalidInput, "JSON has no NaN and no infinity", placeOf(text, at, where),
                        "Give a number.");
        return fail(ErrorCode::invalidInput, "is not JSON, or is cut off: " + reasonOf(error.what()),
                    placeOf(text, at, where), hint);
    }
}

} // namespace burin
