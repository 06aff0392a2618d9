// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/chart_overlay.h"

#include "views/plots/bar_layer.h"
#include "views/plots/label_layer.h"
#include "views/plots/marker_layer.h"
#include "views/plots/read_out.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QTransform>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace burin::views {
namespace {

struct LegendEntry {
    const PlotSeries* series = nullptr;
    QString name;
    bool band = false;
    double x = 0; ///< from the left of the plot area
    int row = 0;
};

/// Names of the series, then of their bands, in rows no longer than `width`.
std::vector<LegendEntry> layOutLegend(const OverlayState& state, double width)
{
    const QFontMetricsF metrics(state.font);
    std::vector<LegendEntry> entries;
    double x = 0;
    if (!state.yTitleAbove.isEmpty())
        x = metrics.horizontalAdvance(state.yTitleAbove) + metrics.height();
    int row = 0;
    const auto add = [&](const PlotSeries& series, const QString& name, bool band) {
        if (name.isEmpty())
            return;
        const double wide = metrics.height() * 0.96 + 5 + metrics.horizontalAdvance(name);
        if (x > 0 && x + wide > width - 4) {
            x = 0;
            ++row;
        }
        entries.push_back({&series, name, band, x, row});
        x += wide + metrics.height();
    };
    for (const PlotSeries& series : state.plot.series)
        add(series, series.legendName(), false);
    for (const PlotSeries& series : state.plot.series)
        if (series.band)
            add(series, series.bandName, true);
    return entries;
}

} // namespace

QPointF PlotFrame::map(double x, double y) const
{
    return {area.left() + (x - xLow) / (xHigh - xLow) * area.width(),
            area.bottom() - (y - yLow) / (yHigh - yLow) * area.height()};
}

QPointF PlotFrame::unmap(const QPointF& position) const
{
    return {xLow + (position.x() - area.left()) / area.width() * (xHigh - xLow),
            yLow + (area.bottom() - position.y()) / area.height() * (yHigh - yLow)};
}

QPainterPath markerPath(MarkerShape shape, double radius)
{
    QPainterPath path;
    const auto polygon = [&path](int corners, double size, double inner) {
        const int count = inner > 0 ? corners * 2 : corners;
        for (int i = 0; i < count; ++i) {
            const double angle = -std::numbers::pi / 2 + 2 * std::numbers::pi * i / count;
            const double reach = inner > 0 && i % 2 == 1 ? size * inner : size;
            const QPointF corner(reach * std::cos(angle), reach * std::sin(angle));
            if (i == 0)
                path.moveTo(corner);
            else
                path.lineTo(corner);
        }
        path.closeSubpath();
    };
    switch (shape) {
    case MarkerShape::circle:
        path.addEllipse(QPointF(0, 0), radius, radius);
        break;
    case MarkerShape::square:
        path.addRect(-radius * 0.88, -radius * 0.88, radius * 1.76, radius * 1.76);
        break;
    case MarkerShape::triangle:
        polygon(3, radius * 1.2, 0);
        break;
    case MarkerShape::diamond:
        polygon(4, radius * 1.2, 0);
        break;
    case MarkerShape::pentagon:
        polygon(5, radius * 1.1, 0);
        break;
    case MarkerShape::star:
        polygon(5, radius * 1.3, 0.5);
        break;
    case MarkerShape::cross: {
        const double arm = radius * 0.36;
        path.addRect(-radius * 1.1, -arm, radius * 2.2, 2 * arm);
        path.addRect(-arm, -radius * 1.1, 2 * arm, radius * 2.2);
        path = path.simplified();
        break;
    }
    case MarkerShape::nabla:
        polygon(3, radius * 1.2, 0);
        path = QTransform::fromScale(1, -1).map(path);
        break;
    }
    return path;
}

ChartOverlay::ChartOverlay(Layer layer, const OverlayState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent), layer_(layer), state_(state)
{
    // Qt Charts: grid 2, axes 3, series 4 and up (ChartPresenter's z values).
    setZValue(layer == Layer::below ? 2.5 : layer == Layer::markers ? 50 : 100);
    setAcceptedMouseButtons(Qt::NoButton);
}

QRectF ChartOverlay::boundingRect() const
{
    return state_.bounds;
}

void ChartOverlay::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(state_.font);
    switch (layer_) {
    case Layer::below:
        paintLimits(*painter);
        paintBars(*painter, state_);
        paintTies(*painter);
        break;
    case Layer::markers:
        paintMarkers(*painter, state_);
        break;
    case Layer::above:
        paintLegend(*painter);
        paintMarks(*painter);
        paintLabels(*painter, state_);
        paintHover(*painter);
        break;
    }
}

