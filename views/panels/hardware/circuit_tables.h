// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the Hardware tab: a circuit's report as rows with bars.
#pragma once

#include "core/explore/circuit_report.h"
#include "core/optimise/design_point.h"
#include "views/widgets/bar_table.h"

namespace burin::views {

[[nodiscard]] BarContent utilisationTable(const explore::CircuitReport& report);
[[nodiscard]] BarContent sharingTable(const explore::Sharing& sharing);
[[nodiscard]] QString sharingText(const explore::Sharing& sharing); ///< "870 of 2,169 adders saved (40 %)"
[[nodiscard]] BarContent pathTable(const explore::CircuitReport& report);
/// Dynamic power of each block, static power, sum; the energy of a step by its cause.
[[nodiscard]] BarContent powerTable(const explore::CircuitReport& report);
[[nodiscard]] BarContent energyTable(const explore::CircuitReport& report);
[[nodiscard]] BarContent activityTable(const explore::CircuitReport& report);
[[nodiscard]] BarContent activityHistogram(const explore::CircuitReport& report);
/// Estimates beside what synthesis found; no rows where nothing was synthesised.
[[nodiscard]] BarContent synthesisTable(const optimise::DesignPoint& point);

} // namespace burin::views
