// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/picture.h"

#include <QPainter>

#include <algorithm>

namespace burin::views {

void paintScaled(QPainter& painter, const QRectF& target, const QSizeF& size, const std::function<void()>& draw)
{
    painter.save();
    painter.translate(target.topLeft());
    const double scale =
        std::min(target.width() / std::max(1.0, size.width()), target.height() / std::max(1.0, size.height()));
    painter.scale(scale, scale);
    draw();
    painter.restore();
}

QString tableCsv(const std::vector<QStringList>& rows)
{
    QString text;
    for (const QStringList& row : rows) {
        QStringList cells;
        for (QString cell : row) {
            if (cell.contains(QLatin1Char(',')) || cell.contains(QLatin1Char('"')) ||
                cell.contains(QLatin1Char('\n')))
                cell =
                    QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
            cells << cell;
        }
        text += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return text;
}

} // namespace burin::views
