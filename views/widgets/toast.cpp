// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/toast.h"

#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace burin::views {
namespace {

QIcon kindIcon(ToastKind kind)
{
    switch (kind) {
    case ToastKind::success:
        return icon(QStringLiteral("check"), IconRole::good);
    case ToastKind::warning:
        return icon(QStringLiteral("warning"), IconRole::warning);
    case ToastKind::error:
        return icon(QStringLiteral("error"), IconRole::bad);
    case ToastKind::info:
        break;
    }
    return icon(QStringLiteral("info"), IconRole::accent);
}

constexpr int kShownMs = 7000;
constexpr int kErrorShownMs = 15000;

} // namespace

Toast::Toast(QWidget* window)
    : QFrame(window), picture_(new QLabel(this)), label_(new QLabel(this)), button_(new QPushButton(this)),
      close_(new QToolButton(this))
{
    withLook(this, "card");
    setObjectName(QStringLiteral("toast"));
    setAutoFillBackground(true);
    setFocusPolicy(Qt::NoFocus);
    named(button_, "toast-action", tr("Action of the message"));
    named(close_, "toast-close", tr("Close the message"));
    close_->setIcon(icon(QStringLiteral("close"), IconRole::muted));
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Close"));
    label_->setWordWrap(true);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* layout = new QHBoxLayout(this);
    layout->addWidget(picture_, 0, Qt::AlignTop);
    layout->addWidget(label_, 1);
    layout->addWidget(button_);
    layout->addWidget(close_, 0, Qt::AlignTop);
    hide();
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
    connect(button_, &QPushButton::clicked, this, [this] {
        hide();
        if (action_)
            action_();
    });
    window->installEventFilter(this);
}

void Toast::showMessage(ToastKind kind, const QString& text, const QString& actionText, std::function<void()> action)
{
    const int size = fontMetrics().height() * 5 / 4;
    picture_->setPixmap(kindIcon(kind).pixmap(QSize(size, size), devicePixelRatioF()));
    label_->setText(text);
    setAccessibleName(text);
    action_ = std::move(action);
    button_->setText(actionText);
    button_->setVisible(!actionText.isEmpty());
    show();
    raise();
    place();
    timer_.start(kind == ToastKind::error ? kErrorShownMs : kShownMs);
}

QString Toast::text() const
{
    return label_->text();
}

void Toast::place()
{
    const QWidget* window = parentWidget();
    const int margin = fontMetrics().height() * 2;
    const int wide = std::min(window->width() - 2 * margin, fontMetrics().averageCharWidth() * 70);
    setFixedWidth(wide);
    layout()->activate();
    const int tall = std::max(layout()->heightForWidth(wide), layout()->sizeHint().height());
    resize(wide, tall);
    // In the middle: the figures of the configuration stand on the right.
    move((window->width() - wide) / 2, window->height() - tall - margin);
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent* event)
{
    timer_.stop();
    QFrame::enterEvent(event);
}

void Toast::leaveEvent(QEvent* event)
{
    timer_.start(kShownMs);
    QFrame::leaveEvent(event);
}

} // namespace burin::views
