// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn over a chart, for tests that place labels and markers themselves.
#pragma once

#include "views/plots/chart_overlay.h"

#include <QApplication>

namespace burin::views {

inline OverlayState overlayOf(const PlotFrame& frame, const QRectF& bounds = {})
{
    OverlayState state;
    state.colours = lightColours();
    state.font = QApplication::font();
    state.frame = frame;
    state.bounds = bounds;
    return state;
}

} // namespace burin::views
