// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/link_samples.h"

#include "core/compress/score.h"

#include <algorithm>

namespace burin::compress {
namespace {

std::vector<std::vector<double>> columnsOf(const reservoir::RowMatrix& values)
{
    std::vector<std::vector<double>> columns(static_cast<std::size_t>(values.cols()));
    for (Eigen::Index c = 0; c < values.cols(); ++c)
        for (Eigen::Index row = 0; row < values.rows(); ++row)
            columns[static_cast<std::size_t>(c)].push_back(values(row, c));
    return columns;
}

} // namespace

LinkSamples linkSamples(const RankInputs& inputs, const Trajectories& states, Matrix matrix, bool skipFirst)
{
    LinkSamples samples;
    if (matrix == Matrix::out) {
        samples.source = columnsOf(
            scaledFeatures(inputs.network, inputs.series, featuresOf(inputs.network, inputs.series, states)));
        samples.target = columnsOf(targetMatrix(inputs.network, inputs.series));
        return samples;
    }
    const auto neurons = static_cast<std::size_t>(states.neurons);
    const auto channels = static_cast<std::size_t>(inputs.network.channels());
    const bool recurrent = matrix == Matrix::recurrent;
    const std::size_t columns = recurrent ? neurons : channels;
    samples.source.resize(columns);
    samples.target.resize(neurons);
    const std::size_t first = recurrent || skipFirst ? 1 : 0;
    for (std::size_t s = 0; s < states.series.size(); ++s) {
        const std::vector<std::int16_t>& x = states.series[s];
        const std::size_t steps = x.size() / neurons;
        for (std::size_t t = first; t < steps; ++t) {
            for (std::size_t k = 0; k < columns; ++k)
                samples.source[k].push_back(recurrent ? x[(t - 1) * neurons + k]
                                                      : inputs.series.inputs[s][t * channels + k]);
            for (std::size_t i = 0; i < neurons; ++i)
                samples.target[i].push_back(x[t * neurons + i]);
        }
    }
    return samples;
}

reservoir::RowMatrix scaledFeatures(const reservoir::IntegerReservoir& network, const SeriesSet& series,
                                    reservoir::RowMatrix features)
{
    if (network.task == data::Task::classify)
        for (Eigen::Index row = 0; row < features.rows(); ++row)
            features.row(row) /= outputDivisor(
                network, static_cast<int>(series.inputs[static_cast<std::size_t>(row)].size()) / network.channels());
    return features;
}

reservoir::RowMatrix targetMatrix(const reservoir::IntegerReservoir& network, const SeriesSet& series)
{
    const auto rows = static_cast<Eigen::Index>(featureRows(network, series).back());
    reservoir::RowMatrix targets(rows, network.outputs());
    if (network.task == data::Task::classify) {
        for (Eigen::Index row = 0; row < rows; ++row)
            for (int c = 0; c < network.outputs(); ++c)
                targets(row, c) = classTarget(series.labels[static_cast<std::size_t>(row)] == c);
        return targets;
    }
    double* out = targets.data();
    for (const auto& values : series.targets)
        out = std::copy(values.begin(), values.end(), out);
    return targets;
}

bool uses(const RankInputs& inputs, Matrix matrix)
{
    return std::any_of(inputs.weights.begin(), inputs.weights.end(),
                       [&](const WeightRef& w) { return w.matrix == matrix; });
}

} // namespace burin::compress
