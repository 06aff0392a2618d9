// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/bar_layer.h"

#include "views/models/format.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace burin::views {
namespace {

constexpr double kHalf = 0.34; // of a category's width
constexpr double kPlaceShare = 0.96; // of it, for its name
constexpr double kLeastLetters = 0.75; // of the font, where names are long

double widestWord(const OverlayState& state)
{
    const QFontMetricsF metrics(state.font);
    double widest = 1;
    for (const PlotBar& bar : state.plot.bars)
        for (const QString& word : bar.category.split(QLatin1Char(' ')))
            widest = std::max(widest, metrics.horizontalAdvance(word));
    return widest;
}

QRectF barRect(const OverlayState& state, std::size_t index)
{
    const PlotBar& bar = state.plot.bars[index];
    const auto x = static_cast<double>(index);
    return QRectF(state.frame.map(x - kHalf, bar.from), state.frame.map(x + kHalf, bar.to)).normalized();
}

QColor colourOf(const PlotBar& bar, const Colours& colours)
{
    if (bar.kind == PlotBar::Kind::total)
        return colours.accent;
    return bar.kind == PlotBar::Kind::fall ? colours.good : colours.bad;
}

void paintCategory(QPainter& painter, const OverlayState& state, std::size_t index)
{
    const QRectF area = state.frame.area;
    const double centre = state.frame.map(static_cast<double>(index), 0).x();
    if (centre < area.left() || centre > area.right())
        return;
    const double wide = area.width() / (state.frame.xHigh - state.frame.xLow) * kPlaceShare;
    QFont font = state.font;
    font.setPointSizeF(font.pointSizeF() * std::clamp(wide / widestWord(state), kLeastLetters, 1.0));
    const QFontMetricsF metrics(font);
    const double top = area.bottom() + metrics.height() * 0.25;
    const QRectF place(centre - wide / 2, top, wide, std::max(metrics.height(), state.bounds.bottom() - top));
    // A word too long for its place is cut, never drawn over its neighbour.
    QStringList words;
    for (const QString& word : state.plot.bars[index].category.split(QLatin1Char(' ')))
        words << metrics.elidedText(word, Qt::ElideRight, wide);
    painter.setFont(font);
    painter.setPen(state.colours.muted);
    painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, words.join(QLatin1Char(' ')));
    painter.setFont(state.font);
}

} // namespace

void paintBars(QPainter& painter, const OverlayState& state)
{
    const QRectF area = state.frame.area;
    const QFontMetricsF metrics(state.font);
    for (std::size_t i = 0; i < state.plot.bars.size(); ++i) {
        const PlotBar& bar = state.plot.bars[i];
        paintCategory(painter, state, i);
        const QRectF whole = barRect(state, i);
        QRectF box = whole & area;
        if (whole.right() < area.left() || whole.left() > area.right())
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(bar, state.colours));
        if (!box.isEmpty())
            painter.drawRect(box);
        if (i + 1 < state.plot.bars.size()) { // where the next one starts
            const double y = state.frame.map(0, bar.to).y();
            const double next = barRect(state, i + 1).left();
            painter.setPen(QPen(state.colours.muted, 1, Qt::DotLine));
            if (y >= area.top() && y <= area.bottom() && next <= area.right() && whole.right() >= area.left())
                painter.drawLine(QPointF(whole.right(), y), QPointF(next, y));
        }
        const double y = std::max(whole.top(), area.top()) - metrics.height() * 0.2;
        if (whole.center().x() < area.left() || whole.center().x() > area.right() || y > area.bottom())
            continue;
        painter.setPen(state.colours.text);
        painter.drawText(QRectF(whole.center().x() - area.width() / 2, y - metrics.height(), area.width(),
                                metrics.height()),
                         Qt::AlignCenter, bar.label);
    }
}

double leastBarWidth(const OverlayState& state)
{
    return widestWord(state) * kLeastLetters / kPlaceShare;
}

std::optional<HoverText> barHover(const OverlayState& state, const QPointF& scene)
{
    for (std::size_t i = 0; i < state.plot.bars.size(); ++i) {
        const PlotBar& bar = state.plot.bars[i];
        if (!state.frame.area.contains(scene) || !barRect(state, i).adjusted(0, -3, 0, 3).contains(scene))
            continue;
        QStringList lines{bar.category, QStringLiteral("%1: %2").arg(state.plot.yTitle, bar.label)};
        if (bar.kind != PlotBar::Kind::total)
            lines << QStringLiteral("%1 \u2192 %2")
                         .arg(englishLocale().toString(bar.from, 'f', 0),
                              englishLocale().toString(bar.to, 'f', 0));
        return HoverText{QPointF(barRect(state, i).center().x(), barRect(state, i).top()), lines};
    }
    return std::nullopt;
}

} // namespace burin::views
