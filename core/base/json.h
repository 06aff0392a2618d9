// SPDX-License-Identifier: GPL-3.0-or-later
// JSON that people write: what is wrong is said with its line and column, and a key that stands twice is an error
// (RFC 8259, section 4, leaves its meaning open; most readers silently take the last).
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace burin {

/// `where` names the file in errors (invalidInput), which give WHERE:LINE:COLUMN and end with `hint`.
[[nodiscard]] Result<nlohmann::json> parseJson(std::string_view text, const std::string& where,
                                               const std::string& hint = {});

} // namespace burin
