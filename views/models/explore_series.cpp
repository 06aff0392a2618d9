// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/explore_series.h"

#include "core/optimise/score_bounds.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace burin::views {
namespace {

using Lines = std::map<int, ChartSeries>; // by bit width; 0: mixed

ChartSeries& lineOf(Lines& lines, int bits)
{
    const auto [at, fresh] = lines.try_emplace(bits);
    if (fresh) {
        at->second.style = bits;
        at->second.name = bits > 0 ? QCoreApplication::translate("Explore", "%1 bit").arg(bits)
                                   : QCoreApplication::translate("Explore", "mixed widths");
    }
    return at->second;
}

/// Each line by x.
std::vector<ChartSeries> sorted(Lines lines)
{
    std::vector<ChartSeries> series;
    for (auto& [bits, line] : lines) {
        std::stable_sort(line.points.begin(), line.points.end(),
                         [](const SeriesPoint& a, const SeriesPoint& b) { return a.x < b.x; });
        series.push_back(std::move(line));
    }
    return series;
}

/// Which rows are not dimmed.
class InView {
public:
    InView(const PointColumns& columns, const Shown& shown)
        : places_(columns.places()),
          inside_(columns, shown.brush),
          device_(shown.device.empty() ? std::nullopt : std::optional(deviceHash(shown.device)))
    {
        for (const auto& [key, amount] : shown.available)
            if (const PointColumns::Numbers* numbers = columns.find(key))
                bounds_.emplace_back(numbers, amount);
    }
    [[nodiscard]] bool operator()(std::size_t row) const
    {
        return (!device_ || places_[row].device == *device_) && inside_(row) &&
               std::none_of(bounds_.begin(), bounds_.end(), [row](const auto& bound) {
                   return optimise::clearlyLess(bound.second, (*bound.first)[row]); // false for what is missing
               });
    }

private:
    const std::vector<PointColumns::Place>& places_;
    InRanges inside_;
    std::optional<std::size_t> device_;
    std::vector<std::pair<const PointColumns::Numbers*, double>> bounds_;
};

SeriesPoint plainPoint(const StudyModel::Row& row, double x, double y)
{
    return {x, y, y, y, QString::fromStdString(row.point.id), false};
}

/// What has a value in `numbers`, over pruning, on the lines of `like`; `half`: half the height of the band.
template <class Half>
std::vector<ChartSeries> overPruning(const StudyModel& study, const DesignConfig& like, const PointColumns::Numbers* numbers,
                                     const Shown& shown, const Half& half)
{
    if (numbers == nullptr)
        return {};
    const auto rows = study.rows();
    const auto& places = study.columns().places();
    const InView inside(study.columns(), shown);
    const LineHash line = lineHash(like);
    Lines lines;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const PointColumns::Place& place = places[i];
        const double y = (*numbers)[i];
        if (!place.done || !place.uniform || !mayShareLine(place.line, line) || std::isnan(y))
            continue;
        const auto at = static_cast<std::ptrdiff_t>(i);
        const StudyModel::Row& row = rows[at];
        if (!onOneLine(row.config, like))
            continue;
        SeriesPoint point = plainPoint(row, row.traits.prune * 100, y);
        point.low -= half(row);
        point.high += half(row);
        point.dim = !inside(i);
        lineOf(lines, place.bits).points.push_back(std::move(point));
    }
    std::vector<ChartSeries> series = sorted(std::move(lines));
    for (ChartSeries& each : series) {
        // An unpruned network may have been evaluated for several rankers: one point stands for them.
        const auto sameX = [](const SeriesPoint& a, const SeriesPoint& b) { return a.x == b.x; };
        each.points.erase(std::unique(each.points.begin(), each.points.end(), sameX), each.points.end());
    }
    return series;
}

