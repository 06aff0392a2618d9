// SPDX-License-Identifier: GPL-3.0-or-later
// How actions of the main window are made: name for tests and lessons, key, icon, tool tip with the key.
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>

class QAction;
class QWidget;

namespace burin::workbench {

/// A menu's text as it stands elsewhere: without the key, be it "&Verify" or "验证(&V)", and without dots at the
/// end.
[[nodiscard]] QString plainText(QString text);

QAction* make(QWidget* owner, const char* name, const QString& text, const QKeySequence& key = {},
              const char* iconName = nullptr);

/// Enables an action where nothing speaks against it; what does becomes a line of its tool tip.
void setPossible(QAction* action, bool wanted, const QString& obstacle);

/// Gives the window's actions the keys that a text field would take on some desktops (under X11, Ctrl+E and Ctrl+K
/// move to and delete the end of the line); what edits text everywhere (copy, paste ...) stays the field's, undo and redo
/// while it has typing of its own to take back.
class ActionKeys : public QObject {
public:
    explicit ActionKeys(QWidget* window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* window_;
};

} // namespace burin::workbench
