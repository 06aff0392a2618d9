// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/crossbar_text.h"

#include "views/models/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace burin::views {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(burin::views::CrossbarText)
};

} // namespace

QString adcText(const std::string& adc)
{
    if (adc == "rule")
        return Text::tr("the preset's rule");
    if (adc == "lossless")
        return Text::tr("lossless");
    return Text::tr("%1 bit").arg(QString::fromStdString(adc));
}

QString presetText(const crossbar::Preset& preset)
{
    QStringList gives;
    for (const std::string& key : preset.metrics)
        if (const MetricInfo* info = metricInfo(key))
            gives << metricName(*info);
    return Text::tr("%1 \u00d7 %2 cells of %3 bit, DACs of %4 bit. Gives %5.")
        .arg(preset.rows)
        .arg(preset.columns)
        .arg(preset.cellBits)
        .arg(preset.dacBits)
        .arg(gives.join(QStringLiteral(", ")));
}

QString arraysHelp(const crossbar::MatrixLayer& layer, const crossbar::LayerCost& cost,
                   const crossbar::Preset& preset)
{
    const crossbar::LayerMapping& mapping = cost.mapping;
    QStringList lines{
        Text::tr("%1: %2 of %3 \u00d7 %4 cells, %5 full")
            .arg(QString::fromStdString(layer.name),
                 counted(static_cast<std::size_t>(mapping.arrays), Text::tr("array"), Text::tr("arrays")))
            .arg(preset.rows)
            .arg(preset.columns)
            .arg(formatPercent(mapping.utilisation)),
        Text::tr("%1 rows, %2 columns, %3 of each weight, converters of %4 bit")
            .arg(formatCount(static_cast<std::size_t>(mapping.rows)),
                 formatCount(static_cast<std::size_t>(mapping.columns)),
                 counted(static_cast<std::size_t>(mapping.slices), Text::tr("slice"), Text::tr("slices")))
            .arg(cost.adcBits),
        Text::tr("%1 cycles, %2 MVMs per image")
            .arg(formatCount(static_cast<std::size_t>(cost.cycles)),
                 formatCount(static_cast<std::size_t>(cost.mvms)))};
    return lines.join(QLatin1Char('\n'));
}

std::pair<int, int> converterRange(const crossbar::Preset& preset)
{
    int least = 0;
    int most = 0;
    for (int bits = cnn::kMinPolicyBits; bits <= cnn::kMaxPolicyBits; ++bits) {
        if (!crossbar::hasAdcBits(preset, bits))
            continue;
        least = least == 0 ? bits : least;
        most = bits;
    }
    return {least, most};
}

CostShare costShare(const explore::CrossbarHardware& hardware)
{
    const crossbar::CostTotals& totals = hardware.cost.totals;
    const auto name = [](const char* key) { return metricName(*metricInfo(key)).toLower(); };
    if (hardware.preset.gives("energyPerInferenceNj"))
        return {Text::tr("energy"), totals.energyNj, [](const crossbar::LayerCost& c) { return c.energyNj; }};
    if (hardware.preset.gives("latencyUs"))
        return {name("latencyUs"), totals.latencyNs, [](const crossbar::LayerCost& c) { return c.latencyNs; }};
    return {name("arrays"), static_cast<double>(totals.arrays),
            [](const crossbar::LayerCost& c) { return static_cast<double>(c.mapping.arrays); }};
}

} // namespace burin::views
