// SPDX-License-Identifier: GPL-3.0-or-later
// Small helpers that keep widgets alike: a label in one of the style sheet's looks, a name for machines and people.
#pragma once

#include <QLabel>
#include <QMargins>
#include <QString>
#include <QWidget>

namespace burin::views {

/// `look` is matched by the style sheet: heading, caption, section, surface, card, page, primary.
template <class Widget> Widget* withLook(Widget* widget, const char* look)
{
    widget->setProperty("look", QString::fromLatin1(look));
    return widget;
}

/// objectName for tests and settings, accessible name for screen readers.
template <class Widget> Widget* named(Widget* widget, const char* objectName, const QString& accessibleName)
{
    widget->setObjectName(QString::fromLatin1(objectName));
    widget->setAccessibleName(accessibleName);
    return widget;
}

/// Around the row of title and tools of a card within its line: titles of neighbours stand on one height.
inline QMargins titleMargins(const QWidget& card)
{
    const int em = card.fontMetrics().height();
    return {em * 3 / 4, em / 4, em / 3, 0};
}

} // namespace burin::views
