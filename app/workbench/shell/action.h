// SPDX-License-Identifier: GPL-3.0-or-later
// How actions of the main window are made: name for tests and lessons, key, icon, tool tip with the key.
#pragma once

#include <QKeySequence>
#include <QString>

class QAction;
class QWidget;

namespace burin::workbench {

QAction* make(QWidget* owner, const char* name, const QString& text, const QKeySequence& key = {},
              const char* iconName = nullptr);

} // namespace burin::workbench
