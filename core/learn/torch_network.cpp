// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch_network.h"

#include "core/learn/norm_act.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace burin::learn {
namespace {

using cnn::LayerKind;
using torch::Tensor;

constexpr double kStatisticsRate = 0.05; ///< of the running mean and deviation
constexpr float kSmallestGamma = 0.05F;

std::vector<std::int64_t> perFilter(const Tensor& kernel)
{
    std::vector<std::int64_t> shape(static_cast<std::size_t>(kernel.dim()), 1);
    shape[0] = kernel.size(0);
    return shape;
}

Tensor padded(const Tensor& x, const cnn::LayerShape& shape, double value)
{
    if (shape.padHeight == 0 && shape.padWidth == 0)
        return x;
    return torch::constant_pad_nd(
        x, {shape.padLeft, shape.padWidth - shape.padLeft, shape.padTop, shape.padHeight - shape.padTop}, value);
}

double maximumOf(const std::optional<fixed::Format>& format)
{
    return format ? static_cast<double>(format->range().hi) * format->step() : 0;
}

/// Where scales start: folded weights should span some steps of their format and activations use their range
/// without being clamped much (2.7 standard deviations); training moves them from there.
double firstGamma(const cnn::Layer& layer, double fanIn, double inputRms)
{
    if (!layer.weight || !layer.activation)
        return 1;
    const double high = maximumOf(layer.activation);
    const double spread = std::sqrt(fanIn) * inputRms; // folded weights have the deviation gamma / spread
    const double wanted = std::max(0.1 * high, 2 * layer.weight->step() * spread);
    const double most = std::min(high / 2.7, maximumOf(layer.weight) / 3.5 * spread);
    return std::max(std::clamp(wanted, std::min(3 * layer.activation->step(), most), most),
                    static_cast<double>(kSmallestGamma));
}

std::vector<float> numbersOf(const Tensor& tensor)
{
    const Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
    std::vector<float> numbers(static_cast<std::size_t>(flat.numel()));
    if (!numbers.empty())
        std::memcpy(numbers.data(), flat.data_ptr(), numbers.size() * sizeof(float));
    return numbers;
}

} // namespace

Result<TorchNetwork> TorchNetwork::make(cnn::Network network, bool quantised, std::uint64_t seed,
                                        const LearnFormats& formats)
{
    if (quantised && !network.isQuantised())
        return fail(ErrorCode::usage,
                    "training with rounding needs a format for the input, every weight and every activation", {},
                    "Add the formats to the network or train without --qat.");
    if (!quantised) {
        network.inputFormat.reset();
        for (cnn::Layer& layer : network.layers) {
            layer.activation.reset();
            layer.weight.reset();
        }
    }
    TorchNetwork made;
    BURIN_TRY(made.shapes_, cnn::inferShapes(network));
    made.formats_ = cnn::outputFormats(network);
    made.network_ = std::move(network);
    const auto& layers = made.network_.layers;
    std::size_t weightedLayers = 0;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].hasWeights()) {
            made.lastWeighted_ = i;
            ++weightedLayers;
        }
    if (weightedLayers == 0)
        return fail(ErrorCode::invalidInput, "the network has no layer with weights: there is nothing to train");
    made.learner_ = FormatLearner(made.network_, made.shapes_, formats);
    made.draw(seed);
    return made;
}

