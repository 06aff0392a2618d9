// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/missing.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace burin::data {
namespace {

void fillChannel(Series& series, std::size_t channel)
{
    const std::size_t steps = series.steps();
    const auto value = [&](std::size_t t) -> double& { return series.values[t * series.channels + channel]; };
    std::size_t known = steps; // the last step with a value
    for (std::size_t t = 0; t < steps; ++t) {
        if (std::isnan(value(t)))
            continue;
        const std::size_t from = known == steps ? 0 : known + 1;
        for (std::size_t gap = from; gap < t; ++gap) {
            const double share = known == steps ? 1 : static_cast<double>(gap - known) / static_cast<double>(t - known);
            const double before = known == steps ? value(t) : value(known);
            value(gap) = before + (value(t) - before) * share;
        }
        known = t;
    }
    for (std::size_t t = known + 1; t < steps; ++t)
        value(t) = value(known);
}

} // namespace

bool hasMissing(const Series& series)
{
    return std::any_of(series.values.begin(), series.values.end(), [](double v) { return std::isnan(v); });
}

std::size_t countMissing(const Split& split)
{
    return static_cast<std::size_t>(std::count_if(split.series.begin(), split.series.end(), hasMissing));
}

bool hasBlankChannel(const Series& series)
{
    for (std::size_t c = 0; c < series.channels; ++c) {
        bool any = false;
        for (std::size_t t = 0; t < series.steps() && !any; ++t)
            any = !std::isnan(series.values[t * series.channels + c]);
        if (!any)
            return true;
    }
    return false;
}

bool interpolate(Series& series)
{
    if (hasBlankChannel(series))
        return false;
    for (std::size_t c = 0; c < series.channels; ++c)
        fillChannel(series, c);
    return true;
}

MissingReport applyMissingPolicy(Split& split, MissingPolicy policy)
{
    MissingReport report;
    Split kept;
    for (std::size_t i = 0; i < split.series.size(); ++i) {
        Series& series = split.series[i];
        const bool missing = hasMissing(series);
        report.affected += missing ? 1 : 0;
        report.blank += missing && hasBlankChannel(series) ? 1 : 0;
        const bool keep = !missing || policy == MissingPolicy::keep ||
                          (policy == MissingPolicy::interpolate && interpolate(series));
        if (!keep) {
            ++report.dropped;
            continue;
        }
        kept.series.push_back(std::move(series));
        if (!split.labels.empty())
            kept.labels.push_back(split.labels[i]);
    }
    split = std::move(kept);
    return report;
}

} // namespace burin::data
