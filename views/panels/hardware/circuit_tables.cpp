// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/hardware/circuit_tables.h"

#include "views/models/circuit_text.h"
#include "views/models/core_text.h"
#include "views/models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace burin::views {
namespace {

constexpr double kLargeDeviation = 0.1; ///< of an estimate, from which on it is marked

struct Tables {
    Q_DECLARE_TR_FUNCTIONS(CircuitTables)
};

QString number(double value, int decimals)
{
    return englishLocale().toString(value, 'f', decimals);
}

QString digits(double value)
{
    const double size = std::abs(value);
    return number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

BarCell part(double value, double whole, const QString& text)
{
    const double share = whole > 0 ? value / whole : 0;
    return {text, share, BarCell::Tone::plain, -1, formatPercent(share)};
}

double valueOf(const explore::CircuitReport& report, const char* key)
{
    const auto found = report.metrics.find(key);
    return found != report.metrics.end() && found->second.has() ? *found->second.value : 0;
}

} // namespace

BarContent utilisationTable(const explore::CircuitReport& report)
{
    BarContent content{{Tables::tr("Block"), Tables::tr("LUT"), Tables::tr("FF"), Tables::tr("Full adders")}, {}};
    double lut = 0;
    double ff = 0;
    double adders = 0;
    for (const fpga::BlockEstimate& block : report.blocks) {
        lut += block.lut;
        ff += block.ff;
        adders += block.adderBits;
    }
    for (std::size_t b = 0; b < report.blocks.size(); ++b) {
        const fpga::BlockEstimate& block = report.blocks[b];
        content.rows.push_back({blockText(circuit::kBlocks.at(b)),
                                {part(block.lut, lut, number(std::round(block.lut), 0)),
                                 part(block.ff, ff, number(std::round(block.ff), 0)),
                                 part(block.adderBits, adders, number(block.adderBits, 0))}});
    }
    content.rows.push_back({Tables::tr("All"),
                            {{number(std::round(lut), 0)}, {number(std::round(ff), 0)}, {number(adders, 0)}},
                            true});
    return content;
}

QString sharingText(const explore::Sharing& sharing)
{
    const int saved = sharing.addersWithout - sharing.adders;
    if (sharing.addersWithout == 0)
        return Tables::tr("This network needs no adders.");
    return Tables::tr("%1 of %2 adders saved by sharing (%3)")
        .arg(number(saved, 0), number(sharing.addersWithout, 0),
             formatPercent(std::round(100.0 * saved / sharing.addersWithout) / 100));
}

BarContent sharingTable(const explore::Sharing& sharing)
{
    const double adders = sharing.addersWithout;
    const double bits = sharing.adderBitsWithout;
    return {{QString(), Tables::tr("Adders"), Tables::tr("Full adders")},
            {{Tables::tr("Each sum on its own"),
              {part(adders, adders, number(adders, 0)), part(bits, bits, number(bits, 0))}},
             {Tables::tr("Common sums shared"),
              {part(sharing.adders, adders, number(sharing.adders, 0)),
               part(sharing.adderBits, bits, number(sharing.adderBits, 0))}}}};
}

BarContent pathTable(const explore::CircuitReport& report)
{
    BarContent content{{Tables::tr("Stage"), Tables::tr("Bits"), Tables::tr("Delay (ns)")}, {}};
    double longest = 0;
    for (const explore::PathStage& stage : report.path)
        longest = std::max(longest, stage.delayNs);
    for (const explore::PathStage& stage : report.path) {
        QString what = cellText(stage.what);
        if (stage.kind == explore::PathStage::Kind::launch)
            what = Tables::tr("From: %1").arg(what);
        if (stage.kind == explore::PathStage::Kind::capture)
            what = Tables::tr("Into: %1").arg(what);
        if (!stage.name.empty())
            what += QLatin1Char(' ') + QString::fromStdString(stage.name);
        const QString where = blockText(stage.block).toLower();
        BarCell delay = part(stage.delayNs, longest, number(stage.delayNs, 3));
        delay.help.clear();
        content.rows.push_back({QStringLiteral("%1, %2").arg(what, where), {{QString::number(stage.bits)}, delay}});
    }
    return content;
}

BarContent powerTable(const explore::CircuitReport& report)
{
    const double delay = valueOf(report, "delayNs");
    const double whole = valueOf(report, "powerMw");
    BarContent content{{Tables::tr("Block"), Tables::tr("Energy (pJ/step)"), Tables::tr("Power (mW)")}, {}};
    if (delay <= 0 || report.activity.empty())
        return content;
    double energy = 0;
    for (std::size_t b = 0; b < report.blocks.size(); ++b) {
        const double pj = report.blocks[b].dynamicPj.value_or(0);
        energy += pj;
        content.rows.push_back({blockText(circuit::kBlocks.at(b)),
                                {{digits(pj)}, part(pj / delay, whole, digits(pj / delay))}});
    }
    const double still = valueOf(report, "staticPowerMw");
    content.rows.push_back({Tables::tr("Static share"), {{digits(still * delay)}, part(still, whole, digits(still))}});
    content.rows.push_back({Tables::tr("All"), {{digits(energy + still * delay)}, {digits(whole)}}, true});
    return content;
}

BarContent energyTable(const explore::CircuitReport& report)
{
    const double whole = report.togglesPj + report.glitchesPj + report.clockPj;
    BarContent content{{Tables::tr("Cause"), Tables::tr("Energy (pJ/step)"), Tables::tr("Share")}, {}};
    if (report.activity.empty())
        return content;
    const auto add = [&](const QString& name, double pj, const QString& help) {
        BarRow row{name, {{digits(pj)}, part(pj, whole, formatPercent(whole > 0 ? pj / whole : 0))}};
        row.help = help;
        content.rows.push_back(row);
    };
    add(Tables::tr("Settled toggles"), report.togglesPj, Tables::tr("Each word's change from one step to the next"));
    add(Tables::tr("Glitches"), report.glitchesPj,
        Tables::tr("Spurious changes on paths of unequal length, by a factor for each level"));
    add(Tables::tr("Clock"), report.clockPj, Tables::tr("The clock input of each flip-flop"));
    return content;
}

BarContent activityTable(const explore::CircuitReport& report)
{
    BarContent content{{Tables::tr("Block"), Tables::tr("Toggles per step"), Tables::tr("Per bit")}, {}};
    double toggles = 0;
    double bits = 0;
    for (const explore::BlockActivity& block : report.activity) {
        toggles += block.togglesPerStep;
        bits += block.bits;
    }
    const auto perBit = [](double count, double words) { return words > 0 ? count / words : 0; };
    for (std::size_t b = 0; b < report.activity.size(); ++b) {
        const explore::BlockActivity& block = report.activity[b];
        const double rate = perBit(block.togglesPerStep, block.bits);
        content.rows.push_back({blockText(circuit::kBlocks.at(b)),
                                {part(block.togglesPerStep, toggles, digits(block.togglesPerStep)),
                                 {number(rate, 3), rate}}});
    }
    if (!content.rows.empty())
        content.rows.push_back({Tables::tr("All"), {{digits(toggles)}, {number(perBit(toggles, bits), 3)}}, true});
    return content;
}

BarContent activityHistogram(const explore::CircuitReport& report)
{
    BarContent content{{Tables::tr("Toggles per bit and step"), Tables::tr("Word bits")}, {}};
    const double all = std::accumulate(report.activityBits.begin(), report.activityBits.end(), 0.0);
    const double most =
        report.activityBits.empty() ? 0 : *std::max_element(report.activityBits.begin(), report.activityBits.end());
    for (std::size_t bin = 0; bin < report.activityBits.size(); ++bin) {
        const double low = static_cast<double>(bin) / explore::kActivityBins;
        BarCell cell = part(report.activityBits[bin], most, number(report.activityBits[bin], 0));
        cell.help = formatPercent(all > 0 ? report.activityBits[bin] / all : 0);
        content.rows.push_back(
            {bin + 1 == report.activityBits.size()
                 ? Tables::tr("%1 and more").arg(number(low, 1))
                 : Tables::tr("%1 to %2").arg(number(low, 1), number(low + 1.0 / explore::kActivityBins, 1)),
             {cell}});
    }
    return content;
}

BarContent synthesisTable(const optimise::DesignPoint& point)
{
    BarContent content{{QString(), Tables::tr("Estimate"), Tables::tr("Synthesis"), Tables::tr("Error")}, {}};
    for (const MetricInfo& info : hardwareMetrics()) {
        const Metric found = point.metric(std::string(info.key) + "@synth");
        if (!found.has())
            continue;
        const Metric estimate = estimateOfExported(point, info.key);
        const auto text = [&info](const Metric& metric) {
            return metric.has() ? formatNumber(*metric.value, info) : dash();
        };
        const bool far = estimate.has() && *found.value != 0 &&
                         std::abs(*estimate.value / *found.value - 1) > kLargeDeviation;
        const auto help = [](const Metric& metric) {
            return QStringLiteral("%1: %2").arg(tierName(metric.tier), coreText(metric.tool));
        };
        content.rows.push_back({metricTitle(info),
                                {{text(estimate), {}, BarCell::Tone::plain, -1, help(estimate)},
                                 {text(found), {}, BarCell::Tone::plain, -1, help(found)},
                                 {formatDeviation(estimate, found), {}, far ? BarCell::Tone::bad : BarCell::Tone::plain}}});
    }
    return content;
}

} // namespace burin::views
