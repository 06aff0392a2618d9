// SPDX-License-Identifier: GPL-3.0-or-later
// The markers of a chart's series: drawn by the overlay in one go, because a scatter series of Qt Charts makes an
// item of the scene for each (2,000 of them cost a tenth of a second whenever a chart is drawn anew).
#pragma once

#include "views/plots/chart_overlay.h"

namespace burin::views {

/// Dimmed ones first; those whose middle lies outside of the axes are left out.
void paintMarkers(QPainter& painter, const OverlayState& state);

} // namespace burin::views
