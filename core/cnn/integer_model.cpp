// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/integer_model.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace burin::cnn {
namespace {

using fixed::Interval;

constexpr std::int64_t kSumMax = std::int64_t{1} << 62;

Unexpected<Error> tooWide(const Layer& layer)
{
    return fail(ErrorCode::limit, "its accumulator could exceed 62 bits", "layer \"" + layer.name + "\"",
                "Take narrower formats or fractions that lie closer together.");
}

/// value << shift where that stays within 62 bits.
bool shiftFits(std::int64_t value, int shift)
{
    return value == 0 || (shift < 62 && std::abs(value) <= (kSumMax >> shift));
}

LayerCodes codesOf(const Layer& layer, const LayerWeights& weights)
{
    LayerCodes codes;
    const Interval range = rangeOf(*layer.weight);
    const auto code = [&](float value) {
        return fixed::roundClamped(std::ldexp(static_cast<double>(value), layer.weight->fraction), range);
    };
    codes.kernel.reserve(weights.kernel.size());
    for (const float value : weights.kernel)
        codes.kernel.push_back(static_cast<std::int16_t>(code(value)));
    for (const float value : weights.bias)
        codes.bias.push_back(static_cast<std::int32_t>(code(value)));
    return codes;
}

/// Range of the accumulators over all filters: each weight against the end of its input's range that counts.
Result<void> weightedMath(const Layer& layer, const LayerShape& shape, const LayerCodes& codes, LayerMath& math)
{
    const int fraction = math.inputs[0].fraction;
    math.up = std::max(0, -fraction);
    math.biasUp = std::max(0, fraction);
    math.sumFraction = layer.weight->fraction + math.biasUp;
    const Interval input = rangeOf(math.inputs[0]);
    const auto filters = static_cast<std::size_t>(shape.conv.channels);
    const std::size_t window = shape.weights / filters;
    for (std::size_t filter = 0; filter < filters; ++filter) {
        const Interval products = productsOf(std::span(codes.kernel).subspan(filter * window, window), input);
        BURIN_TRY(const Interval sum, accumulatorOf(layer, math, products, layer.bias ? codes.bias[filter] : 0));
        math.products = fixed::hull(math.products, products);
        math.sum = filter == 0 ? sum : fixed::hull(math.sum, sum);
    }
    return {};
}

Result<void> addMath(const Layer& layer, LayerMath& math)
{
    math.sumFraction = math.inputs[0].fraction;
    for (const fixed::Format& input : math.inputs)
        math.sumFraction = std::max(math.sumFraction, input.fraction);
    for (const fixed::Format& input : math.inputs) {
        const Interval range = rangeOf(input);
        const int shift = math.sumFraction - input.fraction;
        if (!shiftFits(range.lo, shift + 1) || !shiftFits(range.hi, shift + 1))
            return tooWide(layer);
        math.sum.lo += range.lo << shift;
        math.sum.hi += range.hi << shift;
        if (!shiftFits(math.sum.lo, 1) || !shiftFits(math.sum.hi, 1))
            return tooWide(layer);
    }
    return {};
}

Result<void> averageMath(const Layer& layer, const LayerShape& shape, LayerMath& math)
{
    const Interval input = rangeOf(math.inputs[0]);
    const std::int64_t count =
        layer.kind == LayerKind::globalpool
            ? static_cast<std::int64_t>(shape.in.height) * shape.in.width
            : std::int64_t{std::min(layer.kernel[0], shape.in.height)} * std::min(layer.kernel[1], shape.in.width);
    math.sumFraction = math.inputs[0].fraction;
    math.sum = {input.lo * count, input.hi * count};
    const int shift = math.output->fraction - math.sumFraction;
    if (!shiftFits(math.sum.lo, std::max(0, shift)) || !shiftFits(math.sum.hi, std::max(0, shift)) ||
        !shiftFits(count, std::max(0, -shift) + 1))
        return tooWide(layer);
    return {};
}

/// `math` has its inputs' and its output's formats; this adds the rest.
Result<void> completeMath(const Layer& layer, const LayerShape& shape, const LayerCodes& codes, LayerMath& math)
{
    const bool averages = layer.kind == LayerKind::avgpool || layer.kind == LayerKind::globalpool;
    if (!math.output && !layer.hasWeights() && layer.kind != LayerKind::add)
        return fail(ErrorCode::invalidInput, "its inputs have different formats and it has none of its own",
                    "layer \"" + layer.name + "\"", "Give it an \"activation\".");
    if (layer.hasWeights())
        BURIN_CHECK(weightedMath(layer, shape, codes, math));
    else if (layer.kind == LayerKind::add)
        BURIN_CHECK(addMath(layer, math));
    else if (averages)
        BURIN_CHECK(averageMath(layer, shape, math));
    else {
        if (layer.kind != LayerKind::concat && math.output != math.inputs[0])
            return fail(ErrorCode::invalidInput,
                        fmt::format("a {} layer keeps its input's format", toString(layer.kind)),
                        "layer \"" + layer.name + "\"", "Give it no \"activation\".");
        math.sumFraction = math.inputs[0].fraction;
        for (const fixed::Format& input : math.inputs)
            math.sum = fixed::hull(math.sum, rangeOf(input));
    }
    math.range = math.output ? rangeOf(*math.output) : math.sum;
    if (layer.relu)
        math.range.lo = std::max<std::int64_t>(0, math.range.lo);
    math.range.hi = std::max(math.range.lo, math.range.hi);
    return {};
}

} // namespace

