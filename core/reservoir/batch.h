// SPDX-License-Identifier: GPL-3.0-or-later
// Batches: many series side by side, so that one vector instruction steps the same neuron of several series. Series
// are shuffled, so that every batch is a fair sample of a file that is sorted by class, and then sorted by length, so
// that those of a batch are about equally long; a finished lane runs on with zero inputs and nobody looks at it.
#pragma once

#include "core/base/rng.h"
#include "core/data/dataset.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace burin::reservoir {

/// Lanes of a batch: 64, or 1 where there are fewer than kFewSeries series (one long recording).
inline constexpr int kBatchLanes = 64;
inline constexpr std::size_t kFewSeries = 8;

template <class T> struct Batch {
    int lanes = kBatchLanes;
    int channels = 1;
    int steps = 0;                   ///< of the longest series
    std::vector<std::size_t> series; ///< index of each used lane's series; at most `lanes`
    std::vector<int> lengths;        ///< steps of each used lane
    std::vector<T> values;           ///< [(step * channels + channel) * lanes + lane]

    [[nodiscard]] const T* step(int t) const
    {
        return values.data() + static_cast<std::size_t>(t) * static_cast<std::size_t>(channels * lanes);
    }
};

/// `series[i]` are the values of series i, steps x channels, row-major by step.
template <class T> std::vector<Batch<T>> makeBatches(std::span<const std::vector<T>> series, int channels)
{
    std::vector<std::size_t> order(series.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Rng(1).shuffle(order);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return series[a].size() > series[b].size(); });
    const std::size_t lanes = series.size() < kFewSeries ? 1 : std::size_t{kBatchLanes};
    const auto width = static_cast<std::size_t>(channels);
    std::vector<Batch<T>> batches;
    for (std::size_t from = 0; from < order.size(); from += lanes) {
        Batch<T> batch;
        batch.lanes = static_cast<int>(lanes);
        batch.channels = channels;
        batch.steps = static_cast<int>(series[order[from]].size() / width);
        batch.values.assign(series[order[from]].size() * lanes, T{0});
        for (std::size_t lane = 0; lane < lanes && from + lane < order.size(); ++lane) {
            const std::vector<T>& values = series[order[from + lane]];
            batch.series.push_back(order[from + lane]);
            batch.lengths.push_back(static_cast<int>(values.size() / width));
            for (std::size_t i = 0; i < values.size(); ++i)
                batch.values[i * lanes + lane] = values[i];
        }
        batches.push_back(std::move(batch));
    }
    return batches;
}

} // namespace burin::reservoir
