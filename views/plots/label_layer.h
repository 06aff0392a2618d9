// SPDX-License-Identifier: GPL-3.0-or-later
// Labels of marks and limits, placed where they hide least: several places around a mark or along a limit are
// tried, and the one over the fewest markers, rings, lines and other labels is taken; a thin line leads to one
// that is far away. Marks on one spot share a label. Only what still lies on something gets a halo, as it would
// hide markers.
#pragma once

#include "views/plots/chart_overlay.h"

class QPainter;

namespace burin::views {

/// Of the ring around a marked point.
[[nodiscard]] double markRadius(const OverlayState& state);
[[nodiscard]] QColor markColour(const PlotMark& mark, const Colours& colours);

struct PlacedLabel {
    QString text;
    QColor colour;
    QRectF box;
    std::optional<QLineF> leader; ///< from the ring to a label that is far from it
    bool covers = false;          ///< something lies below it
};
[[nodiscard]] std::vector<PlacedLabel> placeLabels(const OverlayState& state);
void paintLabels(QPainter& painter, const OverlayState& state);

} // namespace burin::views
