// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/chart_canvas.h"

#include "views/models/format.h"
#include "views/plots/bar_layer.h"
#include "views/plots/legend_layer.h"
#include "views/plots/nice_axis.h"

#include <QApplication>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>
#include <limits>

namespace burin::views {
namespace {

/// The line within low..high, with its points at the crossings: of a band, what is left is exact.
QList<QPointF> cutLine(const QList<QPointF>& line, double low, double high)
{
    QList<QPointF> cut;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (i > 0) {
            const QPointF from = line[i - 1];
            const QPointF step = line[i] - from;
            // The bound that is passed first comes first.
            for (const double bound : {step.y() > 0 ? low : high, step.y() > 0 ? high : low})
                if (const double share = (bound - from.y()) / step.y(); share > 0 && share < 1)
                    cut << QPointF(from.x() + share * step.x(), bound);
        }
        cut << QPointF(line[i].x(), std::clamp(line[i].y(), low, high));
    }
    return cut;
}

QString axisFormat(int decimals)
{
    return QStringLiteral("%.%1f").arg(decimals);
}

/// Never fine ticks on a wide range, not even for a moment: each would be laid out.
void setAxis(QValueAxis& axis, double low, double high, double step)
{
    if (high - low >= axis.max() - axis.min())
        axis.setTickInterval(step);
    axis.setRange(low, high);
    axis.setTickInterval(step);
}

} // namespace

ChartCanvas::ChartCanvas(const char* objectName, QWidget* parent)
    : QChartView(new QChart, parent), below_(new ChartOverlay(ChartOverlay::Layer::below, state_, chart())),
      markers_(new ChartOverlay(ChartOverlay::Layer::markers, state_, chart())),
      above_(new ChartOverlay(ChartOverlay::Layer::above, state_, chart())), xAxis_(new QValueAxis(this)),
      yAxis_(new QValueAxis(this))
{
    setObjectName(QString::fromLatin1(objectName));
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(fontMetrics().height() * 10, fontMetrics().height() * 6);
    chart()->legend()->hide();
    chart()->setBackgroundRoundness(0);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setLocale(englishLocale());
    chart()->setLocalizeNumbers(true);
    for (QValueAxis* axis : {xAxis_, yAxis_}) {
        axis->setTickType(QValueAxis::TicksDynamic);
        axis->setTickAnchor(0);
        axis->setLineVisible(axis == xAxis_);
        chart()->addAxis(axis, axis == xAxis_ ? Qt::AlignBottom : Qt::AlignLeft);
    }
    connect(chart(), &QChart::plotAreaChanged, this, &ChartCanvas::updateFrame);
    restyle();
}

ChartCanvas::~ChartCanvas() = default;

void ChartCanvas::setPlot(const PlotData& plot)
{
    const bool sameAxes = plot.xTitle == state_.plot.xTitle && plot.yTitle == state_.plot.yTitle;
    const bool sameSeries = plot.series == state_.plot.series; // only marks moved: what Qt Charts holds stays
    state_.plot = plot;
    state_.hover.reset();
    if (!sameAxes)
        brushCorner_.reset();
    if (!sameAxes && zoomed_) {
        zoomed_ = false;
        Q_EMIT zoomChanged();
    }
    if (!sameSeries)
        addSeries();
    layOut();
}

bool ChartCanvas::hasValues() const
{
    const auto& series = state_.plot.series;
    return !state_.plot.bars.empty() ||
           std::any_of(series.begin(), series.end(), [](const PlotSeries& s) { return !s.data.points.empty(); });
}

void ChartCanvas::addSeries()
{
    chart()->removeAllSeries();
    bands_.clear();
    for (const PlotSeries& series : state_.plot.series) {
        const QColor colour =
            series.quiet ? state_.colours.text : seriesStyle(series.data.style, state_.colours).colour;
        if (series.band)
            addBand(series, colour);
        if (series.line)
            addLine(series, colour);
    }
}

