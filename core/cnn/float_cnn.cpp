// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/float_cnn.h"

#include "core/base/aligned.h"
#include "core/cnn/float_kernel.h"
#include "core/cnn/integer_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace burin::cnn {
namespace {

constexpr std::size_t kLaneCount = kFloatLanes;

/// [channel][row][column][image]
using Planes = AlignedVector<float>;

std::size_t index(std::ptrdiff_t value)
{
    return static_cast<std::size_t>(value);
}

/// One weighted layer for its kernel.
struct FloatLayer {
    std::vector<std::ptrdiff_t> pixelIn;
    std::vector<std::ptrdiff_t> pixelOut;
    std::vector<std::ptrdiff_t> taps;
    int width = 4;
    int blocks = 0;
    std::ptrdiff_t blockIn = 0;
    AlignedVector<float> weights;
    std::vector<float> bias;
};

Shape padded(const LayerShape& shape, LayerKind kind)
{
    if (kind == LayerKind::dense)
        return shape.in;
    return {shape.in.channels, shape.in.height + shape.padHeight, shape.in.width + shape.padWidth};
}

float quantised(float value, const std::optional<fixed::Format>& format)
{
    if (!format)
        return value;
    const std::int64_t code =
        fixed::roundClamped(std::ldexp(static_cast<double>(value), format->fraction), rangeOf(*format));
    return static_cast<float>(fixed::dequantise(code, *format));
}

FloatLayer layerFor(const Layer& layer, const LayerShape& shape, const LayerWeights& weights)
{
    FloatLayer plan;
    const bool depthwise = layer.kind == LayerKind::depthwise;
    const bool dense = layer.kind == LayerKind::dense;
    const Shape in = padded(shape, layer.kind);
    const auto place = [](const Shape& s, int c, int y, int x) {
        return ((static_cast<std::ptrdiff_t>(c) * s.height + y) * s.width + x) * kFloatLanes;
    };
    for (int y = 0; y < shape.conv.height; ++y)
        for (int x = 0; x < shape.conv.width; ++x) {
            plan.pixelIn.push_back(dense ? 0 : place(in, 0, y * layer.stride[0], x * layer.stride[1]));
            plan.pixelOut.push_back(place(shape.conv, 0, y, x));
        }
    const bool single = plan.pixelIn.size() == 1 && !depthwise;
    while (!single && plan.pixelIn.size() % kFloatPixels != 0) {
        plan.pixelIn.push_back(plan.pixelIn.back()); // the last one again
        plan.pixelOut.push_back(plan.pixelOut.back());
    }
    const Shape kernel{depthwise ? 1 : in.channels, dense ? in.height : layer.kernel[0],
                       dense ? in.width : layer.kernel[1]};
    for (int c = 0; c < kernel.channels; ++c)
        for (int y = 0; y < kernel.height; ++y)
            for (int x = 0; x < kernel.width; ++x)
                plan.taps.push_back(place(in, c, y, x));
    plan.width = depthwise ? 1 : single ? 8 : 4;
    plan.blocks = (shape.conv.channels + plan.width - 1) / plan.width;
    plan.blockIn = depthwise ? place(in, 1, 0, 0) : 0;
    const auto filters = static_cast<std::size_t>(shape.conv.channels);
    const auto width = static_cast<std::size_t>(plan.width);
    plan.weights.assign(static_cast<std::size_t>(plan.blocks) * width * plan.taps.size(), 0.0F);
    plan.bias.assign(static_cast<std::size_t>(plan.blocks) * width, 0.0F);
    for (std::size_t m = 0; m < filters; ++m) {
        for (std::size_t k = 0; k < plan.taps.size(); ++k)
            plan.weights[(m / width * plan.taps.size() + k) * width + m % width] =
                quantised(weights.kernel[m * plan.taps.size() + k], layer.weight);
        if (layer.bias)
            plan.bias[m] = quantised(weights.bias[m], layer.weight);
    }
    return plan;
}

struct FloatModel {
    Network network;
    std::vector<LayerShape> shapes;
    std::vector<std::optional<fixed::Format>> formats;
    std::vector<FloatLayer> layers;
    std::vector<std::size_t> lastUse;           ///< by layer: the last one that reads it
    std::vector<std::array<float, 256>> inputs; ///< by channel and pixel
};

/// Up to 16 images through the network. `see` gets every layer's output when it is there.
class FloatRun {
public:
    using See = std::function<void(std::size_t layer, const Planes& values)>;
    FloatRun(const FloatModel& model, SimdSet set, const JobContext& ctx) : model_(model), set_(set), ctx_(ctx) {}

