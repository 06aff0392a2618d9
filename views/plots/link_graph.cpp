// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/link_graph.h"

#include "views/plots/read_out.h"
#include "views/theme/colours.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace burin::views {
namespace {

constexpr int kPathSteps = 20;
constexpr double kBend = 0.3; ///< 0: through the middle, 1: straight

double distanceTo(const QPolygonF& path, const QPointF& position)
{
    double least = 1e9;
    for (qsizetype i = 1; i < path.size(); ++i) {
        const QPointF step = path[i] - path[i - 1];
        const double length = QPointF::dotProduct(step, step);
        const double along =
            length > 0 ? std::clamp(QPointF::dotProduct(position - path[i - 1], step) / length, 0.0, 1.0) : 0.0;
        const QPointF offset = position - (path[i - 1] + along * step);
        least = std::min(least, QPointF::dotProduct(offset, offset));
    }
    return std::sqrt(least);
}

/// `count` places on the ellipse in `area`, clockwise from its top, equally far apart along it.
std::vector<QPointF> alongEllipse(const QRectF& area, qsizetype count)
{
    constexpr int kSteps = 720;
    const auto at = [&area](int step) {
        const double angle = 2 * std::numbers::pi * step / kSteps - std::numbers::pi / 2;
        return area.center() + QPointF(area.width() / 2 * std::cos(angle), area.height() / 2 * std::sin(angle));
    };
    std::vector<double> passed{0}; // length up to each step
    for (int step = 1; step <= kSteps; ++step) {
        const QPointF piece = at(step) - at(step - 1);
        passed.push_back(passed.back() + std::hypot(piece.x(), piece.y()));
    }
    std::vector<QPointF> places;
    for (qsizetype k = 0; k < count; ++k) {
        const double length = passed.back() * static_cast<double>(k) / static_cast<double>(count);
        const auto step = static_cast<int>(std::upper_bound(passed.begin(), passed.end(), length) - passed.begin()) - 1;
        const auto before = static_cast<std::size_t>(step);
        const double share = (length - passed[before]) / std::max(1e-9, passed[before + 1] - passed[before]);
        places.push_back(at(step) + share * (at(step + 1) - at(step)));
    }
    return places;
}

} // namespace

LinkGraph::LinkGraph(const char* objectName, QWidget* parent) : QWidget(parent)
{
    setObjectName(QString::fromLatin1(objectName));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void LinkGraph::setData(LinkGraphData data)
{
    data_ = std::move(data);
    if (selected_.size() != data_.links.size())
        selected_.assign(data_.links.size(), false);
    hoverLink_ = hoverNode_ = -1;
    largest_ = 0;
    for (const GraphLink& link : data_.links)
        largest_ = std::max(largest_, std::abs(link.weight));
    order_.resize(data_.links.size());
    std::iota(order_.begin(), order_.end(), 0);
    const auto weak = [this](int k) {
        const GraphLink& link = data_.links[static_cast<std::size_t>(k)];
        return link.removed || link.empty ? -1 : std::abs(link.weight);
    };
    std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) { return weak(a) < weak(b); });
    layOut();
}

void LinkGraph::setSelection(std::vector<bool> links)
{
    if (links.size() != data_.links.size() || links == selected_)
        return;
    selected_ = std::move(links);
    update();
}

void LinkGraph::layOut()
{
    places_.clear();
    paths_.clear();
    ground_ = {};
    const double em = fontMetrics().height();
    const auto inputs = data_.inputs.size();
    const auto neurons = std::max<qsizetype>(1, data_.neurons.size());
    const double beside = em * 0.7 + fontMetrics().horizontalAdvance(QString::number(neurons - 1));
    const double left = inputs > 0 ? em * 4.2 + beside : beside;
    const QRectF area(left, em * 2.9, std::max(em, width() - left - beside), std::max(em, height() - em * 4.3));
    middle_ = area.center();
    for (qsizetype k = 0; k < inputs; ++k)
        places_.emplace_back(em * 1.6, area.top() + (static_cast<double>(k) + 0.5) * area.height() /
                                                        static_cast<double>(inputs));
    const double perimeter = std::numbers::pi * (area.width() + area.height()) / 2;
    nodeRadius_ = std::clamp(perimeter / static_cast<double>(neurons) * 0.28, em * 0.12, em * 0.35);
    const std::vector<QPointF> ring = alongEllipse(area, data_.neurons.size());
    places_.insert(places_.end(), ring.begin(), ring.end());
    ellipse_ = area;
    for (const GraphLink& link : data_.links)
        paths_.push_back(pathOf(link));
    update();
}

