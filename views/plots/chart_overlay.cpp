// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/chart_overlay.h"

#include "views/plots/bar_layer.h"
#include "views/plots/label_layer.h"
#include "views/plots/legend_layer.h"
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
        // One outline, with arms so broad that a filled one keeps a core and a hollow one an inside on few pixels.
        const double reach = radius * 1.2;
        const double arm = radius * 0.5;
        path.addPolygon(QPolygonF({{-arm, -reach},
                                   {arm, -reach},
                                   {arm, -arm},
                                   {reach, -arm},
                                   {reach, arm},
                                   {arm, arm},
                                   {arm, reach},
                                   {-arm, reach},
                                   {-arm, arm},
                                   {-reach, arm},
                                   {-reach, -arm},
                                   {-arm, -arm}}));
        path.closeSubpath();
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
        paintAxisTitles(*painter, state_);
        paintLegend(*painter, state_);
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
