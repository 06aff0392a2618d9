// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/variant.h"

#include <fmt/format.h>

#include <cmath>

namespace burin::compress {
namespace {

using reservoir::IntegerReservoir;
using reservoir::IntMatrix;

void collect(const IntMatrix& weights, Matrix matrix, int segment, std::vector<WeightRef>& out)
{
    for (int row = 0; row < weights.rows(); ++row)
        for (int column = 0; column < weights.cols(); ++column)
            if (weights(row, column) != 0)
                out.push_back({matrix, segment, row, column});
}

} // namespace

const char* toString(Matrix matrix)
{
    switch (matrix) {
    case Matrix::recurrent: return "r";
    case Matrix::in: return "in";
    case Matrix::out: return "out";
    }
    return "";
}

std::int32_t weightAt(const IntegerReservoir& network, const WeightRef& weight)
{
    switch (weight.matrix) {
    case Matrix::recurrent: return network.wr(weight.row, weight.column);
    case Matrix::in: return network.win(weight.row, weight.column);
    case Matrix::out: break;
    }
    return network.wout[static_cast<std::size_t>(weight.segment)](weight.row, weight.column);
}

std::uint8_t& maskEntry(reservoir::Mask& mask, const WeightRef& weight)
{
    switch (weight.matrix) {
    case Matrix::recurrent: return mask.recurrent(weight.row, weight.column);
    case Matrix::in: return mask.in(weight.row, weight.column);
    case Matrix::out: break;
    }
    return mask.out[static_cast<std::size_t>(weight.segment)](weight.row, weight.column);
}

std::uint8_t maskEntry(const reservoir::Mask& mask, const WeightRef& weight)
{
    switch (weight.matrix) {
    case Matrix::recurrent: return mask.recurrent(weight.row, weight.column);
    case Matrix::in: return mask.in(weight.row, weight.column);
    case Matrix::out: break;
    }
    return mask.out[static_cast<std::size_t>(weight.segment)](weight.row, weight.column);
}

void setWeight(IntegerReservoir& network, const WeightRef& weight, std::int32_t value)
{
    switch (weight.matrix) {
    case Matrix::recurrent: network.wr(weight.row, weight.column) = value; return;
    case Matrix::in: network.win(weight.row, weight.column) = value; return;
    case Matrix::out: break;
    }
    network.wout[static_cast<std::size_t>(weight.segment)](weight.row, weight.column) = value;
}

double realWeight(const IntegerReservoir& network, const WeightRef& weight)
{
    const double value = weightAt(network, weight);
    const auto row = static_cast<std::size_t>(weight.row);
    switch (weight.matrix) {
    case Matrix::recurrent: return std::ldexp(value, network.recurrentShift[row] - network.stateShift[row]);
    case Matrix::in:
        return std::ldexp(value, network.inShift[row] - network.stateShift[row] + network.inputFraction -
                                     network.stateFraction);
    case Matrix::out: break;
    }
    return std::ldexp(value, network.stateFraction - network.outputFraction);
}

int weightBits(const IntegerReservoir& network, Matrix matrix)
{
    switch (matrix) {
    case Matrix::recurrent: return network.widths.recurrent;
    case Matrix::in: return network.widths.in;
    case Matrix::out: break;
    }
    return network.widths.out;
}

std::vector<WeightRef> nonzeroWeights(const IntegerReservoir& network, const reservoir::PruneMatrices& matrices)
{
    std::vector<WeightRef> weights;
    if (matrices.recurrent)
        collect(network.wr, Matrix::recurrent, 0, weights);
    if (matrices.in)
        collect(network.win, Matrix::in, 0, weights);
    if (matrices.out)
        for (int segment = 0; segment < network.segmentCount(); ++segment)
            collect(network.wout[static_cast<std::size_t>(segment)], Matrix::out, segment, weights);
    return weights;
}

Result<void> checkSeries(const IntegerReservoir& network, const SeriesSet& set)
{
    const auto channels = static_cast<std::size_t>(network.channels());
    const bool classify = network.task == data::Task::classify;
    if (set.size() == 0)
        return fail(ErrorCode::invalidInput, "no series to score the network on", "series");
    if (classify ? set.labels.size() != set.size() : set.targets.size() != set.size())
        return fail(ErrorCode::invalidInput, fmt::format("{} series have {} {}", set.size(),
                                                         classify ? set.labels.size() : set.targets.size(),
                                                         classify ? "labels" : "target rows"), "series");
    for (std::size_t s = 0; s < set.size(); ++s) {
        const std::string where = fmt::format("series {}", s);
        if (set.inputs[s].size() % channels != 0)
            return fail(ErrorCode::invalidInput,
                        fmt::format("{} values do not make rows of {} channels", set.inputs[s].size(), channels), where);
        const auto steps = static_cast<std::int64_t>(set.inputs[s].size() / channels);
        if (network.seriesSteps > 0 && steps != network.seriesSteps)
            return fail(ErrorCode::invalidInput, fmt::format("has {} steps, the read-out is made for {}", steps,
                                                             network.seriesSteps), where);
        if (classify && (set.labels[s] < 0 || set.labels[s] >= network.outputs()))
            return fail(ErrorCode::invalidInput, fmt::format("class {} of {} outputs", set.labels[s], network.outputs()),
                        where);
        if (!classify && set.targets[s].size() % static_cast<std::size_t>(network.outputs()) != 0)
            return fail(ErrorCode::invalidInput, "targets do not make whole rows", where);
        if (!classify && static_cast<std::int64_t>(set.targets[s].size()) >
                             std::max<std::int64_t>(0, steps - network.washout) * network.outputs())
            return fail(ErrorCode::invalidInput, "has more targets than counted steps", where);
    }
    return {};
}

} // namespace burin::compress
