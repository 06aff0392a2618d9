// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace burin::project {
namespace {

bool isKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

} // namespace

Result<std::string> fillTemplate(std::string_view name, std::string_view text, const TemplateValues& values)
{
    std::string filled;
    filled.reserve(text.size() * 2);
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = text.find("{{", at);
        filled += text.substr(at, open - at);
        if (open == std::string_view::npos)
            break;
        const std::size_t begin = open + 2;
        std::size_t end = begin;
        while (end < text.size() && isKeyCharacter(text[end]))
            ++end;
        if (end == begin || text.substr(end, 2) != "}}") { // Verilog's or Python's braces
            filled += '{';
            at = open + 1;
            continue;
        }
        const std::string_view key = text.substr(begin, end - begin);
        const auto value = values.find(key);
        if (value == values.end())
            return fail(
                ErrorCode::internal, fmt::format("no value for {{{{{}}}}}", key),
                fmt::format("{}:{}", name,
                            1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open), '\n')));
        filled += value->second;
        at = end + 2;
    }
    return filled;
}

Result<std::string> fillTemplate(std::string_view name, const TemplateValues& values)
{
    const auto& table = templates();
    const auto found = std::find_if(table.begin(), table.end(), [&](const Template& t) { return t.name == name; });
    if (found == table.end())
        throw std::logic_error("no template " + std::string(name));
    return fillTemplate(name, found->text, values);
}

} // namespace burin::project
