// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/samples.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace burin::reservoir {
namespace {

constexpr std::size_t kMaxFeatureBytes = std::size_t{4} << 30U;

Result<void> checkSeries(const data::Split& split, const data::Dataset& set, const ReadoutShape& shape)
{
    if (split.series.empty())
        return fail(ErrorCode::invalidInput, "there is no series to work on", set.name,
                    "Give a data set with more series, or keep those with missing values (interpolate).");
    const std::size_t steps = split.series.front().steps();
    for (std::size_t s = 0; s < split.size(); ++s) {
        const data::Series& series = split.series[s];
        const std::string where = fmt::format("{}: series {}", set.name, s + 1);
        if (series.channels != set.channels)
            return fail(ErrorCode::invalidInput,
                        fmt::format("has {} channels where the set has {}", series.channels, set.channels), where);
        for (std::size_t i = 0; i < series.values.size(); ++i)
            if (!std::isfinite(series.values[i]))
                return fail(ErrorCode::invalidInput,
                            fmt::format("the value of step {} is missing or not finite", i / series.channels + 1),
                            where, "Drop such series, or interpolate.");
        const std::size_t horizon = set.task == data::Task::predict ? set.horizon : 0;
        if (series.steps() <= static_cast<std::size_t>(shape.washout) + horizon)
            return fail(shape.washout > 0 || horizon > 1 ? ErrorCode::usage : ErrorCode::invalidInput,
                        fmt::format("has {} steps; a wash-out of {} and a horizon of {} leave none", series.steps(),
                                    shape.washout, horizon),
                        where,
                        shape.washout > 0 ? "Use a smaller wash-out (--washout)."
                                          : "Use a smaller horizon (--horizon) or longer series.");
        const bool perStep =
            shape.readout.kind == ReadoutKind::all || shape.readout.kind == ReadoutKind::segments;
        if (perStep && series.steps() != steps)
            return fail(ErrorCode::usage,
                        fmt::format("has {} steps, the first has {}, and read-out \"{}\" needs equal lengths",
                                    series.steps(), steps, shape.readout.text()),
                        where, "Use the read-out last or mean.");
    }
    return {};
}

} // namespace

RowMatrix Samples::targetMatrix() const
{
    const auto count = static_cast<Eigen::Index>(rows());
    if (shape.task == data::Task::predict)
        return Eigen::Map<const RowMatrix>(targets.data(), count, 1);
    RowMatrix y = RowMatrix::Constant(count, outputs, -1.0);
    for (Eigen::Index r = 0; r < count; ++r)
        y(r, labels[static_cast<std::size_t>(r)]) = 1.0;
    return y;
}

Result<Samples> makeSamples(const data::Split& scaled, const data::Dataset& set, ReadoutShape shape)
{
    BURIN_CHECK(checkSeries(scaled, set, shape));
    Samples samples;
    shape.task = set.task;
    shape.horizon = set.task == data::Task::predict ? static_cast<int>(set.horizon) : 0;
    const int steps = static_cast<int>(scaled.series.front().steps());
    if (shape.readout.kind == ReadoutKind::all || shape.readout.kind == ReadoutKind::segments) {
        if (shape.seriesSteps == 0)
            shape.seriesSteps = steps;
        if (shape.seriesSteps != steps)
            return fail(ErrorCode::invalidInput,
                        fmt::format("series of {} steps where the network was fitted to {}", steps, shape.seriesSteps),
                        set.name);
        const int counted = steps - shape.washout;
        shape.segments = shape.readout.kind == ReadoutKind::all ? counted : shape.readout.segments;
        if (shape.segments > counted)
            return fail(ErrorCode::usage,
                        fmt::format("{} segments do not fit the {} steps of a series of {}{}", shape.segments, counted,
                                    set.name,
                                    shape.washout > 0 ? fmt::format(" after a wash-out of {}", shape.washout) : ""),
                        "readout", fmt::format("Give segments:K with K from 1 to {}.", counted));
    }
    samples.shape = shape;
    samples.channels = static_cast<int>(set.channels);
    samples.outputs = set.task == data::Task::classify ? static_cast<int>(set.classNames.size()) : 1;
    samples.series = scaled.series;
    samples.labels = scaled.labels;
    std::vector<std::vector<double>> values;
    for (const data::Series& series : samples.series) {
        const int length = static_cast<int>(series.steps());
        const std::size_t rows = shape.rowsOf(length);
        samples.firstRow.push_back(samples.rows());
        samples.countedSteps.resize(samples.rows() + rows,
                                    shape.readout.kind == ReadoutKind::mean ? length - shape.washout : 1);
        if (shape.task == data::Task::predict)
            for (std::size_t r = 0; r < rows; ++r)
                samples.targets.push_back(
                    series.step(r + static_cast<std::size_t>(shape.washout) + set.horizon)[set.targetChannel]);
        values.push_back(series.values);
    }
    if (samples.rows() > kMaxFeatureBytes / 8 / static_cast<std::size_t>(shape.width()))
        return fail(ErrorCode::limit,
                    fmt::format("{} samples with {} features each do not fit the memory set aside (4 GB)",
                                samples.rows(), shape.width()),
                    "neurons", "Use fewer neurons, or the read-out last, mean or segments:K.");
    samples.batches = makeBatches<double>(values, samples.channels);
    return samples;
}

