// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/start/pictures.h"

#include "views/theme/colours.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

/// Maps values into a rectangle, low y at the bottom; costs by their logarithm, for they span decades.
struct Scale {
    QRectF values;
    QRectF place;

    [[nodiscard]] QPointF operator()(const QPointF& p) const
    {
        const double x = values.width() > 0 ? (p.x() - values.left()) / values.width() : 0.5;
        const double y = values.height() > 0 ? (p.y() - values.top()) / values.height() : 0.5;
        return {place.left() + x * place.width(), place.bottom() - y * place.height()};
    }
};

QRectF boundsOf(const std::vector<QPointF>& points)
{
    QRectF bounds(points.front(), QSizeF());
    for (const QPointF& p : points) {
        bounds.setLeft(std::min(bounds.left(), p.x()));
        bounds.setRight(std::max(bounds.right(), p.x()));
        bounds.setTop(std::min(bounds.top(), p.y()));
        bounds.setBottom(std::max(bounds.bottom(), p.y()));
    }
    return bounds;
}

} // namespace

FrontPicture::FrontPicture(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void FrontPicture::setStudy(const RecentStudy& study)
{
    dots_ = study.dots;
    higherIsBetter_ = study.higherIsBetter;
    update();
}

QSize FrontPicture::sizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 6, em * 4};
}

void FrontPicture::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = fontMetrics().height() / 8.0;
    const QRectF place = QRectF(rect()).adjusted(2 * radius, 2 * radius, -2 * radius, -2 * radius);
    painter.setPen(QPen(colours.border, 1));
    painter.drawLine(place.bottomLeft(), place.topLeft());
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    if (dots_.empty())
        return;
    std::vector<QPointF> points;
    for (const FrontDot& dot : dots_)
        points.emplace_back(std::log10(std::max(dot.cost, 1e-9)), higherIsBetter_ ? dot.score : -dot.score);
    const qreal gap = 2 * radius;
    const Scale scale{boundsOf(points), place.adjusted(gap, gap, -gap, -gap)};
    QPolygonF front;
    for (std::size_t i = 0; i < dots_.size(); ++i)
        if (dots_[i].onFront)
            front << scale(points[i]);
    std::sort(front.begin(), front.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.grid.darker(colours.dark ? 60 : 125));
    for (std::size_t i = 0; i < dots_.size(); ++i)
        if (!dots_[i].onFront)
            painter.drawEllipse(scale(points[i]), radius * 0.8, radius * 0.8);
    painter.setPen(QPen(colours.accent, radius * 0.7));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(front);
    painter.setBrush(colours.accent);
    painter.setPen(Qt::NoPen);
    for (const QPointF& p : front)
        painter.drawEllipse(p, radius, radius);
}

DataPicture::DataPicture(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DataPicture::setLines(DataLines lines)
{
    data_ = std::move(lines);
    update();
}

QSize DataPicture::sizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 10, em * 4};
}

void DataPicture::paintEvent(QPaintEvent*)
{
    if (!data_.picture.isNull()) {
        QPainter painter(this);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        const QSizeF size = QSizeF(data_.picture.size()).scaled(QSizeF(this->size()), Qt::KeepAspectRatio);
        painter.drawImage(QRectF(QPointF(0, (height() - size.height()) / 2), size), data_.picture);
        return;
    }
    std::vector<QPointF> all;
    for (const auto& line : data_.lines)
        all.insert(all.end(), line.begin(), line.end());
    if (all.empty())
        return;
    const Colours& colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal width = fontMetrics().height() / 9.0;
    QRectF place = QRectF(rect()).adjusted(width, width, -width, -width);
    const QRectF bounds = boundsOf(all);
    if (data_.keepShape && bounds.height() > 0)
        place.setWidth(std::min(place.width(), place.height() * bounds.width() / bounds.height()));
    const Scale scale{bounds, place};
    painter.setPen(QPen(colours.accent, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (const auto& line : data_.lines) {
        QPolygonF polygon;
        for (const QPointF& p : line)
            polygon << scale(p);
        painter.drawPolyline(polygon);
    }
}

} // namespace burin::views