    Result<Planes> run(std::span<const std::uint8_t> pixels, const See& see)
    {
        readPixels(pixels);
        outputs_.resize(model_.network.layers.size());
        for (std::size_t i = 0; i < outputs_.size(); ++i) {
            if (ctx_.cancelled())
                return cancelledError();
            BURIN_CHECK(runLayer(i));
            if (see)
                see(i, outputs_[i]);
            for (std::size_t k = 0; k < i; ++k)
                if (model_.lastUse[k] == i)
                    outputs_[k] = {};
        }
        return std::move(outputs_.back());
    }

private:
    void readPixels(std::span<const std::uint8_t> pixels)
    {
        const std::size_t perImage = model_.network.input.values();
        const std::size_t images = pixels.size() / perImage;
        const std::size_t plane = perImage / model_.inputs.size();
        input_.resize(perImage * kLaneCount);
        for (std::size_t place = 0; place < perImage; ++place)
            for (std::size_t lane = 0; lane < kLaneCount; ++lane)
                input_[place * kLaneCount + lane] =
                    model_.inputs[place / plane][pixels[std::min(lane, images - 1) * perImage + place]];
    }

    [[nodiscard]] const Planes& inputOf(std::size_t layer, std::size_t k) const
    {
        const std::size_t from = model_.shapes[layer].inputs[k];
        return from == kNetworkInput ? input_ : outputs_[from];
    }

    void quantise(std::size_t layer, Planes& values) const
    {
        if (!model_.formats[layer])
            return;
        const fixed::Interval range = rangeOf(*model_.formats[layer]);
        fakeQuantise(values.data(), values.size(), static_cast<float>(model_.formats[layer]->step()),
                     static_cast<float>(range.lo), static_cast<float>(range.hi));
    }

    Result<void> runLayer(std::size_t i)
    {
        const Layer& layer = model_.network.layers[i];
        const LayerShape& shape = model_.shapes[i];
        Planes& out = outputs_[i];
        switch (layer.kind) {
        case LayerKind::conv:
        case LayerKind::depthwise:
        case LayerKind::dense:
            BURIN_CHECK(runWeighted(i, out));
            quantise(i, out);
            if (layer.pool > 1)
                out = windows(out, shape.conv, shape.out, {layer.pool, layer.pool}, {layer.pool, layer.pool},
                              {0, 0}, true);
            break;
        case LayerKind::maxpool:
        case LayerKind::avgpool:
            out = windows(inputOf(i, 0), shape.in, shape.out, layer.kernel, layer.stride,
                          {shape.padTop, shape.padLeft}, layer.kind == LayerKind::maxpool);
            quantise(i, out);
            break;
        case LayerKind::globalpool:
            out = windows(inputOf(i, 0), shape.in, shape.out, {shape.in.height, shape.in.width}, {1, 1}, {0, 0},
                          false);
            quantise(i, out);
            break;
        case LayerKind::add:
            out = inputOf(i, 0);
            for (std::size_t k = 1; k < shape.inputs.size(); ++k)
                for (std::size_t v = 0; v < out.size(); ++v)
                    out[v] += inputOf(i, k)[v];
            if (layer.relu)
                for (float& value : out)
                    value = std::max(value, 0.0F);
            quantise(i, out);
            break;
        case LayerKind::concat:
            out.clear();
            for (std::size_t k = 0; k < shape.inputs.size(); ++k)
                out.insert(out.end(), inputOf(i, k).begin(), inputOf(i, k).end());
            quantise(i, out);
            break;
        case LayerKind::flatten: out = inputOf(i, 0); break;
        }
        return {};
    }

    Result<void> runWeighted(std::size_t i, Planes& out)
    {
        const Layer& layer = model_.network.layers[i];
        const LayerShape& shape = model_.shapes[i];
        const FloatLayer& plan = model_.layers[i];
        const bool pads = shape.padHeight + shape.padWidth > 0 && layer.kind != LayerKind::dense;
        if (pads)
            pad(inputOf(i, 0), shape);
        const std::ptrdiff_t planeOut =
            static_cast<std::ptrdiff_t>(shape.conv.height) * shape.conv.width * kFloatLanes;
        out.resize(index(planeOut * plan.blocks * plan.width));
        FloatConv a;
        a.input = pads ? padded_.data() : inputOf(i, 0).data();
        a.output = out.data();
        a.taps = plan.taps.data();
        a.tapCount = static_cast<int>(plan.taps.size());
        a.width = plan.width;
        a.blocks = plan.blocks;
        a.weights = plan.weights.data();
        a.bias = plan.bias.data();
        a.blockIn = plan.blockIn;
        a.planeOut = planeOut;
        a.lowest = layer.relu ? 0.0F : -std::numeric_limits<float>::infinity();
        // Parts that take a few milliseconds, so that a stop is seen.
        const auto pixels = static_cast<std::int64_t>(plan.pixelIn.size());
        const std::int64_t cost = static_cast<std::int64_t>(plan.weights.size()) * kFloatLanes * kFloatPixels;
        const std::int64_t part = std::min(
            pixels, kFloatPixels * std::max<std::int64_t>(1, 50'000'000 / std::max<std::int64_t>(1, cost)));
        for (std::int64_t from = 0; from < pixels; from += part) {
            if (ctx_.cancelled())
                return cancelledError();
            a.pixels = static_cast<int>(std::min(part, pixels - from));
            a.pixelIn = plan.pixelIn.data() + from;
            a.pixelOut = plan.pixelOut.data() + from;
            runFloatConv(set_, a);
        }
        out.resize(shape.conv.values() * kLaneCount);
        return {};
    }

