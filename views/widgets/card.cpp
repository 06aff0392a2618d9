// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/card.h"

#include "views/widgets/look.h"

#include <QResizeEvent>
#include <QScrollArea>
#include <QVBoxLayout>

namespace burin::views {

Card::Card(const QString& title, const char* objectName, QWidget* parent)
    : QFrame(parent), note_(withLook(new QLabel, "caption")), content_(new QVBoxLayout)
{
    setObjectName(QString::fromLatin1(objectName));
    withLook(this, "card");
    const int em = fontMetrics().height();
    auto* heading = withLook(new QLabel(title), "heading");
    note_->setObjectName(QString::fromLatin1(objectName) + QStringLiteral("-note"));
    note_->setWordWrap(true);
    note_->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(em * 3 / 4, em / 2, em * 3 / 4, em * 3 / 4);
    layout->setSpacing(em / 3);
    layout->addWidget(heading);
    layout->addWidget(note_);
    layout->addLayout(content_);
    content_->setSpacing(em / 2);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void Card::setNote(const QString& text)
{
    note_->setText(text);
    note_->setVisible(!text.isEmpty());
}

CardGrid::CardGrid(QWidget* parent)
    : QWidget(parent), row_(new QHBoxLayout(this)), columns_{new QVBoxLayout, new QVBoxLayout}
{
    const int gap = fontMetrics().height() / 2;
    row_->setContentsMargins(gap, gap, gap, gap);
    row_->setSpacing(gap);
    for (QVBoxLayout* column : columns_) {
        column->setSpacing(gap);
        row_->addLayout(column);
    }
    arrange(false);
}

void CardGrid::add(QWidget* card, int column)
{
    cards_.push_back({card, column});
    arrange(two_);
}

QScrollArea* CardGrid::inScrollArea(const char* objectName, const QString& accessibleName)
{
    auto* area = named(new QScrollArea, objectName, accessibleName);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(this);
    return area;
}

void CardGrid::arrange(bool two)
{
    two_ = two;
    for (QVBoxLayout* column : columns_)
        while (QLayoutItem* item = column->takeAt(0))
            delete item; // the widget stays
    for (const Placed& placed : cards_)
        columns_[two ? placed.column : 0]->addWidget(placed.card);
    for (QVBoxLayout* column : columns_)
        column->addStretch(1);
    row_->setStretch(0, 1);
    row_->setStretch(1, two ? 1 : 0);
}

void CardGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool two = event->size().width() >= fontMetrics().height() * 60;
    if (two != two_)
        arrange(two);
}

} // namespace burin::views