void ChartOverlay::paintLimits(QPainter& painter) const
{
    const QRectF area = state_.frame.area;
    for (const PlotLimit& limit : state_.plot.limits) {
        const QPointF at = state_.frame.map(limit.value, limit.value);
        QRectF shaded = area;
        if (limit.onX && limit.upper)
            shaded.setLeft(std::clamp(at.x(), area.left(), area.right()));
        else if (limit.onX)
            shaded.setRight(std::clamp(at.x(), area.left(), area.right()));
        else if (limit.upper)
            shaded.setBottom(std::clamp(at.y(), area.top(), area.bottom()));
        else
            shaded.setTop(std::clamp(at.y(), area.top(), area.bottom()));
        painter.fillRect(shaded, state_.colours.shade);
        const double value = limit.onX ? at.x() : at.y();
        const bool visible = limit.onX ? value >= area.left() && value <= area.right()
                                       : value >= area.top() && value <= area.bottom();
        if (!visible)
            continue;
        painter.setPen(QPen(state_.colours.bad, 1.2, Qt::DashLine));
        if (limit.onX)
            painter.drawLine(QPointF(value, area.top()), QPointF(value, area.bottom()));
        else
            painter.drawLine(QPointF(area.left(), value), QPointF(area.right(), value));
    }
}

void ChartOverlay::paintTies(QPainter& painter) const
{
    painter.save();
    painter.setClipRect(state_.frame.area);
    for (const PlotTie& tie : state_.plot.ties) {
        painter.setPen(QPen(seriesStyle(tie.style, state_.colours).colour, 1));
        painter.drawLine(state_.frame.map(tie.from.x(), tie.from.y()), state_.frame.map(tie.to.x(), tie.to.y()));
    }
    painter.restore();
}

int ChartOverlay::legendRows(const OverlayState& state, double width)
{
    const auto entries = layOutLegend(state, width);
    return entries.empty() ? (state.yTitleAbove.isEmpty() ? 0 : 1) : entries.back().row + 1;
}

void ChartOverlay::paintLegend(QPainter& painter) const
{
    const QFontMetricsF metrics(state_.font);
    const double radius = metrics.height() * 0.24;
    const double left = state_.frame.area.left();
    if (!state_.yTitleAbove.isEmpty()) {
        painter.setPen(state_.colours.muted);
        painter.drawText(QPointF(left, state_.bounds.top() + metrics.height() * 0.75 + metrics.ascent() / 2 - 1),
                         state_.yTitleAbove);
    }
    for (const LegendEntry& entry : layOutLegend(state_, state_.bounds.right() - left)) {
        const PlotSeries& series = *entry.series;
        const double x = left + entry.x;
        const double y = state_.bounds.top() + metrics.height() * (0.75 + entry.row * kLegendRow);
        const SeriesStyle style = seriesStyle(series.data.style, state_.colours);
        const QColor colour = series.quiet ? state_.colours.text : style.colour;
        if (entry.band) {
            QColor fill = colour;
            fill.setAlphaF(kBandAlpha);
            painter.fillRect(QRectF(x, y - radius * 1.4, radius * 4, radius * 2.8), fill);
        }
        if (series.line && !entry.band) {
            painter.setPen(QPen(colour, series.quiet ? 1.4 : 2));
            painter.drawLine(QPointF(x, y), QPointF(x + radius * 4, y));
        }
        if (series.markers && !entry.band) {
            painter.setPen(series.hollow ? QPen(colour, 1.6) : QPen(Qt::NoPen));
            painter.setBrush(series.hollow ? state_.colours.surface : colour);
            painter.drawPath(markerPath(style.shape, radius).translated(x + radius * 2, y));
        }
        painter.setPen(state_.colours.text);
        painter.drawText(QPointF(x + radius * 4 + 5, y + metrics.ascent() / 2 - 1), entry.name);
    }
}

void ChartOverlay::paintMarks(QPainter& painter) const
{
    const QRectF area = state_.frame.area;
    for (const PlotMark& mark : state_.plot.marks) {
        const QPointF at = state_.frame.map(mark.x, mark.y);
        if (!area.adjusted(-6, -6, 6, 6).contains(at))
            continue;
        const double size = markRadius(state_);
        const QColor colour = markColour(mark, state_.colours);
        painter.setBrush(Qt::NoBrush);
        if (mark.kind == PlotMark::Kind::chosen) {
            QColor faint = state_.colours.text;
            faint.setAlphaF(0.28F);
            painter.setPen(QPen(faint, 1));
            painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()));
        }
        painter.setPen(QPen(state_.colours.surface, 5));
        painter.drawEllipse(at, size, size);
        painter.setPen(QPen(colour, 2, mark.kind == PlotMark::Kind::live ? Qt::DotLine : Qt::SolidLine));
        painter.drawEllipse(at, size, size);
    }
}

void ChartOverlay::paintHover(QPainter& painter) const
{
    if (state_.hover)
        paintReadOut(painter, state_.frame.area, state_.hover->at, state_.hover->lines, state_.colours);
}

} // namespace burin::views
