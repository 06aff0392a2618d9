// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of an IntegerReservoir: every field of the struct under its own name, matrices as arrays of rows. What is read
// is checked (IntegerReservoir::check) before it is handed on.
#pragma once

#include "core/reservoir/integer_reservoir.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace burin::reservoir {

void to_json(nlohmann::json& json, const IntegerReservoir& network);
/// Unknown keys, absent keys, wrong types and a network that fails check() are errors naming `where` and the key.
Result<IntegerReservoir> networkFromJson(const nlohmann::json& json, const std::string& where);

} // namespace burin::reservoir
