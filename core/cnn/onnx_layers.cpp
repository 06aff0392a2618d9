// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/onnx_layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace burin::cnn::onnximport {
namespace {

double of(const std::vector<double>& values, std::size_t channel)
{
    return values.size() == 1 ? values.front() : values.at(channel);
}

/// Only a product and a sum so far: another affine step folds into the weights.
bool isLinear(const ImportLayer& layer)
{
    return layer.layer.hasWeights() && !layer.layer.relu && !layer.limits && !layer.steps && layer.layer.pool == 1;
}

bool canActivate(const ImportLayer& layer)
{
    return layer.layer.hasWeights() || layer.layer.kind == LayerKind::add;
}

void foldAffine(ImportLayer& layer, const Affine& affine)
{
    const auto filters = static_cast<std::size_t>(layer.layer.filters);
    const std::size_t perFilter = layer.kernel.size() / filters;
    if (layer.bias.empty())
        layer.bias.assign(filters, 0);
    layer.layer.bias = true;
    for (std::size_t f = 0; f < filters; ++f) {
        const double factor = of(affine.factor, f);
        for (std::size_t i = 0; i < perFilter; ++i)
            layer.kernel[f * perFilter + i] *= factor;
        layer.bias[f] = layer.bias[f] * factor + of(affine.addend, f);
    }
    const double first = affine.factor.front();
    const bool uniform =
        std::all_of(affine.factor.begin(), affine.factor.end(), [=](double v) { return v == first; });
    if (!uniform || !(first > 0))
        layer.weightGrid.reset();
    else if (layer.weightGrid)
        layer.weightGrid->scale *= first;
}

} // namespace

Assembly::Assembly(Shape input, std::vector<double> inputMean, std::vector<double> inputStd)
    : mean(std::move(inputMean)),
      std(std::move(inputStd)),
      inputShape(input)
{
}

void Assembly::note(const std::string& text)
{
    if (std::find(notes.begin(), notes.end(), text) == notes.end())
        notes.push_back(text);
}

std::size_t Assembly::append(ImportLayer layer)
{
    layer.layer.name = fmt::format("{}{}", toString(layer.layer.kind), layers.size() + 1);
    layers.push_back(std::move(layer));
    return layers.size() - 1;
}

Flow Assembly::flowOf(std::size_t layer, const Shape& out)
{
    Flow flow;
    flow.layer = layer;
    flow.shape = out;
    flow.dims = {1, out.channels, out.height, out.width};
    return flow;
}

ImportLayer* Assembly::foldable(const Flow& flow)
{
    return flow.layer == kNetworkInput || !flow.exclusive ? nullptr : &layers[flow.layer];
}

ImportLayer* Assembly::foldableRise(const Flow& flow)
{
    ImportLayer* layer = foldable(flow);
    while (layer != nullptr && layer->layer.kind == LayerKind::maxpool && !layer->steps && layer->readsAlone &&
           layer->inputs.front() != kNetworkInput)
        layer = &layers[layer->inputs.front()];
    return layer;
}

bool Assembly::isNonNegative(std::size_t index) const
{
    if (index == kNetworkInput)
        return false;
    const ImportLayer& layer = layers[index];
    if (layer.layer.relu || (layer.limits && layer.limits->low >= 0) || (layer.steps && layer.steps->low >= 0))
        return true;
    return !layer.layer.hasWeights() && std::all_of(layer.inputs.begin(), layer.inputs.end(),
                                                    [this](std::size_t input) { return isNonNegative(input); });
}

Flow Assembly::passThrough(const Flow& flow, const std::string& where, const char* why)
{
    ImportLayer copy;
    copy.layer.kind = LayerKind::depthwise;
    copy.layer.filters = flow.shape.channels;
    copy.layer.padding.kind = Padding::Kind::valid;
    const auto channels = static_cast<std::size_t>(flow.shape.channels);
    copy.kernel.assign(channels, 1);
    copy.bias.assign(channels, 0);
    copy.inputs = {flow.layer};
    copy.out = flow.shape;
    copy.origin = where;
    note(fmt::format("{}: {}; a depthwise 1 x 1 layer takes it up", where, why));
    Flow result = flow;
    result.layer = append(std::move(copy));
    result.exclusive = true;
    return result;
}

Result<Flow> Assembly::scaled(Flow flow, const Affine& affine, const std::string& where)
{
    for (const auto* values : {&affine.factor, &affine.addend})
        for (const double value : *values)
            if (!std::isfinite(value))
                return fail(ErrorCode::invalidInput, "a constant is not finite", where, "The model is damaged.");
    if (flow.layer == kNetworkInput && flow.exclusive && !inputSteps) {
        const auto channels = static_cast<std::size_t>(flow.shape.channels);
        const bool positive =
            std::all_of(affine.factor.begin(), affine.factor.end(), [](double factor) { return factor > 0; });
        const auto fits = [channels](const std::vector<double>& values) {
            return values.size() == 1 || values.size() == channels;
        };
        if (positive && fits(mean) && fits(std)) { // ((p - m) / s) a + b = (p - (m - b s / a)) / (s / a)
            const std::size_t count =
                std::max({affine.factor.size(), affine.addend.size(), mean.size(), std.size(), std::size_t{1}});
            std::vector<double> newMean;
            std::vector<double> newStd;
            for (std::size_t c = 0; c < std::min(count, channels); ++c) {
                const double s = of(std, c) / of(affine.factor, c);
                newMean.push_back(of(mean, c) - of(affine.addend, c) * s);
                newStd.push_back(s);
            }
            mean = newMean;
            std = newStd;
            return flow;
        }
    }
    ImportLayer* layer = foldable(flow);
    if (layer == nullptr || !isLinear(*layer)) {
        flow = passThrough(flow, where, "no layer before it can hold this scaling");
        layer = &layers[flow.layer];
    }
    foldAffine(*layer, affine);
    return flow;
}

