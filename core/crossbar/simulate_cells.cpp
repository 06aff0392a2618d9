// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/simulate_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace burin::crossbar {
namespace {

std::size_t partitionsOf(const ArrayFormat& format, std::size_t rows)
{
    const auto step = static_cast<std::size_t>(format.rowsPerArray);
    return (rows + step - 1) / step;
}

/// Limits of what the simulator computes with: sums of a column within 30 bits.
Result<void> check(const ArrayFormat& format, const std::string& where)
{
    const auto range = [&](const char* name, int value, int low, int high) -> Result<void> {
        if (value < low || value > high)
            return fail(ErrorCode::invalidInput,
                        fmt::format("{} is {}, possible are {} to {}", name, value, low, high), where,
                        "Change the policy or the preset.");
        return {};
    };
    BURIN_CHECK(range("the weights' width", format.weightBits, 1, cnn::kMaxPolicyBits));
    BURIN_CHECK(range("the inputs' width", format.inputBits, 1, cnn::kMaxPolicyBits));
    BURIN_CHECK(range("the bits of a cell", format.cellBits, 1, 8));
    BURIN_CHECK(range("the bits of a DAC", format.dacBits, 1, 8));
    BURIN_CHECK(range("the bits of an ADC", format.adcBits, 1, 24));
    const int mostRows = (1 << 30) / (std::max(format.topLevel(), format.topDigit()) * format.topDigit());
    BURIN_CHECK(range("the number of rows of an array", format.rowsPerArray, 1, mostRows));
    if (format.invertedEncoding && format.mapping != WeightMapping::offset)
        return fail(
            ErrorCode::invalidInput,
            fmt::format("inverted encoding goes with offset mapping, not with {}", toString(format.mapping)),
            where, "Set the preset's choices.adcEncoding to plain, or its choices.mapping to offset.");
    return {};
}

/// The stored values of a code: the value itself, or the positive and the negative part.
std::array<int, 2> storedValues(const ArrayFormat& format, int code)
{
    if (format.mapping == WeightMapping::offset)
        return {code + (1 << (format.weightBits - 1)), 0};
    return {std::max(code, 0), std::max(-code, 0)};
}

Result<void> slice(const ArrayFormat& format, std::span<const std::int16_t> codes, ArrayCells& cells,
                   const std::string& where)
{
    const auto slices = static_cast<std::size_t>(format.slices);
    const auto planes = static_cast<std::size_t>(format.planes());
    const int bits = format.cellBits * format.slices;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto stored = storedValues(format, codes[i]);
        const std::size_t at = i / cells.rows * planes * cells.rows + i % cells.rows;
        for (std::size_t k = 0; k < planes; ++k) {
            const int value = stored[k / slices];
            if (value < 0 || (bits < 31 && value >> bits != 0))
                return fail(ErrorCode::invalidInput,
                            fmt::format("the weight code {} does not fit {} slices of {} bits ({})", codes[i],
                                        format.slices, format.cellBits, toString(format.mapping)),
                            where, "Give its weights one bit more, or keep its codes symmetric.");
            const int shift = format.cellBits * static_cast<int>(k % slices);
            cells.levels[at + k * cells.rows] = static_cast<std::int16_t>(value >> shift & format.topLevel());
        }
    }
    return {};
}

/// Columns of more than half of the sum that they could have are stored inverted.
void invertColumns(const ArrayFormat& format, ArrayCells& cells)
{
    const std::size_t step = static_cast<std::size_t>(format.rowsPerArray);
    auto flag = cells.inverted.begin();
    for (std::size_t from = 0; from < cells.rows; from += step) {
        const std::size_t count = std::min(step, cells.rows - from);
        for (std::size_t column = 0; column < cells.filters * static_cast<std::size_t>(format.slices);
             ++column, ++flag) {
            const auto levels = std::span(cells.levels).subspan(column * cells.rows + from, count);
            std::int64_t sum = 0;
            for (const int level : levels)
                sum += level;
            if (2 * sum <= static_cast<std::int64_t>(count) * format.topLevel())
                continue;
            *flag = 1;
            for (std::int16_t& level : levels)
                level = static_cast<std::int16_t>(format.topLevel() - level);
        }
    }
}

/// Murmur3's 32-bit finaliser (A. Appleby, public domain).
std::uint32_t scrambled(std::uint32_t x)
{
    x = (x ^ (x >> 16U)) * 0x85ebca6bU;
    x = (x ^ (x >> 13U)) * 0xc2b2ae35U;
    return x ^ (x >> 16U);
}

} // namespace

fixed::Interval ArrayFormat::converterRange() const
{
    if (mapping == WeightMapping::differentialRows)
        return {-(std::int64_t{1} << (adcBits - 1)), (std::int64_t{1} << (adcBits - 1)) - 1};
    return {0, (std::int64_t{1} << adcBits) - 1};
}

std::vector<Cycle> cyclesOf(const ArrayFormat& format)
{
    std::vector<Cycle> cycles;
    const int bits = format.inputBits - (format.inputSigned ? 1 : 0);
    for (int shift = 0; shift < bits; shift += format.dacBits)
        cycles.push_back({shift, std::min(format.dacBits, bits - shift), false});
    if (format.inputSigned)
        cycles.push_back({bits, 1, true});
    return cycles;
}

