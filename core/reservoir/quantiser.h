// SPDX-License-Identifier: GPL-3.0-or-later
// From the float reservoir to the integer one. Scales are powers of two: one for the inputs, one for the states, and
// one per row of W_in and W_r (free in direct logic: a shift is wiring), each row with as many fraction bits as its
// largest weight leaves. The bias is kept at the accumulator's scale. See README.md, "Scales".
#pragma once

#include "core/reservoir/float_reservoir.h"
#include "core/reservoir/integer_reservoir.h"
#include "core/reservoir/ridge.h"
#include "core/reservoir/samples.h"

namespace burin::reservoir {

struct Scales {
    int inputFraction = 0;
    int stateFraction = 0;
};

/// The integer network without a read-out (wout and outBias zero).
[[nodiscard]] IntegerReservoir quantiseReservoir(const FloatReservoir& network, const Widths& widths,
                                                 const Scales& scales, const ReadoutShape& shape, int outputs);

/// Puts a read-out fitted on the integer features (featureMatrix) into the network: W_out rounded to widths.out with
/// the power-of-two scale that its largest weight allows; the offset re-centred on the features' means.
void setReadout(IntegerReservoir& network, const LinearMap& map, const Ridge& ridge);

} // namespace burin::reservoir
