// SPDX-License-Identifier: GPL-3.0-or-later
// Dataset: what every reader and generator makes and every network takes. A series is one example of a
// classification task, or the whole recording of a prediction task. The state of a network is reset at each series.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace burin::data {

enum class Task { classify, predict };

/// steps x channels values, row-major by step; a missing value is NaN.
struct Series {
    std::size_t channels = 1;
    std::vector<double> values;

    [[nodiscard]] std::size_t steps() const { return channels == 0 ? 0 : values.size() / channels; }
    [[nodiscard]] std::span<const double> step(std::size_t t) const
    {
        return {values.data() + t * channels, channels};
    }
};

/// A part of a data set. `labels` holds an index into Dataset::classNames per series (classify) or is empty.
struct Split {
    std::vector<Series> series;
    std::vector<int> labels;

    [[nodiscard]] std::size_t size() const { return series.size(); }
};

/// For Task::predict the target of step t is channel `targetChannel` of step t + horizon of the same series; the
/// last `horizon` steps have no target.
struct Dataset {
    std::string name;
    std::string source; ///< path or generator with its parameters
    std::string sha256; ///< of the files' bytes, or of the generated values
    Task task = Task::classify;
    std::size_t channels = 1;
    std::vector<std::string> channelNames;
    std::vector<std::string> classNames;
    std::size_t targetChannel = 0;
    std::size_t horizon = 1;
    Split train;
    Split test;
    std::size_t missingTrain = 0; ///< series with missing values, before any policy was applied
    std::size_t missingTest = 0;
};

} // namespace burin::data
