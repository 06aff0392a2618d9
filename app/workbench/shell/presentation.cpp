// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/presentation.h"

#include "views/theme/theme.h"

#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>

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
    }
    Q_EMIT changed(active);
}

void Presentation::setFont(const QFont& font)
{
    QApplication::setFont(font);
    theme_.setMode(theme_.mode()); // the style sheet's sizes are in em of the font it was read with
}

} // namespace burin::workbench