void TorchNetwork::draw(std::uint64_t seed)
{
    const cnn::Weights first = cnn::randomWeights(network_, seed);
    parts_.resize(network_.layers.size());
    std::vector<double> rms(network_.layers.size(), 0.7);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const cnn::Layer& layer = network_.layers[i];
        const cnn::LayerShape& shape = shapes_[i];
        const auto inputRms = [&](std::size_t input) { return input == cnn::kNetworkInput ? 0.5 : rms[input]; };
        double in = 0;
        for (const std::size_t input : shape.inputs)
            in = layer.kind == LayerKind::add ? std::hypot(in, inputRms(input)) : std::max(in, inputRms(input));
        rms[i] = in;
        if (!layer.hasWeights())
            continue;
        Part& part = parts_[i];
        const std::int64_t filters = shape.conv.channels;
        const std::int64_t perOne = static_cast<std::int64_t>(first[i].kernel.size()) / filters;
        std::vector<std::int64_t> dims{filters, perOne};
        if (layer.kind != LayerKind::dense)
            dims = {filters, perOne / (layer.kernel[0] * layer.kernel[1]), layer.kernel[0], layer.kernel[1]};
        part.kernel = torch::tensor(first[i].kernel).view(dims).clone();
        if (learner_.learns())
            part.inputSquare = torch::zeros({}, torch::kDouble);
        if (i != lastWeighted_ && layer.bias) {
            const double gamma = firstGamma(layer, static_cast<double>(perOne), in);
            part.gamma = torch::full({filters}, gamma);
            part.beta = torch::zeros({filters});
            part.mean = torch::zeros({filters});
            part.deviation = torch::ones({filters});
            part.smallestGamma = torch::full({filters}, kSmallestGamma);
            rms[i] = gamma * (layer.relu ? 0.7 : 1.0);
        } else if (layer.bias) {
            part.bias = torch::zeros({filters});
        }
        if (i == lastWeighted_)
            part.kernel.mul_(0.5);
    }
    for (const Tensor& tensor : kernels())
        tensor.set_requires_grad(true);
    for (const Tensor& tensor : others())
        tensor.set_requires_grad(true);
}

Tensor TorchNetwork::inputs(const Tensor& bytes) const
{
    const std::int64_t channels = network_.input.channels;
    std::vector<float> mean;
    std::vector<float> deviation;
    for (int c = 0; c < network_.input.channels; ++c) {
        mean.push_back(static_cast<float>(network_.normalise.meanOf(c)));
        deviation.push_back(static_cast<float>(network_.normalise.stdOf(c)));
    }
    Tensor x = bytes.to(torch::kFloat);
    x = (x - torch::tensor(mean).to(x.device()).view({1, channels, 1, 1})) /
        torch::tensor(deviation).to(x.device()).view({1, channels, 1, 1});
    if (network_.inputFormat)
        x = roundTo(x, *network_.inputFormat, false);
    return x.contiguous(at::MemoryFormat::ChannelsLast);
}

std::pair<Tensor, Tensor> TorchNetwork::exact(std::size_t layer, bool frozen) const
{
    const Part& part = parts_[layer];
    Tensor kernel = part.kernel;
    Tensor bias = part.bias;
    if (part.normalised()) {
        Tensor scale = (frozen ? part.gamma : part.gamma.detach()) / part.deviation;
        if (!frozen && !measured_)
            scale = torch::ones_like(scale);
        kernel = kernel * scale.view(perFilter(kernel));
        bias = frozen ? part.beta - part.mean * scale : Tensor();
    }
    return {kernel, bias};
}

std::pair<Tensor, Tensor> TorchNetwork::folded(std::size_t layer, bool frozen) const
{
    auto [kernel, bias] = exact(layer, frozen);
    if (const auto& format = network_.layers[layer].weight) {
        const LearnedFormat* learned = learner_.weight(layer);
        kernel = learned != nullptr ? learned->round(kernel, false) : roundTo(kernel, *format, false);
        if (bias.defined())
            bias = roundTo(bias, *format, false);
    }
    return {kernel, bias};
}

