// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_range.h"

#include "views/models/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace burin::views {
namespace {

struct Ranges {
    Q_DECLARE_TR_FUNCTIONS(burin::views::Ranges)
};

} // namespace

InRanges::InRanges(const PointColumns& columns, const std::vector<PointRange>& ranges)
{
    for (const PointRange& range : ranges)
        bounds_.push_back({columns.find(range.key), range.low, range.high});
}

QString rangesText(const std::vector<PointRange>& ranges, const QString& scoreName)
{
    QStringList parts;
    for (const PointRange& range : ranges) {
        QString name = scoreName;
        QString low = formatScore(range.low);
        QString high = formatScore(range.high);
        if (range.key == "prune") {
            name = Ranges::tr("Pruning");
            low = formatPercent(std::max(0.0, range.low));
            high = formatPercent(std::min(1.0, range.high));
        } else if (const MetricInfo* info = metricInfo(range.key)) {
            name = metricTitle(*info);
            low = formatNumber(range.low, *info);
            high = formatNumber(range.high, *info);
        }
        parts << Ranges::tr("%1 %2 to %3").arg(name, low, high);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace burin::views