void ChartCanvas::layOut()
{
    placeLegend();
    // Categories stand where the numbers and the title of the x axis would.
    xAxis_->setLabelsColor(state_.plot.bars.empty() ? state_.colours.muted : QColor(Qt::transparent));
    xAxis_->setGridLineVisible(state_.plot.bars.empty());
    const int em = fontMetrics().height();
    // With the margins on both sides of the bars (fullRange) and the numbers of the y axis.
    const double bars =
        state_.plot.bars.empty() ? 0 : leastBarWidth(state_) * 1.12 * static_cast<double>(state_.plot.bars.size());
    setMinimumWidth(std::max(em * 10, em * 7 + static_cast<int>(std::ceil(bars))));
    if (!zoomed_)
        fullRange();
    cutBands();
    updateFrame();
}

void ChartCanvas::addBand(const PlotSeries& series, const QColor& colour)
{
    Band band;
    for (const SeriesPoint& point : series.data.points) {
        band.low << QPointF(point.x, point.low);
        band.high << QPointF(point.x, point.high);
    }
    if (band.low.size() < 2)
        return;
    auto* lower = band.lower = new QLineSeries;
    auto* upper = band.upper = new QLineSeries;
    bands_.append(band);
    auto* area = new QAreaSeries(upper, lower);
    lower->setParent(area);
    upper->setParent(area);
    QColor fill = colour;
    fill.setAlphaF(kBandAlpha);
    area->setBrush(fill);
    area->setPen(Qt::NoPen);
    chart()->addSeries(area);
    area->attachAxis(xAxis_);
    area->attachAxis(yAxis_);
}

void ChartCanvas::cutBands()
{
    for (const Band& band : bands_) {
        band.lower->replace(cutLine(band.low, yAxis_->min(), yAxis_->max()));
        band.upper->replace(cutLine(band.high, yAxis_->min(), yAxis_->max()));
    }
}

void ChartCanvas::addLine(const PlotSeries& series, const QColor& colour)
{
    QList<QPointF> points;
    for (const SeriesPoint& point : series.data.points)
        points << QPointF(point.x, point.y);
    auto* line = new QLineSeries;
    line->replace(points);
    line->setPen(QPen(colour, series.quiet ? 1.4 : 2));
    chart()->addSeries(line);
    line->attachAxis(xAxis_);
    line->attachAxis(yAxis_);
}

void ChartCanvas::restyle()
{
    state_.colours = coloursFor(palette());
    state_.font = font();
    const Colours& c = state_.colours;
    chart()->setBackgroundBrush(c.surface);
    chart()->setBackgroundPen(Qt::NoPen);
    setBackgroundBrush(c.surface);
    for (QValueAxis* axis : {xAxis_, yAxis_}) {
        axis->setLabelsColor(c.muted);
        axis->setLabelsFont(font());
        axis->setGridLineColor(c.grid);
        axis->setLinePenColor(c.border);
    }
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    placeLegend();
}

void ChartCanvas::placeLegend()
{
    const int em = fontMetrics().height();
    // A title that is longer than the chart is high stands above it, before the legend.
    const bool beside = fontMetrics().horizontalAdvance(state_.plot.yTitle) < height() - em / 2;
    state_.yTitleAbove = beside ? QString() : state_.plot.yTitle;
    const int title = static_cast<int>(std::ceil(axisTitleRoom(font())));
    const int left = em / 4 + (beside ? title : 0);
    const int right = em * 3 / 4;
    const double room = width() - left - yLabels_ - em; // Qt Charts pads the numbers by less than that
    const QMargins margins(left, static_cast<int>(legendRoom(state_, room)), right, em / 8 + title);
    if (chart()->margins() != margins)
        chart()->setMargins(margins);
}

