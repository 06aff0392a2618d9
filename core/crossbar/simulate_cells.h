// SPDX-License-Identifier: GPL-3.0-or-later
// The matrix-vector product of one weighted layer on crossbar arrays, cell by cell: the definition that the fast
// path (simulate_arrays.h), the network simulator and the hardware follow bit for bit.
//
//   weights  a code q is cut into slices of cellBits, the least significant first, level = (u >> cellBits s) &
//            (2^cellBits - 1): offset mapping u = q + 2^(weightBits-1); else a positive and a negative part, u = q
//            where q > 0 and u = -q where q < 0, the other part 0
//   inputs   unsigned codes: ceil(a / dacBits) cycles, digit c = (x >> dacBits c) & (2^dacBits - 1). Signed codes
//            (two's complement): the lower a - 1 bits like that, then the sign bit in a cycle of its own whose
//            sums are subtracted with weight 2^(a-1) (ISAAC). With 1-bit converters both take a cycles
//   arrays   the rows of a filter are cut into partitions of `rowsPerArray`
//   column   sum of level x digit over the rows of a partition: one conversion per physical column, cycle and
//            partition, y = clamp(roundHalfEven(sum), 0, 2^adcBits - 1). The two rows of a differential weight are
//            one conversion of the difference: clamp to -2^(adcBits-1), 2^(adcBits-1) - 1
//   result   sum over partitions, cycles, slices of 2^(cellBits s + dacBits c) y; differential columns and paired
//            arrays: positive less negative columns. Offset mapping: less 2^(weightBits-1) 2^(dacBits c) y_unit,
//            y_unit the conversion of one more column whose cells all have level 1
//   inverted encoding (offset mapping only): a column whose levels come to more than half of what they could is
//            stored as 2^cellBits - 1 - level, and its y counts as (2^cellBits - 1) y_unit - y
//
// Cells need not be ideal: levels are fixed-point numbers of `fraction` bits (core/crossbar/noise.h makes them).
// Sources: A. Shafiee et al., "ISAAC", ISCA 2016, sections III and V (bit-serial inputs, unit column, inversion);
// CIM-AQ, arXiv 2601.21737 (mappings). Deviation: ISAAC biases its 16-bit weights as the offset mapping does, but
// has no converter of another width than 8 bits.
#pragma once

#include "core/crossbar/mapping.h"
#include "core/fixed/format.h"

#include <cstdint>
#include <span>
#include <vector>

namespace burin::crossbar {

/// How one layer lies in its arrays.
struct ArrayFormat {
    WeightMapping mapping = WeightMapping::offset;
    bool invertedEncoding = false;
    int weightBits = 8;
    int slices = 4;
    int cellBits = 2;
    int inputBits = 8;
    bool inputSigned = false;
    int dacBits = 1;
    int rowsPerArray = 128; ///< weights below one another, see LayerMapping
    int adcBits = 8;

    [[nodiscard]] int topLevel() const { return (1 << cellBits) - 1; }
    [[nodiscard]] int topDigit() const { return (1 << dacBits) - 1; }
    /// Cells of a weight.
    [[nodiscard]] int planes() const { return mapping == WeightMapping::offset ? slices : 2 * slices; }
    [[nodiscard]] fixed::Interval converterRange() const;
    bool operator==(const ArrayFormat&) const = default;
};

/// One bit-serial cycle: digit = (code >> shift) & (2^bits - 1), its sums count 2^shift, or -2^shift.
struct Cycle {
    int shift = 0;
    int bits = 1;
    bool negative = false;
};
[[nodiscard]] std::vector<Cycle> cyclesOf(const ArrayFormat& format);

/// Of a layer on the arrays of a preset.
[[nodiscard]] ArrayFormat arrayFormat(const LayerMapping& mapping, const Preset& preset, int weightBits,
                                      const fixed::Format& input, int adcBits);

/// What the cells of one group of filters hold. Plane k of a weight is slice k of its value or positive part, then
/// come the slices of its negative part.
struct ArrayCells {
    std::size_t filters = 0;
    std::size_t rows = 0;
    int fraction = 0;                   ///< a level is levels[...] 2^-fraction
    std::vector<std::int16_t> levels;   ///< [filter][plane][row]
    std::vector<std::int16_t> unit;     ///< [row]; offset mapping only
    std::vector<std::uint8_t> inverted; ///< [partition][filter][slice]; offset mapping only
};

/// The ideal cells of weight codes [filter][row]. Errors (invalidInput, where = `where`): a code that the slices
/// cannot hold, parameters out of range.
[[nodiscard]] Result<ArrayCells> idealCells(const ArrayFormat& format, std::span<const std::int16_t> codes,
                                            std::size_t rows, const std::string& where);

/// Random fluctuation of each reading, per conversion: normal with standard deviation `levels` sqrt(sum of digit^2
/// over the driven cells), which is that of independent fluctuations of the cells. See readNoise().
struct ReadNoise {
    double levels = 0; ///< of one cell, in levels; 0: none
    bool operator==(const ReadNoise&) const = default;
};
/// The fluctuation of conversion `index` in steps of 2^-fraction levels: round(scale z sqrt(squares)) in single
/// precision, z the sum of 12 uniform bytes less its mean (variance 65535), hashed from seed and index: the same
/// in every instruction set, in any order. Its tails end at 6 standard deviations.
[[nodiscard]] std::int32_t readNoise(std::uint32_t seed, std::uint32_t index, std::int32_t squares, float scale);
/// The `scale` of it.
[[nodiscard]] float readNoiseScale(const ReadNoise& noise, const ArrayFormat& format, int fraction);

/// Which conversions a product makes, as numbers for readNoise: the same ones in twin and fast path.
struct ConversionIndex {
    std::uint32_t filters = 0; ///< of all groups
    std::uint32_t planes = 0;  ///< conversions of a filter, cycle and partition
    std::uint32_t groups = 1;
    std::uint32_t partitions = 1;
    std::uint32_t cycles = 1;
    /// The first one of a pixel, partition and cycle; + filter planes + plane; the unit column of a group: +
    /// filters planes + group. Modulo 2^32.
    [[nodiscard]] std::uint32_t first(std::size_t pixel, std::size_t partition, std::size_t cycle) const
    {
        return ((static_cast<std::uint32_t>(pixel) * partitions + static_cast<std::uint32_t>(partition)) * cycles +
                static_cast<std::uint32_t>(cycle)) *
               (filters * planes + groups);
    }
};

/// The fluctuations of one product.
struct ProductNoise {
    float scale = 0; ///< 0: none
    std::uint32_t seed = 0;
    ConversionIndex index;
    std::size_t pixel = 0;
    std::uint32_t firstFilter = 0;
    std::uint32_t group = 0;
};

/// The definition, as loops: one sum per filter of the input codes (one per row). Slow on purpose.
[[nodiscard]] std::vector<std::int64_t> plainProducts(const ArrayFormat& format, const ArrayCells& cells,
                                                      std::span<const std::int32_t> inputs,
                                                      const ProductNoise& noise = {});

} // namespace burin::crossbar
