// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <stdexcept>
#include <vector>

namespace burin::optimise {
namespace {

constexpr std::array kStudentT95{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                 2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                                 2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
constexpr double kNormal975 = 1.959963984540054;

Metric meanMetric(const std::vector<Replica>& replicas, const std::string& key)
{
    Metric mean;
    double sum = 0;
    bool complete = true;
    bool first = true;
    for (const Replica& replica : replicas) {
        const auto found = replica.metrics.find(key);
        if (found == replica.metrics.end() || !found->second.value || !std::isfinite(*found->second.value)) {
            complete = false;
            continue;
        }
        const Metric& metric = found->second;
        sum += *metric.value;
        mean.tier = first ? metric.tier : weakest(mean.tier, metric.tier);
        mean.tool = first ? metric.tool : mean.tool;
        if (metric.error)
            mean.error = std::max(mean.error.value_or(0), *metric.error);
        first = false;
    }
    if (!complete || replicas.empty()) {
        Metric missing;
        for (const Replica& replica : replicas)
            if (const auto found = replica.metrics.find(key);
                found != replica.metrics.end() && !found->second.value && missing.tool.empty())
                missing.tool = found->second.tool;
        return missing;
    }
    mean.value = sum / static_cast<double>(replicas.size());
    return mean;
}

} // namespace

double studentT95(std::size_t freedom)
{
    if (freedom == 0)
        throw std::logic_error("studentT95: needs at least one degree of freedom");
    if (freedom <= kStudentT95.size())
        return kStudentT95.at(freedom - 1);
    const double n = static_cast<double>(freedom);
    const double z = kNormal975;
    const double z3 = z * z * z;
    const double z5 = z3 * z * z;
    const double z7 = z5 * z * z;
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
}

Interval95 interval95(std::span<const std::optional<double>> values)
{
    double sum = 0;
    for (const auto& value : values) {
        if (!value || !std::isfinite(*value))
            return {};
        sum += *value;
    }
    if (values.empty())
        return {};
    const double count = static_cast<double>(values.size());
    Interval95 interval{sum / count, std::nullopt};
    if (values.size() < 2)
        return interval;
    double squares = 0;
    for (const auto& value : values)
        squares += (*value - *interval.mean) * (*value - *interval.mean);
    interval.ci95 = studentT95(values.size() - 1) * std::sqrt(squares / (count - 1) / count);
    return interval;
}

void summarise(DesignPoint& point)
{
    std::vector<std::optional<double>> validation;
    std::vector<std::optional<double>> test;
    std::set<std::string> keys;
    for (const Replica& replica : point.replicas) {
        validation.push_back(replica.validation);
        test.push_back(replica.test);
        for (const auto& [key, metric] : replica.metrics)
            keys.insert(key);
    }
    point.validation = interval95(validation);
    point.test = interval95(test);
    for (const std::string& key : keys)
        point.metrics[key] = meanMetric(point.replicas, key);
}

} // namespace burin::optimise