Interval rangeOf(const fixed::Format& format)
{
    return format.bits == 0 ? Interval{0, 0} : format.range();
}

Interval productsOf(std::span<const std::int16_t> kernel, const Interval& input)
{
    Interval sum;
    for (const std::int64_t weight : kernel) {
        sum.lo += weight > 0 ? weight * input.lo : weight * input.hi;
        sum.hi += weight > 0 ? weight * input.hi : weight * input.lo;
    }
    return sum;
}

Result<Interval> accumulatorOf(const Layer& layer, const LayerMath& math, const Interval& products,
                               std::int64_t bias)
{
    if (!shiftFits(products.lo, math.up + 1) || !shiftFits(products.hi, math.up + 1) ||
        !shiftFits(bias, math.biasUp + 1))
        return tooWide(layer);
    return Interval{(products.lo << math.up) + (bias << math.biasUp),
                    (products.hi << math.up) + (bias << math.biasUp)};
}

bool fits32Bits(const LayerMath& math)
{
    constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
    const auto fits = [](const Interval& range, std::int64_t margin) {
        return range.lo >= -kMax + margin && range.hi <= kMax - margin;
    };
    if (!fits(math.products, 0) || !fits(math.sum, 0))
        return false;
    if (!math.output)
        return true;
    const int shift = math.output->fraction - math.sumFraction;
    return shift <= 13 && shift >= -30 && fits(math.sum, shift < 0 ? std::int64_t{1} << (-shift - 1) : 0);
}

std::int64_t averageClamped(std::int64_t value, int shift, std::int64_t count, const Interval& range)
{
    const std::int64_t numerator = value << std::max(0, shift);
    const std::int64_t denominator = count << std::max(0, -shift);
    std::int64_t quotient = numerator / denominator;
    std::int64_t rest = numerator % denominator;
    if (rest < 0) { // to the floor
        --quotient;
        rest += denominator;
    }
    if (rest > denominator - rest || (rest == denominator - rest && quotient % 2 != 0))
        ++quotient;
    return std::clamp(quotient, range.lo, range.hi);
}

Result<IntegerModel> makeIntegerModel(Network network, const Weights& weights)
{
    BURIN_TRY(auto shapes, inferShapes(network, {.allowEmpty = true}));
    if (!network.isQuantised())
        return fail(ErrorCode::invalidInput, "the network has tensors without a format", "network",
                    "Give the input, every weight and every activation a format, or use the float network.");
    BURIN_CHECK(checkWeights(network, weights));
    IntegerModel model;
    model.shapes = std::move(shapes);
    model.codes.resize(network.layers.size());
    model.math.resize(network.layers.size());
    const auto formats = outputFormats(network);
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        if (layer.hasWeights())
            model.codes[i] = codesOf(layer, weights[i]);
        for (const std::size_t input : model.shapes[i].inputs)
            model.math[i].inputs.push_back(input == kNetworkInput ? *network.inputFormat : formats[input].value());
        model.math[i].output = formats[i];
        BURIN_CHECK(completeMath(layer, model.shapes[i], model.codes[i], model.math[i]));
    }
    const Interval range = rangeOf(*network.inputFormat);
    for (int channel = 0; channel < network.input.channels; ++channel) {
        std::array<std::int32_t, 256> codes{};
        for (std::size_t pixel = 0; pixel < codes.size(); ++pixel) {
            const double value = (static_cast<double>(pixel) - network.normalise.meanOf(channel)) /
                                 network.normalise.stdOf(channel);
            codes[pixel] = static_cast<std::int32_t>(
                fixed::roundClamped(std::ldexp(value, network.inputFormat->fraction), range));
        }
        model.inputCodes.push_back(codes);
    }
    model.network = std::move(network);
    return model;
}

Result<IntegerModel> withCode(IntegerModel model, std::size_t layer, std::size_t weight, std::int16_t code)
{
    model.codes[layer].kernel.at(weight) = code;
    LayerMath math;
    math.inputs = model.math[layer].inputs;
    math.output = model.math[layer].output;
    BURIN_CHECK(completeMath(model.network.layers[layer], model.shapes[layer], model.codes[layer], math));
    model.math[layer] = std::move(math);
    return model;
}

} // namespace burin::cnn
