// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/bit_histogram_view.h"

#include "views/models/format.h"
#include "views/theme/colours.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

QString share(double value)
{
    return value > 0 && value < 0.001 ? BitHistogramView::tr("less than 0.1\u00a0%") : formatPercent(value);
}

} // namespace

BitHistogramView::BitHistogramView(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus); // its menu has a key
}

void BitHistogramView::setHistogram(const fixed::BitHistogram& histogram)
{
    histogram_ = histogram;
    bins_.clear();
    tallest_ = 0;
    if (histogram.total > 0) {
        const auto total = static_cast<double>(histogram.total);
        const double over = static_cast<double>(histogram.overflow) / total;
        const double under = static_cast<double>(histogram.underflow) / total;
        bins_.push_back({over, tr("overflow"),
                         tr("Overflow: %1 of the values did not fit and were clamped").arg(share(over)),
                         Bin::Kind::overflow});
        for (std::size_t i = histogram.bins.size(); i-- > 0;) {
            const bool isSign = histogram.format.isSigned && i + 1 == histogram.bins.size();
            const double part = static_cast<double>(histogram.bins[i]) / total;
            bins_.push_back({part, isSign ? tr("sign") : QString::number(i),
                             isSign ? tr("Sign bit")
                                    : tr("Bit %1: leading bit of %2 of the values").arg(i).arg(share(part)),
                             isSign ? Bin::Kind::sign : Bin::Kind::bit});
            tallest_ = std::max(tallest_, part);
        }
        bins_.push_back({under, tr("underflow"), tr("Underflow: %1 of the values became zero").arg(share(under)),
                         Bin::Kind::underflow});
        tallest_ = std::max({tallest_, over, under, 1e-9});
        setAccessibleDescription(tr("%1 bits, overflow %2, underflow %3")
                                     .arg(histogram.format.bits)
                                     .arg(share(over), share(under)));
    }
    update();
}

void BitHistogramView::setStale(bool stale)
{
    if (stale_ == stale)
        return;
    stale_ = stale;
    update();
}

std::vector<QStringList> BitHistogramView::values() const
{
    std::vector<QStringList> rows{{tr("Bit"), tr("Share of the values")}};
    for (const Bin& bin : bins_)
        rows.push_back({bin.name, QString::number(bin.share, 'g', 6)});
    return rows;
}

QSize BitHistogramView::sizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 12, em * 2};
}

QSize BitHistogramView::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 6, em * 2};
}

QRectF BitHistogramView::binRect(std::size_t index) const
{
    // All words share the scale of 18 bins (16 bits and the two ends), so widths can be compared by eye.
    constexpr double kMostBins = 18;
    const double step = std::min(width() / static_cast<double>(bins_.size()), width() / kMostBins * 1.6);
    return {static_cast<double>(index) * step, 0, step, static_cast<double>(height())};
}

void BitHistogramView::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(stale_ ? 0.45 : 1.0);
    if (bins_.empty()) {
        painter.setPen(colours.muted);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, dash());
        return;
    }
    for (std::size_t i = 0; i < bins_.size(); ++i) {
        const Bin& bin = bins_[i];
        const QRectF cell = binRect(i).adjusted(1, 0, -1, 0);
        painter.setPen(Qt::NoPen);
        if (bin.kind == Bin::Kind::bit || bin.kind == Bin::Kind::sign) {
            painter.setBrush(colours.grid);
            painter.drawRoundedRect(cell, 2, 2);
        }
        if (bin.kind == Bin::Kind::sign) {
            QFont small = font();
            small.setPointSizeF(small.pointSizeF() * 0.8);
            painter.setFont(small);
            painter.setPen(colours.muted);
            painter.drawText(cell, Qt::AlignCenter, QStringLiteral("\u00b1"));
            continue;
        }
        if (bin.share <= 0)
            continue;
        // Square root, so that rare but telling shares stay visible.
        const double least = bin.kind == Bin::Kind::bit ? 1.5 : cell.height() * 0.18;
        const double tall = std::max(least, cell.height() * std::sqrt(bin.share / tallest_));
        const QColor fill = bin.kind == Bin::Kind::overflow    ? colours.bad
                            : bin.kind == Bin::Kind::underflow ? colours.warning
                                                               : colours.accent;
        painter.setBrush(fill);
        painter.drawRoundedRect(QRectF(cell.left(), cell.bottom() - tall, cell.width(), tall), 2, 2);
    }
    if (hasFocus()) {
        painter.setPen(QPen(colours.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

bool BitHistogramView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < bins_.size(); ++i) {
        if (binRect(i).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), bins_[i].help, this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace burin::views
