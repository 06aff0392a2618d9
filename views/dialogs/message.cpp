// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/message.h"

#include "views/widgets/look.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace burin::views {

QMessageBox* showError(QWidget* parent, const QString& title, const QString& text)
{
    auto* box = new QMessageBox(QMessageBox::Warning, title, title, QMessageBox::Close, parent);
    named(box, "error-message", title);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(text);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    named(box->button(QMessageBox::Close), "error-close", box->button(QMessageBox::Close)->text());
    box->open();
    return box;
}

QMessageBox* askQuestion(QWidget* parent, const Question& question, std::function<void()> accepted)
{
    auto* box = new QMessageBox(QMessageBox::Question, question.title, question.title, QMessageBox::NoButton, parent);
    named(box, "question", question.title);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(question.text);
    QPushButton* yes = box->addButton(question.yes, QMessageBox::AcceptRole);
    QPushButton* no = box->addButton(question.no, QMessageBox::RejectRole);
    named(yes, "question-yes", question.yes);
    named(no, "question-no", question.no);
    box->setDefaultButton(question.yesIsDefault ? yes : no);
    box->setEscapeButton(no);
    QObject::connect(box, &QMessageBox::buttonClicked, parent,
                     [yes, accepted = std::move(accepted)](QAbstractButton* button) {
                         if (button == yes)
                             accepted();
                     });
    box->open();
    return box;
}

} // namespace burin::views
