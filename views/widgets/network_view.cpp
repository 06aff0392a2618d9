// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/network_view.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace burin::views {
namespace {

constexpr double kLeastWidth = 4.1; ///< of a block, in em
constexpr double kRowHeight = 3.6;
constexpr double kGap = 0.5; ///< with the arrow in it
constexpr double kSmall = 0.82;

} // namespace

NetworkView::NetworkView(const char* objectName, const QString& accessibleName, QWidget* parent) : QWidget(parent)
{
    named(this, objectName, accessibleName);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred); // as high as its width asks for
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void NetworkView::setBlocks(std::vector<NetworkBlock> blocks)
{
    const bool taller = blocks.size() != blocks_.size();
    blocks_ = std::move(blocks);
    rects_ = layOut(width());
    QStringList words;
    for (const NetworkBlock& block : blocks_)
        words << QStringLiteral("%1 %2 %3 %4").arg(block.name, block.kind, block.shape, block.bits).simplified();
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    if (taller)
        updateGeometry();
    update();
}

void NetworkView::setStale(bool stale)
{
    if (stale_ == stale)
        return;
    stale_ = stale;
    update();
}

std::vector<QRectF> NetworkView::layOut(double width) const
{
    const double em = fontMetrics().height();
    const double gap = em * kGap;
    const auto perRow = static_cast<std::size_t>(std::max(1.0, (width + gap) / (em * kLeastWidth + gap)));
    const std::size_t rows = (blocks_.size() + perRow - 1) / std::max<std::size_t>(perRow, 1);
    std::vector<QRectF> rects;
    for (std::size_t row = 0; row < rows; ++row) {
        // Rows of about the same number of blocks.
        const std::size_t from = blocks_.size() * row / rows;
        const std::size_t to = blocks_.size() * (row + 1) / rows;
        double sum = 0;
        for (std::size_t i = from; i < to; ++i)
            sum += blocks_[i].share;
        const auto count = static_cast<double>(to - from);
        const double spare = width - count * em * kLeastWidth - (count - 1) * gap;
        double x = 0;
        for (std::size_t i = from; i < to; ++i) {
            const double extra = std::max(0.0, spare) * (sum > 0 ? blocks_[i].share / sum : 1 / count);
            const double w = em * kLeastWidth + extra;
            rects.emplace_back(x, static_cast<double>(row) * em * (kRowHeight + kGap), w, em * kRowHeight);
            x += w + gap;
        }
    }
    return rects;
}

int NetworkView::heightForWidth(int width) const
{
    const auto rects = layOut(width);
    return rects.empty() ? 0 : static_cast<int>(rects.back().bottom()) + 1;
}

QSize NetworkView::sizeHint() const
{
    const int width = fontMetrics().height() * 24;
    return {width, heightForWidth(width)};
}

QSize NetworkView::minimumSizeHint() const
{
    return {fontMetrics().height() * 12, heightForWidth(QWIDGETSIZE_MAX)};
}

void NetworkView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    rects_ = layOut(width());
}

int NetworkView::blockAt(const QPointF& position) const
{
    for (std::size_t i = 0; i < rects_.size(); ++i)
        if (rects_[i].contains(position))
            return static_cast<int>(i);
    return -1;
}

void NetworkView::mousePressEvent(QMouseEvent* event)
{
    if (const int index = blockAt(event->position()); index >= 0)
        Q_EMIT blockClicked(index);
}

bool NetworkView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = blockAt(help->pos());
    if (index >= 0)
        QToolTip::showText(help->globalPos(), blocks_[static_cast<std::size_t>(index)].help, this);
    else
        QToolTip::hideText();
    return true;
}

void NetworkView::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(stale_ ? 0.55 : 1.0);
    const double em = fontMetrics().height();
    QFont strong = font();
    strong.setBold(true);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * kSmall);
    for (std::size_t i = 0; i < rects_.size(); ++i) {
        const NetworkBlock& block = blocks_[i];
        const QRectF box = rects_[i].adjusted(0.5, 0.5, -0.5, -0.5);
        QColor fill = block.weighted ? colours.accent : colours.raised;
        if (block.weighted)
            fill.setAlphaF(static_cast<float>(0.14 + 0.4 * std::clamp(block.share, 0.0, 1.0)));
        painter.setPen(QPen(block.weighted ? colours.accent : colours.border, 1));
        painter.setBrush(fill);
        painter.drawRoundedRect(box, em / 4, em / 4);
        if (i > 0 && rects_[i].left() > 0) { // an arrow in the gap before it
            const QPointF tip(box.left() - 1, box.center().y());
            painter.setPen(Qt::NoPen);
            painter.setBrush(colours.muted);
            painter.drawPolygon(
                QPolygonF{tip, tip + QPointF(-em * 0.35, -em * 0.25), tip + QPointF(-em * 0.35, em * 0.25)});
        }
        const QRectF inner = box.adjusted(em * 0.15, em * 0.1, -em * 0.15, -em * 0.1);
        const auto line = [&](int number, const QFont& font, const QColor& colour, const QString& text) {
            painter.setFont(font);
            painter.setPen(colour);
            const QRectF place(inner.left(), inner.top() + number * inner.height() / 3, inner.width(),
                               inner.height() / 3);
            painter.drawText(place, Qt::AlignCenter,
                             QFontMetricsF(font).elidedText(text, Qt::ElideRight, place.width()));
        };
        line(0, strong, colours.text, block.joins ? QStringLiteral("\u21b7 ") + block.name : block.name);
        line(1, small, colours.muted, block.shape);
        line(2, small, colours.text, block.bits.isEmpty() ? block.kind : block.bits);
    }
}

} // namespace burin::views
