// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/format.h"

#include "core/base/metric_unit.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace burin::views {
namespace {

constexpr std::array kMetrics{
    MetricInfo{"lut", QT_TRANSLATE_NOOP("Metric", "LUT"), unitOf("lut"), true, false, kFpgas},
    MetricInfo{"ff", QT_TRANSLATE_NOOP("Metric", "FF"), unitOf("ff"), true, false, kReservoirs},
    MetricInfo{"delayNs", QT_TRANSLATE_NOOP("Metric", "Delay"), unitOf("delayNs"), false, false, kFpgas},
    MetricInfo{"throughputMsps", QT_TRANSLATE_NOOP("Metric", "Throughput"), unitOf("throughputMsps"), false, true,
               kReservoirs},
    MetricInfo{"fps", QT_TRANSLATE_NOOP("Metric", "Frames/s"), "", false, true, kCnns},
    MetricInfo{"powerMw", QT_TRANSLATE_NOOP("Metric", "Power"), unitOf("powerMw"), false, false, kFpgas},
    MetricInfo{"pdpPj", QT_TRANSLATE_NOOP("Metric", "PDP"), unitOf("pdpPj"), false, false, kFpgas},
    MetricInfo{"energyPerInferenceNj", QT_TRANSLATE_NOOP("Metric", "Energy per inference"),
               unitOf("energyPerInferenceNj"), false, false, kAllFamilies},
    MetricInfo{"weightsKib", QT_TRANSLATE_NOOP("Metric", "Weights"), unitOf("weightsKib"), false, false, kCnns},
    MetricInfo{"latencyUs", QT_TRANSLATE_NOOP("Metric", "Latency"), "\u00b5s", false, false, kCrossbars},
    MetricInfo{"areaMm2", QT_TRANSLATE_NOOP("Metric", "Area"), "mm\u00b2", false, false, kCrossbars},
    MetricInfo{"arrays", QT_TRANSLATE_NOOP("Metric", "Arrays"), unitOf("arrays"), true, false, kCrossbars},
    MetricInfo{"tiles", QT_TRANSLATE_NOOP("Metric", "Tiles"), unitOf("tiles"), true, false, kCrossbars},
    MetricInfo{"mvms", QT_TRANSLATE_NOOP("Metric", "MVMs"), unitOf("mvms"), true, false, kCrossbars},
    MetricInfo{"cycles", QT_TRANSLATE_NOOP("Metric", "Cycles"), unitOf("cycles"), true, false, kCrossbars},
};

} // namespace

std::span<const MetricInfo> hardwareMetrics()
{
    return kMetrics;
}

const MetricInfo* metricInfo(const std::string& key)
{
    for (const MetricInfo& info : kMetrics)
        if (key == info.key)
            return &info;
    return nullptr;
}

QString metricName(const MetricInfo& info)
{
    return QCoreApplication::translate("Metric", info.name);
}

QString metricTitle(const MetricInfo& info)
{
    const QString unit = QString::fromUtf8(info.unit);
    return unit.isEmpty() ? metricName(info) : QStringLiteral("%1 (%2)").arg(metricName(info), unit);
}

const QLocale& englishLocale()
{
    static const QLocale english(QLocale::English, QLocale::UnitedStates);
    return english;
}

QString dash()
{
    return QStringLiteral("\u2013");
}

QString formatNumber(double value, const MetricInfo& info)
{
    constexpr double kMostInFull = 1e15; // what is beyond is no figure of a design, and has no room
    if (std::abs(value) >= kMostInFull)
        return englishLocale().toString(value, 'g', 3);
    if (info.whole || std::abs(value) >= 1000)
        return englishLocale().toString(std::round(value), 'f', 0);
    const double size = std::abs(value);
    const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return englishLocale().toString(value, 'f', decimals);
}

QString formatMetric(const Metric& metric, const MetricInfo& info)
{
    if (!metric.value || !std::isfinite(*metric.value))
        return dash();
    const QString number = formatNumber(*metric.value, info);
    const QString unit = QString::fromUtf8(info.unit);
    return unit.isEmpty() ? number : number + QStringLiteral("\u00a0") + unit;
}

QString formatError(const Metric& metric)
{
    if (!metric.value || !metric.error)
        return {};
    const double percent = *metric.error * 100;
    if (percent < 0.05)
        return QStringLiteral("< 0.1\u00a0%");
    return QStringLiteral("\u00b1\u00a0%1\u00a0%").arg(englishLocale().toString(percent, 'f', percent < 1 ? 1 : 0));
}

Metric estimateOfExported(const optimise::DesignPoint& point, const std::string& key)
{
    const Metric own = point.metric(key + "@exported");
    return own.has() ? own : point.metric(key);
}

