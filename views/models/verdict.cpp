// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/verdict.h"

#include "views/models/design_state.h"
#include "views/models/format.h"

#include <QCoreApplication>

#include <cmath>

namespace burin::views {
namespace {

using optimise::Limit;

struct Reading {
    QString name;
    QString value;
    QString limit;
    double number = 0;
};

struct Verdict {
    Q_DECLARE_TR_FUNCTIONS(burin::views::Verdict)
};

QString excess(double value, double limit)
{
    const double relative = limit == 0 ? 0 : std::abs(value - limit) / std::abs(limit);
    return relative < 0.01 ? Verdict::tr("less than 1 %") : formatPercent(relative);
}

QString sentence(const Reading& reading, const Limit& limit, const QString& ofWhat)
{
    const QString form = limit.bound == Limit::Bound::max ? Verdict::tr("%1 %2 is %3 above %4 (%5)")
                                                          : Verdict::tr("%1 %2 is %3 below %4 (%5)");
    return form.arg(reading.name, reading.value, excess(reading.number, limit.value), reading.limit, ofWhat);
}

std::optional<Reading> readingOf(const DesignState& state, const Limit& limit)
{
    const LiveReading& live = state.live();
    if (limit.key == "validation") {
        if (!live.validation)
            return std::nullopt;
        return Reading{state.study().scoreName, formatScore(live.validation), formatScore(limit.value), *live.validation};
    }
    const MetricInfo* info = metricInfo(limit.key);
    const auto found = live.metrics.find(limit.key);
    if (info == nullptr || found == live.metrics.end() || !found->second.has())
        return std::nullopt;
    return Reading{metricName(*info), formatMetric(found->second, *info), formatNumber(limit.value, *info),
                   *found->second.value};
}

} // namespace

QStringList brokenLimits(const DesignState& state)
{
    QStringList sentences;
    const auto check = [&](const Limit& limit, const QString& ofWhat) {
        const auto reading = readingOf(state, limit);
        if (reading && !limit.keeps(reading->number))
            sentences << sentence(*reading, limit, ofWhat);
    };
    for (const auto& [key, amount] : state.device().available)
        check({key, Limit::Bound::max, amount},
              Verdict::tr("all that %1 has").arg(QString::fromStdString(state.device().name)));
    for (const Limit& limit : state.budget().wishes(state.device().id))
        check(limit, Verdict::tr("the budget"));
    return sentences;
}

QStringList hopelessLimits(const DesignState& state)
{
    QStringList sentences;
    if (!state.live().crossbar)
        return sentences;
    const auto& least = state.live().crossbar->minimum;
    for (const Limit& limit : state.budget().limits) {
        const MetricInfo* info = metricInfo(limit.key);
        const auto found = least.find(limit.key);
        if (info == nullptr || found == least.end() || limit.keeps(found->second))
            continue;
        Metric value;
        value.value = found->second;
        sentences << Verdict::tr("no bits keep it with this preset and pruning: %1 is at least %2")
                         .arg(metricName(*info).toLower(), formatMetric(value, *info));
    }
    return sentences;
}

} // namespace burin::views
