// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_data.h"

#include <algorithm>
#include <utility>

namespace burin::views {

void showPruning(PlotData& plot, const QString& title)
{
    plot.xTitle = title;
    plot.xLeast = 0;
    plot.xReach = 5;
}

std::vector<QStringList> plotTable(const PlotData& plot)
{
    if (!plot.bars.empty()) {
        std::vector<QStringList> bars{{plot.xTitle, QStringLiteral("From"), QStringLiteral("To"), plot.yTitle}};
        for (const PlotBar& bar : plot.bars)
            bars.push_back({bar.category, QString::number(bar.from, 'g', 10), QString::number(bar.to, 'g', 10),
                            QString::number(bar.to - bar.from, 'g', 10)});
        return bars;
    }
    const bool band = std::any_of(plot.series.begin(), plot.series.end(), [](const auto& s) { return s.band; });
    QStringList header{QStringLiteral("Series"), plot.xTitle, plot.yTitle};
    if (band)
        header << QStringLiteral("Low") << QStringLiteral("High");
    header << QStringLiteral("Point");
    std::vector<QStringList> rows{header};
    for (const PlotSeries& series : plot.series) {
        for (const SeriesPoint& point : series.data.points) {
            QStringList row{series.data.name, QString::number(point.x, 'g', 10), QString::number(point.y, 'g', 10)};
            if (band)
                row << QString::number(point.low, 'g', 10) << QString::number(point.high, 'g', 10);
            rows.push_back(row << point.id);
        }
    }
    return rows;
}

Thinned thinMarkers(PlotData& plot, std::size_t most, const QString& keep)
{
    const auto isWhole = [](const PlotSeries& series) { return !series.quiet && !series.line && series.data.leftOut == 0; };
    Thinned result;
    std::size_t whole = 0;
    for (const PlotSeries& series : plot.series) {
        whole += isWhole(series) ? series.data.points.size() : 0;
        result.total += series.quiet || series.line ? 0 : series.data.points.size() + series.data.leftOut;
    }
    const std::size_t stride = std::max<std::size_t>(1, (whole + most - 1) / most);
    for (PlotSeries& series : plot.series) {
        if (isWhole(series) && stride > 1) {
            std::vector<SeriesPoint> kept;
            for (std::size_t i = 0; i < series.data.points.size(); ++i) {
                SeriesPoint& point = series.data.points[i];
                if (i % stride == 0 || i + 1 == series.data.points.size() || (!keep.isEmpty() && point.id == keep))
                    kept.push_back(std::move(point));
            }
            series.data.points = std::move(kept);
        }
        result.shown += series.quiet || series.line ? 0 : series.data.points.size();
    }
    return result;
}

} // namespace burin::views