    void pad(const Planes& input, const LayerShape& shape)
    {
        const Shape to = padded(shape, LayerKind::conv);
        padded_.assign(to.values() * kLaneCount, 0.0F);
        const std::size_t row = static_cast<std::size_t>(shape.in.width) * kLaneCount;
        for (int c = 0; c < to.channels; ++c)
            for (int y = 0; y < shape.in.height; ++y) {
                const std::ptrdiff_t from =
                    (static_cast<std::ptrdiff_t>(c) * shape.in.height + y) * shape.in.width;
                const std::ptrdiff_t at =
                    (static_cast<std::ptrdiff_t>(c) * to.height + y + shape.padTop) * to.width + shape.padLeft;
                std::copy_n(input.begin() + from * kFloatLanes, row, padded_.begin() + at * kFloatLanes);
            }
    }

    /// Maxima or means over windows, padding left out.
    static Planes windows(const Planes& input, const Shape& in, const Shape& outShape, std::array<int, 2> kernel,
                          std::array<int, 2> stride, std::array<int, 2> pad, bool maximum)
    {
        Planes out(outShape.values() * kLaneCount);
        float* target = out.data();
        for (int c = 0; c < outShape.channels; ++c)
            for (int oy = 0; oy < outShape.height; ++oy)
                for (int ox = 0; ox < outShape.width; ++ox, target += kFloatLanes) {
                    const int top = oy * stride[0] - pad[0];
                    const int left = ox * stride[1] - pad[1];
                    std::fill_n(target, kFloatLanes, maximum ? -std::numeric_limits<float>::infinity() : 0.0F);
                    int count = 0;
                    for (int y = std::max(0, top); y < std::min(in.height, top + kernel[0]); ++y)
                        for (int x = std::max(0, left); x < std::min(in.width, left + kernel[1]); ++x, ++count) {
                            const std::ptrdiff_t at =
                                (static_cast<std::ptrdiff_t>(c) * in.height + y) * in.width + x;
                            const float* values = input.data() + at * kFloatLanes;
                            for (int lane = 0; lane < kFloatLanes; ++lane)
                                target[lane] =
                                    maximum ? std::max(target[lane], values[lane]) : target[lane] + values[lane];
                        }
                    if (!maximum)
                        for (int lane = 0; lane < kFloatLanes; ++lane)
                            target[lane] /= static_cast<float>(count);
                }
        return out;
    }

    const FloatModel& model_;
    SimdSet set_;
    const JobContext& ctx_;
    Planes input_;
    Planes padded_;
    std::vector<Planes> outputs_;
};

Result<std::size_t> countImages(std::span<const std::uint8_t> pixels, std::size_t perImage)
{
    if (pixels.size() % perImage != 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} bytes of pixels are no whole images of {}", pixels.size(), perImage), "pixels",
                    "Give images of the network's input size.");
    return pixels.size() / perImage;
}

} // namespace

struct FloatCnn::Plan : FloatModel {};

Result<FloatCnn> FloatCnn::make(Network network, const Weights& weights)
{
    BURIN_TRY(auto shapes, inferShapes(network, {.allowEmpty = true}));
    BURIN_CHECK(checkWeights(network, weights));
    auto plan = std::make_shared<Plan>();
    plan->formats = outputFormats(network);
    plan->layers.resize(network.layers.size());
    plan->lastUse.assign(network.layers.size(), network.layers.size());
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        if (network.layers[i].hasWeights())
            plan->layers[i] = layerFor(network.layers[i], shapes[i], weights[i]);
        for (const std::size_t input : shapes[i].inputs)
            if (input != kNetworkInput)
                plan->lastUse[input] = i;
    }
    for (int channel = 0; channel < network.input.channels; ++channel) {
        std::array<float, 256> values{};
        for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
            const double value = (static_cast<double>(pixel) - network.normalise.meanOf(channel)) /
                                 network.normalise.stdOf(channel);
            values[pixel] = static_cast<float>(
                network.inputFormat
                    ? fixed::dequantise(fixed::roundClamped(std::ldexp(value, network.inputFormat->fraction),
                                                            rangeOf(*network.inputFormat)),
                                        *network.inputFormat)
                    : value);
        }
        plan->inputs.push_back(values);
    }
    plan->shapes = std::move(shapes);
    plan->network = std::move(network);
    FloatCnn cnn;
    cnn.plan_ = std::move(plan);
    return cnn;
}

