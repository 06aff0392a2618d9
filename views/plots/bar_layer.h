// SPDX-License-Identifier: GPL-3.0-or-later
// The bars of a chart, with their categories under the x axis: drawn by the overlay, so that images and vector files
// show them too. Apart from the overlay because a chart has either bars or series.
#pragma once

#include "views/plots/chart_overlay.h"

#include <optional>

namespace burin::views {

void paintBars(QPainter& painter, const OverlayState& state);
/// Width that each bar needs at least for the words below it, in the smallest letters that they may have.
[[nodiscard]] double leastBarWidth(const OverlayState& state);
/// What to read about the bar at a scene position, if there is one.
[[nodiscard]] std::optional<HoverText> barHover(const OverlayState& state, const QPointF& scene);

} // namespace burin::views
