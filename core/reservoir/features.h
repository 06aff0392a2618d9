// SPDX-License-Identifier: GPL-3.0-or-later
// What a read-out sees: one row of numbers per sample. classify: one sample per series; predict: one per counted
// step that has a target. Rows of last: the last state; mean: the sum of the counted states; segments, all: the sum
// of the counted states of each segment, side by side.
#pragma once

#include "core/reservoir/config.h"
#include "core/reservoir/batch.h"

#include <Eigen/Core>

namespace burin::reservoir {

/// Shape of a read-out over given series.
struct ReadoutShape {
    data::Task task = data::Task::classify;
    Readout readout;
    int washout = 0;
    int neurons = 0;
    int segments = 1;    ///< matrices W_out
    int seriesSteps = 0; ///< T for segments and all
    int horizon = 0;     ///< predict: the last `horizon` steps of a series have no target

    [[nodiscard]] int width() const { return segments * neurons; }
    [[nodiscard]] bool sums() const { return readout.kind != ReadoutKind::last; }
    [[nodiscard]] int segmentOf(int t) const
    {
        if (readout.kind == ReadoutKind::last || readout.kind == ReadoutKind::mean)
            return 0;
        return static_cast<int>(std::int64_t{t - washout} * segments / (seriesSteps - washout));
    }
    /// Rows that a series of `steps` steps gives.
    [[nodiscard]] std::size_t rowsOf(int steps) const
    {
        return task == data::Task::classify ? 1 : static_cast<std::size_t>(std::max(0, steps - horizon - washout));
    }
};

/// Row-major samples x width. T is float for float states, int32 for integer ones.
template <class T> struct Features {
    std::size_t width = 0;
    std::vector<T> values;
    [[nodiscard]] std::size_t rows() const { return width == 0 ? 0 : values.size() / width; }
    [[nodiscard]] const T* row(std::size_t r) const { return values.data() + r * width; }
};

/// Adds the states after step t of a batch to the rows of its series. firstRow[s] is the first row of series s.
template <class T, class State>
void collect(const ReadoutShape& shape, const std::vector<std::size_t>& firstRow, std::span<const std::size_t> series,
             std::span<const int> lengths, int t, const State* states, int lanes, Features<T>& features)
{
    if (t < shape.washout)
        return;
    const auto neurons = static_cast<std::size_t>(shape.neurons);
    const auto offset = static_cast<std::size_t>(shape.segmentOf(t)) * neurons;
    for (std::size_t lane = 0; lane < series.size(); ++lane) {
        std::size_t row = firstRow[series[lane]];
        if (shape.task == data::Task::predict) {
            if (t >= lengths[lane] - shape.horizon)
                continue;
            row += static_cast<std::size_t>(t - shape.washout);
        } else if (t >= lengths[lane] || (!shape.sums() && t + 1 != lengths[lane])) {
            continue;
        }
        T* target = features.values.data() + row * features.width + offset;
        for (std::size_t i = 0; i < neurons; ++i)
            target[i] += static_cast<T>(states[i * static_cast<std::size_t>(lanes) + lane]);
    }
}

} // namespace burin::reservoir
