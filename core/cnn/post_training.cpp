// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/post_training.h"

#include "core/cnn/float_cnn.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace burin::cnn {
namespace {

constexpr int kInputBits = 8;
constexpr int kMinFraction = -16; // of a format, see inferShapes()
constexpr int kMaxFraction = 24;

double meanSquaredError(std::span<const double> values, const fixed::Format& format)
{
    if (values.empty())
        return 0;
    // As fixed::quantise() and back (tst_post_training), for finite values: a power of two may be multiplied with, and
    // next to 2^52 a double has no bits for a fraction, so that an addition rounds to the nearest, ties to even. The
    // squares are made in blocks, as vectors, and summed in the order of the values.
    constexpr double kWholeOnly = 0x1.8p52;
    constexpr std::size_t kBlock = 256;
    const double step = format.step();
    const double scale = 1 / step;
    const auto lo = static_cast<double>(format.range().lo);
    const auto hi = static_cast<double>(format.range().hi);
    std::array<double, kBlock> squares{};
    double sum = 0;
    for (std::size_t from = 0; from < values.size(); from += kBlock) {
        const std::size_t count = std::min(kBlock, values.size() - from);
        const double* block = values.data() + from;
        for (std::size_t k = 0; k < count; ++k) {
            const double word = std::min(std::max(block[k] * scale, lo), hi) + kWholeOnly - kWholeOnly;
            const double error = block[k] - word * step;
            squares[k] = error * error;
        }
        for (std::size_t k = 0; k < count; ++k)
            sum += squares[k];
    }
    return sum / static_cast<double>(values.size());
}

/// The fraction with the least cost(format); of equals the smallest, which holds the widest range.
template <class Cost> fixed::Format bestFormat(int bits, bool isSigned, double largest, const Cost& cost)
{
    // From the scale that clamps nothing, a few steps finer: beyond that more than 15/16 of the range is clamped.
    constexpr int kFiner = 4;
    int exponent = 0; // largest <= 2^exponent
    if (largest > 0)
        std::frexp(largest, &exponent);
    const int safe = std::clamp(bits - (isSigned ? 1 : 0) - exponent, kMinFraction, kMaxFraction - kFiner);
    fixed::Format best{bits, safe, isSigned};
    double least = std::numeric_limits<double>::infinity();
    for (int fraction = safe; fraction <= safe + kFiner; ++fraction) {
        const fixed::Format format{bits, fraction, isSigned};
        const double value = cost(format);
        if (value < least) {
            least = value;
            best = format;
        }
    }
    return best;
}

double largestOf(std::span<const double> values)
{
    double largest = 0;
    for (const double value : values)
        largest = std::max(largest, std::abs(value));
    return largest;
}

std::vector<double> doubles(const std::vector<float>& values)
{
    return {values.begin(), values.end()};
}

fixed::Format activationFormat(const TensorProfile& profile, int bits, bool isSigned)
{
    return bestFormat(bits, isSigned, largestOf(profile.sample),
                      [&](const fixed::Format& format) { return meanSquaredError(profile.sample, format); });
}

fixed::Format weightFormat(const LayerWeights& weights, int bits, double fanIn, double inputMeanSquare)
{
    const std::vector<double> kernel = doubles(weights.kernel);
    const std::vector<double> bias = doubles(weights.bias);
    return bestFormat(bits, true, std::max(largestOf(kernel), largestOf(bias)), [&](const fixed::Format& format) {
        return fanIn * inputMeanSquare * meanSquaredError(kernel, format) + meanSquaredError(bias, format);
    });
}

TensorProfile profileOf(std::vector<double> sample)
{
    TensorProfile profile;
    for (const double value : sample)
        profile.meanSquare += value * value / static_cast<double>(sample.size());
    profile.sample = std::move(sample);
    return profile;
}

/// The real inputs of some pixels, evenly taken.
TensorProfile inputProfile(const Network& network, std::span<const std::uint8_t> pixels)
{
    const std::size_t plane = network.input.values() / static_cast<std::size_t>(network.input.channels);
    const std::size_t stride = 1 + pixels.size() / kProfileSample;
    std::vector<double> sample;
    for (std::size_t i = 0; i < pixels.size(); i += stride) {
        const int channel = static_cast<int>(i / plane) % network.input.channels;
        sample.push_back((pixels[i] - network.normalise.meanOf(channel)) / network.normalise.stdOf(channel));
    }
    return profileOf(std::move(sample));
}

/// The policy's entry for each layer: its own, or that of the nearest weighted layer before it (along first
/// inputs).
std::vector<std::size_t> entryOf(const Network& network, const std::vector<LayerShape>& shapes)
{
    std::vector<std::size_t> entries(network.layers.size(), 0);
    std::size_t next = 0;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const std::size_t input = shapes[i].inputs[0];
        entries[i] = network.layers[i].hasWeights() ? next++ : (input == kNetworkInput ? 0 : entries[input]);
    }
    return entries;
}