Tensor TorchNetwork::weighted(std::size_t index, const Tensor& input, const Pass& pass)
{
    const cnn::Layer& layer = network_.layers[index];
    const cnn::LayerShape& shape = shapes_[index];
    Part& part = parts_[index];
    if (pass.training && part.inputSquare.defined() && !pass.frozen) {
        const torch::NoGradGuard guard;
        part.inputSquare.lerp_(input.to(torch::kFloat).pow(2).mean().to(part.inputSquare.device(), torch::kDouble),
                               measured_ ? kStatisticsRate : 1.0);
    }
    auto [kernel, bias] = folded(index, pass.frozen);
    const bool half = pass.half && index != lastWeighted_;
    // A GPU's convolutions transform their values (Winograd): made in double and rounded, sums are exact.
    const bool exact = pass.frozen && !half && layer.weight && input.is_cuda();
    const auto type = half ? torch::kBFloat16 : exact ? torch::kDouble : torch::kFloat;
    Tensor x = input.to(type);
    kernel = kernel.to(type);
    if (layer.kind == LayerKind::dense) {
        x = x.contiguous().flatten(1);
        if (index == lastWeighted_ && pass.training && pass.dropout > 0)
            x = torch::dropout(x, pass.dropout, true);
        x = torch::matmul(x, kernel.t());
    } else {
        const bool even = shape.padHeight == 2 * shape.padTop && shape.padWidth == 2 * shape.padLeft;
        const std::int64_t groups = layer.kind == LayerKind::depthwise ? shape.in.channels : 1;
        x = torch::conv2d(even ? x : padded(x, shape, 0), kernel.contiguous(at::MemoryFormat::ChannelsLast), {},
                          at::IntArrayRef({layer.stride[0], layer.stride[1]}),
                          even ? at::IntArrayRef({shape.padTop, shape.padLeft}) : at::IntArrayRef({0, 0}),
                          at::IntArrayRef({1, 1}), groups);
    }
    if (exact)
        x = x.to(torch::kFloat);
    if (pass.adopt && part.normalised())
        adopt(part, x);
    const bool learned = learner_.activation(index) != nullptr;
    const auto format = learned ? std::nullopt : layer.activation;
    const NormActConfig config{layer.relu, format, pass.frozen || !part.normalised(), pass.fused};
    if (config.frozen) {
        const Tensor zeros = torch::zeros({shape.conv.channels}, part.kernel.device());
        x = normAct(x, zeros, bias.defined() ? bias : zeros, config).values;
    } else {
        const NormActResult result = normAct(x, part.gamma, part.beta, config);
        x = result.values;
        if (pass.training) {
            const torch::NoGradGuard guard;
            // statistics of the unscaled convolution
            const Tensor scale = measured_ ? part.gamma.detach() / part.deviation : torch::ones_like(part.gamma);
            const double rate = measured_ ? kStatisticsRate : 1.0;
            const Tensor mean = result.mean / scale;
            const Tensor deviation = result.deviation / scale;
            part.mean.lerp_(mean, rate);
            part.deviation.lerp_(deviation, rate);
        }
    }
    if (learned)
        x = activated(index, x);
    return layer.pool > 1 ? torch::max_pool2d(x, layer.pool, {}, 0, 1, true) : x;
}

Tensor TorchNetwork::joined(std::size_t index, const std::vector<Tensor>& inputs) const
{
    const cnn::Layer& layer = network_.layers[index];
    if (layer.kind == LayerKind::concat) {
        Tensor x = torch::cat(inputs, 1);
        return activated(index, layer.relu ? torch::relu(x) : x);
    }
    Tensor x = inputs[0].to(torch::kFloat);
    for (std::size_t i = 1; i < inputs.size(); ++i)
        x = x + inputs[i].to(torch::kFloat);
    if (layer.relu)
        x = torch::relu(x);
    return activated(index, x);
}

Tensor TorchNetwork::activated(std::size_t index, const Tensor& x) const
{
    const auto& format = network_.layers[index].activation;
    if (!format)
        return x;
    const LearnedFormat* learned = learner_.activation(index);
    return learned != nullptr ? learned->round(x, true) : roundTo(x, *format, true);
}