/// Which of many points a chart shows. Of each kind (a series, inside or outside of the brush) an even share, however
/// the points are ordered: multiples of the golden ratio fill the unit interval evenly, and a smaller share is a part of
/// a larger one, so that a growing study's picture stays.
class Sample {
public:
    Sample(std::size_t inside, std::size_t outside)
    {
        // Neither takes more than half of the room that the other one needs.
        const auto share = [](std::size_t mine, std::size_t others) {
            const std::size_t room = kMostMarkers - std::min(others, kMostMarkers / 2);
            return mine <= room ? 1.0 : static_cast<double>(room) / static_cast<double>(mine);
        };
        share_[0] = share(inside, outside);
        share_[1] = share(outside, inside);
    }
    [[nodiscard]] bool takes(int bits, bool dim)
    {
        constexpr double kGoldenRatio = 0.6180339887498949;
        const double place = static_cast<double>(seen_[{bits, dim}]++) * kGoldenRatio;
        return place - std::floor(place) < share_[dim ? 1 : 0];
    }

private:
    double share_[2];
    std::map<std::pair<int, bool>, std::size_t> seen_;
};

} // namespace

std::vector<ChartSeries> scoreOverPruning(const StudyModel& study, const DesignConfig& like,
                                          const Shown& shown)
{
    return overPruning(study, like, study.columns().find("validation"), shown,
                       [](const StudyModel::Row& row) { return row.point.validation.ci95.value_or(0); });
}

std::vector<ChartSeries> metricOverPruning(const StudyModel& study, const DesignConfig& like,
                                           const std::string& key, const Shown& shown)
{
    return overPruning(study, like, study.columns().find(key), shown, [](const StudyModel::Row&) { return 0.0; });
}

std::vector<ChartSeries> scoreOverMetric(const StudyModel& study, const std::string& key,
                                         const Shown& shown, const QSet<QString>& keep,
                                         const std::string& quality)
{
    const PointColumns::Numbers* x = study.columns().find(key);
    const PointColumns::Numbers* y = study.columns().find(quality);
    if (x == nullptr || y == nullptr)
        return {};
    const auto& places = study.columns().places();
    const InView isInside(study.columns(), shown);
    std::vector<std::size_t> there;
    std::size_t inside = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!places[i].done || std::isnan((*x)[i]) || std::isnan((*y)[i]))
            continue;
        there.push_back(i);
        inside += isInside(i) ? 1 : 0;
    }
    // The ends stay, and so do the chart's axes.
    std::set<std::size_t> kept;
    for (const PointColumns::Numbers* numbers : {x, y}) {
        const auto less = [&](std::size_t a, std::size_t b) { return (*numbers)[a] < (*numbers)[b]; };
        const auto [least, most] = std::minmax_element(there.begin(), there.end(), less);
        if (least != there.end())
            kept.insert({*least, *most});
    }
    for (const QString& id : keep)
        if (const int row = study.rowOf(id); row >= 0)
            kept.insert(static_cast<std::size_t>(row));
    Sample sample(inside, there.size() - inside);
    Lines lines;
    for (const std::size_t i : there) {
        const bool dim = !isInside(i);
        ChartSeries& line = lineOf(lines, places[i].bits);
        if (!sample.takes(places[i].bits, dim) && !kept.contains(i)) {
            ++line.leftOut;
            continue;
        }
        line.points.push_back(plainPoint(study.rows()[static_cast<std::ptrdiff_t>(i)], (*x)[i], (*y)[i]));
        line.points.back().dim = dim;
    }
    return sorted(std::move(lines));
}

std::function<QString(const QString& id)> namesOf(const StudyModel& study)
{
    return [&study](const QString& id) {
        const StudyModel::Row* row = study.find(id);
        return row == nullptr ? QString() : designTitle(row->traits);
    };
}

void cutBands(std::vector<ChartSeries>& series, optimise::Direction direction)
{
    for (ChartSeries& line : series)
        for (SeriesPoint& point : line.points) {
            point.low = std::max(point.low, optimise::kLeastScore);
            point.high = std::min(point.high, optimise::mostScore(direction));
        }
}

std::vector<SeriesPoint> frontLine(const StudyModel& study, const std::vector<QString>& front, const std::string& key,
                                   const std::string& quality)
{
    std::vector<SeriesPoint> line;
    for (const QString& id : front) {
        const StudyModel::Row* row = study.find(id);
        if (row == nullptr)
            continue;
        const auto x = row->point.value(key);
        const auto y = row->point.value(quality);
        if (x && y)
            line.push_back(plainPoint(*row, *x, *y));
    }
    std::stable_sort(line.begin(), line.end(), [](const SeriesPoint& a, const SeriesPoint& b) { return a.x < b.x; });
    return line;
}

} // namespace burin::views
