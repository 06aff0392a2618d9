// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/vertical_scroll.h"

#include <QEvent>
#include <QScrollBar>

namespace burin::views {

VerticalScroll::VerticalScroll(QWidget* parent) : QScrollArea(parent)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
}

bool VerticalScroll::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        const int needs = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
        if (needs > minimumWidth()) // only growing: a panel that follows every number would tremble
            setMinimumWidth(needs);
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace burin::views
