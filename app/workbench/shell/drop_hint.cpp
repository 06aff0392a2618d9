// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/drop_hint.h"

#include "views/theme/colours.h"

#include <QPainter>

namespace burin::workbench {

DropHint::DropHint(QWidget* window) : QWidget(window)
{
    setObjectName(QStringLiteral("drop-hint"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropHint::showText(const QString& text)
{
    text_ = text;
    setAccessibleName(text);
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void DropHint::paintEvent(QPaintEvent*)
{
    const views::Colours& colours = views::coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int em = fontMetrics().height();
    QColor veil = colours.window;
    veil.setAlphaF(0.85F);
    painter.fillRect(rect(), veil);
    painter.setPen(QPen(colours.accent, em / 6.0, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(em, em, -em, -em), em, em);
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(colours.text);
    painter.drawText(rect().adjusted(em * 2, em * 2, -em * 2, -em * 2), Qt::AlignCenter | Qt::TextWordWrap, text_);
}

} // namespace burin::workbench
