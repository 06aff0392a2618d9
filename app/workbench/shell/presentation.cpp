// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/presentation.h"

#include "views/theme/theme.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QTimer>

namespace burin::workbench {
namespace {

constexpr double kLarger = 1.5;

} // namespace

Presentation::Presentation(QMainWindow& window, views::Theme& theme, QObject* parent)
    : QObject(parent), window_(window), theme_(theme)
{
}

void Presentation::setActive(bool active)
{
    if (active == active_)
        return;
    active_ = active;
    if (active) {
        font_ = QApplication::font();
        layout_ = window_.saveState();
        size_ = window_.size();
        window_.removeEventFilter(this);
        states_ = window_.windowState();
        QFont font = font_;
        font.setPointSizeF(font.pointSizeF() * kLarger);
        setFont(font);
        for (auto* dock : window_.findChildren<QDockWidget*>())
            if (dock->objectName() != QLatin1String("dock-lesson"))
                dock->hide();
        window_.setWindowState(states_ | Qt::WindowFullScreen);
    } else {
        setFont(font_);
        window_.setWindowState(states_);
        window_.restoreState(layout_);
        // The docks have their widths in a window of its old size, which comes later.
        if (window_.size() == size_)
            restoreSoon();
        else
            window_.installEventFilter(this);
    }
    Q_EMIT changed(active);
}

bool Presentation::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && window_.size() == size_) {
        window_.removeEventFilter(this);
        restoreSoon();
    }
    return QObject::eventFilter(watched, event);
}

void Presentation::restoreSoon()
{
    QTimer::singleShot(0, this, [this] {
        if (!active_)
            window_.restoreState(layout_);
    });
}

void Presentation::setFont(const QFont& font)
{
    QApplication::setFont(font);
    theme_.setMode(theme_.mode()); // the style sheet's sizes are in em of the font it was read with
}

} // namespace burin::workbench
