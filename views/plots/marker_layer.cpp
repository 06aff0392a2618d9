// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/marker_layer.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

/// How the markers of a series look.
struct Look {
    QPainterPath path; ///< around (0, 0)
    QPen pen;
    QBrush brush;
};

Look lookOf(const PlotSeries& series, bool dim, const OverlayState& state)
{
    const SeriesStyle style = seriesStyle(series.data.style, state.colours);
    QColor shown = series.quiet ? state.colours.text : style.colour;
    shown.setAlphaF(dim ? 0.2F : 1.0F);
    const double radius = QFontMetricsF(state.font).height() * (series.line ? 0.27 : 0.29);
    Look look{markerPath(style.shape, radius), QPen(state.colours.surface, 1), QBrush(shown)};
    if (series.hollow)
        look = {look.path, QPen(shown, 1.6), QBrush(state.colours.surface)};
    return look;
}

void paintPath(QPainter& painter, const Look& look)
{
    painter.setPen(look.pen);
    painter.setBrush(look.brush);
    painter.drawPath(look.path);
}

/// The look as a picture, to be stamped many times: its middle is the marker's.
QPixmap stampOf(const Look& look, double ratio)
{
    const int size =
        2 * static_cast<int>(std::ceil(look.path.boundingRect().height() / 2 + look.pen.widthF() + 1)) + 1;
    QPixmap stamp((QSizeF(size, size) * ratio).toSize());
    stamp.setDevicePixelRatio(ratio);
    stamp.fill(Qt::transparent);
    QPainter painter(&stamp);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(size / 2.0, size / 2.0);
    paintPath(painter, look);
    return stamp;
}

} // namespace

void paintMarkers(QPainter& painter, const OverlayState& state)
{
    constexpr std::size_t kMany = 300; // from here on, markers stand on whole pixels of the screen
    std::size_t count = 0;
    for (const PlotSeries& series : state.plot.series)
        count += series.markers ? series.data.points.size() : 0;
    const bool stamps = count > kMany && painter.paintEngine()->type() == QPaintEngine::Raster &&
                        painter.transform().type() <= QTransform::TxTranslate;
    const QRectF area = state.frame.area.adjusted(-0.5, -0.5, 0.5, 0.5);
    for (const bool dim : {true, false}) {
        for (const PlotSeries& series : state.plot.series) {
            const auto& points = series.data.points;
            if (!series.markers || std::none_of(points.begin(), points.end(),
                                                [dim](const SeriesPoint& point) { return point.dim == dim; }))
                continue;
            const Look look = lookOf(series, dim, state);
            const QPixmap stamp = stamps ? stampOf(look, painter.device()->devicePixelRatioF()) : QPixmap();
            const QPointF middle = QPointF(stamp.width(), stamp.height()) / (2 * stamp.devicePixelRatio());
            for (const SeriesPoint& point : points) {
                const QPointF at = state.frame.map(point.x, point.y);
                if (point.dim != dim || !area.contains(at))
                    continue;
                if (stamps) {
                    painter.drawPixmap(at - middle, stamp);
                    continue;
                }
                painter.save();
                painter.translate(at);
                paintPath(painter, look);
                painter.restore();
            }
        }
    }
}

} // namespace burin::views
