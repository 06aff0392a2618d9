// SPDX-License-Identifier: GPL-3.0-or-later
// The legend of a chart above its plot area and the titles of its axes. Both take as little of the picture as they
// can: names that do not fit in one row stand closer and say a unit that neighbours share once ("4, 6, 8 bit"); a
// title of the y axis may be longer than the axis, which Qt Charts would shorten.
#pragma once

#include "views/plots/chart_overlay.h"

class QPainter;

namespace burin::views {

/// Rows that the legend needs within a width; 0 without names.
[[nodiscard]] int legendRows(const OverlayState& state, double width);
void paintLegend(QPainter& painter, const OverlayState& state);
void paintAxisTitles(QPainter& painter, const OverlayState& state);
/// What it takes above the plot area, and a title of an axis beside it.
[[nodiscard]] double legendRoom(const OverlayState& state, double width);
[[nodiscard]] double axisTitleRoom(const QFont& font);

} // namespace burin::views
