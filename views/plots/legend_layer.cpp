// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/legend_layer.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace burin::views {
namespace {

constexpr double kGap = 5;     ///< between a picture and its name
constexpr double kFirst = 0.6; ///< the middle of the first row, in heights of the font, as what follows
constexpr double kRow = 1.15;
constexpr double kBelow = 0.12; ///< the rows

struct LegendEntry {
    const PlotSeries* series = nullptr;
    QString name;
    bool band = false;
    double picture = 0; ///< its width
    double x = 0;       ///< from the left of the plot area
    int row = 0;
};

/// Names of the series, then of their bands.
std::vector<LegendEntry> namedEntries(const PlotData& plot)
{
    std::vector<LegendEntry> entries;
    for (const PlotSeries& series : plot.series)
        if (!series.legendName().isEmpty())
            entries.push_back({&series, series.legendName(), false});
    for (const PlotSeries& series : plot.series)
        if (series.band && !series.bandName.isEmpty())
            entries.push_back({&series, series.bandName, true});
    return entries;
}

/// The last word, with the space before it, goes where the next name ends with it too.
void sayUnitOnce(std::vector<LegendEntry>& entries)
{
    for (std::size_t i = 0; i + 1 < entries.size(); ++i) {
        const qsizetype space = entries[i].name.lastIndexOf(QLatin1Char(' '));
        if (space > 0 && entries[i + 1].name.endsWith(entries[i].name.mid(space)))
            entries[i].name.truncate(space);
    }
}

/// From left to right, in rows no longer than `width` from `x` on; returns how many.
int place(std::vector<LegendEntry>& entries, const OverlayState& state, double x, double width, bool close)
{
    const QFontMetricsF metrics(state.font);
    int row = 0;
    for (LegendEntry& entry : entries) {
        entry.picture = metrics.height() * (close && !entry.band && !entry.series->line ? 0.48 : 0.96);
        const double wide = entry.picture + kGap + metrics.horizontalAdvance(entry.name);
        if (x > 0 && x + wide > width - 4) {
            x = 0;
            ++row;
        }
        entry.x = x;
        entry.row = row;
        x += wide + metrics.height() * (close ? 0.5 : 1.0);
    }
    return row + 1;
}

std::vector<LegendEntry> layOutLegend(const OverlayState& state, double width)
{
    const QFontMetricsF metrics(state.font);
    const double begin =
        state.yTitleAbove.isEmpty() ? 0 : metrics.horizontalAdvance(state.yTitleAbove) + metrics.height();
    std::vector<LegendEntry> entries = namedEntries(state.plot);
    const int rows = place(entries, state, begin, width, false);
    if (rows == 1)
        return entries;
    std::vector<LegendEntry> tight = entries;
    sayUnitOnce(tight);
    return place(tight, state, begin, width, true) < rows ? tight : entries;
}

void paintPicture(QPainter& painter, const LegendEntry& entry, const QPointF& left, double radius,
                  const Colours& colours)
{
    const PlotSeries& series = *entry.series;
    const SeriesStyle style = seriesStyle(series.data.style, colours);
    const QColor colour = series.quiet ? colours.text : style.colour;
    const QPointF right = left + QPointF(entry.picture, 0);
    if (entry.band) {
        QColor fill = colour;
        fill.setAlphaF(kBandAlpha);
        painter.fillRect(QRectF(left - QPointF(0, radius * 1.4), right + QPointF(0, radius * 1.4)), fill);
        return;
    }
    if (series.line) {
        painter.setPen(QPen(colour, series.quiet ? 1.4 : 2));
        painter.drawLine(left, right);
    }
    if (series.markers) {
        painter.setPen(series.hollow ? QPen(colour, 1.6) : QPen(Qt::NoPen));
        painter.setBrush(series.hollow ? colours.surface : colour);
        const QPointF middle = (left + right) / 2;
        painter.drawPath(markerPath(style.shape, radius).translated(middle.x(), middle.y()));
    }
}

} // namespace

int legendRows(const OverlayState& state, double width)
{
    const auto entries = layOutLegend(state, width);
    return entries.empty() ? (state.yTitleAbove.isEmpty() ? 0 : 1) : entries.back().row + 1;
}

void paintLegend(QPainter& painter, const OverlayState& state)
{
    const QFontMetricsF metrics(state.font);
    const double left = state.frame.area.left();
    const auto middle = [&](int row) { return state.bounds.top() + metrics.height() * (kFirst + row * kRow); };
    const double baseline = metrics.ascent() / 2 - 1;
    if (!state.yTitleAbove.isEmpty()) {
        painter.setPen(state.colours.muted);
        painter.drawText(QPointF(left, middle(0) + baseline), state.yTitleAbove);
    }
    for (const LegendEntry& entry : layOutLegend(state, state.bounds.right() - left)) {
        const QPointF at(left + entry.x, middle(entry.row));
        paintPicture(painter, entry, at, metrics.height() * 0.24, state.colours);
        painter.setPen(state.colours.text);
        painter.drawText(at + QPointF(entry.picture + kGap, baseline), entry.name);
    }
}

void paintAxisTitles(QPainter& painter, const OverlayState& state)
{
    const QFontMetricsF metrics(state.font);
    const QRectF area = state.frame.area;
    const double edge = metrics.height() / 4; // as the margins
    painter.setPen(state.colours.muted);
    if (state.plot.bars.empty()) { // else categories stand there
        const QRectF row(area.left(), state.bounds.bottom() - edge / 2 - metrics.height(), area.width(),
                         metrics.height());
        painter.drawText(row, Qt::AlignCenter,
                         metrics.elidedText(state.plot.xTitle, Qt::ElideRight, area.width()));
    }
    if (!state.yTitleAbove.isEmpty())
        return;
    // In the middle of its axis, or as near to that as its length allows.
    const double half = metrics.horizontalAdvance(state.plot.yTitle) / 2 + 1;
    const double middle = std::clamp(area.center().y(), state.bounds.top() + half,
                                     std::max(state.bounds.top() + half, state.bounds.bottom() - half));
    painter.save();
    painter.translate(state.bounds.left() + edge + metrics.height() / 2, middle);
    painter.rotate(-90);
    painter.drawText(QRectF(-half, -metrics.height() / 2, 2 * half, metrics.height()), Qt::AlignCenter,
                     state.plot.yTitle);
    painter.restore();
}

double legendRoom(const OverlayState& state, double width)
{
    return QFontMetricsF(state.font).height() * (std::max(1, legendRows(state, width)) * kRow + kBelow);
}

double axisTitleRoom(const QFont& font)
{
    return QFontMetricsF(font).height() * 1.1;
}

} // namespace burin::views
