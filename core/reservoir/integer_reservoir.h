// SPDX-License-Identifier: GPL-3.0-or-later
// IntegerReservoir: the truth. Engine, circuit interpreter, Verilator, Icarus and the exported test bench agree with
// stepInteger() and readoutInteger() bit for bit. The definition, step t of a series with inputs u (integers,
// widths.input bits) and states x (widths.state bits, x = 0 before the first step); all shifts by non-negative
// amounts, >> is floor (arithmetic), no intermediate result is ever cut:
//
//   acc_i = (sum_d win(i,d) u_d) << inShift_i  +  (sum_j wr(i,j) x_j) << recurrentShift_i  +  bias_i
//   h_i   = clamp(acc_i, -(stateMax << s_i), stateMax << s_i)            s_i = stateShift_i   (hard tanh)
//   x_i'  = ( (x_i << (s_i+k)) - (x_i << s_i) + h_i + half ) >> (s_i+k)  k = leakShift; half = 1 << (s_i+k-1), or 0
//
//   (so k = 0 gives x_i' = (h_i + half) >> s_i: rounding to nearest, ties up.)
//
// Read-out, counted steps t = washout .. T-1, z = the new state x' of that step, outputs c:
//   last      y_c = outBias_c + sum_j wout[0](c,j) z_j           at the last step of a series (classify),
//                                                                at every counted step (predict)
//   mean      y_c = sum_t ( outBias_c + sum_j wout[0](c,j) z_j )                   any series length
//   segments  y_c = outBias_c + sum_t sum_j wout[seg(t)](c,j) z_j                  T = seriesSteps for every series
//             seg(t) = floor((t - washout) K / (T - washout))
//   all       as segments with K = T - washout
// classify: the class is argmax_c y_c, ties to the lowest c. predict: y is the prediction at scale 2^-outputFraction.
// Real values: u = u_int 2^-inputFraction, x = x_int 2^-stateFraction, and so on; shifts and fractions only matter to
// the hardware as wiring.
#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/reservoir/config.h"

#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <vector>

namespace burin::reservoir {

using IntMatrix = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct IntegerReservoir {
    data::Task task = data::Task::classify;
    Widths widths;
    Readout readout;
    int washout = 0;
    int seriesSteps = 0; ///< T for segments and all; 0 where any length goes
    int leakShift = 0;   ///< leak = 2^-leakShift
    std::int32_t stateMax = 0; ///< states lie in [-stateMax, stateMax]

    IntMatrix win;                     ///< neurons x channels
    IntMatrix wr;                      ///< neurons x neurons
    std::vector<int> inShift;          ///< per neuron
    std::vector<int> recurrentShift;   ///< per neuron
    std::vector<int> stateShift;       ///< per neuron
    std::vector<std::int64_t> bias;    ///< per neuron, accumulator scale
    std::vector<IntMatrix> wout;       ///< per segment: outputs x neurons
    std::vector<std::int64_t> outBias; ///< per output

    int inputFraction = 0;  ///< u = u_int 2^-inputFraction
    int stateFraction = 0;  ///< x = x_int 2^-stateFraction
    int outputFraction = 0; ///< y = y_int 2^-outputFraction

    [[nodiscard]] int neurons() const { return static_cast<int>(wr.rows()); }
    [[nodiscard]] int channels() const { return static_cast<int>(win.cols()); }
    [[nodiscard]] int outputs() const { return static_cast<int>(outBias.size()); }
    [[nodiscard]] int segmentCount() const { return static_cast<int>(wout.size()); }
    /// Index into wout for counted step t of a series of `steps` steps.
    [[nodiscard]] int segmentOf(int t, int steps) const;
    /// Shapes agree, weights fit their widths, shifts are >= 0, accumulators fit 62 bits. The error names the part.
    [[nodiscard]] Result<void> check() const;
};

/// u_int = clamp(round(u 2^inputFraction), ties to even) to widths.input bits; throws std::logic_error for NaN.
[[nodiscard]] std::int32_t quantiseValue(const IntegerReservoir& network, double scaled);
/// The same for one series of scaled values; steps x channels.
[[nodiscard]] std::vector<std::int32_t> quantiseInput(const IntegerReservoir& network, const data::Series& scaled);

/// One step in plain 64-bit integers: the reference twin of every fast kernel. `state` is read and replaced.
void stepInteger(const IntegerReservoir& network, std::span<const std::int32_t> input,
                 std::span<std::int32_t> state);

/// What a whole series gives. For classify `outputs` is one row of y; for predict one row per counted step.
struct SeriesOutput {
    std::vector<std::int64_t> outputs; ///< rows x outputs
    int label = -1;                    ///< argmax (classify)
};
[[nodiscard]] SeriesOutput runSeries(const IntegerReservoir& network, std::span<const std::int32_t> inputs);

} // namespace burin::reservoir
