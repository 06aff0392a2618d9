// SPDX-License-Identifier: GPL-3.0-or-later
// The sharing step of buildAdderGraph(): finds pairs of signed digits that occur several times in the rows of a matrix
// and replaces each occurrence by one digit of a new value. Sources and deviations: adder_graph.h.
#pragma once

#include "core/fixed/interval.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace burin::circuit {

/// sign * value << power, a term of a row's sum.
struct Digit {
    std::int32_t value = 0;
    int power = 0;
    int sign = 1;
};
using DigitRows = std::vector<std::vector<Digit>>;

struct ValueFacts {
    fixed::Interval range;
    int level = 0; ///< adders from the inputs
    int zeros = 0; ///< low bits that are always 0
};

/// Rewrites the rows. `cost(a, b)`: full adders of the sum of two digits. `commit(a, b)`: makes the value of that sum
/// and returns it as a digit (power and sign included). Values are numbered below 2^28; powers below 63.
/// Deterministic: ties go to the pair of the lowest values. Cost: the square of the digits per row, and as much again
/// per replaced pair and row, in hash table updates.
void shareTerms(DigitRows& rows, int values, const std::function<int(const Digit&, const Digit&)>& cost,
                const std::function<Digit(const Digit&, const Digit&)>& commit);

} // namespace burin::circuit
