// SPDX-License-Identifier: GPL-3.0-or-later
// Messages that need an answer or must be read. They never block the event loop: open(), not exec().
#pragma once

#include <QString>

#include <functional>

class QMessageBox;
class QWidget;

namespace burin::views {

/// What went wrong, with text that can be copied.
QMessageBox* showError(QWidget* parent, const QString& title, const QString& text);

/// Two named choices; `accepted` runs for the first one.
struct Question {
    QString title;
    QString text;
    QString yes;
    QString no;
    bool yesIsDefault = false; ///< Enter says yes: for what harms nothing
};
QMessageBox* askQuestion(QWidget* parent, const Question& question, std::function<void()> accepted);

} // namespace burin::views