QPolygonF LinkGraph::pathOf(const GraphLink& link) const
{
    const QPointF a = places_[static_cast<std::size_t>(link.from)];
    const QPointF b = places_[static_cast<std::size_t>(link.to)];
    QPolygonF path;
    if (link.from == link.to) { // a loop outside the ellipse
        QPointF away = a - middle_;
        const double length = std::hypot(away.x(), away.y());
        away = length > 0 ? away / length : QPointF(0, -1);
        const double radius = nodeRadius_ * 1.6;
        for (int i = 0; i <= kPathSteps; ++i) {
            const double angle = 2 * std::numbers::pi * i / kPathSteps;
            path << a + away * radius + QPointF(radius * std::cos(angle), radius * std::sin(angle));
        }
        return path;
    }
    // Both directions between two neurons are to be seen, so each bends to its own side.
    const QPointF step = b - a;
    const QPointF side(-step.y() * 0.06, step.x() * 0.06);
    const QPointF control = middle_ + kBend * ((a + b) / 2 - middle_) + side;
    for (int i = 0; i <= kPathSteps; ++i) {
        const double t = static_cast<double>(i) / kPathSteps;
        path << (1 - t) * (1 - t) * a + 2 * t * (1 - t) * control + t * t * b;
    }
    return path;
}

QPointF LinkGraph::positionOn(int link, double along) const
{
    return paths_[static_cast<std::size_t>(link)][static_cast<qsizetype>(std::lround(along * kPathSteps))];
}

QString LinkGraph::nodeName(int node) const
{
    const int inputs = static_cast<int>(data_.inputs.size());
    return node < inputs ? data_.inputs[node] : data_.neurons[node - inputs];
}

QStringList LinkGraph::linkText(int link) const
{
    const GraphLink& l = data_.links[static_cast<std::size_t>(link)];
    return QStringList{QStringLiteral("%1 \u2192 %2").arg(nodeName(l.from), nodeName(l.to))} + l.notes;
}

QStringList LinkGraph::nodeText(int node) const
{
    int in = 0;
    int out = 0;
    int gone = 0;
    for (const GraphLink& link : data_.links) {
        if (link.from != node && link.to != node)
            continue;
        if (link.removed || link.empty) {
            ++gone;
            continue;
        }
        in += link.to == node ? 1 : 0;
        out += link.from == node ? 1 : 0;
    }
    return {nodeName(node), tr("%1 in, %2 out").arg(in).arg(out), tr("%1 pruned or zero").arg(gone)};
}

std::vector<QStringList> LinkGraph::valueTable() const
{
    std::vector<QStringList> table{{tr("From"), tr("To"), tr("Weight"), tr("Removed"), tr("Pinned")}};
    for (const GraphLink& link : data_.links)
        table.push_back({nodeName(link.from), nodeName(link.to), QString::number(link.weight, 'g', 10),
                         QString::number(link.removed ? 1 : 0), QString::number(link.pinned ? 1 : 0)});
    return table;
}

QSize LinkGraph::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 9, em * 9 / 2};
}

int LinkGraph::linkAt(const QPointF& position) const
{
    int best = -1;
    double least = fontMetrics().height() * 0.35;
    for (std::size_t k = 0; k < paths_.size(); ++k) {
        const double distance = distanceTo(paths_[k], position);
        if (distance < least) {
            least = distance;
            best = static_cast<int>(k);
        }
    }
    return best;
}

int LinkGraph::nodeAt(const QPointF& position) const
{
    for (std::size_t k = 0; k < places_.size(); ++k) {
        const QPointF offset = places_[k] - position;
        if (std::hypot(offset.x(), offset.y()) < nodeRadius_ * 1.3)
            return static_cast<int>(k);
    }
    return -1;
}

