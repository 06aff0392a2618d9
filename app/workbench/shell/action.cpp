// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/action.h"

#include "views/theme/icons.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QWidget>

#include <algorithm>

namespace burin::workbench {
namespace {

constexpr const char* kHelp = "help"; ///< property: the tool tip without an obstacle

/// Whether a field has typing of its own to take back, or to bring back: what was entered is the design's.
bool keepsItsHistory(QWidget* focus, bool undo)
{
    const auto* line = qobject_cast<QLineEdit*>(focus);
    if (line == nullptr && focus != nullptr)
        line = focus->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly); // of a spin box
    return line != nullptr && (undo ? line->isUndoAvailable() : line->isRedoAvailable());
}

} // namespace

QString plainText(QString text)
{
    static const QRegularExpression kKeyBehind(QStringLiteral("\\(&.\\)")); // "Verify(&V)", as in Chinese
    return text.remove(kKeyBehind).remove(QLatin1Char('&')).remove(QStringLiteral("..."));
}

QAction* make(QWidget* owner, const char* name, const QString& text, const QKeySequence& key, const char* iconName)
{
    auto* action = new QAction(text, owner);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(key);
    if (iconName != nullptr)
        action->setIcon(views::icon(QString::fromLatin1(iconName)));
    const QString keys = key.toString(QKeySequence::NativeText);
    const QString plain = plainText(text);
    action->setIconText(plain);
    action->setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys));
    action->setProperty(kHelp, action->toolTip());
    owner->addAction(action);
    return action;
}

void setPossible(QAction* action, bool wanted, const QString& obstacle)
{
    action->setEnabled(wanted && obstacle.isEmpty());
    const QString help = action->property(kHelp).toString();
    action->setToolTip(obstacle.isEmpty() ? help : help + QLatin1Char('\n') + obstacle);
}

ActionKeys::ActionKeys(QWidget* window) : QObject(window), window_(window)
{
    qApp->installEventFilter(this);
}

bool ActionKeys::eventFilter(QObject* /*watched*/, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride || QApplication::activeWindow() != window_)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!key->modifiers().testFlag(Qt::ControlModifier))
        return false;
    const bool undo = key->matches(QKeySequence::Undo);
    if ((undo || key->matches(QKeySequence::Redo)) && keepsItsHistory(QApplication::focusWidget(), undo))
        return false;
    for (const auto edit : {QKeySequence::Cut, QKeySequence::Copy, QKeySequence::Paste, QKeySequence::SelectAll})
        if (key->matches(edit))
            return false;
    const QKeySequence pressed(key->keyCombination());
    const auto actions = window_->findChildren<QAction*>();
    if (std::none_of(actions.begin(), actions.end(),
                     [&](const QAction* action) { return action->shortcuts().contains(pressed); }))
        return false;
    event->ignore(); // so that the shortcut is looked for
    return true;
}

} // namespace burin::workbench
