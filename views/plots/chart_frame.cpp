// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/chart_frame.h"

#include "views/models/format.h"
#include "views/plots/picture_menu.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QHBoxLayout>
#include <QToolButton>

#include <functional>

namespace burin::views {

ChartFrame::ChartFrame(const char* objectName, QWidget* parent)
    : ChartFrame(QByteArray(objectName), new ChartCanvas((QByteArray(objectName) + "-canvas").constData()), parent)
{
}

ChartFrame::ChartFrame(const QByteArray& objectName, ChartCanvas* canvas, QWidget* parent)
    : PictureFrame(objectName.constData(), *canvas, parent), canvas_(canvas)
{
    addZoom();
    connect(canvas_, &ChartCanvas::pointClicked, this, &ChartFrame::pointClicked);
    connect(canvas_, &ChartCanvas::brushed, this, &ChartFrame::brushed);
    connect(canvas_, &ChartCanvas::brushCleared, this, &ChartFrame::brushCleared);
}

void ChartFrame::addZoom()
{
    auto* reset = named(new QToolButton(this), (objectName().toLatin1() + "-reset").constData(), tr("Reset zoom"));
    reset->setIcon(icon(QStringLiteral("reset-zoom")));
    reset->setToolTip(tr("Show everything (Home)"));
    reset->setAutoRaise(true);
    reset->hide();
    addControl(reset);
    connect(reset, &QToolButton::clicked, canvas_, &ChartCanvas::resetZoom);
    connect(canvas_, &ChartCanvas::zoomChanged, this, [this, reset] { reset->setVisible(canvas_->isZoomed()); });

    QAction* first = menu()->actions().front();
    const auto add = [&](const QIcon& picture, const QString& text, const std::function<void()>& work) {
        auto* action = new QAction(picture, text, menu());
        connect(action, &QAction::triggered, canvas_, work);
        menu()->insertAction(first, action);
    };
    add({}, tr("Zoom in (Page Up)"), [this] { canvas_->zoom(ChartCanvas::kZoomStep); });
    add({}, tr("Zoom out (Page Down)"), [this] { canvas_->zoom(1 / ChartCanvas::kZoomStep); });
    add(icon(QStringLiteral("reset-zoom")), tr("Reset zoom (Home)"), [this] { canvas_->resetZoom(); });
}

void ChartFrame::offerBrush()
{
    auto* action = new QAction(tr("Brush a range (Shift+drag, B)"), menu());
    action->setCheckable(true);
    connect(action, &QAction::toggled, canvas_, &ChartCanvas::setBrushMode);
    menu()->insertAction(menu()->actions().front(), action);
}

void ChartFrame::setPlot(PlotData plot, const QString& selected)
{
    const Thinned thinned = thinMarkers(plot, kMostMarkers, selected);
    canvas_->setAccessibleDescription(
        tr("%1 over %2. The chart's menu shows the values as a table.").arg(plot.yTitle, plot.xTitle));
    canvas_->setPlot(plot);
    refresh(thinned.shown < thinned.total ? tr("showing %1 of %2").arg(englishLocale().toString(qulonglong{thinned.shown}),
                                                                       englishLocale().toString(qulonglong{thinned.total}))
                                          : QString());
}

} // namespace burin::views