void ChartCanvas::fullRange()
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double xLow = kInfinity;
    double xHigh = -kInfinity;
    double yLow = kInfinity;
    double yHigh = -kInfinity;
    // No figure of a design is beyond it; an axis that reached there would have no room for its numbers.
    constexpr double kMost = 1e15;
    const auto include = [&](double x, double low, double high) {
        if (!(std::abs(x) < kMost && std::abs(low) < kMost && std::abs(high) < kMost))
            return;
        xLow = std::min(xLow, x);
        xHigh = std::max(xHigh, x);
        yLow = std::min(yLow, low);
        yHigh = std::max(yHigh, high);
    };
    for (const PlotSeries& series : state_.plot.series)
        for (const SeriesPoint& point : series.data.points)
            include(point.x, point.y, point.y);
    for (const PlotMark& mark : state_.plot.marks)
        include(mark.x, mark.y, mark.y);
    for (std::size_t i = 0; i < state_.plot.bars.size(); ++i) {
        const auto x = static_cast<double>(i);
        const PlotBar& bar = state_.plot.bars[i];
        include(x - 0.4, std::min({0.0, bar.from, bar.to}), std::max(bar.from, bar.to) * 1.06); // room for its label
        include(x + 0.4, bar.from, bar.to);
    }
    if (xLow > xHigh)
        return;
    // Few seeds make wide bands: they may take half as much again as the lines, the rest is cut.
    const double reach = (yHigh - yLow) * 0.5;
    const double low = yLow;
    const double high = yHigh;
    for (const PlotSeries& series : state_.plot.series)
        for (const SeriesPoint& point : series.data.points)
            if (series.band)
                include(point.x, std::max(point.low, low - reach), std::min(point.high, high + reach));
    if (state_.plot.yMost)
        yHigh = std::min(yHigh, *state_.plot.yMost);
    xLow = std::min(xLow, state_.plot.xLeast.value_or(xLow)); // a share: from none on
    xHigh = std::max(xHigh, state_.plot.xReach.value_or(xHigh));
    const NiceAxis x = paddedRange(xLow, xHigh);
    const NiceAxis y = paddedRange(yLow, yHigh);
    setRange(x.low, x.high, y.low, y.high);
}

void ChartCanvas::setRange(double xLow, double xHigh, double yLow, double yHigh)
{
    // Above the most that a score can be there is room for half a marker, and no tick: that takes less than a
    // step.
    constexpr double kHeadRoom = 0.05;
    constexpr int kMostYTicks = 15;
    if (const auto most = state_.plot.yMost; most && yLow < *most)
        yHigh = std::min(yHigh, *most + kHeadRoom * (*most - yLow));
    const int em = fontMetrics().height();
    const double leastStep = state_.plot.xWhole ? 1 : 0;
    NiceAxis x = niceTicks(xLow, xHigh, std::max(3, width() / (em * 2)), leastStep);
    // As many ticks as there is room for their numbers.
    const QLocale english(QLocale::English, QLocale::UnitedStates);
    const int label = std::max(fontMetrics().horizontalAdvance(english.toString(xLow, 'f', x.decimals)),
                               fontMetrics().horizontalAdvance(english.toString(xHigh, 'f', x.decimals)));
    x = niceTicks(xLow, xHigh, std::max(2, (width() - 6 * em) / (label + em * 5 / 4)), leastStep);
    const NiceAxis y = niceTicks(yLow, yHigh, std::clamp(height() / (em * 3), 3, kMostYTicks));
    xAxis_->setLabelFormat(axisFormat(x.decimals));
    yAxis_->setLabelFormat(axisFormat(y.decimals));
    yLabels_ = std::max(fontMetrics().horizontalAdvance(english.toString(yLow, 'f', y.decimals)),
                        fontMetrics().horizontalAdvance(english.toString(yHigh, 'f', y.decimals)));
    setAxis(*xAxis_, xLow, xHigh, x.step);
    setAxis(*yAxis_, yLow, yHigh, y.step);
    placeLegend();
    cutBands();
    updateFrame();
}

void ChartCanvas::resetZoom()
{
    const bool was = zoomed_;
    zoomed_ = false;
    fullRange();
    if (was)
        Q_EMIT zoomChanged();
}

