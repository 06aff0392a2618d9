// SPDX-License-Identifier: GPL-3.0-or-later
// From the float reservoir to the integer one. Scales are powers of two: one for the inputs, one for the states, and
// one per row of W_in and W_r (free in direct logic: a shift is wiring), each row with as many fraction bits as its
// largest weight leaves. The bias is kept at the accumulator's scale. See README.md, "Scales".
#pragma once

#include "core/reservoir/float_reservoir.h"
#include "core/reservoir/integer_reservoir.h"
#include "core/reservoir/samples.h"

namespace burin::reservoir {

/// How the real states of each neuron are coded: x = centre + step x_int. Any code is exact for the recurrence (it is a
/// change of variables whose constants the weights and the bias absorb), so each neuron spends its whole word on the
/// range it uses.
struct StateCode {
    Eigen::VectorXd centre;
    Eigen::VectorXd step;
};

/// Mean and deviation of each neuron's states; range of its activation before the leak (the integer clamp acts there).
struct StateStatistics {
    Eigen::VectorXd mean;
    Eigen::VectorXd deviation;
    Eigen::VectorXd low;
    Eigen::VectorXd high;
};
/// Over the counted steps of at most `maxSteps` steps of whole series, in the order of the batches.
[[nodiscard]] StateStatistics stateStatistics(const FloatReservoir& network, const Samples& samples,
                                              std::size_t maxSteps);

/// Codes [low, high] of each neuron, cut to mean +- reach deviations, into -stateMax .. stateMax.
[[nodiscard]] StateCode stateCode(const StateStatistics& statistics, double reach, int stateBits);

/// The integer network without a read-out (wout and outBias zero).
[[nodiscard]] IntegerReservoir quantiseReservoir(const FloatReservoir& network, const Widths& widths,
                                                 int inputFraction, const StateCode& code, const ReadoutShape& shape,
                                                 int outputs);

/// The largest p with round(largest 2^p) <= 2^(bits-1) - 1; largest > 0.
[[nodiscard]] int fractionFor(double largest, int bits);
/// round(value 2^fraction), ties to even, clamped to +-(2^(bits-1) - 1).
[[nodiscard]] std::int32_t roundedWeight(double value, int fraction, int bits);

} // namespace burin::reservoir
