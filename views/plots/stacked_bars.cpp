// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/stacked_bars.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace burin::views {
namespace {

constexpr double kRow = 1.6;      ///< heights of a line, with the gap
constexpr double kBar = 1.1;      ///< of it the bar
constexpr double kMostName = 0.3; ///< of the width

double sum(const StackedBarsData::Row& row)
{
    return std::accumulate(row.values.begin(), row.values.end(), 0.0);
}

} // namespace

StackedBars::StackedBars(const char* objectName, const QString& accessibleName, QWidget* parent) : QWidget(parent)
{
    named(this, objectName, accessibleName);
    const int gap = fontMetrics().height() / 2;
    setContentsMargins(gap, 0, gap, gap);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void StackedBars::setData(StackedBarsData data)
{
    const bool resized = data.rows.size() != data_.rows.size() || data.parts != data_.parts;
    data_ = std::move(data);
    setAccessibleDescription(data_.title);
    if (resized)
        updateGeometry();
    update();
}

QSize StackedBars::sizeHint() const
{
    const int wide = fontMetrics().height() * 24;
    return {wide, heightForWidth(std::max(wide, width()))};
}

QSize StackedBars::minimumSizeHint() const
{
    return {fontMetrics().height() * 14, heightForWidth(QWIDGETSIZE_MAX)};
}

int StackedBars::heightForWidth(int width) const
{
    const int em = fontMetrics().height();
    const QMargins margins = contentsMargins();
    const auto legend = legendPlaces(width - margins.left() - margins.right());
    const double top = legend.empty() ? 0 : legend.back().bottom() + em * 0.5;
    return static_cast<int>(std::ceil(top + static_cast<double>(data_.rows.size()) * em * kRow)) + margins.bottom();
}

std::vector<QRectF> StackedBars::legendPlaces(double width) const
{
    const QFontMetricsF metrics(font());
    const double em = metrics.height();
    std::vector<QRectF> places;
    if (data_.parts.size() < 2)
        return places;
    QPointF at;
    for (const QString& part : data_.parts) {
        const double wide = em * 1.1 + metrics.horizontalAdvance(part);
        if (at.x() > 0 && at.x() + wide > width)
            at = {0, at.y() + em * 1.25};
        places.emplace_back(at, QSizeF(wide, em));
        at.rx() += wide + em;
    }
    return places;
}

StackedBars::Layout StackedBars::layoutFor(const QRectF& area) const
{
    const QFontMetricsF metrics(font());
    const double em = metrics.height();
    double names = 0;
    double labels = 0;
    Layout layout;
    for (const StackedBarsData::Row& row : data_.rows) {
        names = std::max(names, metrics.horizontalAdvance(row.name));
        labels = std::max(labels, metrics.horizontalAdvance(row.label));
        layout.most = std::max(layout.most, sum(row));
    }
    names = std::min(names, area.width() * kMostName) + em / 2;
    const auto legend = legendPlaces(area.width());
    layout.top = area.top() + (legend.empty() ? 0 : legend.back().bottom() + em * 0.5);
    layout.rowHeight = em * kRow;
    layout.bars = QRectF(area.left() + names, layout.top, std::max(1.0, area.width() - names - labels - em / 2),
                         layout.rowHeight * static_cast<double>(data_.rows.size()));
    return layout;
}

void StackedBars::drawLegend(QPainter& painter, const QRectF& area) const
{
    const Colours& colours = coloursFor(palette());
    const auto places = legendPlaces(area.width());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QRectF place = places[i].translated(area.topLeft());
        const double side = place.height() * 0.7;
        const QRectF box(place.left(), place.center().y() - side / 2, side, side);
        painter.fillRect(box, seriesStyle(static_cast<int>(i), colours).colour);
        painter.setPen(colours.text);
        painter.drawText(place.adjusted(place.height() * 1.1, 0, 1, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         data_.parts[static_cast<qsizetype>(i)]);
    }
}

void StackedBars::draw(QPainter& painter, const QRectF& area) const
{
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const Layout layout = layoutFor(area);
    painter.save();
    painter.setFont(font());
    painter.setOpacity(data_.stale ? 0.5 : 1.0);
    drawLegend(painter, area);
    double y = layout.top;
    for (const StackedBarsData::Row& row : data_.rows) {
        const double height = metrics.height() * kBar;
        const double top = y + (layout.rowHeight - height) / 2;
        painter.setPen(colours.text);
        const QRectF name(area.left(), y, layout.bars.left() - area.left() - metrics.height() / 2,
                          layout.rowHeight);
        painter.drawText(name, Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(row.name, Qt::ElideRight, name.width()));
        double x = layout.bars.left();
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            const double wide = layout.most > 0 ? row.values[i] / layout.most * layout.bars.width() : 0;
            painter.fillRect(QRectF(x, top, wide, height), seriesStyle(static_cast<int>(i), colours).colour);
            x += wide;
        }
        painter.drawText(QRectF(x + metrics.height() / 3, y, area.right() - x, layout.rowHeight),
                         Qt::AlignVCenter | Qt::AlignLeft, row.label);
        y += layout.rowHeight;
    }
    painter.restore();
}

void StackedBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    draw(painter, QRectF(contentsRect()));
}

void StackedBars::paintPicture(QPainter& painter, const QRectF& target)
{
    paintScaled(painter, target, size(), [&] { draw(painter, QRectF(contentsRect())); });
}

bool StackedBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Layout layout = layoutFor(QRectF(contentsRect()));
    const double at = (help->pos().y() - layout.top) / std::max(1.0, layout.rowHeight);
    const auto row = static_cast<std::size_t>(std::max(0.0, at));
    if (at >= 0 && row < data_.rows.size())
        QToolTip::showText(help->globalPos(), data_.rows[row].help, this);
    else
        QToolTip::hideText();
    return true;
}

std::vector<QStringList> StackedBars::valueTable() const
{
    QStringList header{data_.rowTitle};
    for (const QString& part : data_.parts)
        header << QStringLiteral("%1: %2").arg(data_.valueTitle, part);
    std::vector<QStringList> rows{header};
    for (const StackedBarsData::Row& row : data_.rows) {
        QStringList line{row.name};
        for (const double value : row.values)
            line << QString::number(value, 'g', 10);
        rows.push_back(line);
    }
    return rows;
}

} // namespace burin::views
