// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/drag_bar.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace burin::views {

DragBar::DragBar(const Options& options, const QByteArray& name, const QString& accessibleName, QWidget* parent)
    : QSlider(Qt::Horizontal, parent),
      suffix_(options.suffix)
{
    named(this, name.constData(), accessibleName);
    setRange(options.minimum, options.maximum);
    setSingleStep(options.step);
    setPageStep(options.step * 2);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SizeHorCursor);
    connect(this, &QSlider::valueChanged, this, &DragBar::valueEdited);
}

void DragBar::showValue(int value)
{
    const QSignalBlocker blocker(this);
    setValue(value);
    update();
}

void DragBar::setFreeUntil(int value)
{
    freeUntil_ = value;
    update();
}

double DragBar::shareOf(int value) const
{
    return maximum() > minimum() ? std::clamp(static_cast<double>(value - minimum()) / (maximum() - minimum()), 0.0, 1.0)
                                 : 0.0;
}

QSize DragBar::sizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 5, em * 5 / 4};
}

QSize DragBar::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 3, em * 5 / 4};
}

int DragBar::valueAt(double x) const
{
    const double share = std::clamp(x / std::max(1, width() - 1), 0.0, 1.0);
    const double raw = share * (maximum() - minimum());
    return minimum() + static_cast<int>(std::lround(raw / singleStep())) * singleStep();
}

void DragBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    setSliderDown(true);
    setValue(valueAt(event->position().x()));
}

void DragBar::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        setValue(valueAt(event->position().x()));
}

void DragBar::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

void DragBar::wheelEvent(QWheelEvent* event)
{
    // A page full of bars is scrolled: only the one that a person chose turns.
    if (hasFocus())
        QSlider::wheelEvent(event);
    else
        event->ignore();
}

void DragBar::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(isEnabled() ? 1.0 : 0.45);
    const QRectF bar = QRectF(rect()).adjusted(1, 1, -1, -1);
    const double radius = bar.height() / 5;
    QPainterPath outline;
    outline.addRoundedRect(bar, radius, radius);
    painter.fillPath(outline, colours.grid);
    const double share = shareOf(value());
    QColor fill = colours.accent;
    fill.setAlphaF(0.45F);
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), fill);
    if (freeUntil_ > value()) {
        const QRectF free(bar.left() + bar.width() * share, bar.top(), bar.width() * (shareOf(freeUntil_) - share),
                          bar.height());
        painter.fillRect(free, QBrush(colours.good, Qt::BDiagPattern));
        painter.setPen(QPen(colours.good, 2));
        painter.drawLine(free.topRight(), free.bottomRight());
    }
    painter.restore();
    painter.setPen(QPen(hasFocus() ? colours.accent : colours.border, hasFocus() ? 2 : 1));
    painter.drawPath(outline);
    painter.setPen(colours.text);
    painter.drawText(bar.adjusted(radius * 2, 0, -radius * 2, 0), Qt::AlignCenter,
                     QString::number(value()) + suffix_);
}

} // namespace burin::views