const Network& FloatCnn::network() const
{
    return plan_->network;
}

const std::vector<LayerShape>& FloatCnn::shapes() const
{
    return plan_->shapes;
}

std::size_t FloatCnn::classes() const
{
    return plan_->shapes.back().out.values();
}

Result<std::vector<float>> FloatCnn::logits(std::span<const std::uint8_t> pixels, const JobContext& ctx) const
{
    return logits(pixels, ctx, bestSimdSet());
}

Result<std::vector<float>> FloatCnn::logits(std::span<const std::uint8_t> pixels, const JobContext& ctx,
                                            SimdSet set) const
{
    const std::size_t perImage = plan_->network.input.values();
    BURIN_TRY(const std::size_t images, countImages(pixels, perImage));
    std::vector<float> all(images * classes());
    const auto batch = [&](std::size_t number) -> Result<void> {
        const std::size_t from = number * kLaneCount;
        const std::size_t count = std::min(kLaneCount, images - from);
        FloatRun run(*plan_, set, ctx);
        BURIN_TRY(const Planes values, run.run(pixels.subspan(from * perImage, count * perImage), {}));
        for (std::size_t image = 0; image < count; ++image)
            for (std::size_t k = 0; k < classes(); ++k) {
                const float value = values[k * kLaneCount + image];
                if (!std::isfinite(value))
                    return fail(ErrorCode::invalidInput,
                                fmt::format("logit {} of image {} is {}", k, from + image, value), "network",
                                "Its weights are too large; train it again with a smaller learning rate.");
                all[(from + image) * classes() + k] = value;
            }
        return {};
    };
    BURIN_CHECK(parallelFor(ctx, (images + kLaneCount - 1) / kLaneCount, batch));
    return all;
}

Result<std::vector<int>> FloatCnn::predict(std::span<const std::uint8_t> pixels, const JobContext& ctx) const
{
    BURIN_TRY(const auto all, logits(pixels, ctx));
    std::vector<int> labels;
    for (auto image = all.begin(); image != all.end(); image += static_cast<std::ptrdiff_t>(classes()))
        labels.push_back(
            static_cast<int>(std::max_element(image, image + static_cast<std::ptrdiff_t>(classes())) - image));
    return labels;
}

Result<std::vector<ActivationSample>> FloatCnn::sample(std::span<const std::uint8_t> pixels, std::size_t perLayer,
                                                       const JobContext& ctx) const
{
    const std::size_t perImage = plan_->network.input.values();
    BURIN_TRY(const std::size_t images, countImages(pixels, perImage));
    const std::size_t batches = (images + kLaneCount - 1) / kLaneCount;
    std::vector<std::vector<ActivationSample>> parts(batches);
    const auto batch = [&](std::size_t number) -> Result<void> {
        const std::size_t from = number * kLaneCount;
        const std::size_t count = std::min(kLaneCount, images - from);
        parts[number].resize(plan_->shapes.size());
        const auto see = [&](std::size_t layer, const Planes& values) {
            ActivationSample& part = parts[number][layer];
            part.low = *std::min_element(values.begin(), values.end()); // lanes without an image repeat one
            part.high = *std::max_element(values.begin(), values.end());
            const std::size_t places = values.size() / kLaneCount;
            const std::size_t wanted = std::clamp<std::size_t>(perLayer / images, 1, places);
            for (std::size_t k = 0; k < wanted; ++k)
                for (std::size_t image = 0; image < count; ++image)
                    part.values.push_back(values[k * places / wanted * kLaneCount + image]);
        };
        FloatRun run(*plan_, bestSimdSet(), ctx);
        auto result = run.run(pixels.subspan(from * perImage, count * perImage), see);
        return result ? Result<void>() : Unexpected<Error>(result.error());
    };
    BURIN_CHECK(parallelFor(ctx, batches, batch));
    std::vector<ActivationSample> samples =
        batches > 0 ? std::move(parts[0]) : std::vector<ActivationSample>(plan_->shapes.size());
    for (std::size_t number = 1; number < batches; ++number)
        for (std::size_t layer = 0; layer < samples.size(); ++layer) {
            const ActivationSample& part = parts[number][layer];
            samples[layer].low = std::min(samples[layer].low, part.low);
            samples[layer].high = std::max(samples[layer].high, part.high);
            samples[layer].values.insert(samples[layer].values.end(), part.values.begin(), part.values.end());
        }
    return samples;
}

} // namespace burin::cnn
