// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/label_layer.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace burin::views {
namespace {

constexpr double kOverLine = 1.5;    ///< what a place costs
constexpr double kLimitOverLine = 6; ///< the label of a limit has its whole line to go along
constexpr double kPerRing = 0.8;     ///< further away
constexpr double kTangled = 20;      ///< with another label's leader: only where nothing else is free
constexpr double kNoPlace = 100;

bool crosses(const QRectF& box, const QLineF& line)
{
    if (box.contains(line.p1()) || box.contains(line.p2()))
        return true;
    const std::array<QLineF, 2> diagonals{QLineF(box.topLeft(), box.bottomRight()),
                                          QLineF(box.bottomLeft(), box.topRight())};
    return std::any_of(diagonals.begin(), diagonals.end(), [&](const QLineF& diagonal) {
        return line.intersects(diagonal) == QLineF::BoundedIntersection;
    });
}

/// What a label should not lie on.
struct Obstacles {
    std::vector<QPointF> markers;
    std::vector<QLineF> lines;
    std::vector<QRectF> rings;
    std::vector<QRectF> labels;
    double markerRadius = 0;

    /// Markers, rings and other labels: a label never lies on them.
    [[nodiscard]] bool free(const QRectF& box) const
    {
        const QRectF reach = box.adjusted(-markerRadius, -markerRadius, markerRadius, markerRadius);
        const auto meets = [&](const QRectF& other) { return box.intersects(other); };
        return std::none_of(rings.begin(), rings.end(), meets) && std::none_of(labels.begin(), labels.end(), meets) &&
               std::none_of(markers.begin(), markers.end(), [&](const QPointF& at) { return reach.contains(at); });
    }
    [[nodiscard]] auto linesUnder(const QRectF& box) const
    {
        return std::count_if(lines.begin(), lines.end(), [&](const QLineF& line) { return crosses(box, line); });
    }
};

Obstacles obstaclesOf(const OverlayState& state)
{
    Obstacles all;
    all.markerRadius = QFontMetricsF(state.font).height() * 0.38 + 1; // of the largest shape, a star, with its edge
    for (const PlotSeries& series : state.plot.series) {
        std::optional<QPointF> before;
        for (const SeriesPoint& point : series.data.points) {
            const QPointF at = state.frame.map(point.x, point.y);
            if (series.markers)
                all.markers.push_back(at);
            if (series.line && before)
                all.lines.emplace_back(*before, at);
            before = at;
        }
    }
    const double ring = markRadius(state) + 1;
    for (const PlotMark& mark : state.plot.marks)
        all.rings.emplace_back(state.frame.map(mark.x, mark.y) - QPointF(ring, ring), QSizeF(2 * ring, 2 * ring));
    const QRectF area = state.frame.area;
    for (const PlotLimit& limit : state.plot.limits) {
        const QPointF at = state.frame.map(limit.value, limit.value);
        all.lines.push_back(limit.onX ? QLineF(at.x(), area.top(), at.x(), area.bottom())
                                      : QLineF(area.left(), at.y(), area.right(), at.y()));
    }
    return all;
}

struct Candidate {
    QRectF box;
    double cost = 0; ///< of the place itself: of equals the nearer one
};

/// The cheapest free place within the axes; nothing where none is.
std::optional<Candidate> best(const std::vector<Candidate>& candidates, const Obstacles& obstacles,
                              const QRectF& area, double overLine = kOverLine)
{
    std::optional<Candidate> found;
    for (Candidate candidate : candidates) {
        if (!area.contains(candidate.box) || !obstacles.free(candidate.box))
            continue;
        candidate.cost += overLine * static_cast<double>(obstacles.linesUnder(candidate.box));
        if (!found || candidate.cost < found->cost)
            found = candidate;
    }
    return found;
}

/// On both sides, above and below, near and further away.
std::vector<Candidate> around(const QPointF& at, double radius, const QSizeF& size)
{
    constexpr std::array<double, 7> kRings{0, 0.6, 1.3, 2.8, 4.5, 7, 10}; ///< in heights of the label
    std::vector<Candidate> all;
    for (std::size_t ring = 0; ring < kRings.size(); ++ring) {
        const double reach = radius + 4 + kRings.at(ring) * size.height();
        const double penalty = kPerRing * static_cast<double>(ring);
        for (const double side : {1.0, -1.0}) {
            const double left = side > 0 ? at.x() + reach : at.x() - reach - size.width();
            all.push_back({QRectF(QPointF(left, at.y() - size.height() / 2), size), penalty});
            for (const double vertical : {-1.0, 1.0}) {
                const double top = vertical < 0 ? at.y() - reach * 0.7 - size.height() : at.y() + reach * 0.7;
                const double beside = side > 0 ? at.x() + reach * 0.7 : at.x() - reach * 0.7 - size.width();
                all.push_back({QRectF(QPointF(beside, top), size), penalty + 0.1});
                const double over = vertical < 0 ? at.y() - reach - size.height() : at.y() + reach;
                all.push_back({QRectF(QPointF(at.x() - size.width() / 2, over), size), penalty + 0.2});
            }
        }
    }
    return all;
}

/// Beside a line of a limit, from its end to its begin; close to it, or a row away.
std::vector<Candidate> along(const PlotLimit& limit, const QPointF& at, const QRectF& area, const QSizeF& size)
{
    constexpr int kPlaces = 16;
    std::vector<Candidate> all;
    for (int i = 0; i < kPlaces; ++i) {
        const double share = static_cast<double>(i) / (kPlaces - 1);
        for (const double row : {0.0, 1.0})
            for (const double side : {0.0, 1.0}) {
                const double away = row * size.height();
                const QPointF corner =
                    limit.onX
                        ? QPointF(side > 0 ? at.x() - 5 - away - size.width() : at.x() + 5 + away,
                                  area.top() + 3 + share * (area.height() - size.height() - 6))
                        : QPointF(area.right() - 6 - size.width() - share * (area.width() - size.width() - 12),
                                  side > 0 ? at.y() + 3 + away : at.y() - 3 - away - size.height());
                all.push_back({QRectF(corner, size), 1.5 * share + 0.1 * side + 2 * row});
            }
    }
    return all;
}

/// From a mark's ring to a label that is far from it.
std::optional<QLineF> leaderTo(const QRectF& box, const QPointF& at, double radius, double far)
{
    const QPointF end(std::clamp(at.x(), box.left(), box.right()), std::clamp(at.y(), box.top(), box.bottom()));
    QLineF leader(at, end);
    if (leader.length() <= far)
        return std::nullopt;
    leader.setP1(leader.pointAt(radius / leader.length()));
    return leader;
}

/// Whether a leader meets another one or runs through another label.
bool tangles(const QRectF& box, const std::optional<QLineF>& leader, const std::vector<PlacedLabel>& placed)
{
    return std::any_of(placed.begin(), placed.end(), [&](const PlacedLabel& other) {
        return (leader && crosses(other.box, *leader)) || (other.leader && crosses(box, *other.leader)) ||
               (leader && other.leader && leader->intersects(*other.leader) == QLineF::BoundedIntersection);
    });
}

/// Labels of marks on one spot, joined.
std::vector<PlotMark> joined(const OverlayState& state)
{
    std::vector<PlotMark> marks;
    for (const PlotMark& mark : state.plot.marks) {
        if (mark.label.isEmpty())
            continue;
        const QPointF at = state.frame.map(mark.x, mark.y);
        const auto same = std::find_if(marks.begin(), marks.end(), [&](const PlotMark& other) {
            return QLineF(at, state.frame.map(other.x, other.y)).length() < 2;
        });
        if (same == marks.end())
            marks.push_back(mark);
        else if (same->label != mark.label)
            same->label += QStringLiteral(", ") + mark.label;
    }
    return marks;
}

QSizeF sizeOf(const QString& text, const OverlayState& state)
{
    const QFontMetricsF metrics(state.font);
    return {metrics.horizontalAdvance(text) + 2, metrics.height()};
}

/// Labels and what they keep the next ones from.
struct Placement {
    Obstacles obstacles;
    std::vector<PlacedLabel> labels;
    double cost = 0;

