// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing area of a chart: Qt Charts for axes, lines and bands, overlays for the rest, and what a person does
// on it: hover, click, drag a rectangle to zoom, wheel; arrow keys, Page Up, Page Down and Home in place of the pointer.
#pragma once

#include "views/plots/chart_overlay.h"
#include "views/plots/picture.h"
#include "views/plots/plot_data.h"

#include <QtCharts/QChartView>

#include <memory>

class QLineSeries;
class QRubberBand;
class QValueAxis;

namespace burin::views {

class ChartCanvas : public QChartView, public Picture {
    Q_OBJECT
public:
    ChartCanvas(const char* objectName, QWidget* parent = nullptr);
    ~ChartCanvas() override;
    /// Replaces what is shown; a zoom is kept while the axes' titles stay the same.
    void setPlot(const PlotData& plot);
    void resetZoom();
    /// Zooms around the middle; below 1 nearer.
    void zoom(double factor);
    static constexpr double kZoomStep = 0.7;
    /// A drag brushes instead of zooming, as it does with Shift.
    void setBrushMode(bool on) { brushMode_ = on; }
    [[nodiscard]] bool isZoomed() const { return zoomed_; }
    [[nodiscard]] QWidget& widget() override { return *this; }
    [[nodiscard]] QString pictureTitle() const override { return state_.plot.title; }
    [[nodiscard]] bool hasValues() const override;
    [[nodiscard]] std::vector<QStringList> valueTable() const override { return plotTable(state_.plot); }
    void paintPicture(QPainter& painter, const QRectF& target) override { render(&painter, target); }
    [[nodiscard]] const OverlayState& state() const { return state_; }
    /// Where a value is drawn, in widget coordinates (for tests).
    [[nodiscard]] QPoint positionOf(double x, double y) const;

Q_SIGNALS:
    void pointClicked(const QString& id);
    void brushed(const QRectF& values); ///< topLeft holds the least x and y
    void brushCleared();
    void zoomChanged();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Hit {
        const PlotSeries* series = nullptr;
        const SeriesPoint* point = nullptr;
    };
    /// A band with its points as they are; the series hold what lies within the y axis, because SVG cannot clip.
    struct Band {
        QLineSeries* lower = nullptr;
        QLineSeries* upper = nullptr;
        QList<QPointF> low;
        QList<QPointF> high;
    };
    void addSeries(); ///< bands and lines anew
    void layOut();    ///< legend, axes and ranges
    void cutBands();
    void addBand(const PlotSeries& series, const QColor& colour);
    void addLine(const PlotSeries& series, const QColor& colour);
    void restyle();
    void fullRange();
    void setRange(double xLow, double xHigh, double yLow, double yHigh);
    void updateFrame();
    void placeLegend();
    void zoomAround(const QPointF& at, double factor);
    void step(int direction);
    void brushByKey();
    [[nodiscard]] const PlotMark* chosen() const;
    [[nodiscard]] Hit nearest(const QPointF& position, double within) const;

    OverlayState state_;
    ChartOverlay* below_;
    ChartOverlay* markers_;
    ChartOverlay* above_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    std::unique_ptr<QRubberBand> band_;
    std::optional<QPointF> brushCorner_; ///< of a range that is brushed by key
    QList<Band> bands_;
    QPoint pressed_;
    int yLabels_ = 0; ///< width of the numbers of the y axis
    bool dragging_ = false;
    bool brushMode_ = false;
    bool brushing_ = false;
    bool zoomed_ = false;
};

} // namespace burin::views
