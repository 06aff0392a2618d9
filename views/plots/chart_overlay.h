// SPDX-License-Identifier: GPL-3.0-or-later
// What Qt Charts cannot draw, or not fast enough: shaded limits under the data; markers; legend, chosen point, knee and
// hover read-out above them. Items of the chart's scene, so images and vector files show what the screen shows.
#pragma once

#include "views/plots/plot_data.h"
#include "views/theme/colours.h"

#include <QFont>
#include <QGraphicsItem>
#include <QPointF>
#include <QRectF>

#include <optional>

namespace burin::views {

inline constexpr float kBandAlpha = 0.14F;

/// Maps values to the scene by the chart's plot area and axis ranges.
struct PlotFrame {
    QRectF area;
    double xLow = 0, xHigh = 1, yLow = 0, yHigh = 1;
    [[nodiscard]] QPointF map(double x, double y) const;
    [[nodiscard]] QPointF unmap(const QPointF& position) const;
};

struct HoverText {
    QPointF at;
    QStringList lines;
};

/// Everything the items draw from; owned by the canvas.
struct OverlayState {
    PlotFrame frame;
    PlotData plot; ///< thinned
    std::optional<HoverText> hover;
    Colours colours;
    QFont font;
    QRectF bounds;
    QString yTitleAbove{}; ///< where the chart is too low for it beside the axis; before the legend
};

class ChartOverlay : public QGraphicsItem {
public:
    enum class Layer { below, markers, above };
    ChartOverlay(Layer layer, const OverlayState& state, QGraphicsItem* parent);
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    void boundsChanged() { prepareGeometryChange(); }

private:
    void paintLimits(QPainter& painter) const;
    void paintTies(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintHover(QPainter& painter) const;
    Layer layer_;
    const OverlayState& state_;
};

/// A marker outline around (0, 0) within a circle of the radius.
[[nodiscard]] QPainterPath markerPath(MarkerShape shape, double radius);

} // namespace burin::views