void LinkGraph::drawLink(QPainter& painter, int link, bool strong) const
{
    const Colours& colours = coloursFor(palette());
    const GraphLink& l = data_.links[static_cast<std::size_t>(link)];
    const double em = fontMetrics().height();
    const bool gone = l.removed || l.empty;
    const double share = largest_ > 0 ? std::abs(l.weight) / largest_ : 0;
    QColor colour = gone ? colours.muted : signedColour(l.weight < 0 ? -1 : 1, colours);
    colour.setAlphaF(strong ? 1.0F : gone ? 0.25F : static_cast<float>(0.25 + 0.55 * share));
    QPen pen(colour, strong ? em * 0.16 : gone ? em * 0.05 : em * (0.04 + 0.1 * share));
    if (gone)
        pen.setStyle(Qt::DotLine);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const QPolygonF& path = paths_[static_cast<std::size_t>(link)];
    painter.drawPolyline(path);
    if (!strong)
        return;
    // The head stands before the end, where no other link covers it.
    const QPointF tip = path[kPathSteps - 2];
    QPointF along = tip - path[kPathSteps - 4];
    along /= std::max(1e-9, std::hypot(along.x(), along.y()));
    const QPointF across(-along.y(), along.x());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF{tip + along * em * 0.45, tip + across * em * 0.28, tip - across * em * 0.28});
}

void LinkGraph::drawNodes(QPainter& painter) const
{
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const auto inputs = data_.inputs.size();
    painter.setPen(QPen(colours.surface, 1));
    for (std::size_t k = 0; k < places_.size(); ++k) {
        painter.setBrush(colours.text);
        if (static_cast<qsizetype>(k) < inputs)
            painter.drawRect(QRectF(places_[k] - QPointF(nodeRadius_, nodeRadius_), QSizeF(nodeRadius_, nodeRadius_) * 2));
        else
            painter.drawEllipse(places_[k], nodeRadius_, nodeRadius_);
    }
    painter.setPen(colours.muted);
    for (qsizetype k = 0; k < inputs; ++k)
        painter.drawText(inputNameBox(k), Qt::AlignCenter | Qt::TextDontClip, data_.inputs[k]);
    for (const Number& number : numbers()) {
        // Links of the inputs pass below the numbers: they end before them.
        const QString text = QString::number(number.neuron);
        QPainterPath outline;
        outline.addText(number.box.left(), number.box.center().y() + metrics.capHeight() / 2, font(), text);
        painter.strokePath(outline, QPen(colours.surface, 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setPen(colours.muted);
        painter.drawText(QPointF(number.box.left(), number.box.center().y() + metrics.capHeight() / 2), text);
    }
}

QRectF LinkGraph::nodeBox(int node) const
{
    const QPointF reach(nodeRadius_, nodeRadius_);
    const QPointF& place = places_[static_cast<std::size_t>(node)];
    return {place - reach, place + reach};
}

QRectF LinkGraph::inputNameBox(qsizetype input) const
{
    const QFontMetricsF metrics(font());
    const double wide = metrics.horizontalAdvance(data_.inputs[input]);
    const QPointF& place = places_[static_cast<std::size_t>(input)];
    return {std::max(0.0, place.x() - wide / 2), place.y() - metrics.height() * 1.5, wide, metrics.height()};
}

std::vector<LinkGraph::Number> LinkGraph::numbers() const
{
    const QFontMetricsF metrics(font());
    const auto inputs = data_.inputs.size();
    const auto neurons = data_.neurons.size();
    std::vector<QRectF> taken;
    for (qsizetype k = 0; k < inputs; ++k)
        taken.push_back(inputNameBox(k));
    for (int node = 0; node < static_cast<int>(places_.size()); ++node)
        taken.push_back(nodeBox(node));
    // Beyond the tangent, where no other neuron can be: the ellipse is convex.
    const auto boxOf = [&](qsizetype neuron) {
        const QPointF place = places_[static_cast<std::size_t>(inputs + neuron)];
        const QPointF from = place - middle_;
        QPointF away(from.x() / (ellipse_.width() * ellipse_.width()), from.y() / (ellipse_.height() * ellipse_.height()));
        away /= std::max(1e-12, std::hypot(away.x(), away.y()));
        const QSizeF size(metrics.horizontalAdvance(QString::number(neuron)),
                          metrics.height() * 0.8); // digits have no descent
        const double half = (std::abs(away.x()) * size.width() + std::abs(away.y()) * size.height()) / 2;
        const QPointF at = place + away * (nodeRadius_ + metrics.height() * 0.2 + half);
        return QRectF(at - QPointF(size.width(), size.height()) / 2, size);
    };
    // Every first, second, fifth, tenth ... neuron: the first step at which the numbers do not meet.
    std::vector<Number> shown;
    for (const int every : {1, 2, 5, 10, 20, 50, 100}) {
        shown.clear();
        bool apart = true;
        for (qsizetype k = 0; k < neurons; k += every) {
            const QRectF box = boxOf(k);
            if (!QRectF(rect()).contains(box) ||
                std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return box.intersects(other); }))
                continue;
            if (std::any_of(shown.begin(), shown.end(), [&](const Number& other) { return box.intersects(other.box); }))
                apart = false;
            else
                shown.push_back({static_cast<int>(k), box});
        }
        if (apart)
            break;
    }
    return shown;
}

