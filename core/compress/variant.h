// SPDX-License-Identifier: GPL-3.0-or-later
// The words of this module: a weight of an integer reservoir, a variant of the network that differs in one weight,
// and the series on which variants are compared.
#pragma once

#include "core/reservoir/integer_reservoir.h"
#include "core/reservoir/mask.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace burin::compress {

enum class Matrix { recurrent, in, out };
[[nodiscard]] const char* toString(Matrix matrix); ///< "r", "in", "out"

/// One weight. `segment` is 0 but for W_out of a read-out by segments (index into IntegerReservoir::wout).
struct WeightRef {
    Matrix matrix = Matrix::recurrent;
    int segment = 0;
    int row = 0;
    int column = 0;
    auto operator<=>(const WeightRef&) const = default;
};

[[nodiscard]] std::int32_t weightAt(const reservoir::IntegerReservoir& network, const WeightRef& weight);
void setWeight(reservoir::IntegerReservoir& network, const WeightRef& weight, std::int32_t value);
/// The weight's entry in a mask of its network.
[[nodiscard]] std::uint8_t& maskEntry(reservoir::Mask& mask, const WeightRef& weight);
[[nodiscard]] std::uint8_t maskEntry(const reservoir::Mask& mask, const WeightRef& weight);
/// The weight as a real number at the scale of the network's state (W_r, W_in) or output (W_out).
[[nodiscard]] double realWeight(const reservoir::IntegerReservoir& network, const WeightRef& weight);
/// Width of the weight's matrix.
[[nodiscard]] int weightBits(const reservoir::IntegerReservoir& network, Matrix matrix);

/// All weights with a value other than 0 of the chosen matrices, in the order W_r, W_in, W_out, each by (segment,
/// row, column).
[[nodiscard]] std::vector<WeightRef> nonzeroWeights(const reservoir::IntegerReservoir& network,
                                                    const reservoir::PruneMatrices& matrices);

/// The network with one weight replaced.
struct Variant {
    WeightRef weight;
    std::int32_t value = 0;
};

/// Integer series with what is known about them.
struct SeriesSet {
    std::vector<std::vector<std::int32_t>> inputs; ///< per series: steps x channels
    std::vector<int> labels;                       ///< classify: per series
    /// predict: per series, from step `washout` on, rows of one target per output; steps after the last row are not
    /// scored (the last `horizon` steps of a recording have no target).
    std::vector<std::vector<double>> targets;

    [[nodiscard]] std::size_t size() const { return inputs.size(); }
};

/// Shapes of `set` fit `network`; labels are in range. The error names the part.
[[nodiscard]] Result<void> checkSeries(const reservoir::IntegerReservoir& network, const SeriesSet& set);

} // namespace burin::compress
