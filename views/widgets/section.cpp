// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/section.h"

#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace burin::views {

Section::Section(const QString& title, const char* objectName, Folding folding, QWidget* parent)
    : QWidget(parent), body_(new QWidget(this)), content_(new QVBoxLayout(body_))
{
    setObjectName(QString::fromLatin1(objectName));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    const int gap = fontMetrics().height() / 3;
    outer->setSpacing(gap);
    content_->setContentsMargins(0, 0, 0, 0);
    content_->setSpacing(gap);
    if (folding == Folding::fixed) {
        outer->addWidget(withLook(new QLabel(title, this), "section"));
    } else {
        header_ = new QToolButton(this);
        named(header_, (QByteArray(objectName) + "-fold").constData(), title);
        header_->setText(title);
        header_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        header_->setCheckable(true);
        header_->setAutoRaise(true);
        header_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        header_->setStyleSheet(
            QStringLiteral("QToolButton { background: transparent; border-color: transparent; padding-left: 0; } "
                           "QToolButton:focus { border-color: palette(highlight); }"));
        header_->setIcon(icon(QStringLiteral("chevron-right"), IconRole::muted));
        outer->addWidget(header_);
        body_->hide();
        connect(header_, &QToolButton::toggled, this, [this](bool open) {
            header_->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                                  IconRole::muted));
            body_->setVisible(open);
            Q_EMIT openChanged(open);
        });
    }
    outer->addWidget(body_);
}

void Section::setOpen(bool open)
{
    if (header_ != nullptr)
        header_->setChecked(open);
}

bool Section::isOpen() const
{
    return header_ == nullptr || header_->isChecked();
}

} // namespace burin::views
