// SPDX-License-Identifier: GPL-3.0-or-later
// Small helpers that keep widgets alike: a label in one of the style sheet's looks, a name for machines and people.
#pragma once

#include <QLabel>
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

} // namespace burin::views
