// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/data_wizard/error_card.h"

#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace burin::views {

ErrorCard::ErrorCard(const char* objectName, QWidget* parent)
    : QFrame(parent), picture_(new QLabel), where_(withLook(new QLabel, "caption")),
      message_(withLook(new QLabel, "heading")), hint_(new QLabel)
{
    named(withLook(this, "card"), objectName, tr("What went wrong"));
    const int em = fontMetrics().height();
    auto* row = new QHBoxLayout(this);
    row->setSpacing(em * 3 / 4);
    picture_->setPixmap(
        icon(QStringLiteral("error"), IconRole::bad).pixmap(QSize(em * 3 / 2, em * 3 / 2), devicePixelRatioF()));
    row->addWidget(picture_, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(em / 4);
    for (QLabel* label : {message_, where_, hint_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setTextFormat(Qt::PlainText);
        texts->addWidget(label);
    }
    row->addLayout(texts, 1);
    hide();
}

void ErrorCard::setError(const std::optional<Error>& error)
{
    setVisible(error.has_value());
    if (!error)
        return;
    QString message = QString::fromStdString(error->message);
    if (!message.isEmpty())
        message[0] = message[0].toUpper();
    message_->setText(message);
    where_->setText(QString::fromStdString(error->where));
    where_->setVisible(!error->where.empty());
    hint_->setText(QString::fromStdString(error->hint));
    hint_->setVisible(!error->hint.empty());
}

QString ErrorCard::text() const
{
    return isHidden() ? QString()
                      : message_->text() + QLatin1Char('\n') + where_->text() + QLatin1Char('\n') + hint_->text();
}

} // namespace burin::views
