// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/picture_frame.h"

#include "views/plots/picture_menu.h"
#include "views/theme/icons.h"
#include "views/widgets/elided.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>

namespace burin::views {

PictureFrame::PictureFrame(const char* objectName, Picture& picture, QWidget* parent)
    : QFrame(parent), picture_(picture), title_(withLook(new ElidedLabel(this), "heading")),
      note_(withLook(new QLabel(this), "caption")), header_(new QHBoxLayout), maximise_(new QToolButton(this)),
      tools_(new QToolButton(this)), menu_(new PictureMenu(picture, PictureMenu::Table::inPlace, this)),
      stack_(new QStackedWidget(this)),
      table_(makeValueTable((QByteArray(objectName) + "-table").constData(), this))
{
    const QByteArray name(objectName);
    setObjectName(QString::fromLatin1(name));
    if (picture.widget().accessibleName().isEmpty())
        picture.widget().setAccessibleName(tr("Chart")); // until it has a title
    withLook(this, "card");
    empty_ = new EmptyState((name + "-empty").constData(), this);
    named(maximise_, (name + "-maximise").constData(), tr("Fill the tab"));
    maximise_->setAutoRaise(true);
    maximise_->hide();
    showMaximised(false);
    named(tools_, (name + "-menu").constData(), tr("Chart tools"));
    tools_->setIcon(icon(QStringLiteral("menu")));
    tools_->setToolTip(tr("Copy, save, show as table"));
    tools_->setAutoRaise(true);
    tools_->setPopupMode(QToolButton::InstantPopup);
    tools_->setMenu(menu_);

    const int em = fontMetrics().height();
    header_->setContentsMargins(titleMargins(*this));
    header_->setSpacing(em / 4);
    header_->addWidget(title_, 1);
    header_->addWidget(note_);
    header_->addWidget(maximise_);
    header_->addWidget(tools_);
    stack_->addWidget(&picture_.widget());
    // The picture says how large the card is, not what else the card may show.
    table_->setMinimumHeight(em * 3);
    table_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    empty_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(1, 1, 1, 1);
    layout_->setSpacing(0);
    layout_->addLayout(header_);
    layout_->addWidget(stack_, 1);
    menu_->setObjectName(QString::fromLatin1(name) + QStringLiteral("-menu-list"));
    connect(menu_, &PictureMenu::tableToggled, this, &PictureFrame::showAsTable);
    stack_->setCurrentWidget(empty_);
    connect(maximise_, &QToolButton::clicked, this, &PictureFrame::maximiseRequested);
}

void PictureFrame::refresh(const QString& note)
{
    note_->setText(note);
    title_->setText(picture_.pictureTitle());
    title_->setToolTip(picture_.pictureTitle());
    if (!picture_.pictureTitle().isEmpty())
        picture_.widget().setAccessibleName(picture_.pictureTitle());
    if (isEmpty())
        stack_->setCurrentWidget(empty_);
    else
        showAsTable(menu_->tableAction()->isChecked());
    tools_->setEnabled(!isEmpty());
}

void PictureFrame::setEmptyMessage(const QString& title, const QString& hint)
{
    empty_->setMessage(QStringLiteral("chart"), title, hint);
}

void PictureFrame::addControl(QWidget* control)
{
    header_->insertWidget(header_->indexOf(note_), control);
}

void PictureFrame::setLead(QWidget* lead)
{
    title_->setVisible(lead == nullptr);
    if (lead != nullptr) {
        header_->insertWidget(0, lead);
        header_->insertStretch(1, 1);
        lead->show();
    }
}

void PictureFrame::addBar(QWidget* bar)
{
    layout_->insertWidget(layout_->indexOf(stack_), bar);
}

void PictureFrame::offerMaximise()
{
    maximise_->show();
}

void PictureFrame::showMaximised(bool on)
{
    maximise_->setIcon(icon(on ? QStringLiteral("restore") : QStringLiteral("maximise")));
    maximise_->setToolTip(on ? tr("Show all charts again (Esc)") : tr("Fill the tab (double click on the title)"));
}

void PictureFrame::showAsTable(bool table)
{
    menu_->tableAction()->setChecked(table);
    if (isEmpty())
        return;
    if (table)
        fillTable(table_, picture_.valueTable());
    stack_->setCurrentWidget(table ? static_cast<QWidget*>(table_) : &picture_.widget());
}

void PictureFrame::contextMenuEvent(QContextMenuEvent* event)
{
    if (!isEmpty())
        menu_->popup(event->globalPos());
}

void PictureFrame::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->position().y() < stack_->y() && !maximise_->isHidden())
        Q_EMIT maximiseRequested();
    QFrame::mouseDoubleClickEvent(event);
}

} // namespace burin::views
