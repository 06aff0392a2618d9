// SPDX-License-Identifier: GPL-3.0-or-later
// Labels of marks and limits, placed where they hide nothing: several places around a mark or along a limit are tried,
// and of those without a marker, ring or other label below the nearest one over the fewest lines is taken; a thin line
// leads to one that is far away. Marks on one spot share a label. One that lies on a line gets a halo. Where no place is
// free the label is left out: the ring or the line stays, and the read-out under the pointer says what it is.
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
    bool covers = false;          ///< a line lies below it
};
[[nodiscard]] std::vector<PlacedLabel> placeLabels(const OverlayState& state);
void paintLabels(QPainter& painter, const OverlayState& state);

} // namespace burin::views
