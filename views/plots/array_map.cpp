// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/array_map.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace burin::views {
namespace {

constexpr std::int64_t kMostSquares = 4000; ///< of a layer
constexpr double kLine = 1.4;               ///< heights of a text line, with the gap
constexpr double kLegend = 1.9;             ///< the same of the legend

} // namespace

ArrayMap::ArrayMap(const char* objectName, const QString& accessibleName, QWidget* parent) : QWidget(parent)
{
    named(this, objectName, accessibleName);
    const int gap = fontMetrics().height() / 2;
    setContentsMargins(gap, 0, gap, gap);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ArrayMap::setData(ArrayMapData data)
{
    data_ = std::move(data);
    setAccessibleDescription(data_.title);
    updateGeometry();
    update();
}

ArrayMap::Layout ArrayMap::layoutFor(double width) const
{
    const double em = QFontMetricsF(font()).height();
    std::int64_t most = 1;
    for (const ArrayMapData::Layer& layer : data_.layers)
        most = std::max(most, layer.arrays);
    // Few arrays are drawn large enough to see their rows and columns, many as small as can still be told apart.
    const double side =
        std::clamp(em * 2.4 / std::sqrt(std::max(1.0, static_cast<double>(most) / 40)), em * 0.35, em * 2.4);
    const double step = side + std::max(1.5, side * 0.1);
    const auto perRow =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor((width + step - side) / step)));
    Layout layout;
    double y = data_.layers.empty() ? 0 : em * kLegend;
    for (std::size_t i = 0; i < data_.layers.size(); ++i) {
        const ArrayMapData::Layer& layer = data_.layers[i];
        layout.names.emplace_back(0, y, width, em);
        y += em * kLine;
        std::int64_t number = 0;
        for (const ArrayMapData::Fill& fill : layer.fills)
            for (std::int64_t k = 0; k < fill.arrays && number < kMostSquares; ++k, ++number)
                layout.squares.push_back({QRectF(static_cast<double>(number % perRow) * step,
                                                 y + static_cast<double>(number / perRow) * step, side, side),
                                          i, &fill});
        y += static_cast<double>((number + perRow - 1) / perRow) * step + em * 0.4;
    }
    layout.height = y;
    return layout;
}

QSize ArrayMap::sizeHint() const
{
    const int wide = fontMetrics().height() * 24;
    return {wide, heightForWidth(std::max(wide, width()))};
}

QSize ArrayMap::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 10, em * 4};
}

int ArrayMap::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const double high = layoutFor(width - margins.left() - margins.right()).height;
    return std::max(fontMetrics().height() * 4, static_cast<int>(std::ceil(high)) + margins.bottom() + 2);
}

void ArrayMap::drawLegend(QPainter& painter) const
{
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double em = metrics.height();
    double x = 0;
    for (const auto& [text, colour] :
         {std::pair{data_.used, colours.accent}, std::pair{data_.empty, colours.grid}}) {
        const QRectF box(x, em * 0.15, em * 0.7, em * 0.7);
        painter.fillRect(box, colour);
        painter.setPen(QPen(colours.border, 1));
        painter.drawRect(box);
        painter.setPen(colours.text);
        const double wide = metrics.horizontalAdvance(text) + 1;
        painter.drawText(QRectF(x + em, 0, wide, em), Qt::AlignVCenter | Qt::AlignLeft, text);
        x += wide + em * 2;
    }
}

void ArrayMap::draw(QPainter& painter, const QRectF& area) const
{
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const Layout layout = layoutFor(area.width());
    painter.save();
    painter.setFont(font());
    painter.setOpacity(data_.stale ? 0.5 : 1.0);
    painter.translate(area.topLeft());
    if (!data_.layers.empty())
        drawLegend(painter);
    for (std::size_t i = 0; i < data_.layers.size(); ++i) {
        const ArrayMapData::Layer& layer = data_.layers[i];
        painter.setPen(colours.text);
        painter.drawText(layout.names[i], Qt::AlignVCenter | Qt::AlignLeft, layer.name);
        painter.setPen(colours.muted);
        painter.drawText(
            layout.names[i].adjusted(metrics.horizontalAdvance(layer.name) + metrics.height() * 0.6, 0, 0, 0),
            Qt::AlignVCenter | Qt::AlignLeft, layer.label);
    }
    for (const Square& square : layout.squares) {
        painter.fillRect(square.place, colours.grid);
        const double wide = square.fill->columns * square.place.width();
        const double high = square.fill->rows * square.place.height();
        for (std::int64_t block = 0; block < square.fill->blocks; ++block)
            painter.fillRect(QRectF(square.place.left() + static_cast<double>(block) * wide,
                                    square.place.top() + static_cast<double>(block) * high, wide, high),
                             colours.accent);
        painter.setPen(QPen(colours.border, 1));
        painter.drawRect(square.place);
    }
    painter.restore();
}

void ArrayMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    draw(painter, QRectF(contentsRect()));
}

void ArrayMap::paintPicture(QPainter& painter, const QRectF& target)
{
    paintScaled(painter, target, size(), [&] { draw(painter, QRectF(contentsRect())); });
}

bool ArrayMap::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Layout layout = layoutFor(contentsRect().width());
    const auto found = std::find_if(layout.squares.begin(), layout.squares.end(), [this, help](const Square& square) {
        return square.place.contains(QPointF(help->pos() - contentsRect().topLeft()));
    });
    if (found == layout.squares.end())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(),
                           data_.layers[found->layer].name + QStringLiteral(": ") + found->fill->help, this);
    return true;
}

std::vector<QStringList> ArrayMap::valueTable() const
{
    std::vector<QStringList> rows{
        {tr("Layer"), tr("Arrays"), tr("Blocks"), tr("Rows in use (%)"), tr("Columns in use (%)")}};
    for (const ArrayMapData::Layer& layer : data_.layers)
        for (const ArrayMapData::Fill& fill : layer.fills)
            rows.push_back({layer.name, QString::number(fill.arrays), QString::number(fill.blocks),
                            QString::number(fill.rows * static_cast<double>(fill.blocks) * 100, 'f', 1),
                            QString::number(fill.columns * static_cast<double>(fill.blocks) * 100, 'f', 1)});
    return rows;
}

} // namespace burin::views
