// SPDX-License-Identifier: GPL-3.0-or-later
// The definition of integer_cnn.h as plain loops over 64-bit integers, one image, one value at a time. Slow on
// purpose: it is what everything faster is compared with, and shares only scaleClamped and averageClamped with it.
#include "core/cnn/integer_model.h"

namespace burin::cnn {
namespace {

using Values = std::vector<std::int64_t>;

std::size_t place(const Shape& shape, int channel, int y, int x)
{
    return (static_cast<std::size_t>(channel) * static_cast<std::size_t>(shape.height) +
            static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(shape.width) +
           static_cast<std::size_t>(x);
}

/// Calls visit(ky, kx, y, x) for the places of the window of output (oy, ox) that lie inside of the input.
template <class F> void window(const Layer& layer, const LayerShape& shape, int oy, int ox, F&& visit)
{
    for (int ky = 0; ky < layer.kernel[0]; ++ky)
        for (int kx = 0; kx < layer.kernel[1]; ++kx) {
            const int y = oy * layer.stride[0] - shape.padTop + ky;
            const int x = ox * layer.stride[1] - shape.padLeft + kx;
            if (y >= 0 && y < shape.in.height && x >= 0 && x < shape.in.width)
                visit(ky, kx, y, x);
        }
}

/// Accumulators of conv and depthwise without bias.
Values convolve(const Layer& layer, const LayerShape& shape, const LayerCodes& codes, const Values& input)
{
    const bool depthwise = layer.kind == LayerKind::depthwise;
    const int channels = depthwise ? 1 : shape.in.channels;
    Values sums(shape.conv.values(), 0);
    for (int m = 0; m < shape.conv.channels; ++m)
        for (int oy = 0; oy < shape.conv.height; ++oy)
            for (int ox = 0; ox < shape.conv.width; ++ox)
                window(layer, shape, oy, ox, [&](int ky, int kx, int y, int x) {
                    for (int c = 0; c < channels; ++c) {
                        const Shape kernel{channels, layer.kernel[0], layer.kernel[1]};
                        const std::size_t weight =
                            static_cast<std::size_t>(m) * kernel.values() + place(kernel, c, ky, kx);
                        sums[place(shape.conv, m, oy, ox)] +=
                            codes.kernel[weight] * input[place(shape.in, depthwise ? m : c, y, x)];
                    }
                });
    return sums;
}

Values multiply(const LayerShape& shape, const LayerCodes& codes, const Values& input)
{
    Values sums(shape.conv.values(), 0);
    for (std::size_t unit = 0; unit < sums.size(); ++unit)
        for (std::size_t i = 0; i < input.size(); ++i)
            sums[unit] += codes.kernel[unit * input.size() + i] * input[i];
    return sums;
}

Values weighted(const Layer& layer, const LayerShape& shape, const LayerCodes& codes, const LayerMath& math,
                const Values& input)
{
    Values sums =
        layer.kind == LayerKind::dense ? multiply(shape, codes, input) : convolve(layer, shape, codes, input);
    const std::size_t perFilter = sums.size() / static_cast<std::size_t>(shape.conv.channels);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const std::int64_t bias = layer.bias ? codes.bias[i / perFilter] : 0;
        sums[i] = (sums[i] << math.up) + (bias << math.biasUp);
    }
    return sums;
}

/// ReLU and the output's format, or ReLU alone for accumulators.
void quantise(const LayerMath& math, int fraction, Values& values)
{
    for (std::int64_t& value : values)
        value = math.output ? scaleClamped(value, math.output->fraction - fraction, math.range)
                            : std::max(value, math.range.lo);
}

Values maxOver(const Layer& layer, const LayerShape& shape, const Shape& outShape, const Values& input)
{
    Values out(outShape.values());
    for (int c = 0; c < outShape.channels; ++c)
        for (int oy = 0; oy < outShape.height; ++oy)
            for (int ox = 0; ox < outShape.width; ++ox) {
                std::int64_t best = INT64_MIN;
                window(layer, shape, oy, ox,
                       [&](int, int, int y, int x) { best = std::max(best, input[place(shape.in, c, y, x)]); });
                out[place(outShape, c, oy, ox)] = best;
            }
    return out;
}

/// The max pool of pool x pool inside of a weighted layer.
Values ownPool(const Layer& layer, const LayerShape& shape, Values values)
{
    if (layer.pool <= 1)
        return values;
    Layer pool;
    pool.kernel = {layer.pool, layer.pool};
    pool.stride = pool.kernel;
    LayerShape poolShape;
    poolShape.in = shape.conv;
    return maxOver(pool, poolShape, shape.out, values);
}

Values average(const Layer& layer, const LayerShape& shape, const LayerMath& math, const Values& input)
{
    Layer whole = layer;
    if (layer.kind == LayerKind::globalpool)
        whole.kernel = {shape.in.height, shape.in.width};
    Values out(shape.out.values());
    for (int c = 0; c < shape.out.channels; ++c)
        for (int oy = 0; oy < shape.out.height; ++oy)
            for (int ox = 0; ox < shape.out.width; ++ox) {
                std::int64_t sum = 0;
                std::int64_t count = 0;
                window(whole, shape, oy, ox, [&](int, int, int y, int x) {
                    sum += input[place(shape.in, c, y, x)];
                    ++count;
                });
                out[place(shape.out, c, oy, ox)] =
                    averageClamped(sum, math.output->fraction - math.sumFraction, count, math.range);
            }
    return out;
}

Values sumOf(const LayerMath& math, const std::vector<const Values*>& inputs)
{
    Values sums(inputs[0]->size(), 0);
    for (std::size_t k = 0; k < inputs.size(); ++k)
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += (*inputs[k])[i] << (math.sumFraction - math.inputs[k].fraction);
    return sums;
}

Values concatenated(const LayerMath& math, const std::vector<const Values*>& inputs)
{
    Values all;
    for (std::size_t k = 0; k < inputs.size(); ++k) {
        Values part = *inputs[k];
        quantise(math, math.inputs[k].fraction, part);
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

Values runLayer(const IntegerModel& model, std::size_t index, const std::vector<const Values*>& inputs)
{
    const Layer& layer = model.network.layers[index];
    const LayerShape& shape = model.shapes[index];
    const LayerMath& math = model.math[index];
    switch (layer.kind) {
    case LayerKind::conv:
    case LayerKind::depthwise:
    case LayerKind::dense: {
        Values values = weighted(layer, shape, model.codes[index], math, *inputs[0]);
        quantise(math, math.sumFraction, values);
        return ownPool(layer, shape, std::move(values));
    }
    case LayerKind::add: {
        Values values = sumOf(math, inputs);
        quantise(math, math.sumFraction, values);
        return values;
    }
    case LayerKind::concat: return concatenated(math, inputs);
    case LayerKind::maxpool: return maxOver(layer, shape, shape.out, *inputs[0]);
    case LayerKind::avgpool:
    case LayerKind::globalpool: return average(layer, shape, math, *inputs[0]);
    case LayerKind::flatten: return *inputs[0];
    }
    return {};
}

} // namespace

std::vector<Activation> runPlain(const IntegerModel& model, std::span<const std::uint8_t> image)
{
    const std::size_t plane = image.size() / model.inputCodes.size();
    Values input(image.size());
    for (std::size_t i = 0; i < image.size(); ++i)
        input[i] = model.inputCodes[i / plane][image[i]];
    std::vector<Activation> outputs;
    outputs.reserve(model.shapes.size());
    for (std::size_t i = 0; i < model.shapes.size(); ++i) {
        std::vector<const Values*> inputs;
        for (const std::size_t from : model.shapes[i].inputs)
            inputs.push_back(from == kNetworkInput ? &input : &outputs[from].values);
        outputs.push_back({model.shapes[i].out, model.math[i].output, runLayer(model, i, inputs)});
    }
    return outputs;
}

} // namespace burin::cnn