Tensor TorchNetwork::pooled(std::size_t index, const Tensor& x) const
{
    const cnn::Layer& layer = network_.layers[index];
    const cnn::LayerShape& shape = shapes_[index];
    const at::IntArrayRef kernel({layer.kernel[0], layer.kernel[1]});
    const std::vector<std::int64_t> stride{layer.stride[0], layer.stride[1]};
    if (layer.kind == LayerKind::maxpool)
        return torch::max_pool2d(padded(x, shape, -1e30), {layer.kernel[0], layer.kernel[1]}, stride);
    Tensor values = x.to(torch::kFloat);
    if (layer.kind == LayerKind::globalpool) {
        values = values.sum({2, 3}, true) / static_cast<double>(x.size(2) * x.size(3));
    } else {
        const auto sum = [&](const Tensor& of) {
            return torch::avg_pool2d(padded(of, shape, 0), {layer.kernel[0], layer.kernel[1]}, stride, 0, false,
                                     true, 1);
        };
        const Tensor ones = torch::ones({1, 1, x.size(2), x.size(3)}, values.options().requires_grad(false));
        values = sum(values) / sum(ones);
    }
    if (layer.relu)
        values = torch::relu(values);
    if (layer.activation)
        return activated(index, values);
    const auto& format = formats_[index];
    return format ? roundTo(values, *format, true) : values;
}

Tensor TorchNetwork::forward(const Tensor& inputs, const Pass& pass)
{
    std::vector<Tensor> outputs(network_.layers.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        std::vector<Tensor> from;
        for (const std::size_t input : shapes_[i].inputs)
            from.push_back(input == cnn::kNetworkInput ? inputs : outputs[input]);
        switch (network_.layers[i].kind) {
        case LayerKind::conv:
        case LayerKind::depthwise:
        case LayerKind::dense: outputs[i] = weighted(i, from[0], pass); break;
        case LayerKind::add:
        case LayerKind::concat: outputs[i] = joined(i, from); break;
        case LayerKind::maxpool:
        case LayerKind::avgpool:
        case LayerKind::globalpool: outputs[i] = pooled(i, from[0]); break;
        case LayerKind::flatten: outputs[i] = from[0].contiguous().flatten(1).unsqueeze(-1).unsqueeze(-1); break;
        }
    }
    if (pass.training && !pass.frozen)
        measured_ = true;
    return outputs.back().to(torch::kFloat).flatten(1);
}

std::vector<Tensor> TorchNetwork::kernels() const
{
    std::vector<Tensor> tensors;
    for (const Part& part : parts_)
        if (part.kernel.defined())
            tensors.push_back(part.kernel);
    return tensors;
}

std::vector<Tensor> TorchNetwork::others() const
{
    std::vector<Tensor> tensors;
    for (const Part& part : parts_)
        for (const Tensor& tensor : {part.gamma, part.beta, part.bias})
            if (tensor.defined())
                tensors.push_back(tensor);
    return tensors;
}

std::vector<std::pair<std::string, Tensor>> TorchNetwork::state() const
{
    std::vector<std::pair<std::string, Tensor>> state;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const Part& part = parts_[i];
        const std::pair<const char*, Tensor> named[] = {{"kernel", part.kernel},
                                                        {"gamma", part.gamma},
                                                        {"beta", part.beta},
                                                        {"bias", part.bias},
                                                        {"mean", part.mean},
                                                        {"deviation", part.deviation},
                                                        {"inputSquare", part.inputSquare}};
        for (const auto& [name, tensor] : named)
            if (tensor.defined())
                state.emplace_back(network_.layers[i].name + "." + name, tensor);
    }
    for (const Tensor& tensor : learner_.state())
        state.emplace_back("format", tensor);
    return state;
}

void TorchNetwork::to(torch::Device device)
{
    for (Part& part : parts_)
        for (Tensor* tensor :
             {&part.kernel, &part.gamma, &part.beta, &part.bias, &part.mean, &part.deviation, &part.smallestGamma})
            if (tensor->defined())
                *tensor = tensor->detach().to(device).set_requires_grad(tensor->requires_grad());
}

