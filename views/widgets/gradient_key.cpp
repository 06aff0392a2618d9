// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/gradient_key.h"

#include <QPainter>

namespace burin::views {
namespace {

constexpr double kBarEm = 5;
constexpr double kGapEm = 0.4;

} // namespace

GradientKey::GradientKey(Shade shade, QWidget* parent) : QWidget(parent), shade_(shade)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void GradientKey::setEnds(const QString& first, const QString& last)
{
    first_ = first;
    last_ = last;
    setAccessibleName(tr("Colours from %1 to %2").arg(first, last));
    updateGeometry();
    update();
}

QSize GradientKey::sizeHint() const
{
    const QFontMetricsF metrics(font());
    const double em = metrics.height();
    const double texts = metrics.horizontalAdvance(first_) + metrics.horizontalAdvance(last_);
    return {static_cast<int>(texts + em * (kBarEm + 2 * kGapEm)) + 1, static_cast<int>(em * 1.2)};
}

void GradientKey::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double em = metrics.height();
    const QRectF bar(metrics.horizontalAdvance(first_) + em * kGapEm, (height() - em * 0.75) / 2, em * kBarEm,
                     em * 0.75);
    constexpr int kSteps = 40;
    for (int i = 0; i < kSteps; ++i) {
        // Whole pixels: where half-transparent shades overlap, there would be stripes.
        const int from = static_cast<int>(bar.left() + bar.width() * i / kSteps);
        const int to = static_cast<int>(bar.left() + bar.width() * (i + 1) / kSteps);
        painter.fillRect(QRectF(from, bar.top(), to - from, bar.height()), shade_((i + 0.5) / kSteps, colours));
    }
    painter.setPen(colours.muted);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, first_);
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, last_);
}

} // namespace burin::views