    void keep(const QString& text, const QColor& colour, const std::optional<Candidate>& place)
    {
        cost += place ? place->cost : kNoPlace;
        if (!place)
            return;
        labels.push_back({text, colour, place->box, {}, obstacles.linesUnder(place->box) > 0});
        obstacles.labels.push_back(place->box);
    }
};

Placement placeMarks(const OverlayState& state, const std::vector<PlotMark>& marks)
{
    Placement all{obstaclesOf(state), {}};
    const QRectF area = state.frame.area;
    const double radius = markRadius(state);
    const double far = radius + QFontMetricsF(state.font).height();
    for (const PlotMark& mark : marks) {
        const QPointF at = state.frame.map(mark.x, mark.y);
        if (!area.adjusted(-6, -6, 6, 6).contains(at))
            continue;
        std::vector<Candidate> candidates = around(at, radius, sizeOf(mark.label, state));
        for (Candidate& candidate : candidates)
            if (tangles(candidate.box, leaderTo(candidate.box, at, radius, far), all.labels))
                candidate.cost += kTangled;
        const auto place = best(candidates, all.obstacles, area);
        all.keep(mark.label, markColour(mark, state.colours), place);
        if (place)
            all.labels.back().leader = leaderTo(place->box, at, radius, far);
    }
    return all;
}

} // namespace

double markRadius(const OverlayState& state)
{
    return QFontMetricsF(state.font).height() * 0.62;
}

QColor markColour(const PlotMark& mark, const Colours& colours)
{
    return mark.kind == PlotMark::Kind::knee ? colours.good : colours.text;
}

std::vector<PlacedLabel> placeLabels(const OverlayState& state)
{
    std::vector<PlotMark> marks = joined(state);
    if (marks.empty() && state.plot.limits.empty())
        return {};
    Placement found = placeMarks(state, marks);
    std::reverse(marks.begin(), marks.end()); // whose label is placed first decides about the next one's room
    if (Placement other = placeMarks(state, marks); other.cost < found.cost) {
        found = std::move(other);
        std::reverse(found.labels.begin(), found.labels.end());
    }
    const QRectF area = state.frame.area;
    for (const PlotLimit& limit : state.plot.limits) {
        const QPointF at = state.frame.map(limit.value, limit.value);
        const bool visible = limit.onX ? at.x() >= area.left() && at.x() <= area.right()
                                       : at.y() >= area.top() && at.y() <= area.bottom();
        if (visible)
            found.keep(
                limit.label, state.colours.bad,
                best(along(limit, at, area, sizeOf(limit.label, state)), found.obstacles, area, kLimitOverLine));
    }
    return std::move(found.labels);
}

void paintLabels(QPainter& painter, const OverlayState& state)
{
    const QFontMetricsF metrics(state.font);
    for (const PlacedLabel& label : placeLabels(state)) {
        if (label.leader) {
            painter.setPen(QPen(label.colour, 1));
            painter.drawLine(*label.leader);
        }
        const QPointF text = label.box.topLeft() + QPointF(1, metrics.ascent());
        if (label.covers) {
            QPainterPath outline;
            outline.addText(text, state.font, label.text);
            painter.setPen(QPen(state.colours.surface, 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(outline);
        }
        painter.setPen(label.colour);
        painter.drawText(text, label.text);
    }
}

} // namespace burin::views
