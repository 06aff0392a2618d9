// SPDX-License-Identifier: GPL-3.0-or-later
// A field of a CSV file (RFC 4180, section 2): quoted where it has a separator, a quote or a line break in it.
#pragma once

#include <string>

namespace burin {

[[nodiscard]] inline std::string csvField(const std::string& field)
{
    if (field.find_first_of(",\"\r\n") == std::string::npos)
        return field;
    std::string text(1, '"');
    for (const char c : field)
        text.append(c == '"' ? 2 : 1, c);
    text += '"';
    return text;
}

} // namespace burin
