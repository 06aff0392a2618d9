// SPDX-License-Identifier: GPL-3.0-or-later
// How outputs become a metric; shared by the fast evaluation and its plain twin. Private to core/compress.
#pragma once

#include "core/compress/evaluate.h"

#include <algorithm>
#include <cmath>

namespace burin::compress {

[[nodiscard]] constexpr double classTarget(bool isTheClass) { return isTheClass ? 1 : -1; }

/// A mean read-out adds its outputs up over the counted steps of a series of `steps` steps.
[[nodiscard]] inline double outputDivisor(const reservoir::IntegerReservoir& network, int steps)
{
    const bool mean = network.task == data::Task::classify && network.readout.kind == reservoir::ReadoutKind::mean;
    return mean ? std::max(1, steps - network.washout) : 1;
}

/// Number of scored items: series (classify) or targets (predict).
[[nodiscard]] inline double scoredItems(const reservoir::IntegerReservoir& network, const SeriesSet& set)
{
    if (network.task == data::Task::classify)
        return static_cast<double>(set.size());
    std::size_t targets = 0;
    for (const auto& rows : set.targets)
        targets += rows.size();
    return static_cast<double>(targets);
}

/// From a sum (of hits or squared errors) to the metric.
[[nodiscard]] inline double metricOf(const reservoir::IntegerReservoir& network, Measure measure, double sum,
                                     double items)
{
    if (items == 0)
        return 0;
    const bool root = network.task == data::Task::predict && measure == Measure::task;
    return root ? std::sqrt(sum / items) : sum / items;
}

} // namespace burin::compress
