// SPDX-License-Identifier: GPL-3.0-or-later
// ChartFrame: the card around a chart of axes: what every picture's card has, and the zoom.
#pragma once

#include "views/plots/chart_canvas.h"
#include "views/plots/picture_frame.h"

namespace burin::views {

class ChartFrame : public PictureFrame {
    Q_OBJECT
public:
    /// Names of parts are the objectName with -canvas, -table, -reset, -menu behind it.
    explicit ChartFrame(const char* objectName, QWidget* parent = nullptr);
    /// Shows data; a plot without any value shows the empty state. `selected` survives thinning.
    void setPlot(PlotData plot, const QString& selected = {});
    /// Offers brushing in the menu; a drag with Shift brushes in any case.
    void offerBrush();
    [[nodiscard]] ChartCanvas* canvas() const { return canvas_; }

Q_SIGNALS:
    void pointClicked(const QString& id);
    void brushed(const QRectF& values);
    void brushCleared();

private:
    ChartFrame(const QByteArray& objectName, ChartCanvas* canvas, QWidget* parent);
    void addZoom();

    ChartCanvas* canvas_;
};

} // namespace burin::views