void TorchNetwork::restored()
{
    measured_ = true;
    useFormats();
}

void TorchNetwork::useFormats()
{
    learner_.apply(network_);
    formats_ = cnn::outputFormats(network_);
}

void TorchNetwork::descendFormats(double rate)
{
    if (!learner_.learns())
        return;
    learner_.descend(rate);
    useFormats();
}

void TorchNetwork::settleFormats()
{
    constexpr int kMostRoom = 4;        ///< more integer bits than the weights want
    constexpr double kMostNoise = 0.25; ///< of the weights' own mean square: a layer must not fall silent
    if (!learner_.learns())
        return;
    learner_.settle();
    useFormats();
    const torch::NoGradGuard guard;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const auto [kernel, bias] = exact(i, true);
        if (!kernel.defined() || !bias.defined())
            continue;
        // Of the layer's sums, as post_training.h weighs them.
        const double scale = static_cast<double>(kernel.size(0) == 0 ? 0 : kernel.numel() / kernel.size(0)) *
                             parts_[i].inputSquare.item<double>();
        const auto error = [](const Tensor& values, const fixed::Format& format) {
            return (values - roundTo(values, format, false)).pow(2).mean().item<double>();
        };
        const double most = kMostNoise * kernel.pow(2).mean().item<double>();
        fixed::Format best = *network_.layers[i].weight;
        double least = std::numeric_limits<double>::infinity();
        for (int room = 0; room <= kMostRoom; ++room) {
            fixed::Format format = *network_.layers[i].weight;
            format.fraction -= room;
            const double noise = error(kernel, format);
            const double found = scale * noise + error(bias, format);
            if (found < least && (room == 0 || noise <= most)) {
                least = found;
                best = format;
            }
        }
        learner_.setWeight(i, best);
    }
    useFormats();
}

void TorchNetwork::keepScalesPositive()
{
    const torch::NoGradGuard guard;
    for (Part& part : parts_)
        if (part.normalised())
            part.gamma.copy_(torch::max(part.gamma, part.smallestGamma));
}

void TorchNetwork::start(const cnn::Weights& weights, const Tensor& inputs)
{
    const torch::NoGradGuard guard;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        Part& part = parts_[i];
        if (!part.kernel.defined())
            continue;
        part.kernel.copy_(torch::tensor(weights[i].kernel).view(part.kernel.sizes()));
        if (part.bias.defined())
            part.bias.copy_(torch::tensor(weights[i].bias));
        if (!part.normalised())
            continue;
        part.gamma.fill_(1);
        part.deviation.fill_(1);
        part.mean.fill_(0);
        part.beta.copy_(torch::tensor(weights[i].bias));
    }
    Pass pass;
    pass.adopt = true;
    (void)forward(inputs, pass);
    measured_ = true;
}

/// Scale and mean of the batch, such that gamma / deviation is 1 and the folded bias stays. A filter that hardly
/// varies may keep its small scale.
void TorchNetwork::adopt(Part& part, const Tensor& sums)
{
    std::vector<std::int64_t> over{0};
    if (sums.dim() == 4)
        over = {0, 2, 3};
    part.mean.copy_(sums.mean(over));
    part.deviation.copy_((sums.var(over, false) + 1e-8).sqrt());
    part.gamma.copy_(part.deviation);
    part.beta.add_(part.mean);
    part.smallestGamma.copy_(torch::min(part.deviation, part.smallestGamma));
}

cnn::Weights TorchNetwork::weights() const
{
    const torch::NoGradGuard guard;
    cnn::Weights weights(parts_.size());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (!parts_[i].kernel.defined())
            continue;
        const auto [kernel, bias] = folded(i, true);
        weights[i].kernel = numbersOf(kernel);
        if (bias.defined())
            weights[i].bias = numbersOf(bias);
    }
    return weights;
}

} // namespace burin::learn