void LinkGraph::drawLegend(QPainter& painter)
{
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double em = metrics.height();
    const double base = em * 0.35 + metrics.ascent();
    double x = em * 0.75;
    const auto entry = [&](const QPen& pen, const QString& words) {
        if (x + em * 2 + metrics.horizontalAdvance(words) > width()) {
            unfit_ << words;
            return;
        }
        painter.setPen(pen);
        painter.drawLine(QPointF(x, em * 0.85), QPointF(x + em * 1.3, em * 0.85));
        painter.setPen(colours.text);
        painter.drawText(QPointF(x + em * 1.6, base), words);
        x += em * 2.4 + metrics.horizontalAdvance(words);
    };
    entry(QPen(signedColour(1, colours), em * 0.15), tr("positive"));
    entry(QPen(signedColour(-1, colours), em * 0.15), tr("negative"));
    entry(QPen(colours.muted, em * 0.07, Qt::DotLine), tr("pruned or zero"));
}

void LinkGraph::drawGround(QPainter& painter)
{
    unfit_.clear();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    if (!hasValues())
        return;
    painter.setOpacity(data_.stale ? 0.5 : 1);
    for (const int link : order_)
        drawLink(painter, link, false);
    drawNodes(painter);
    drawLegend(painter);
    painter.setOpacity(1);
}

void LinkGraph::drawLive(QPainter& painter) const
{
    const Colours& colours = coloursFor(palette());
    for (std::size_t k = 0; k < selected_.size(); ++k)
        if (selected_[k])
            drawLink(painter, static_cast<int>(k), true);
    if (hoverNode_ >= 0) {
        for (std::size_t k = 0; k < data_.links.size(); ++k)
            if (data_.links[k].from == hoverNode_ || data_.links[k].to == hoverNode_)
                drawLink(painter, static_cast<int>(k), true);
        paintReadOut(painter, QRectF(rect()), places_[static_cast<std::size_t>(hoverNode_)], nodeText(hoverNode_), colours);
    } else if (hoverLink_ >= 0) {
        drawLink(painter, hoverLink_, true);
        paintReadOut(painter, QRectF(rect()), positionOn(hoverLink_, 0.5), linkText(hoverLink_), colours);
    }
}

void LinkGraph::paintPicture(QPainter& painter, const QRectF& target)
{
    paintScaled(painter, target, size(), [&] { drawGround(painter); });
}

void LinkGraph::paintEvent(QPaintEvent*)
{
    if (ground_.isNull()) {
        ground_ = QPixmap(size() * devicePixelRatioF());
        ground_.setDevicePixelRatio(devicePixelRatioF());
        ground_.fill(coloursFor(palette()).surface);
        QPainter painter(&ground_);
        drawGround(painter);
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, ground_);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    drawLive(painter);
}

void LinkGraph::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    Q_EMIT linkActivated(nodeAt(event->position()) >= 0 ? -1 : linkAt(event->position()));
}

void LinkGraph::mouseMoveEvent(QMouseEvent* event)
{
    const int node = nodeAt(event->position());
    const int link = node >= 0 ? -1 : linkAt(event->position());
    if (node == hoverNode_ && link == hoverLink_)
        return;
    hoverNode_ = node;
    hoverLink_ = link;
    setCursor(link >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void LinkGraph::leaveEvent(QEvent*)
{
    hoverNode_ = hoverLink_ = -1;
    update();
}

void LinkGraph::keyPressEvent(QKeyEvent* event)
{
    const int count = static_cast<int>(data_.links.size());
    const int step = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down ? 1
                     : event->key() == Qt::Key_Left || event->key() == Qt::Key_Up ? -1
                                                                                   : 0;
    if (event->key() == Qt::Key_Escape && hoverLink_ >= 0) {
        hoverLink_ = -1;
        Q_EMIT linkActivated(-1);
        return;
    }
    if (step == 0 || count == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    hoverNode_ = -1;
    hoverLink_ = hoverLink_ < 0 ? 0 : (hoverLink_ + step + count) % count;
    setAccessibleDescription(linkText(hoverLink_).join(QStringLiteral(", ")));
    Q_EMIT linkActivated(hoverLink_);
    update();
}

void LinkGraph::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void LinkGraph::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        layOut();
}

} // namespace burin::views
