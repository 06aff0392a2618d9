// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/read_out.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace burin::views {

void paintReadOut(QPainter& painter, const QRectF& bounds, const QPointF& at, const QStringList& lines,
                  const Colours& colours)
{
    const QFontMetricsF metrics(painter.font());
    const double pad = metrics.height() * 0.4;
    double wide = 0;
    for (const QString& line : lines)
        wide = std::max(wide, metrics.horizontalAdvance(line));
    const double tall = metrics.height() * static_cast<double>(lines.size());
    QRectF box(at + QPointF(pad * 2, -tall - pad * 3), QSizeF(wide + pad * 2, tall + pad));
    if (box.right() > bounds.right())
        box.moveRight(at.x() - pad * 2);
    if (box.left() < bounds.left())
        box.moveLeft(bounds.left());
    if (box.top() < bounds.top())
        box.moveTop(std::max(bounds.top(), std::min(at.y() + pad * 2, bounds.bottom() - box.height())));
    painter.setPen(QPen(colours.border, 1));
    painter.setBrush(colours.surface);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(colours.text);
    double y = box.top() + pad / 2 + metrics.ascent();
    for (const QString& line : lines) {
        painter.drawText(QPointF(box.left() + pad, y), line);
        y += metrics.height();
    }
}

} // namespace burin::views
