// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart shows, without any chart library: series, marks, limits. The same values make the CSV twin and the
// table of the chart.
#pragma once

#include "views/models/explore_series.h"

#include <QPointF>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace burin::views {

struct PlotSeries {
    ChartSeries data;
    bool line = true;
    bool markers = true;
    bool band = false;
    bool quiet = false; ///< thin, in the text's colour, not clickable: the front
    QString bandName{}; ///< what the band is, for the legend
    bool hollow = false; ///< markers of estimates are hollow, those of synthesised points solid
    std::optional<QString> legend{}; ///< in place of the name; empty: not in the legend
    [[nodiscard]] QString legendName() const { return legend.value_or(data.name); }
    bool operator==(const PlotSeries&) const = default;
};

/// A point worth pointing at.
struct PlotMark {
    enum class Kind { chosen, knee, live } kind = Kind::chosen;
    double x = 0;
    double y = 0;
    QString label; ///< may be empty
};

/// A limit on one axis; its far side is shaded as infeasible.
struct PlotLimit {
    bool onX = false;
    double value = 0;
    bool upper = true; ///< values above are infeasible
    QString label;
};

/// A thin line between two values of one point: estimate and synthesis.
struct PlotTie {
    QPointF from;
    QPointF to;
    int style = 0;
};

/// A bar over the category of its place; a waterfall is a row of them, each from where the one before ended.
struct PlotBar {
    enum class Kind { total, rise, fall } kind = Kind::total;
    QString category;
    double from = 0;
    double to = 0;
    QString label; ///< above it
};

struct PlotData {
    QString title;
    QString xTitle;
    QString yTitle;
    std::optional<double> yMost; ///< no value lies above: an accuracy
    bool xWhole = false;         ///< x counts: no ticks between whole numbers
    std::optional<double> xLeast{}; ///< the axis begins there at the latest, a little before it for the markers
    std::optional<double> xReach{}; ///< the axis goes so far at least
    std::vector<PlotSeries> series;
    std::vector<PlotMark> marks;
    std::vector<PlotLimit> limits;
    std::vector<PlotTie> ties{};
    std::function<QString(const QString& id)> nameOf{}; ///< for the read-out; without it points have their series' name
    std::vector<PlotBar> bars{}; ///< instead of series: categories take the place of x's numbers
};

/// Pruning in per cent on the x axis: from 0 to 5 % at least.
void showPruning(PlotData& plot, const QString& title);

/// Rows of text for the table of a chart and its CSV twin; the first row is the header.
[[nodiscard]] std::vector<QStringList> plotTable(const PlotData& plot);

/// At most `most` clickable markers, taken evenly from each series; ends and `keep` stay. Lines are not thinned, nor are
/// samples.
struct Thinned {
    std::size_t shown = 0;
    std::size_t total = 0;
};
Thinned thinMarkers(PlotData& plot, std::size_t most, const QString& keep);

} // namespace burin::views
