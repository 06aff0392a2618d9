// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/card_button.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QChildEvent>
#include <QKeyEvent>
#include <QLayout>
#include <QPainter>
#include <QResizeEvent>

namespace burin::views {

CardButton::CardButton(const char* objectName, const QString& accessibleName, QWidget* parent) : QAbstractButton(parent)
{
    named(this, objectName, accessibleName);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

// Text that wraps has no height until the width is known, and a layout's own hints take a narrow one: the height is
// that of the present width.
QSize CardButton::fitted(const QSize& hint) const
{
    if (layout() == nullptr || !layout()->hasHeightForWidth())
        return hint;
    return {hint.width(), layout()->heightForWidth(width())};
}

QSize CardButton::sizeHint() const
{
    return layout() == nullptr ? QSize() : fitted(layout()->sizeHint());
}

QSize CardButton::minimumSizeHint() const
{
    return layout() == nullptr ? QSize() : fitted(layout()->minimumSize());
}

void CardButton::resizeEvent(QResizeEvent* event)
{
    QAbstractButton::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

void CardButton::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lively = isEnabled() && (underMouse() || hasFocus());
    const qreal line = hasFocus() ? 2 : 1;
    painter.setPen(QPen(lively ? colours.accent : colours.border, line));
    painter.setBrush(isDown() || (isEnabled() && underMouse()) ? colours.raised : colours.surface);
    const qreal radius = fontMetrics().height() / 2.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2), radius, radius);
}

void CardButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void CardButton::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void CardButton::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void CardButton::childEvent(QChildEvent* event)
{
    // Labels and pictures are not in the way of the pointer; buttons on the card keep their own clicks.
    auto* widget = qobject_cast<QWidget*>(event->child());
    if (event->added() && widget != nullptr && qobject_cast<QAbstractButton*>(widget) == nullptr)
        widget->setAttribute(Qt::WA_TransparentForMouseEvents);
    QAbstractButton::childEvent(event);
}

} // namespace burin::views