/// As the JSON form has it: unsigned after ReLU; a join passes on whether any of its inputs is signed.
bool isSignedOutput(const Network& network, const LayerShape& shape, std::size_t index)
{
    const Layer& layer = network.layers[index];
    if (layer.relu || layer.hasWeights())
        return !layer.relu;
    const auto formats = outputFormats(network); // of the layers before this one they are there already
    return std::any_of(shape.inputs.begin(), shape.inputs.end(), [&](std::size_t input) {
        return input == kNetworkInput || !formats[input] || formats[input]->isSigned;
    });
}

} // namespace

Result<RangeProfile> profileRanges(const Network& network, const Weights& weights,
                                   std::span<const std::uint8_t> pixels, const JobContext& ctx)
{
    if (pixels.size() < network.input.values())
        return fail(ErrorCode::usage, "calibration needs at least one image");
    BURIN_TRY(const FloatCnn net, FloatCnn::make(withoutFormats(network), weights));
    BURIN_TRY(const auto samples, net.sample(pixels, kProfileSample, ctx));
    RangeProfile profile;
    profile.input = inputProfile(network, pixels);
    for (const ActivationSample& sample : samples)
        profile.outputs.push_back(profileOf({sample.values.begin(), sample.values.end()}));
    return profile;
}

Result<Network> withTensorWidths(const Network& network, const Weights& weights, const RangeProfile& profile,
                                 const TensorWidths& widths)
{
    const std::size_t layers = network.layers.size();
    if (widths.weights.size() != layers || widths.outputs.size() != layers || profile.outputs.size() != layers)
        return fail(ErrorCode::usage,
                    fmt::format("widths or values of another network than one of {} layers", layers));
    BURIN_CHECK(checkWeights(network, weights));
    BURIN_TRY(const auto shapes, inferShapes(network, {.allowEmpty = true}));
    const auto changes = [](int bits, const std::optional<fixed::Format>& format) {
        return bits > 0 && (!format || format->bits != bits);
    };
    Network quantised = network;
    if (changes(widths.input, quantised.inputFormat))
        quantised.inputFormat = activationFormat(profile.input, widths.input, true);
    for (std::size_t i = 0; i < layers; ++i) {
        Layer& layer = quantised.layers[i];
        if (changes(widths.weights[i], layer.weight)) {
            const std::size_t input = shapes[i].inputs[0];
            const TensorProfile& before = input == kNetworkInput ? profile.input : profile.outputs[input];
            const double fanIn = static_cast<double>(shapes[i].weights) / std::max(1, shapes[i].conv.channels);
            layer.weight = weightFormat(weights[i], widths.weights[i], fanIn, before.meanSquare);
        }
        if (changes(widths.outputs[i], layer.activation)) {
            const bool isSigned = isSignedOutput(quantised, shapes[i], i);
            layer.activation = activationFormat(profile.outputs[i], widths.outputs[i], isSigned);
        }
    }
    BURIN_TRY([[maybe_unused]] const auto checked, inferShapes(quantised, {.allowEmpty = true}));
    return quantised;
}

Result<Network> withPolicyFormats(const Network& network, const Weights& weights, const RangeProfile& profile,
                                  const Policy& policy)
{
    if (policy.size() != network.weightedLayers())
        return fail(ErrorCode::usage, fmt::format("the policy has {} entries for {} layers with weights",
                                                  policy.size(), network.weightedLayers()));
    BURIN_TRY(const auto shapes, inferShapes(network, {.allowEmpty = true}));
    const auto entries = entryOf(network, shapes);
    TensorWidths widths;
    widths.input = network.inputFormat ? 0 : kInputBits;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        const LayerPolicy& entry = policy[entries[i]];
        const bool isLast = i + 1 == network.layers.size();
        const bool joins = layer.kind == LayerKind::add || layer.kind == LayerKind::concat;
        const bool wants = (layer.hasWeights() && !isLast) || joins || layer.activation.has_value();
        widths.weights.push_back(layer.hasWeights() ? entry.weightBits : 0);
        widths.outputs.push_back(wants ? entry.activationBits : 0);
    }
    return withTensorWidths(network, weights, profile, widths);
}

std::vector<LayerBits> bitsInUse(const Network& network, const Weights& weights, const RangeProfile& profile)
{
    std::vector<LayerBits> bits;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        if (!layer.hasWeights())
            continue;
        LayerBits entry{layer.name, {}, {}};
        if (layer.weight)
            entry.weights = fixed::bitHistogram(doubles(weights[i].kernel), *layer.weight);
        if (layer.activation)
            entry.activations = fixed::bitHistogram(profile.outputs[i].sample, *layer.activation);
        bits.push_back(std::move(entry));
    }
    return bits;
}

} // namespace burin::cnn
