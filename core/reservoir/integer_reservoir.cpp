// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/integer_reservoir.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace burin::reservoir {
namespace {

constexpr double kAccumulatorLimit = 0x1p62;
constexpr double kMeanSteps = 0x1p20; // steps over which a mean read-out may add up
constexpr int kMaxShift = 48;

Result<void> checkShape(bool right, const char* part)
{
    if (right)
        return {};
    return fail(ErrorCode::invalidInput, "has the wrong shape", part);
}

Result<void> checkWeights(const IntMatrix& weights, int bits, const char* part)
{
    const std::int32_t high = (1 << (bits - 1)) - 1;
    for (Eigen::Index row = 0; row < weights.rows(); ++row)
        for (Eigen::Index column = 0; column < weights.cols(); ++column)
            if (const std::int32_t w = weights(row, column); w > high || w < -high - 1)
                return fail(ErrorCode::invalidInput,
                            fmt::format("weight {} at row {}, column {} does not fit {} bits", w, row, column, bits),
                            part);
    return {};
}

Result<void> checkShifts(const std::vector<int>& shifts, const char* part)
{
    for (const int shift : shifts)
        if (shift < 0 || shift > kMaxShift)
            return fail(ErrorCode::invalidInput, fmt::format("shift {} is not from 0 to {}", shift, kMaxShift), part);
    return {};
}

double rowSum(const IntMatrix& weights, Eigen::Index row)
{
    double sum = 0;
    for (Eigen::Index column = 0; column < weights.cols(); ++column)
        sum += std::abs(static_cast<double>(weights(row, column)));
    return sum;
}

Result<void> checkShapes(const IntegerReservoir& n)
{
    const auto rows = static_cast<std::size_t>(n.wr.rows());
    BURIN_CHECK(checkShape(n.wr.rows() >= 1 && n.wr.rows() == n.wr.cols(), "wr"));
    BURIN_CHECK(checkShape(n.win.rows() == n.wr.rows() && n.win.cols() >= 1, "win"));
    BURIN_CHECK(checkShape(n.inShift.size() == rows, "inShift"));
    BURIN_CHECK(checkShape(n.recurrentShift.size() == rows, "recurrentShift"));
    BURIN_CHECK(checkShape(n.stateShift.size() == rows, "stateShift"));
    BURIN_CHECK(checkShape(n.bias.size() == rows, "bias"));
    BURIN_CHECK(checkShape(!n.wout.empty() && !n.outBias.empty(), "wout"));
    for (const IntMatrix& w : n.wout)
        BURIN_CHECK(checkShape(w.rows() == n.outputs() && w.cols() == n.neurons(), "wout"));
    const bool perStep = n.readout.kind == ReadoutKind::all || n.readout.kind == ReadoutKind::segments;
    if (perStep != (n.seriesSteps > 0) || n.washout < 0 || (perStep && n.seriesSteps <= n.washout))
        return fail(ErrorCode::invalidInput, fmt::format("{} steps do not go with read-out {} and wash-out {}",
                                                         n.seriesSteps, n.readout.text(), n.washout), "seriesSteps");
    const int expected = n.readout.kind == ReadoutKind::all        ? n.seriesSteps - n.washout
                         : n.readout.kind == ReadoutKind::segments ? n.readout.segments
                                                                   : 1;
    if (n.segmentCount() != expected || (perStep && expected > n.seriesSteps - n.washout))
        return fail(ErrorCode::invalidInput,
                    fmt::format("has {} segments where {} is wanted", n.segmentCount(), expected), "wout");
    if (n.task == data::Task::predict && n.readout.kind != ReadoutKind::last)
        return fail(ErrorCode::invalidInput, "prediction needs the read-out \"last\"", "readout");
    return {};
}

Result<void> checkWidths(const Widths& widths)
{
    for (const int bits : {widths.input, widths.state, widths.in, widths.recurrent, widths.out})
        if (bits < 2 || bits > 16)
            return fail(ErrorCode::invalidInput, fmt::format("{} bits are not from 2 to 16", bits), "widths");
    return {};
}

Result<void> checkAccumulators(const IntegerReservoir& n)
{
    const double inputMax = std::ldexp(1.0, n.widths.input - 1);
    for (int i = 0; i < n.neurons(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const double in = std::ldexp(rowSum(n.win, i) * inputMax, n.inShift[at]);
        const double recurrent = std::ldexp(rowSum(n.wr, i) * n.stateMax, n.recurrentShift[at]);
        const double state = std::ldexp(2.0 * n.stateMax + 1, n.stateShift[at] + n.leakShift);
        if (in + recurrent + std::abs(static_cast<double>(n.bias[at])) >= kAccumulatorLimit ||
            state >= kAccumulatorLimit)
            return fail(ErrorCode::invalidInput, fmt::format("the accumulator of neuron {} exceeds 62 bits", i),
                        "bias");
    }
    const double steps = n.readout.kind == ReadoutKind::last ? 1.0
                         : n.seriesSteps > 0                 ? static_cast<double>(n.seriesSteps)
                                                             : kMeanSteps;
    for (std::size_t c = 0; c < n.outBias.size(); ++c) {
        double widest = 0;
        for (const IntMatrix& w : n.wout)
            widest = std::max(widest, rowSum(w, static_cast<Eigen::Index>(c)));
        if ((std::abs(static_cast<double>(n.outBias[c])) + widest * n.stateMax) * steps >= kAccumulatorLimit)
            return fail(ErrorCode::invalidInput, fmt::format("the accumulator of output {} exceeds 62 bits", c),
                        "outBias");
    }
    return {};
}

/// y += (bias +) W z for one state.
void accumulate(const IntMatrix& weights, std::span<const std::int32_t> state, std::span<std::int64_t> outputs)
{
    for (std::size_t c = 0; c < outputs.size(); ++c) {
        const std::int32_t* row = weights.data() + c * state.size();
        std::int64_t sum = 0;
        for (std::size_t j = 0; j < state.size(); ++j)
            sum += std::int64_t{row[j]} * state[j];
        outputs[c] += sum;
    }
}

} // namespace

int IntegerReservoir::segmentOf(int t, int steps) const
{
    if (readout.kind == ReadoutKind::last || readout.kind == ReadoutKind::mean)
        return 0;
    return static_cast<int>(std::int64_t{t - washout} * segmentCount() / (steps - washout));
}

Result<void> IntegerReservoir::check() const
{
    BURIN_CHECK(checkWidths(widths));
    BURIN_CHECK(checkShapes(*this));
    if (stateMax < 1 || stateMax > (1 << (widths.state - 1)) - 1)
        return fail(ErrorCode::invalidInput, fmt::format("{} does not fit {} bits", stateMax, widths.state), "stateMax");
    if (leakShift < 0 || leakShift > kMaxShift)
        return fail(ErrorCode::invalidInput, fmt::format("{} is out of range", leakShift), "leakShift");
    BURIN_CHECK(checkShifts(inShift, "inShift"));
    BURIN_CHECK(checkShifts(recurrentShift, "recurrentShift"));
    BURIN_CHECK(checkShifts(stateShift, "stateShift"));
    BURIN_CHECK(checkWeights(win, widths.in, "win"));
    BURIN_CHECK(checkWeights(wr, widths.recurrent, "wr"));
    for (const IntMatrix& weights : wout)
        BURIN_CHECK(checkWeights(weights, widths.out, "wout"));
    return checkAccumulators(*this);
}

std::int32_t quantiseValue(const IntegerReservoir& network, double scaled)
{
    if (std::isnan(scaled))
        throw std::logic_error("quantiseValue: a missing value is left in the series");
    const double high = std::ldexp(1.0, network.widths.input - 1) - 1;
    const double rounded = std::nearbyint(std::ldexp(scaled, network.inputFraction)); // ties to even
    return static_cast<std::int32_t>(std::clamp(rounded, -high - 1, high));
}

std::vector<std::int32_t> quantiseInput(const IntegerReservoir& network, const data::Series& scaled)
{
    std::vector<std::int32_t> integers;
    integers.reserve(scaled.values.size());
    for (const double value : scaled.values)
        integers.push_back(quantiseValue(network, value));
    return integers;
}

void stepInteger(const IntegerReservoir& network, std::span<const std::int32_t> input, std::span<std::int32_t> state)
{
    const std::size_t neurons = state.size();
    std::vector<std::int32_t> next(neurons);
    for (std::size_t i = 0; i < neurons; ++i) {
        const std::int32_t* win = network.win.data() + i * input.size();
        const std::int32_t* wr = network.wr.data() + i * neurons;
        std::int64_t fromInput = 0;
        for (std::size_t d = 0; d < input.size(); ++d)
            fromInput += std::int64_t{win[d]} * input[d];
        std::int64_t fromState = 0;
        for (std::size_t j = 0; j < neurons; ++j)
            fromState += std::int64_t{wr[j]} * state[j];
        const std::int64_t acc =
            (fromInput << network.inShift[i]) + (fromState << network.recurrentShift[i]) + network.bias[i];

        const int s = network.stateShift[i];
        const int total = s + network.leakShift;
        const std::int64_t limit = std::int64_t{network.stateMax} << s;
        const std::int64_t h = std::clamp(acc, -limit, limit);
        const std::int64_t half = total > 0 ? std::int64_t{1} << (total - 1) : 0;
        const std::int64_t x = state[i];
        next[i] = static_cast<std::int32_t>(((x << total) - (x << s) + h + half) >> total);
    }
    std::copy(next.begin(), next.end(), state.begin());
}

SeriesOutput runSeries(const IntegerReservoir& network, std::span<const std::int32_t> inputs)
{
    const auto channels = static_cast<std::size_t>(network.channels());
    const auto outputs = static_cast<std::size_t>(network.outputs());
    const int steps = static_cast<int>(inputs.size() / channels);
    const bool perStep = network.task == data::Task::predict;
    const bool onlyLast = network.readout.kind == ReadoutKind::last && !perStep;
    const bool biasEachStep = network.readout.kind == ReadoutKind::mean;
    if (network.seriesSteps > 0 && steps != network.seriesSteps)
        throw std::logic_error("runSeries: a series of another length than the read-out's");

    SeriesOutput result;
    if (!perStep)
        result.outputs.assign(outputs, 0);
    if (!perStep && !biasEachStep)
        result.outputs = network.outBias;
    std::vector<std::int32_t> state(static_cast<std::size_t>(network.neurons()), 0);
    for (int t = 0; t < steps; ++t) {
        stepInteger(network, inputs.subspan(static_cast<std::size_t>(t) * channels, channels), state);
        if (t < network.washout || (onlyLast && t + 1 < steps))
            continue;
        if (perStep || biasEachStep) {
            if (perStep)
                result.outputs.resize(result.outputs.size() + outputs, 0);
            for (std::size_t c = 0; c < outputs; ++c)
                result.outputs[result.outputs.size() - outputs + c] += network.outBias[c];
        }
        const IntMatrix& weights = network.wout[static_cast<std::size_t>(network.segmentOf(t, steps))];
        accumulate(weights, state, std::span(result.outputs).last(outputs));
    }
    if (!perStep)
        result.label = static_cast<int>(std::max_element(result.outputs.begin(), result.outputs.end()) -
                                        result.outputs.begin());
    return result;
}

} // namespace burin::reservoir
