// SPDX-License-Identifier: GPL-3.0-or-later
// The files of hdl_templates/, compiled into the program (embed.cmake), and the engine that fills them: {{key}} is
// replaced by its value, nothing else is special ({{8{sign}}} of Verilog is left alone, since a key is one
// identifier).
#pragma once

#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace burin::project {

struct Template {
    std::string_view name; ///< path below hdl_templates/, e.g. "project/Makefile"
    std::string_view text;
};

/// All of them, by name.
[[nodiscard]] const std::vector<Template>& templates();

using TemplateValues = std::map<std::string, std::string, std::less<>>;

/// Errors (ErrorCode::internal, with name:line): a key without a value.
[[nodiscard]] Result<std::string> fillTemplate(std::string_view name, std::string_view text,
                                               const TemplateValues& values);

/// The template of this name, filled. An unknown name throws: it is a bug.
[[nodiscard]] Result<std::string> fillTemplate(std::string_view name, const TemplateValues& values);

} // namespace burin::project
