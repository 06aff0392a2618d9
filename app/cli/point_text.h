// SPDX-License-Identifier: GPL-3.0-or-later
// Design points as a table for the terminal.
#pragma once

#include "core/optimise/design_point.h"

#include <string>
#include <vector>

namespace burin::cli {

/// One row per point (a single point: one line per property). What all points share, and what the terminal is too narrow
/// for, stands below it, with the tier of every figure.
[[nodiscard]] std::string pointTable(const std::vector<optimise::DesignPoint>& points);

} // namespace burin::cli