QString formatDeviation(const Metric& estimate, const Metric& found)
{
    if (!estimate.has() || !found.has() || *found.value == 0)
        return dash();
    const double percent = std::round((*estimate.value / *found.value - 1) * 1000) / 10 + 0.0; // never -0.0
    return QStringLiteral("%1%2\u00a0%").arg(percent > 0 ? QStringLiteral("+") : QString(),
                                             englishLocale().toString(percent, 'f', 1));
}

QString formatShare(double used, double available)
{
    const double percent = available > 0 ? used / available * 100 : 0;
    return QCoreApplication::translate("Metric", "%1\u00a0% of %2")
        .arg(englishLocale().toString(percent, 'f', percent < 10 ? 1 : 0), englishLocale().toString(available, 'f', 0));
}

QString formatScore(std::optional<double> score)
{
    return score && std::isfinite(*score) ? englishLocale().toString(*score, 'f', 3) : dash();
}

QString formatInterval(const Interval95& interval)
{
    if (!interval.mean || !std::isfinite(*interval.mean) || !interval.ci95 || !std::isfinite(*interval.ci95))
        return formatScore(interval.mean);
    return formatScore(interval.mean) + QStringLiteral("\u00a0\u00b1\u00a0") +
           englishLocale().toString(*interval.ci95, 'f', 3);
}

QString formatPercent(double fraction)
{
    const double percent = fraction * 100;
    const bool whole = std::abs(percent - std::round(percent)) < 0.05;
    return QStringLiteral("%1\u00a0%").arg(englishLocale().toString(percent, 'f', whole ? 0 : 1));
}

QString formatDuration(double seconds)
{
    const auto whole = static_cast<long long>(std::ceil(std::max(0.0, seconds)));
    if (whole < 60)
        return QCoreApplication::translate("Duration", "%1 s").arg(whole);
    if (whole < 3600)
        return QCoreApplication::translate("Duration", "%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return QCoreApplication::translate("Duration", "%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString formatCount(std::size_t number)
{
    return englishLocale().toString(qulonglong{number});
}

QString counted(std::size_t number, const QString& one, const QString& many)
{
    return QStringLiteral("%1 %2").arg(formatCount(number), number == 1 ? one : many);
}

QString seedText(std::size_t replica, std::size_t replicas)
{
    return QCoreApplication::translate("Metric", "seed %1 of %2").arg(replica + 1).arg(replicas);
}

QString liveSeedText(std::size_t replica, std::size_t replicas, std::optional<std::size_t> exported)
{
    const QString seed = seedText(replica, replicas);
    if (!exported)
        return seed;
    return *exported == replica
               ? QCoreApplication::translate("Metric", "%1, the exported one").arg(seed)
               : QCoreApplication::translate("Metric", "%1 (exported: seed %2)").arg(seed).arg(*exported + 1);
}

QString untrainedWarning(const std::vector<std::string>& classes)
{
    if (classes.empty())
        return {};
    QStringList names;
    for (const std::string& name : classes)
        names << QString::fromStdString(name);
    const QString list = names.join(QStringLiteral(", "));
    return classes.size() == 1
               ? QCoreApplication::translate(
                     "Data", "Only the test data have the class %1: no network learns to name it, so "
                             "each of its series counts as an error in the test accuracy.")
                     .arg(list)
               : QCoreApplication::translate(
                     "Data", "Only the test data have the classes %1: no network learns to name them, "
                             "so each of their series counts as an error in the test accuracy.")
                     .arg(list);
}

QString tierName(Tier tier)
{
    switch (tier) {
    case Tier::model:
        return QCoreApplication::translate("Tier", "model");
    case Tier::fitted:
        return QCoreApplication::translate("Tier", "fitted");
    case Tier::synth:
        return QCoreApplication::translate("Tier", "synth");
    case Tier::route:
        return QCoreApplication::translate("Tier", "route");
    case Tier::vendor:
        return QCoreApplication::translate("Tier", "vendor");
    case Tier::measured:
        return QCoreApplication::translate("Tier", "measured");
    case Tier::none:
        break;
    }
    return dash();
}

QString tierHelp(Tier tier)
{
    switch (tier) {
    case Tier::model:
        return QCoreApplication::translate("Tier", "Computed by a formula from the circuit.");
    case Tier::fitted:
        return QCoreApplication::translate("Tier", "Estimated by a formula fitted to synthesised designs.");
    case Tier::synth:
        return QCoreApplication::translate("Tier", "Reported by yosys after synthesis.");
    case Tier::route:
        return QCoreApplication::translate("Tier", "Reported by nextpnr after place and route.");
    case Tier::vendor:
        return QCoreApplication::translate("Tier", "Read from a vendor tool's report.");
    case Tier::measured:
        return QCoreApplication::translate("Tier", "Measured on hardware.");
    case Tier::none:
        break;
    }
    return QCoreApplication::translate("Tier", "Not known.");
}

} // namespace burin::views