Result<Flow> Assembly::rectified(Flow flow, const std::string& where)
{
    return clipped(std::move(flow), {0, std::numeric_limits<double>::infinity()}, where);
}

Result<Flow> Assembly::clipped(Flow flow, const Limits& limits, const std::string& where)
{
    if (std::isnan(limits.low) || std::isnan(limits.high) || !(limits.low < limits.high))
        return fail(ErrorCode::invalidInput, fmt::format("it clips to [{}, {}]", limits.low, limits.high), where,
                    "The file is damaged.");
    const bool upper = std::isfinite(limits.high);
    if (!std::isfinite(limits.low) && !upper)
        return flow;
    const bool symmetric = limits.low == -limits.high;
    if (limits.low != 0 && !symmetric)
        return fail(ErrorCode::invalidInput,
                    fmt::format("it clips to [{}, {}], and formats only have ranges [0, x) and [-x, x)",
                                limits.low, limits.high),
                    where, "Train the model with ReLU, ReLU6 or a symmetric clip.");
    if (!upper && isNonNegative(flow.layer))
        return flow;
    ImportLayer* layer = foldableRise(flow);
    if (layer == nullptr || !canActivate(*layer) || layer->steps) {
        flow = passThrough(flow, where, "no layer before it can hold this activation");
        layer = &layers[flow.layer];
    }
    const Limits before = layer->limits.value_or(Limits{});
    const Limits both{std::max(before.low, limits.low), std::min(before.high, limits.high)};
    layer->layer.relu = layer->layer.relu || limits.low == 0;
    if (std::isfinite(both.high)) {
        layer->limits = both;
        layer->activationOrigin = where;
    }
    return flow;
}

Result<Flow> Assembly::quantised(Flow flow, const Quantiser& quantiser, const std::string& where)
{
    if (quantiser.scale.size() != 1)
        return fail(ErrorCode::invalidInput, "it quantises an activation with a scale per channel", where,
                    "Burin's activations have one format per layer; export with one scale.");
    const double zero = quantiser.zero.front();
    const Steps steps{quantiser.scale.front(), quantiser.low - zero, quantiser.high - zero, quantiser.narrow};
    if (steps.high <= 0 || steps.low > 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("its codes reach from {} to {} steps", steps.low, steps.high), where,
                    "A quantiser has 0 in its range.");
    if (flow.layer == kNetworkInput && flow.exclusive && !inputSteps) {
        inputSteps = steps;
        return flow;
    }
    const auto same = [&](const Steps& other) {
        return other.step == steps.step && other.low == steps.low && other.high == steps.high;
    };
    ImportLayer* layer = foldableRise(flow);
    if (layer != nullptr && layer->steps && same(*layer->steps))
        return flow;
    const bool onlyJoins = layer != nullptr && !canActivate(*layer); // pools and concat, which have no ReLU
    if (layer == nullptr || layer->steps || layer->layer.kind == LayerKind::maxpool ||
        (onlyJoins && steps.low == 0 && !isNonNegative(flow.layer))) {
        flow = passThrough(flow, where, "no layer before it can be quantised so");
        layer = &layers[flow.layer];
    }
    layer->steps = steps;
    layer->activationOrigin = where;
    if (steps.low == 0 && canActivate(*layer))
        layer->layer.relu = true; // codes from 0 are a ReLU
    return flow;
}

Result<Flow> Assembly::maxPooled(Flow flow, const Layer& pool, const Shape& out, const std::string& where)
{
    // A layer's own pool rounds up where this one drops what is over.
    const bool whole = flow.shape.height % pool.kernel[0] == 0 && flow.shape.width % pool.kernel[1] == 0;
    const bool square = pool.kernel[0] == pool.kernel[1] && pool.stride == pool.kernel &&
                        pool.padding.kind == Padding::Kind::valid;
    ImportLayer* layer = foldable(flow);
    const bool conv = layer != nullptr &&
                      (layer->layer.kind == LayerKind::conv || layer->layer.kind == LayerKind::depthwise) &&
                      layer->layer.pool == 1;
    if (square && whole && conv) {
        layer->layer.pool = pool.kernel[0];
        layer->out = out;
        flow.shape = out;
    } else {
        ImportLayer own;
        own.layer = pool;
        own.layer.kind = LayerKind::maxpool;
        own.inputs = {flow.layer};
        own.readsAlone = flow.exclusive;
        own.out = out;
        own.origin = where;
        flow.layer = append(std::move(own));
        flow.shape = out;
    }
    return flow;
}

} // namespace burin::cnn::onnximport
