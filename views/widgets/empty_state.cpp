// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/empty_state.h"

#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace burin::views {

EmptyState::EmptyState(const char* objectName, QWidget* parent)
    : QWidget(parent), picture_(new QLabel(this)), title_(withLook(new QLabel(this), "heading")),
      hint_(withLook(new QLabel(this), "caption")), button_(new QPushButton(this))
{
    setObjectName(QString::fromLatin1(objectName));
    button_->setObjectName(QString::fromLatin1(QByteArray(objectName) + "-action"));
    button_->setAccessibleName(tr("Next step"));
    button_->hide();
    hint_->setWordWrap(true);
    hint_->setAlignment(Qt::AlignHCenter);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 2);
    layout->addStretch();
    layout->addWidget(picture_, 0, Qt::AlignHCenter);
    layout->addWidget(title_, 0, Qt::AlignHCenter);
    layout->addWidget(hint_); // no alignment: a label that wraps needs the full width to know its height
    layout->addWidget(button_, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(button_, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::setMessage(const QString& iconName, const QString& title, const QString& hint)
{
    const int size = fontMetrics().height() * 3;
    picture_->setPixmap(icon(iconName, IconRole::muted).pixmap(QSize(size, size), devicePixelRatioF()));
    title_->setText(title);
    hint_->setText(hint);
}

void EmptyState::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Where it is low the words stay and the picture goes.
    const int own = picture_->isHidden() ? picture_->sizeHint().height() + layout()->spacing() : 0;
    picture_->setVisible(height() >= layout()->minimumHeightForWidth(width()) + own);
}

void EmptyState::setAction(const QString& text)
{
    button_->setText(text);
    button_->setAccessibleName(text.isEmpty() ? tr("Next step") : text);
    button_->setVisible(!text.isEmpty());
}

} // namespace burin::views