Features<float> floatFeatures(const FloatReservoir& network, const Samples& samples)
{
    Features<float> features;
    features.width = static_cast<std::size_t>(samples.shape.width());
    features.values.assign(samples.rows() * features.width, 0.0F);
    for (const Batch<double>& batch : samples.batches)
        runBatch(network, batch, [&](int t, const double* states) {
            collect(samples.shape, samples.firstRow, batch.series, batch.lengths, t, states, batch.lanes, features);
        });
    return features;
}

std::vector<Batch<std::int32_t>> integerBatches(const IntegerReservoir& network, const Samples& samples,
                                                std::size_t count)
{
    std::vector<Batch<std::int32_t>> batches;
    for (std::size_t b = 0; b < std::min(count, samples.batches.size()); ++b) {
        const Batch<double>& source = samples.batches[b];
        Batch<std::int32_t> batch{source.lanes, source.channels, source.steps, source.series, source.lengths, {}};
        batch.values.reserve(source.values.size());
        for (const double value : source.values)
            batch.values.push_back(quantiseValue(network, value));
        batches.push_back(std::move(batch));
    }
    return batches;
}

Features<std::int32_t> integerFeatures(const IntegerReservoir& network, const Samples& samples,
                                       const std::vector<Batch<std::int32_t>>& batches, const std::stop_token& stop)
{
    Features<std::int32_t> features;
    features.width = static_cast<std::size_t>(samples.shape.width());
    features.values.assign(samples.rows() * features.width, 0);
    const IntegerEngine engine(network);
    for (const Batch<std::int32_t>& batch : batches)
        engine.run(batch, [&](int t, const std::int32_t* states) {
            collect(samples.shape, samples.firstRow, batch.series, batch.lengths, t, states, batch.lanes, features);
        }, stop);
    return features;
}

double metricOf(const Samples& samples, const RowMatrix& outputs)
{
    const auto rows = static_cast<Eigen::Index>(samples.rows());
    if (samples.shape.task == data::Task::classify) {
        std::size_t right = 0;
        for (Eigen::Index r = 0; r < rows; ++r) {
            const double* row = outputs.data() + r * outputs.cols();
            const auto label = std::max_element(row, row + outputs.cols()) - row;
            right += label == samples.labels[static_cast<std::size_t>(r)] ? 1 : 0;
        }
        return static_cast<double>(right) / static_cast<double>(rows);
    }
    double mean = 0;
    double error = 0;
    for (Eigen::Index r = 0; r < rows; ++r) {
        const double target = samples.targets[static_cast<std::size_t>(r)];
        mean += target;
        error += (outputs(r, 0) - target) * (outputs(r, 0) - target);
    }
    mean /= static_cast<double>(rows);
    double variance = 0;
    for (const double target : samples.targets)
        variance += (target - mean) * (target - mean);
    return variance > 0 ? std::sqrt(error / variance) : std::numeric_limits<double>::infinity();
}

double floatMetric(const Samples& samples, const RowMatrix& x, const LinearMap& map)
{
    return metricOf(samples, apply(map, x));
}

double integerMetric(const IntegerReservoir& network, const Samples& samples, const Features<std::int32_t>& features)
{
    const auto classes = static_cast<std::size_t>(network.outputs());
    const auto neurons = static_cast<std::size_t>(network.neurons());
    const double scale = std::ldexp(1.0, -network.outputFraction);
    const bool mean = network.readout.kind == ReadoutKind::mean;
    RowMatrix outputs(static_cast<Eigen::Index>(features.rows()), network.outputs());
    for (std::size_t r = 0; r < features.rows(); ++r)
        for (std::size_t c = 0; c < classes; ++c) {
            std::int64_t sum = network.outBias[c] * (mean ? samples.countedSteps[r] : 1);
            for (std::size_t k = 0; k < network.wout.size(); ++k) {
                const std::int32_t* weights = network.wout[k].data() + c * neurons;
                const std::int32_t* values = features.row(r) + k * neurons;
                for (std::size_t j = 0; j < neurons; ++j)
                    sum += std::int64_t{weights[j]} * values[j];
            }
            // Exact up to 2^53; beyond, the conversion keeps the order (monotone), ties aside.
            outputs(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) = static_cast<double>(sum) * scale;
        }
    return metricOf(samples, outputs);
}

} // namespace burin::reservoir