ArrayFormat arrayFormat(const LayerMapping& mapping, const Preset& preset, int weightBits,
                        const fixed::Format& input, int adcBits)
{
    ArrayFormat format;
    format.mapping = preset.mapping;
    format.invertedEncoding = preset.invertedEncoding;
    format.weightBits = weightBits;
    format.slices = mapping.slices;
    format.cellBits = preset.cellBits;
    format.inputBits = std::max(1, input.bits);
    format.inputSigned = input.isSigned;
    format.dacBits = preset.dacBits;
    format.adcBits = adcBits;
    format.rowsPerArray = static_cast<int>(mapping.rowsPerArray);
    return format;
}

Result<ArrayCells> idealCells(const ArrayFormat& format, std::span<const std::int16_t> codes, std::size_t rows,
                              const std::string& where)
{
    BURIN_CHECK(check(format, where));
    ArrayCells cells;
    cells.rows = rows;
    cells.filters = codes.size() / rows;
    cells.levels.assign(codes.size() * static_cast<std::size_t>(format.planes()), 0);
    BURIN_CHECK(slice(format, codes, cells, where));
    if (format.mapping == WeightMapping::offset) {
        cells.unit.assign(rows, 1);
        cells.inverted.assign(partitionsOf(format, rows) * cells.filters * static_cast<std::size_t>(format.slices),
                              0);
        if (format.invertedEncoding)
            invertColumns(format, cells);
    }
    return cells;
}

std::int32_t readNoise(std::uint32_t seed, std::uint32_t index, std::int32_t squares, float scale)
{
    std::int32_t z = -1530;
    for (std::uint32_t part = 0; part < 3; ++part)
        for (std::uint32_t bytes = scrambled(seed ^ ((index * 3U + part) * 0x9e3779b1U)); bytes != 0; bytes >>= 8U)
            z += static_cast<std::int32_t>(bytes & 0xffU);
    const float deviation = std::sqrt(static_cast<float>(squares)) * scale;
    return static_cast<std::int32_t>(std::nearbyint(static_cast<float>(z) * deviation));
}

float readNoiseScale(const ReadNoise& noise, const ArrayFormat& format, int fraction)
{
    const double cells = format.mapping == WeightMapping::differentialRows ? 2 : 1;
    return static_cast<float>(std::ldexp(noise.levels * std::sqrt(cells / 65535.0), fraction));
}

std::vector<std::int64_t> plainProducts(const ArrayFormat& format, const ArrayCells& cells,
                                        std::span<const std::int32_t> inputs, const ProductNoise& noise)
{
    const auto slices = static_cast<std::size_t>(format.slices);
    const auto planes = static_cast<std::size_t>(format.planes());
    const auto step = static_cast<std::size_t>(format.rowsPerArray);
    const bool offset = format.mapping == WeightMapping::offset;
    const bool pairedRows = format.mapping == WeightMapping::differentialRows;
    const auto cycles = cyclesOf(format);
    const auto digit = [&](std::size_t row, const Cycle& cycle) {
        return std::int64_t{inputs[row] >> cycle.shift & ((1 << cycle.bits) - 1)};
    };
    std::vector<std::int64_t> results(cells.filters, 0);
    for (std::size_t partition = 0; partition < partitionsOf(format, cells.rows); ++partition)
        for (std::size_t c = 0; c < cycles.size(); ++c) {
            const Cycle& cycle = cycles[c];
            const std::size_t from = partition * step;
            const std::size_t to = std::min(from + step, cells.rows);
            const auto column = [&](const std::int16_t* levels) {
                std::int64_t sum = 0;
                for (std::size_t row = from; row < to; ++row)
                    sum += levels[row] * digit(row, cycle);
                return sum;
            };
            std::int64_t squares = 0;
            for (std::size_t row = from; row < to; ++row)
                squares += digit(row, cycle) * digit(row, cycle);
            const auto convert = [&](std::int64_t sum, std::size_t index) {
                if (noise.scale != 0)
                    sum +=
                        readNoise(noise.seed,
                                  noise.index.first(noise.pixel, partition, c) + static_cast<std::uint32_t>(index),
                                  static_cast<std::int32_t>(squares), noise.scale);
                return fixed::roundClamped(std::ldexp(static_cast<double>(sum), -cells.fraction),
                                           format.converterRange());
            };
            const std::int64_t unit =
                offset ? convert(column(cells.unit.data()),
                                 std::size_t{noise.index.filters} * noise.index.planes + noise.group)
                       : 0;
            for (std::size_t filter = 0; filter < cells.filters; ++filter) {
                const std::int16_t* levels = cells.levels.data() + filter * planes * cells.rows;
                const std::size_t index = (noise.firstFilter + filter) * noise.index.planes;
                std::int64_t result = offset ? -(unit << (format.weightBits - 1)) : 0;
                for (std::size_t s = 0; s < slices; ++s) {
                    const std::int16_t* positive = levels + s * cells.rows;
                    const std::int16_t* negative = levels + (slices + s) * cells.rows;
                    std::int64_t value = 0;
                    if (pairedRows)
                        value = convert(column(positive) - column(negative), index + s);
                    else if (!offset)
                        value =
                            convert(column(positive), index + s) - convert(column(negative), index + slices + s);
                    else if (cells.inverted[(partition * cells.filters + filter) * slices + s] != 0)
                        value = format.topLevel() * unit - convert(column(positive), index + s);
                    else
                        value = convert(column(positive), index + s);
                    result += value * (std::int64_t{1} << (format.cellBits * static_cast<int>(s)));
                }
                results[filter] += (cycle.negative ? -result : result) * (std::int64_t{1} << cycle.shift);
            }
        }
    return results;
}

} // namespace burin::crossbar
