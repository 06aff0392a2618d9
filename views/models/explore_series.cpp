// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/explore_series.h"

#include "core/optimise/score_bounds.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <map>

namespace burin::views {
namespace {

using Value = std::function<std::optional<SeriesPoint>(const StudyModel::Row&)>;

std::vector<ChartSeries> byBits(const StudyModel& study, const DesignConfig* like, const Value& value,
                                const std::vector<PointRange>& brush)
{
    // Uniform widths only: a line of mixed widths would not say which.
    std::map<int, ChartSeries> lines;
    for (const StudyModel::Row& row : study.rows()) {
        if (!row.readable || row.point.status != optimise::PointStatus::done)
            continue;
        const std::optional<int>& bits = row.traits.bits;
        if (like != nullptr && (!bits || !row.traits.uniformPrune || !onOneLine(row.config, *like)))
            continue;
        auto point = value(row);
        if (!point)
            continue;
        point->dim = !isInside(row, brush);
        const int key = bits.value_or(0);
        ChartSeries& line = lines[key];
        line.style = key;
        line.name = bits ? QCoreApplication::translate("Explore", "%1 bit").arg(*bits)
                         : QCoreApplication::translate("Explore", "mixed widths");
        line.points.push_back(*point);
    }
    std::vector<ChartSeries> series;
    for (auto& [bits, line] : lines) {
        std::stable_sort(line.points.begin(), line.points.end(),
                         [](const SeriesPoint& a, const SeriesPoint& b) { return a.x < b.x; });
        if (like != nullptr) {
            // An unpruned network may have been evaluated for several rankers: one point stands for them.
            const auto sameX = [](const SeriesPoint& a, const SeriesPoint& b) { return a.x == b.x; };
            line.points.erase(std::unique(line.points.begin(), line.points.end(), sameX), line.points.end());
        }
        series.push_back(std::move(line));
    }
    return series;
}

SeriesPoint plainPoint(const StudyModel::Row& row, double x, double y)
{
    return {x, y, y, y, QString::fromStdString(row.point.id), false};
}

} // namespace

std::vector<ChartSeries> scoreOverPruning(const StudyModel& study, const DesignConfig& like,
                                          const std::vector<PointRange>& brush)
{
    return byBits(study, &like, [](const StudyModel::Row& row) -> std::optional<SeriesPoint> {
        const auto mean = row.point.value("validation");
        if (!mean)
            return std::nullopt;
        SeriesPoint point = plainPoint(row, row.traits.prune * 100, *mean);
        const double half = row.point.validation.ci95.value_or(0);
        point.low = *mean - half;
        point.high = *mean + half;
        return point;
    }, brush);
}

std::vector<ChartSeries> metricOverPruning(const StudyModel& study, const DesignConfig& like,
                                           const std::string& key, const std::vector<PointRange>& brush)
{
    return byBits(study, &like, [&key](const StudyModel::Row& row) -> std::optional<SeriesPoint> {
        const auto value = row.point.value(key);
        return value ? std::optional(plainPoint(row, row.traits.prune * 100, *value)) : std::nullopt;
    }, brush);
}

std::vector<ChartSeries> scoreOverMetric(const StudyModel& study, const std::string& key,
                                         const std::vector<PointRange>& brush)
{
    return byBits(study, nullptr, [&key](const StudyModel::Row& row) -> std::optional<SeriesPoint> {
        const auto x = row.point.value(key);
        const auto y = row.point.value("validation");
        return x && y ? std::optional(plainPoint(row, *x, *y)) : std::nullopt;
    }, brush);
}

void cutBands(std::vector<ChartSeries>& series, optimise::Direction direction)
{
    for (ChartSeries& line : series)
        for (SeriesPoint& point : line.points) {
            point.low = std::max(point.low, optimise::kLeastScore);
            point.high = std::min(point.high, optimise::mostScore(direction));
        }
}

std::vector<SeriesPoint> frontLine(const StudyModel& study, const std::vector<QString>& front, const std::string& key)
{
    std::vector<SeriesPoint> line;
    for (const QString& id : front) {
        const StudyModel::Row* row = study.find(id);
        if (row == nullptr)
            continue;
        const auto x = row->point.value(key);
        const auto y = row->point.value("validation");
        if (x && y)
            line.push_back(plainPoint(*row, *x, *y));
    }
    std::stable_sort(line.begin(), line.end(), [](const SeriesPoint& a, const SeriesPoint& b) { return a.x < b.x; });
    return line;
}

} // namespace burin::views
