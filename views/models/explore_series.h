// SPDX-License-Identifier: GPL-3.0-or-later
// What the Explore charts draw, taken from the study's points: plain values, no chart library. A line holds the
// points that share everything but the pruning rate with the chosen configuration and have one bit width; an
// unpruned point belongs to the lines of every ranker, because nothing was ranked for it.
#pragma once

#include "core/optimise/pareto.h"
#include "views/models/point_range.h"

#include <QSet>
#include <QString>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace burin::views {

struct SeriesPoint {
    double x = 0;
    double y = 0;
    double low = 0;  ///< band, equal to y where there is none
    double high = 0;
    QString id;
    bool dim = false; ///< outside of the brushed range, or does not fit the device
    bool operator==(const SeriesPoint&) const = default;
};

/// Which points are not dimmed: those inside of the brushed ranges that are for the device and within what it has.
struct Shown {
    std::vector<PointRange> brush{};
    std::string device{}; ///< "": any
    optimise::Capacity available{};
};

/// A chart shows no more points than about so many.
inline constexpr std::size_t kMostMarkers = 2000;

struct ChartSeries {
    QString name;
    int style = 0; ///< index for seriesStyle(): the bit width
    std::vector<SeriesPoint> points;
    std::size_t leftOut = 0; ///< points that are not among them, because there are too many to be drawn
    bool operator==(const ChartSeries&) const = default;
};

/// Validation score, or a hardware metric, over the pruning rate in per cent; a series per bit width, sorted by x.
[[nodiscard]] std::vector<ChartSeries> scoreOverPruning(const StudyModel& study,
                                                        const DesignConfig& like,
                                                        const Shown& shown = {});
/// What synthesis found has the key "lut@synth"; only points that have it are there.
[[nodiscard]] std::vector<ChartSeries> metricOverPruning(const StudyModel& study,
                                                         const DesignConfig& like,
                                                         const std::string& key,
                                                         const Shown& shown = {});
/// Every finished point: metric on x, `quality` (the score, FrontInfo::qualityKey) on y; a series per bit width. Of a
/// large study a sample, with the ends and the points of `keep`, the brushed ones first.
[[nodiscard]] std::vector<ChartSeries> scoreOverMetric(const StudyModel& study, const std::string& key,
                                                       const Shown& shown = {}, const QSet<QString>& keep = {},
                                                       const std::string& quality = "validation");
/// What the design of a point is, by its id: bits, pruning, ranker.
[[nodiscard]] std::function<QString(const QString& id)> namesOf(const StudyModel& study);
/// Bands end where scores end (see core/optimise, "Intervals").
void cutBands(std::vector<ChartSeries>& series, optimise::Direction direction);
/// The points of the front in the order of the metric.
[[nodiscard]] std::vector<SeriesPoint> frontLine(const StudyModel& study, const std::vector<QString>& front,
                                                 const std::string& key, const std::string& quality);

} // namespace burin::views
