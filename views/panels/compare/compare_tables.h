// SPDX-License-Identifier: GPL-3.0-or-later
// What the Compare tab draws, from a comparison: plain values for charts and tables.
#pragma once

#include "core/explore/compare.h"
#include "views/plots/plot_data.h"
#include "views/widgets/bar_table.h"

namespace burin::views {

/// From the LUTs of A, block by block, to the LUTs of B; blocks that do not change are left out.
[[nodiscard]] PlotData blockWaterfall(const explore::Comparison& comparison);
/// Accuracy (recall) of each class in A and B.
[[nodiscard]] BarContent classTable(const explore::Comparison& comparison);
/// NRMSE of each output in A and B.
[[nodiscard]] BarContent forecastTable(const explore::Comparison& comparison);
/// Target and both predictions over the last steps of the validation series.
[[nodiscard]] PlotData forecastPlot(const explore::Comparison& comparison);
[[nodiscard]] BarContent rtlTable(const explore::Comparison& comparison);

} // namespace burin::views
