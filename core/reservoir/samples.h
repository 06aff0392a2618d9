// SPDX-License-Identifier: GPL-3.0-or-later
// Samples: a part of a data set (fit, validation, test) after scaling, laid out for the engines, with what the
// read-out is to give for each row of features. And the two metrics of this module: accuracy, and
// NRMSE = sqrt(mean over rows of (y - target)^2) / (standard deviation of the targets of the same rows).
#pragma once

#include "core/reservoir/features.h"
#include "core/reservoir/float_reservoir.h"
#include "core/reservoir/integer_engine.h"
#include "core/reservoir/ridge.h"

namespace burin::reservoir {

struct Samples {
    ReadoutShape shape;
    int channels = 1;
    int outputs = 1; ///< classes, or 1
    std::vector<data::Series> series;
    std::vector<int> labels;              ///< classify: of each row
    std::vector<double> targets;          ///< predict: of each row, in scaled units
    std::vector<std::size_t> firstRow;    ///< of each series
    std::vector<int> countedSteps;        ///< of each row, for mean; else 1
    std::vector<Batch<double>> batches;

    [[nodiscard]] std::size_t rows() const { return countedSteps.size(); }
    /// Rows x outputs: +1 for the class and -1 for the others, or the value to predict.
    [[nodiscard]] RowMatrix targetMatrix() const;
};

/// `shape` without the parts that the series decide; set.channels, task, target and horizon count. Errors: a missing
/// value, an empty set, series not longer than the wash-out, unequal lengths with segments or all.
Result<Samples> makeSamples(const data::Split& scaled, const data::Dataset& set, ReadoutShape shape);

[[nodiscard]] Features<float> floatFeatures(const FloatReservoir& network, const Samples& samples);
/// The inputs in the network's integers: batches of the same series as samples.batches, or the first `count` of them.
[[nodiscard]] std::vector<Batch<std::int32_t>> integerBatches(const IntegerReservoir& network, const Samples& samples,
                                                              std::size_t count = SIZE_MAX);
/// A stop leaves them unfinished: who gives a token asks it afterwards.
[[nodiscard]] Features<std::int32_t> integerFeatures(const IntegerReservoir& network, const Samples& samples,
                                                     const std::vector<Batch<std::int32_t>>& batches,
                                                     const std::stop_token& stop = {});

/// The rows as doubles; those of a mean read-out divided by their counted steps.
template <class T> RowMatrix featureMatrix(const Features<T>& features, const Samples& samples)
{
    RowMatrix x(static_cast<Eigen::Index>(features.rows()), static_cast<Eigen::Index>(features.width));
    const bool mean = samples.shape.readout.kind == ReadoutKind::mean;
    for (std::size_t r = 0; r < features.rows(); ++r) {
        const double divisor = mean ? samples.countedSteps[r] : 1;
        for (std::size_t i = 0; i < features.width; ++i)
            x(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(i)) =
                static_cast<double>(features.row(r)[i]) / divisor;
    }
    return x;
}

/// Accuracy is better when higher, NRMSE when lower.
[[nodiscard]] inline bool isBetter(data::Task task, double a, double b)
{
    return task == data::Task::classify ? a > b : a < b;
}

[[nodiscard]] double metricOf(const Samples& samples, const RowMatrix& outputs);
/// Of a float read-out on rows of features.
[[nodiscard]] double floatMetric(const Samples& samples, const RowMatrix& x, const LinearMap& map);
/// Of the integer network's read-out on its own features, exactly as runSeries() computes it.
[[nodiscard]] double integerMetric(const IntegerReservoir& network, const Samples& samples,
                                   const Features<std::int32_t>& features);

} // namespace burin::reservoir
