// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/vertical_scroll.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace burin::views {

VerticalScroll::VerticalScroll(QWidget* parent) : QScrollArea(parent)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
}

QSize VerticalScroll::sizeHint() const
{
    const QSize own = QScrollArea::sizeHint();
    const int most = fontMetrics().height() * 24; // as Qt bounds it
    return {own.width(), widget() == nullptr ? own.height() : std::min(most, widget()->sizeHint().height())};
}

bool VerticalScroll::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        const int needs = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
        if (needs > minimumWidth()) // only growing: a panel that follows every number would tremble
            setMinimumWidth(needs);
        updateGeometry();
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace burin::views