void ChartCanvas::updateFrame()
{
    for (ChartOverlay* layer : {below_, markers_, above_})
        layer->boundsChanged();
    state_.frame = {chart()->plotArea(), xAxis_->min(), xAxis_->max(), yAxis_->min(), yAxis_->max()};
    state_.bounds = chart()->rect();
    for (ChartOverlay* layer : {below_, markers_, above_})
        layer->update();
}

QPoint ChartCanvas::positionOf(double x, double y) const
{
    return mapFromScene(chart()->mapToScene(state_.frame.map(x, y)));
}

ChartCanvas::Hit ChartCanvas::nearest(const QPointF& position, double within) const
{
    Hit best;
    double least = within * within;
    for (const PlotSeries& series : state_.plot.series) {
        if (series.quiet)
            continue;
        for (const SeriesPoint& point : series.data.points) {
            const QPointF offset = state_.frame.map(point.x, point.y) - position;
            const double distance = QPointF::dotProduct(offset, offset);
            if (distance < least) {
                least = distance;
                best = {&series, &point};
            }
        }
    }
    return best;
}

void ChartCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    pressed_ = event->pos();
    dragging_ = false;
    brushing_ = brushMode_ || (event->modifiers() & Qt::ShiftModifier) != 0;
    setFocus(Qt::MouseFocusReason);
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if ((event->buttons() & Qt::LeftButton) != 0) {
        if ((event->pos() - pressed_).manhattanLength() >= QApplication::startDragDistance()) {
            dragging_ = true;
            if (!band_)
                band_ = std::make_unique<QRubberBand>(QRubberBand::Rectangle, viewport());
            band_->setGeometry(QRect(pressed_, event->pos()).normalized());
            band_->show();
        }
        return;
    }
    const Hit hit = nearest(mapToScene(event->pos()), fontMetrics().height());
    if (hit.point == nullptr) {
        state_.hover = barHover(state_, mapToScene(event->pos()));
    } else {
        const auto number = [](double value) {
            return std::abs(value) >= 1000 ? englishLocale().toString(value, 'f', 0)
                                           : englishLocale().toString(value, 'g', 5);
        };
        const QString name = state_.plot.nameOf ? state_.plot.nameOf(hit.point->id) : QString();
        QStringList lines{name.isEmpty() ? hit.series->data.name : name,
                          QStringLiteral("%1: %2").arg(state_.plot.yTitle, number(hit.point->y)),
                          QStringLiteral("%1: %2").arg(state_.plot.xTitle, number(hit.point->x))};
        if (hit.series->band && hit.point->high > hit.point->low)
            lines[1] += QStringLiteral(" \u00b1 %1").arg(number((hit.point->high - hit.point->low) / 2));
        if (!name.isEmpty() && hit.series->legend) // not told by the name of the point
            lines.insert(1, hit.series->data.name);
        for (const PlotMark& mark : state_.plot.marks) // whose label may have found no place
            if (mark.x == hit.point->x && mark.y == hit.point->y && !mark.label.isEmpty())
                lines << mark.label;
        state_.hover = HoverText{state_.frame.map(hit.point->x, hit.point->y), lines};
    }
    setCursor(hit.point != nullptr ? Qt::PointingHandCursor : Qt::CrossCursor);
    above_->update();
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (!dragging_) {
        const Hit hit = nearest(mapToScene(event->pos()), fontMetrics().height());
        if (hit.point != nullptr && !hit.point->id.isEmpty())
            Q_EMIT pointClicked(hit.point->id);
        return;
    }
    dragging_ = false;
    band_->hide();
    const QRectF box = QRectF(mapToScene(pressed_), mapToScene(event->pos())).normalized() & state_.frame.area;
    if (box.width() < 4 || box.height() < 4)
        return;
    const QPointF low = state_.frame.unmap(box.bottomLeft());
    const QPointF high = state_.frame.unmap(box.topRight());
    if (brushing_) {
        Q_EMIT brushed(QRectF(low, high));
        return;
    }
    zoomed_ = true;
    setRange(low.x(), high.x(), low.y(), high.y());
    Q_EMIT zoomChanged();
}

