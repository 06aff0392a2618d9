// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/quantiser.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace burin::reservoir {
namespace {

/// Extra fraction bits of a product beyond which half a unit of a weight moves no state by 1/32 of its unit.
constexpr int kSpareBits = 4;
constexpr double kSmallestRange = 1e-6; ///< of a neuron that never moves

/// Fraction bits of a row of weights (in units of the state's step) that multiply integers of `factorBits`.
int rowFraction(const Eigen::VectorXd& weights, int bits, int factorBits)
{
    const double largest = weights.size() > 0 ? weights.cwiseAbs().maxCoeff() : 0;
    return largest > 0 ? std::min(fractionFor(largest, bits), factorBits + kSpareBits) : 0;
}

} // namespace

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

std::int32_t roundedWeight(double value, int fraction, int bits)
{
    const double high = std::ldexp(1.0, bits - 1) - 1;
    return static_cast<std::int32_t>(std::clamp(std::nearbyint(std::ldexp(value, fraction)), -high, high));
}

StateStatistics stateStatistics(const FloatReservoir& network, const Samples& samples, std::size_t maxSteps)
{
    const Eigen::Index n = network.neurons();
    StateStatistics result{Eigen::VectorXd::Zero(n), Eigen::VectorXd::Zero(n),
                           Eigen::VectorXd::Constant(n, std::numeric_limits<double>::infinity()),
                           Eigen::VectorXd::Constant(n, -std::numeric_limits<double>::infinity())};
    std::size_t count = 0;
    for (const Batch<double>& batch : samples.batches) {
        if (count >= maxSteps)
            break;
        std::vector<double> before(static_cast<std::size_t>(n * batch.lanes), 0.0);
        runBatch(network, batch, [&](int t, const double* states) {
            for (std::size_t lane = 0; lane < batch.series.size(); ++lane) {
                if (t >= batch.lengths[lane])
                    continue;
                ++count;
                for (Eigen::Index i = 0; i < n; ++i) {
                    const double x = states[i * batch.lanes + static_cast<Eigen::Index>(lane)];
                    result.mean(i) += x;
                    result.deviation(i) += x * x;
                    double& last = before[static_cast<std::size_t>(i * batch.lanes) + lane];
                    const double h = (x - (1 - network.leak) * last) / network.leak;
                    last = x;
                    result.low(i) = std::min(result.low(i), h);
                    result.high(i) = std::max(result.high(i), h);
                }
            }
        });
    }
    for (Eigen::Index i = 0; i < n; ++i) {
        result.mean(i) /= static_cast<double>(count);
        const double variance = result.deviation(i) / static_cast<double>(count) - result.mean(i) * result.mean(i);
        result.deviation(i) = std::sqrt(std::max(0.0, variance));
    }
    return result;
}

StateCode stateCode(const StateStatistics& statistics, double reach, int stateBits)
{
    const Eigen::Index n = statistics.mean.size();
    const double stateMax = std::ldexp(1.0, stateBits - 1) - 1;
    StateCode code{Eigen::VectorXd::Zero(n), Eigen::VectorXd::Zero(n)};
    for (Eigen::Index i = 0; i < n; ++i) {
        const double half = reach * statistics.deviation(i);
        const double low = std::max(statistics.low(i), statistics.mean(i) - half);
        const double high = std::min(statistics.high(i), statistics.mean(i) + half);
        code.centre(i) = (low + high) / 2;
        code.step(i) = std::max((high - low) / 2, kSmallestRange) / stateMax;
    }
    return code;
}

IntegerReservoir quantiseReservoir(const FloatReservoir& network, const Widths& widths, int inputFraction,
                                   const StateCode& code, const ReadoutShape& shape, int outputs)
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
    result.inputFraction = inputFraction;
    result.stateMax = (1 << (widths.state - 1)) - 1;
    result.win = IntMatrix::Zero(n, network.channels());
    result.wr = IntMatrix::Zero(n, n);
    result.inShift.assign(size, 0);
    result.recurrentShift.assign(size, 0);
    result.stateShift.assign(size, 0);
    result.bias.assign(size, 0);
    result.wout.assign(static_cast<std::size_t>(shape.segments), IntMatrix::Zero(outputs, n));
    result.outBias.assign(static_cast<std::size_t>(outputs), 0);

    // In units of the state's step: x_int' = sum (win / step_i 2^-inputFraction) u_int + sum (wr step_j / step_i) x_int
    //                                        + (bias + sum wr centre_j - centre_i) / step_i
    for (int i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const double step = code.step(i);
        const Eigen::VectorXd in = network.win.row(i).transpose() * (std::ldexp(1.0, -inputFraction) / step);
        const Eigen::VectorXd recurrent = network.wr.row(i).transpose().cwiseProduct(code.step) / step;
        double bias = network.bias(i) - code.centre(i);
        for (int j = 0; j < n; ++j)
            bias += network.wr(i, j) * code.centre(j);

        const int inFraction = rowFraction(in, widths.in, widths.input);
        const int recurrentFraction = rowFraction(recurrent, widths.recurrent, widths.state);
        const int accumulator = std::max({0, inFraction, recurrentFraction});
        result.inShift[at] = accumulator - inFraction;
        result.recurrentShift[at] = accumulator - recurrentFraction;
        result.stateShift[at] = accumulator;
        for (int d = 0; d < network.channels(); ++d)
            result.win(i, d) = roundedWeight(in(d), inFraction, widths.in);
        for (int j = 0; j < n; ++j)
            result.wr(i, j) = roundedWeight(recurrent(j), recurrentFraction, widths.recurrent);
        result.bias[at] = std::llround(std::ldexp(bias / step, accumulator));
    }
    return result;
}

} // namespace burin::reservoir
