// SPDX-License-Identifier: GPL-3.0-or-later
// The window's colours, light and dark, and the look of a data series. Every colour drawn by hand comes from here.
// Series use the colour-blind-safe palette of M. Okabe and K. Ito, "Color Universal Design" (2008), with a marker
// shape beside each colour, so that no reading depends on colour alone. Deviation: black is the text colour in the
// dark scheme, and yellow is darkened in the light one, where the original is too pale for a line on white.
#pragma once

#include <QColor>
#include <QPalette>

namespace burin::views {

struct Colours {
    bool dark = false;
    QColor window;   ///< behind everything
    QColor surface;  ///< panels, tables, charts
    QColor raised;   ///< buttons, headers
    QColor border;
    QColor grid;     ///< lines in charts
    QColor text;
    QColor muted;    ///< secondary text
    QColor accent;   ///< selection, the chosen point
    QColor onAccent;
    QColor good;
    QColor warning;  ///< underflow, stale
    QColor bad;      ///< overflow, failure
    QColor shade;    ///< the infeasible side of a chart
};

[[nodiscard]] const Colours& lightColours();
[[nodiscard]] const Colours& darkColours();
/// The scheme that a palette belongs to, by the lightness of its window colour.
[[nodiscard]] const Colours& coloursFor(const QPalette& palette);
[[nodiscard]] QPalette paletteFor(const Colours& colours);

enum class MarkerShape { circle, square, triangle, diamond, pentagon, star, cross, nabla };

struct SeriesStyle {
    QColor colour;
    MarkerShape shape = MarkerShape::circle;
};

/// The look of the n-th kind of thing; bit widths use their own number, so that 4 bit looks the same everywhere.
[[nodiscard]] SeriesStyle seriesStyle(int index, const Colours& colours);

/// A value of a heat map: 0 is hardly there, 1 is the most.
[[nodiscard]] QColor heatColour(double share, const Colours& colours);
/// The same with a sign: -1 and 1 are the two ends, 0 is the middle.
[[nodiscard]] QColor signedColour(double share, const Colours& colours);

} // namespace burin::views