void ChartCanvas::leaveEvent(QEvent* event)
{
    state_.hover.reset();
    above_->update();
    QChartView::leaveEvent(event);
}

void ChartCanvas::wheelEvent(QWheelEvent* event)
{
    const QPointF scene = mapToScene(event->position().toPoint());
    if (!state_.frame.area.contains(scene) || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    zoomAround(state_.frame.unmap(scene), std::pow(0.9985, event->angleDelta().y()));
    event->accept();
}

void ChartCanvas::zoom(double factor)
{
    const PlotFrame& f = state_.frame;
    zoomAround({(f.xLow + f.xHigh) / 2, (f.yLow + f.yHigh) / 2}, factor);
}

void ChartCanvas::zoomAround(const QPointF& at, double factor)
{
    const PlotFrame f = state_.frame;
    zoomed_ = true;
    setRange(at.x() + (f.xLow - at.x()) * factor, at.x() + (f.xHigh - at.x()) * factor,
             at.y() + (f.yLow - at.y()) * factor, at.y() + (f.yHigh - at.y()) * factor);
    Q_EMIT zoomChanged();
}

void ChartCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        step(-1);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        step(1);
        break;
    case Qt::Key_PageUp:
        zoom(kZoomStep);
        break;
    case Qt::Key_PageDown:
        zoom(1 / kZoomStep);
        break;
    case Qt::Key_Home:
        resetZoom();
        break;
    case Qt::Key_B:
        brushByKey();
        break;
    case Qt::Key_Backspace:
        brushCorner_.reset();
        Q_EMIT brushCleared();
        break;
    default:
        QChartView::keyPressEvent(event);
    }
}

const PlotMark* ChartCanvas::chosen() const
{
    const auto found = std::find_if(state_.plot.marks.begin(), state_.plot.marks.end(),
                                    [](const PlotMark& mark) { return mark.kind == PlotMark::Kind::chosen; });
    return found == state_.plot.marks.end() ? nullptr : &*found;
}

/// The first time the chosen point is one corner, the second time the other one; a margin keeps both within.
void ChartCanvas::brushByKey()
{
    const PlotMark* mark = chosen();
    if (mark == nullptr)
        return;
    const QPointF at(mark->x, mark->y);
    if (!brushCorner_) {
        brushCorner_ = at;
        state_.hover = HoverText{state_.frame.map(at.x(), at.y()),
                                 {tr("Range from here: go to another point, then press B again")}};
        above_->update();
        return;
    }
    const PlotFrame& f = state_.frame;
    const double x = (f.xHigh - f.xLow) / 100;
    const double y = (f.yHigh - f.yLow) / 100;
    const QRectF range = QRectF(*brushCorner_, at).normalized().adjusted(-x, -y, x, y);
    brushCorner_.reset();
    state_.hover.reset();
    above_->update();
    Q_EMIT brushed(range);
}

void ChartCanvas::step(int direction)
{
    std::vector<const SeriesPoint*> points;
    for (const PlotSeries& series : state_.plot.series)
        if (!series.quiet)
            for (const SeriesPoint& point : series.data.points)
                points.push_back(&point);
    if (points.empty())
        return;
    const PlotMark* chosen = this->chosen();
    auto at = points.end();
    if (chosen != nullptr)
        at = std::find_if(points.begin(), points.end(), [&](const SeriesPoint* point) {
            return point->x == chosen->x && point->y == chosen->y;
        });
    const auto count = static_cast<std::ptrdiff_t>(points.size());
    const std::ptrdiff_t index = at == points.end() ? 0 : (at - points.begin() + direction + count) % count;
    Q_EMIT pointClicked(points[static_cast<std::size_t>(index)]->id);
}

void ChartCanvas::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        addSeries();
        layOut();
    }
}

void ChartCanvas::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    placeLegend();
    if (zoomed_)
        updateFrame();
    else
        fullRange();
}

} // namespace burin::views
