// SPDX-License-Identifier: GPL-3.0-or-later
// How numbers are written on the screen: a few significant digits, the unit, a dash for what is not known (never 0),
// the expected error beside an estimate. The one list of hardware metrics that tables, charts and panels share.
#pragma once

#include "core/base/metric.h"
#include "core/optimise/design_point.h"

#include <QLocale>
#include <QString>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace burin::views {

struct MetricInfo {
    const char* key;  ///< as in DesignPoint::metrics
    const char* name; ///< untranslated: metricName() gives the text
    const char* unit; ///< of core/base/metric_unit.h
    bool whole;       ///< counted in whole numbers
    bool higherIsBetter;
    unsigned families; ///< those that have it
};
inline constexpr unsigned kReservoirs = 1; ///< bits of MetricInfo::families, in the order of Family
inline constexpr unsigned kCnns = 2;
inline constexpr unsigned kCrossbars = 4;
inline constexpr unsigned kFpgas = kReservoirs | kCnns;
inline constexpr unsigned kAllFamilies = kFpgas | kCrossbars;
[[nodiscard]] std::span<const MetricInfo> hardwareMetrics();
[[nodiscard]] const MetricInfo* metricInfo(const std::string& key);
[[nodiscard]] QString metricName(const MetricInfo& info);
[[nodiscard]] QString metricTitle(const MetricInfo& info); ///< "Delay (ns)"

/// Numbers are written alike in every language: "12,500.5".
[[nodiscard]] const QLocale& englishLocale();
[[nodiscard]] QString dash();
[[nodiscard]] QString formatNumber(double value, const MetricInfo& info);      ///< "6,210", "12.4"
[[nodiscard]] QString formatMetric(const Metric& metric, const MetricInfo& info); ///< "12.4 ns", a dash without a value
[[nodiscard]] QString formatError(const Metric& metric);                       ///< "± 4 %", "" when unknown
/// How far an estimate is from what was found: "+3.1 %" is too much; a dash where one of them is missing.
/// Of the network that was synthesised, where it was; else of the point, the mean over its seeds.
[[nodiscard]] Metric estimateOfExported(const optimise::DesignPoint& point, const std::string& key);
[[nodiscard]] QString formatDeviation(const Metric& estimate, const Metric& found);
[[nodiscard]] QString formatShare(double used, double available);              ///< "2.7 % of 230,400"
[[nodiscard]] QString formatScore(std::optional<double> score);                ///< "0.961"
[[nodiscard]] QString formatInterval(const Interval95& interval);              ///< "0.961 ± 0.004"
[[nodiscard]] QString formatPercent(double fraction);                          ///< "15 %"
[[nodiscard]] QString formatDuration(double seconds);                          ///< "3 s", "2 min 10 s"
/// "1 point", "6 points": both forms come translated.
[[nodiscard]] QString counted(std::size_t number, const QString& one, const QString& many);
/// "seed 3 of 5": one replica of a point, by its index from 0.
[[nodiscard]] QString seedText(std::size_t replica, std::size_t replicas);
/// "seed 1 of 3 (exported: seed 2)": which network live numbers are of.
[[nodiscard]] QString liveSeedText(std::size_t replica, std::size_t replicas, std::optional<std::size_t> exported);
/// What a person should know of classes that only the test data have; "" without any.
[[nodiscard]] QString untrainedWarning(const std::vector<std::string>& classes);
[[nodiscard]] QString formatCount(std::size_t number); ///< "2,319"
[[nodiscard]] QString tierName(Tier tier);
[[nodiscard]] QString tierHelp(Tier tier); ///< where a number of this tier comes from, one sentence

} // namespace burin::views
