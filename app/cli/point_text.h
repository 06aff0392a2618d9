// SPDX-License-Identifier: GPL-3.0-or-later
// Design points as a table for the terminal.
#pragma once

#include "core/optimise/design_point.h"

#include <string>
#include <vector>

namespace burin::cli {

[[nodiscard]] std::string pointTable(const std::vector<optimise::DesignPoint>& points);

} // namespace burin::cli
