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

void VerticalScroll::setLeastEms(int ems)
{
    leastEms_ = ems;
    keepWidth();
}

/// Only growing: a panel that follows every number would tremble.
void VerticalScroll::keepWidth()
{
    const int content =
        widget() == nullptr ? 0 : widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    const int needs = std::max(content, fontMetrics().height() * leastEms_);
    if (needs > minimumWidth())
        setMinimumWidth(needs);
}

bool VerticalScroll::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        keepWidth();
        updateGeometry();
    }
    return QScrollArea::eventFilter(watched, event);
}

void VerticalScroll::showEvent(QShowEvent* event)
{
    keepWidth();
    QScrollArea::showEvent(event);
}

void VerticalScroll::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    // What larger letters needed is no longer needed; the content asks for its width once it has the new ones.
    if (event->type() == QEvent::FontChange)
        setMinimumWidth(0);
}

} // namespace burin::views
