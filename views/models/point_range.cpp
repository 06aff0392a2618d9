// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_range.h"

#include "views/models/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace burin::views {

std::optional<double> rangeValue(const StudyModel::Row& row, const std::string& key)
{
    if (key == "prune")
        return row.readable ? std::optional(row.traits.prune) : std::nullopt;
    return row.point.value(key);
}

bool isInside(const StudyModel::Row& row, const std::vector<PointRange>& ranges)
{
    return std::all_of(ranges.begin(), ranges.end(), [&row](const PointRange& range) {
        const auto value = rangeValue(row, range.key);
        return value && *value >= range.low && *value <= range.high;
    });
}

QString rangesText(const std::vector<PointRange>& ranges, const QString& scoreName)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("PointRange", text); };
    QStringList parts;
    for (const PointRange& range : ranges) {
        QString name = scoreName;
        QString low = formatScore(range.low);
        QString high = formatScore(range.high);
        if (range.key == "prune") {
            name = tr("Pruning");
            low = formatPercent(std::max(0.0, range.low));
            high = formatPercent(std::min(1.0, range.high));
        } else if (const MetricInfo* info = metricInfo(range.key)) {
            name = metricTitle(*info);
            low = formatNumber(range.low, *info);
            high = formatNumber(range.high, *info);
        }
        parts << tr("%1 %2 to %3").arg(name, low, high);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace burin::views
