// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/quantiser.h"

#include <algorithm>
#include <cmath>

namespace burin::reservoir {
namespace {

/// Extra fraction bits of a product beyond which half a unit of a weight moves no state by 1/32 of its unit.
constexpr int kSpareBits = 4;

/// The largest p with round(largest 2^p) <= 2^(bits-1) - 1.
int fractionFor(double largest, int bits)
{
    const double high = std::ldexp(1.0, bits - 1) - 1;
    int exponent = 0;
    (void)std::frexp(largest, &exponent); // largest < 2^exponent
    int fraction = bits - 1 - exponent + 1;
    while (std::nearbyint(std::ldexp(largest, fraction)) > high)
        --fraction;
    return fraction;
}

double largestOf(const RowMatrix& weights, Eigen::Index row)
{
    double largest = 0;
    for (Eigen::Index j = 0; j < weights.cols(); ++j)
        largest = std::max(largest, std::abs(weights(row, j)));
    return largest;
}

std::int32_t rounded(double value, int fraction, int bits)
{
    const double high = std::ldexp(1.0, bits - 1) - 1;
    return static_cast<std::int32_t>(std::clamp(std::nearbyint(std::ldexp(value, fraction)), -high, high));
}

} // namespace

IntegerReservoir quantiseReservoir(const FloatReservoir& network, const Widths& widths, const Scales& scales,
                                   const ReadoutShape& shape, int outputs)
{
    const int n = network.neurons();
    const auto size = static_cast<std::size_t>(n);
    IntegerReservoir result;
    result.task = shape.task;
    result.widths = widths;
    result.readout = shape.readout;
    result.washout = shape.washout;
    result.seriesSteps = shape.seriesSteps;
    result.leakShift = leakShift(network.leak);
    result.inputFraction = scales.inputFraction;
    result.stateFraction = scales.stateFraction;
    result.stateMax = static_cast<std::int32_t>(
        std::min(std::ldexp(1.0, widths.state - 1) - 1, std::ldexp(1.0, std::max(0, scales.stateFraction))));
    result.win = IntMatrix::Zero(n, network.channels());
    result.wr = IntMatrix::Zero(n, n);
    result.inShift.assign(size, 0);
    result.recurrentShift.assign(size, 0);
    result.stateShift.assign(size, 0);
    result.bias.assign(size, 0);
    result.wout.assign(static_cast<std::size_t>(shape.segments), IntMatrix::Zero(outputs, n));
    result.outBias.assign(static_cast<std::size_t>(outputs), 0);

    for (int i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const double largestIn = largestOf(network.win, i);
        const double largestRecurrent = largestOf(network.wr, i);
        int accumulator = scales.stateFraction;
        int inFraction = 0;
        int recurrentFraction = 0;
        if (largestIn > 0) {
            inFraction = std::min(fractionFor(largestIn, widths.in), scales.stateFraction + kSpareBits);
            accumulator = std::max(accumulator, inFraction + scales.inputFraction);
        }
        if (largestRecurrent > 0) {
            recurrentFraction = std::min(fractionFor(largestRecurrent, widths.recurrent), widths.state + kSpareBits);
            accumulator = std::max(accumulator, recurrentFraction + scales.stateFraction);
        }
        if (largestIn > 0)
            result.inShift[at] = accumulator - inFraction - scales.inputFraction;
        if (largestRecurrent > 0)
            result.recurrentShift[at] = accumulator - recurrentFraction - scales.stateFraction;
        result.stateShift[at] = accumulator - scales.stateFraction;
        for (int d = 0; d < network.channels(); ++d)
            result.win(i, d) = rounded(network.win(i, d), inFraction, widths.in);
        for (int j = 0; j < n; ++j)
            result.wr(i, j) = rounded(network.wr(i, j), recurrentFraction, widths.recurrent);
        result.bias[at] = std::llround(std::ldexp(network.bias(i), accumulator));
    }
    return result;
}

void setReadout(IntegerReservoir& network, const LinearMap& map, const Ridge& ridge)
{
    const double largest = map.weights.cwiseAbs().maxCoeff();
    const int fraction = largest > 0 ? fractionFor(largest, network.widths.out) : 0;
    network.outputFraction = fraction;
    const Eigen::Index neurons = network.neurons();
    for (Eigen::Index c = 0; c < map.weights.rows(); ++c) {
        double offset = ridge.meanY()(c);
        for (Eigen::Index i = 0; i < map.weights.cols(); ++i) {
            const std::int32_t weight = rounded(map.weights(c, i), fraction, network.widths.out);
            network.wout[static_cast<std::size_t>(i / neurons)](c, i % neurons) = weight;
            offset -= std::ldexp(static_cast<double>(weight), -fraction) * ridge.meanX()(i);
        }
        network.outBias[static_cast<std::size_t>(c)] = std::llround(std::ldexp(offset, fraction));
    }
}

} // namespace burin::reservoir
