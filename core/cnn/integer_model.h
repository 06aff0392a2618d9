// SPDX-License-Identifier: GPL-3.0-or-later
// IntegerModel: what IntegerCnn::make works out once (formats, fractions, ranges, codes), and the plain loops of
// the definition in integer_cnn.h. Private to core/cnn.
#pragma once

#include "core/cnn/integer_cnn.h"

#include <algorithm>
#include <array>

namespace burin::cnn {

/// All formats in use have at most 16 bits: codes lie within +-2^16.
inline constexpr int kCodeBits = 17;

/// Of a format that may be empty (0.0): then only 0.
[[nodiscard]] fixed::Interval rangeOf(const fixed::Format& format);

/// value 2^shift rounded to nearest, ties to even, then clamped to a range within +-2^kCodeBits. |value| < 2^62.
[[nodiscard]] inline std::int64_t scaleClamped(std::int64_t value, int shift, const fixed::Interval& range)
{
    if (shift >= 0) { // what is clamped off here is beyond the range already
        constexpr std::int64_t kLimit = std::int64_t{1} << (kCodeBits + 1);
        value = std::clamp(value, -kLimit, kLimit) << std::min(shift, 40);
    } else if (shift <= -63) {
        value = 0;
    } else {
        const int down = -shift;
        value = (value + ((std::int64_t{1} << (down - 1)) - 1) + ((value >> down) & 1)) >> down;
    }
    return std::clamp(value, range.lo, range.hi);
}

/// value 2^shift / count rounded to nearest, ties to even, then clamped; both sides of the fraction within 62
/// bits.
[[nodiscard]] std::int64_t averageClamped(std::int64_t value, int shift, std::int64_t count,
                                          const fixed::Interval& range);

/// The arithmetic of one layer.
struct LayerMath {
    std::vector<fixed::Format> inputs; ///< formats of the inputs, in order
    int up = 0;          ///< products are shifted up by this before the bias is added: -fi where fi is negative
    int biasUp = 0;      ///< the bias code is shifted up by this: fi, at least 0
    int sumFraction = 0; ///< of the accumulator
    fixed::Interval products; ///< of the sum of products of a weighted layer
    fixed::Interval sum;      ///< of the accumulator, before ReLU; of any one window or input for pools and concat
    std::optional<fixed::Format> output;
    fixed::Interval range; ///< what the output is clamped to, ReLU counted
};

struct IntegerModel {
    Network network;
    std::vector<LayerShape> shapes;
    std::vector<LayerCodes> codes;
    std::vector<LayerMath> math;
    std::vector<std::array<std::int32_t, 256>> inputCodes; ///< by channel and pixel

    [[nodiscard]] int logitFraction() const
    {
        return math.back().output ? math.back().output->fraction : math.back().sumFraction;
    }
};

/// What the sum of products of one filter (`kernel`: its codes) can be over all inputs within `input`.
[[nodiscard]] fixed::Interval productsOf(std::span<const std::int16_t> kernel, const fixed::Interval& input);
/// The accumulator of such a filter. Errors: limit, it could exceed 62 bits.
[[nodiscard]] Result<fixed::Interval> accumulatorOf(const Layer& layer, const LayerMath& math,
                                                    const fixed::Interval& products, std::int64_t bias);
/// Whether 32-bit arithmetic gets a weighted layer right: accumulator, its rounding and the shifts of the output.
[[nodiscard]] bool fits32Bits(const LayerMath& math);

[[nodiscard]] Result<IntegerModel> makeIntegerModel(Network network, const Weights& weights);
/// The same network with one code of a layer's kernel replaced by another of its format.
[[nodiscard]] Result<IntegerModel> withCode(IntegerModel model, std::size_t layer, std::size_t weight,
                                            std::int16_t code);
[[nodiscard]] std::vector<Activation> runPlain(const IntegerModel& model, std::span<const std::uint8_t> image);

} // namespace burin::cnn
