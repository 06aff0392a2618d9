// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/feature_maps.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <span>

namespace burin::views {
namespace {

constexpr double kGap = 3; ///< pixels between maps

std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

} // namespace

FeatureMaps::FeatureMaps(const char* objectName, const QString& accessibleName, QWidget* parent) : QWidget(parent)
{
    named(this, objectName, accessibleName);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FeatureMaps::setData(FeatureMapsData data)
{
    data_ = std::move(data);
    setAccessibleDescription(data_.title);
    update();
}

QSize FeatureMaps::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 8, em * 6};
}

FeatureMaps::Grid FeatureMaps::gridFor(const QSizeF& size) const
{
    // The number of columns that lets the maps grow most.
    Grid best;
    if (data_.maps < 1 || data_.width < 1 || data_.height < 1)
        return best;
    for (int columns = 1; columns <= data_.maps; ++columns) {
        const int rows = (data_.maps + columns - 1) / columns;
        const double cell = std::min(size.width() / columns, size.height() / rows);
        if (cell > best.cell) {
            best.columns = columns;
            best.cell = cell;
        }
    }
    const double longest = std::max(data_.width, data_.height);
    const double side = std::max(1.0, best.cell - kGap);
    best.scaleX = best.scaleY = side / longest;
    return best;
}

QImage FeatureMaps::imageOf(int map) const
{
    const Colours& colours = coloursFor(palette());
    QImage image(data_.width, data_.height, QImage::Format_RGB32);
    for (int y = 0; y < data_.height; ++y)
        for (int x = 0; x < data_.width; ++x) {
            const double value =
                data_.values[(index(map) * index(data_.height) + index(y)) * index(data_.width) + index(x)];
            const double share = data_.most > 0 ? value / data_.most : 0;
            image.setPixelColor(x, y,
                                data_.hasSign ? signedColour(std::clamp(share, -1.0, 1.0), colours)
                                              : heatColour(std::clamp(share, 0.0, 1.0), colours));
        }
    return image;
}

void FeatureMaps::draw(QPainter& painter, const QRectF& area) const
{
    const Colours& colours = coloursFor(palette());
    painter.save();
    painter.setOpacity(data_.stale ? 0.5 : 1.0);
    if (!data_.picture.isNull()) {
        QRectF place(QPointF(), QSizeF(data_.picture.size()).scaled(area.size(), Qt::KeepAspectRatio));
        place.moveCenter(area.center());
        painter.drawImage(place, data_.picture);
        painter.restore();
        return;
    }
    const Grid grid = gridFor(area.size());
    for (int map = 0; map < data_.maps; ++map) {
        const QPointF corner = area.topLeft() + QPointF(map % grid.columns, map / grid.columns) * grid.cell;
        const QRectF place(corner, QSizeF(data_.width * grid.scaleX, data_.height * grid.scaleY));
        painter.drawImage(place, imageOf(map));
        painter.setPen(QPen(colours.border, 0.5));
        painter.drawRect(place);
    }
    painter.restore();
}

void FeatureMaps::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false); // values are squares, not a photograph
    draw(painter, QRectF(rect()).adjusted(1, 1, -1, -1));
}

void FeatureMaps::paintPicture(QPainter& painter, const QRectF& target)
{
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    draw(painter, target);
}

bool FeatureMaps::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !data_.picture.isNull() || data_.maps == 0)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Grid grid = gridFor(QSizeF(size()) - QSizeF(2, 2));
    const QPointF place = QPointF(help->pos()) - QPointF(1, 1);
    const int column = static_cast<int>(place.x() / grid.cell);
    const int map = column + static_cast<int>(place.y() / grid.cell) * grid.columns;
    const int x = static_cast<int>(std::fmod(place.x(), grid.cell) / grid.scaleX);
    const int y = static_cast<int>(std::fmod(place.y(), grid.cell) / grid.scaleY);
    if (column < grid.columns && map < data_.maps && x < data_.width && y < data_.height)
        QToolTip::showText(
            help->globalPos(),
            tr("map %1, row %2, column %3: %4")
                .arg(map)
                .arg(y)
                .arg(x)
                .arg(data_.values[(index(map) * index(data_.height) + index(y)) * index(data_.width) + index(x)],
                     0, 'g', 4),
            this);
    else
        QToolTip::hideText();
    return true;
}

std::vector<QStringList> FeatureMaps::valueTable() const
{
    std::vector<QStringList> rows{{tr("Map"), tr("Least"), tr("Greatest"), tr("Mean"), tr("Zeros (%)")}};
    const std::size_t size = index(data_.height) * index(data_.width);
    for (int map = 0; map < data_.maps; ++map) {
        const auto values = std::span(data_.values).subspan(index(map) * size, size);
        const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
        double sum = 0;
        for (const double value : values)
            sum += value;
        const auto zeros = static_cast<double>(std::count(values.begin(), values.end(), 0.0));
        const auto count = static_cast<double>(size);
        rows.push_back({QString::number(map), QString::number(*least), QString::number(*greatest),
                        QString::number(sum / count), QString::number(zeros / count * 100, 'f', 1)});
    }
    return rows;
}

} // namespace burin::views
