// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare/compare_tables.h"

#include "views/models/circuit_text.h"
#include "views/models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

constexpr int kStyleA = 0; ///< of bars and lines: the look of A and B is the same everywhere on the page
constexpr int kStyleB = 1;
constexpr int kStyleTarget = 7;

struct Tables {
    Q_DECLARE_TR_FUNCTIONS(CompareTables)
};

QString signedNumber(double value, int decimals)
{
    return (value > 0 ? QStringLiteral("+") : QString()) + englishLocale().toString(value, 'f', decimals);
}

/// Blocks of a circuit are translated, layers have their own names.
QString blockName(const std::string& name)
{
    for (const circuit::Block block : circuit::kBlocks)
        if (name == circuit::toString(block))
            return blockText(block);
    return QString::fromStdString(name);
}

BarCell::Tone toneOf(double gain)
{
    if (std::abs(gain) < 1e-9)
        return BarCell::Tone::plain;
    return gain > 0 ? BarCell::Tone::good : BarCell::Tone::bad;
}

} // namespace

PlotData blockWaterfall(const explore::Comparison& comparison)
{
    const MetricInfo& info = *metricInfo(comparison.blockMetric);
    const bool luts = comparison.blockMetric == "lut";
    PlotData plot;
    plot.title = !luts                        ? Tables::tr("%1 by layer, A to B").arg(metricName(info))
                 : comparison.rtlA.bytes == 0 ? Tables::tr("LUT of the engines, A to B")
                                              : Tables::tr("LUT by block of the exported seeds, A to B");
    plot.xTitle = luts ? Tables::tr("Block") : Tables::tr("Layer");
    plot.yTitle = metricTitle(info);
    double before = 0;
    for (const explore::BlockChange& block : comparison.blocks)
        before += block.a;
    plot.bars.push_back({PlotBar::Kind::total, QStringLiteral("A"), 0, before, formatNumber(before, info)});
    for (const explore::BlockChange& block : comparison.blocks) {
        const double change = block.b - block.a;
        if (std::abs(change) < (info.whole ? 0.5 : 1e-9))
            continue;
        const QString text = (change > 0 ? QStringLiteral("+") : QString()) + formatNumber(change, info);
        plot.bars.push_back({change < 0 ? PlotBar::Kind::fall : PlotBar::Kind::rise, blockName(block.block),
                             before, before + change, text});
        before += change;
    }
    plot.bars.push_back({PlotBar::Kind::total, QStringLiteral("B"), 0, before, formatNumber(before, info)});
    return plot;
}

BarContent classTable(const explore::Comparison& comparison)
{
    BarContent content{{Tables::tr("Class"), QStringLiteral("A"), QStringLiteral("B"), Tables::tr("B \u2212 A")},
                       {}};
    if (!comparison.confusionA || !comparison.confusionB)
        return content;
    const auto& a = *comparison.confusionA;
    const auto& b = *comparison.confusionB;
    for (std::size_t c = 0; c < a.counts.size() && c < b.counts.size(); ++c) {
        const double left = a.recall(c);
        const double right = b.recall(c);
        content.rows.push_back(
            {c < a.classNames.size() ? QString::fromStdString(a.classNames[c]) : QString::number(c),
             {{formatScore(left), left, BarCell::Tone::plain, kStyleA},
              {formatScore(right), right, BarCell::Tone::plain, kStyleB},
              {signedNumber(right - left, 3), {}, toneOf(right - left)}}});
    }
    return content;
}

BarContent forecastTable(const explore::Comparison& comparison)
{
    BarContent content{
        {Tables::tr("Output"), Tables::tr("NRMSE of A"), Tables::tr("NRMSE of B"), Tables::tr("B \u2212 A")}, {}};
    if (!comparison.forecastA || !comparison.forecastB)
        return content;
    const auto& a = comparison.forecastA->nrmse;
    const auto& b = comparison.forecastB->nrmse;
    double most = 0;
    for (const auto* list : {&a, &b})
        for (const double value : *list)
            most = std::max(most, value);
    const auto bar = [most](double value) { return std::optional<double>(most > 0 ? value / most : 0); };
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        content.rows.push_back({QStringLiteral("y%1").arg(i),
                                {{formatScore(a[i]), bar(a[i]), BarCell::Tone::plain, kStyleA},
                                 {formatScore(b[i]), bar(b[i]), BarCell::Tone::plain, kStyleB},
                                 {signedNumber(b[i] - a[i], 3), {}, toneOf(a[i] - b[i])}}});
    return content;
}

PlotData forecastPlot(const explore::Comparison& comparison)
{
    PlotData plot;
    plot.title = Tables::tr("Prediction over the last validation steps");
    plot.xTitle = Tables::tr("Step");
    plot.yTitle = Tables::tr("Output (scaled)");
    if (!comparison.forecastA || !comparison.forecastB)
        return plot;
    const auto add = [&plot](const QString& name, int style, const std::vector<double>& values, bool quiet) {
        PlotSeries series;
        series.data.name = name;
        series.data.style = style;
        series.markers = false;
        series.quiet = quiet;
        for (std::size_t i = 0; i < values.size(); ++i)
            series.data.points.push_back({static_cast<double>(i), values[i], values[i], values[i], {}});
        plot.series.push_back(std::move(series));
    };
    add(Tables::tr("Target"), kStyleTarget, comparison.forecastA->targets, true);
    add(QStringLiteral("A"), kStyleA, comparison.forecastA->predictions, false);
    add(QStringLiteral("B"), kStyleB, comparison.forecastB->predictions, false);
    return plot;
}

BarContent rtlTable(const explore::Comparison& comparison)
{
    BarContent content{{QString(), QStringLiteral("A"), QStringLiteral("B"), Tables::tr("Change")}, {}};
    const auto add = [&content](const QString& name, std::size_t a, std::size_t b) {
        const auto left = static_cast<double>(a);
        const auto right = static_cast<double>(b);
        const double most = std::max({left, right, 1.0});
        const double change = a == 0 ? 0 : (right - left) / left * 100;
        content.rows.push_back({name,
                                {{formatCount(a), left / most, BarCell::Tone::plain, kStyleA},
                                 {formatCount(b), right / most, BarCell::Tone::plain, kStyleB},
                                 {signedNumber(change, 1) + QStringLiteral("\u00a0%")}}});
    };
    add(Tables::tr("Verilog, bytes"), comparison.rtlA.bytes, comparison.rtlB.bytes);
    add(Tables::tr("Verilog, lines"), comparison.rtlA.lines, comparison.rtlB.lines);
    add(Tables::tr("Words of the circuit"), comparison.rtlA.nodes, comparison.rtlB.nodes);
    return content;
}

} // namespace burin::views
