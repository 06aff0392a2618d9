// SPDX-License-Identifier: GPL-3.0-or-later
// Shape inference and the checks of a description: what inferShapes() promises in network.h.
#include "core/cnn/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace burin::cnn {
namespace {

constexpr int kMaxSize = 1 << 16; ///< of one side, kernel or number of channels

/// The product, or anything above kMaxTensorValues where it is above. Factors up to 2^35.
std::uint64_t boundedProduct(std::initializer_list<std::uint64_t> factors)
{
    std::uint64_t product = 1;
    for (const std::uint64_t factor : factors) {
        product *= factor;
        if (product > kMaxTensorValues)
            return kMaxTensorValues + 1;
    }
    return product;
}

Unexpected<Error> wrong(const Layer& layer, std::string message, std::string hint = {})
{
    return fail(ErrorCode::invalidInput, std::move(message), "layer \"" + layer.name + "\"", std::move(hint));
}

Result<void> checkFormat(const std::optional<fixed::Format>& format, const char* what, const std::string& where,
                         const NetworkRules& rules)
{
    if (!format)
        return {};
    const int integer = format->bits - format->fraction;
    if (format->bits == 0 && rules.allowEmpty)
        return {};
    if (format->bits == 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("the {} format {}.{} has no bits and makes the tensor zero", what, integer,
                                format->fraction),
                    where, "Give it bits, or allow empty formats (--allow-empty).");
    if (format->bits < 1 || format->bits > 16 || format->fraction < -16 || format->fraction > 24)
        return fail(ErrorCode::invalidInput,
                    fmt::format("the {} format {}.{} is out of range", what, integer, format->fraction), where,
                    "A format has 1 to 16 bits in all and a fraction of -16 to 24 bits.");
    return {};
}

class Inference {
public:
    Inference(const Network& network, const NetworkRules& rules) : network_(network), rules_(rules) {}

    Result<std::vector<LayerShape>> run()
    {
        BURIN_CHECK(checkInput());
        for (std::size_t i = 0; i < network_.layers.size(); ++i) {
            const Layer& layer = network_.layers[i];
            BURIN_CHECK(checkLayer(layer));
            BURIN_TRY(LayerShape shape, infer(i));
            BURIN_TRY(const std::int64_t full, allChannels(layer, shape));
            if (full > static_cast<std::int64_t>(kMaxTensorValues))
                return tooLarge(layer);
            full_.push_back(full);
            shapes_.push_back(std::move(shape));
            names_.emplace(layer.name, i);
        }
        const Layer& last = network_.layers.back();
        if (last.pruneFraction > 0)
            return wrong(last, "the last layer cannot be pruned: its units are the classes",
                         "Set its prune to 0.");
        if (full_.back() != shapes_.back().out.channels)
            return wrong(last, "it passes on the filters of a pruned layer, and they are the classes",
                         "Set prune to 0 in the layers whose filters are the classes.");
        return std::move(shapes_);
    }

private:
    static Unexpected<Error> tooLarge(const Layer& layer)
    {
        return fail(ErrorCode::limit, fmt::format("a tensor of more than {} values", kMaxTensorValues),
                    "layer \"" + layer.name + "\"", "Take fewer channels, a smaller image or a smaller kernel.");
    }

    Result<void> checkInput() const
    {
        const Shape& in = network_.input;
        if (in.channels < 1 || in.height < 1 || in.width < 1 || in.channels > kMaxSize || in.height > kMaxSize ||
            in.width > kMaxSize || in.values() > kMaxTensorValues)
            return fail(ErrorCode::invalidInput,
                        fmt::format("an input of {} x {} x {} makes no image", in.channels, in.height, in.width),
                        "input",
                        fmt::format("Give [channels, height, width], each from 1 to {}, of {} values at most.",
                                    kMaxSize, kMaxTensorValues));
        for (const auto* values : {&network_.normalise.mean, &network_.normalise.std})
            if (values->size() > 1 && values->size() != static_cast<std::size_t>(in.channels))
                return fail(ErrorCode::invalidInput,
                            fmt::format("{} values for {} channels", values->size(), in.channels), "normalise");
        for (int channel = 0; channel < in.channels; ++channel)
            if (!std::isfinite(network_.normalise.meanOf(channel)) ||
                !std::isfinite(network_.normalise.stdOf(channel)) || !(network_.normalise.stdOf(channel) > 0))
                return fail(ErrorCode::invalidInput, "mean and std must be finite, std above 0", "normalise");
        BURIN_CHECK(checkFormat(network_.inputFormat, "input", "inputFormat", rules_));
        if (network_.layers.empty())
            return fail(ErrorCode::invalidInput, "the network has no layers", "layers");
        if (network_.layers.size() > kMaxLayers)
            return fail(ErrorCode::limit,
                        fmt::format("{} layers are more than {}", network_.layers.size(), kMaxLayers), "layers");
        return {};
    }

    Result<void> checkLayer(const Layer& layer) const
    {
        if (layer.name.empty() || layer.name == "input" || names_.count(layer.name) > 0)
            return wrong(layer, layer.name.empty() ? "a layer has no name"
                                                   : fmt::format("the name \"{}\" is taken", layer.name));
        const bool isConv = layer.kind == LayerKind::conv || layer.kind == LayerKind::depthwise;
        const bool isWindow = isConv || layer.kind == LayerKind::maxpool || layer.kind == LayerKind::avgpool;
        for (const int size : {layer.kernel[0], layer.kernel[1], layer.stride[0], layer.stride[1], layer.pool})
            if (isWindow && (size < 1 || size > kMaxSize))
                return wrong(layer, fmt::format("a kernel, stride or pool of {} makes no window", size));
        const Padding& pad = layer.padding;
        for (const int zeros : {pad.top, pad.left, pad.bottom, pad.right})
            if (zeros < 0 || zeros > kMaxSize)
                return wrong(layer, fmt::format("a padding of {} is out of range", zeros));
        if ((layer.kind == LayerKind::conv || layer.kind == LayerKind::dense) &&
            (layer.filters < 1 || layer.filters > kMaxSize))
            return wrong(layer, fmt::format("{} {} is out of range", layer.filters,
                                            layer.kind == LayerKind::dense ? "units" : "filters"));
        if (!(layer.pruneFraction >= 0 && layer.pruneFraction < 1))
            return wrong(layer, fmt::format("prune is {}, not a fraction from 0 to below 1", layer.pruneFraction));
        if (layer.pruneFraction > 0 && layer.kind != LayerKind::conv && layer.kind != LayerKind::dense)
            return wrong(layer,
                         fmt::format("a {} layer has no filters of its own to prune", toString(layer.kind)));
        BURIN_CHECK(checkFormat(layer.activation, "activation", "layer \"" + layer.name + "\"", rules_));
        return checkFormat(layer.weight, "weight", "layer \"" + layer.name + "\"", rules_);
    }

    Result<std::vector<std::size_t>> inputsOf(std::size_t index) const
    {
        const Layer& layer = network_.layers[index];
        const bool joins = layer.kind == LayerKind::add || layer.kind == LayerKind::concat;
        if (layer.from.empty() && !joins)
            return std::vector<std::size_t>{index == 0 ? kNetworkInput : index - 1};
        std::vector<std::size_t> inputs;
        for (const std::string& name : layer.from) {
            const auto found = names_.find(name);
            if (name != "input" && found == names_.end())
                return wrong(layer, fmt::format("its input \"{}\" is no earlier layer", name));
            inputs.push_back(name == "input" ? kNetworkInput : found->second);
        }
        if (joins ? inputs.size() < 2 : inputs.size() != 1)
            return wrong(layer, fmt::format("a {} layer takes {}, not {} inputs", toString(layer.kind),
                                            joins ? "two or more" : "one", inputs.size()));
        return inputs;
    }

    [[nodiscard]] const Shape& outOf(std::size_t index) const
    {
        return index == kNetworkInput ? network_.input : shapes_[index].out;
    }

    [[nodiscard]] std::int64_t allChannelsOf(std::size_t index) const
    {
        return index == kNetworkInput ? network_.input.channels : full_[index];
    }

    /// Channels of the layer's output if no layer were pruned.
    Result<std::int64_t> allChannels(const Layer& layer, const LayerShape& shape) const
    {
        const std::int64_t first = allChannelsOf(shape.inputs[0]);
        switch (layer.kind) {
        case LayerKind::conv:
        case LayerKind::dense: return layer.filters;
        case LayerKind::add:
            for (const std::size_t input : shape.inputs)
                if (allChannelsOf(input) != first)
                    return wrong(layer,
                                 fmt::format("without pruning its inputs do not fit together: {} and {} channels",
                                             first, allChannelsOf(input)));
            return first;
        case LayerKind::concat: {
            std::int64_t sum = 0;
            for (const std::size_t input : shape.inputs)
                sum += allChannelsOf(input);
            return sum;
        }
        case LayerKind::flatten: return first * shape.in.height * shape.in.width;
        case LayerKind::depthwise:
        case LayerKind::maxpool:
        case LayerKind::avgpool:
        case LayerKind::globalpool: break;
        }
        return first;
    }

    Result<LayerShape> infer(std::size_t index) const
    {
        const Layer& layer = network_.layers[index];
        LayerShape shape;
        BURIN_TRY(shape.inputs, inputsOf(index));
        shape.in = outOf(shape.inputs[0]);
        switch (layer.kind) {
        case LayerKind::conv:
        case LayerKind::depthwise:
        case LayerKind::maxpool:
        case LayerKind::avgpool: BURIN_CHECK(inferWindow(layer, shape)); break;
        case LayerKind::dense:
            shape.conv = {layer.keptFilters(), 1, 1};
            shape.weights = boundedProduct({shape.in.values(), static_cast<std::uint64_t>(shape.conv.channels)});
            break;
        case LayerKind::add:
        case LayerKind::concat: BURIN_CHECK(inferJoin(layer, shape)); break;
        case LayerKind::globalpool: shape.conv = {shape.in.channels, 1, 1}; break;
        case LayerKind::flatten: shape.conv = {static_cast<int>(shape.in.values()), 1, 1}; break;
        }
        shape.out = shape.conv;
        if (layer.pool > 1) {
            shape.out.height = (shape.conv.height + layer.pool - 1) / layer.pool;
            shape.out.width = (shape.conv.width + layer.pool - 1) / layer.pool;
        }
        if (std::max({shape.weights, shape.conv.values(), shape.in.values()}) > kMaxTensorValues)
            return tooLarge(layer);
        shape.macs = shape.weights * static_cast<std::size_t>(shape.conv.height) *
                     static_cast<std::size_t>(shape.conv.width);
        return shape;
    }

    static Result<void> inferWindow(const Layer& layer, LayerShape& shape)
    {
        const bool pools = layer.kind == LayerKind::maxpool || layer.kind == LayerKind::avgpool;
        std::array<int, 2> size{shape.in.height, shape.in.width};
        std::array<int, 2> before{0, 0};
        std::array<int, 2> total{0, 0};
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const int in = size[axis];
            const int kernel = layer.kernel[axis];
            const int stride = layer.stride[axis];
            if (layer.padding.kind == Padding::Kind::same) {
                const int out = (in + stride - 1) / stride;
                total[axis] = std::max(0, (out - 1) * stride + kernel - in);
                before[axis] = total[axis] / 2;
            } else if (layer.padding.kind == Padding::Kind::explicitPads) {
                before[axis] = axis == 0 ? layer.padding.top : layer.padding.left;
                total[axis] = before[axis] + (axis == 0 ? layer.padding.bottom : layer.padding.right);
            }
            const int room = in + total[axis] - kernel;
            if (room < 0)
                return wrong(layer,
                             fmt::format("a kernel of {} does not fit into {} values: the output has size 0",
                                         kernel, in + total[axis]),
                             "Take a smaller kernel or \"padding\": \"same\".");
            if (pools && (before[axis] >= kernel || total[axis] - before[axis] >= kernel))
                return wrong(layer, "its padding is as large as its window");
            size[axis] = room / stride + 1;
        }
        shape.padTop = before[0];
        shape.padLeft = before[1];
        shape.padHeight = total[0];
        shape.padWidth = total[1];
        shape.conv = {layer.kind == LayerKind::conv ? layer.keptFilters() : shape.in.channels, size[0], size[1]};
        if (!pools)
            shape.weights = boundedProduct(
                {static_cast<std::uint64_t>(layer.kernel[0]), static_cast<std::uint64_t>(layer.kernel[1]),
                 static_cast<std::uint64_t>(layer.kind == LayerKind::conv ? shape.in.channels : 1),
                 static_cast<std::uint64_t>(shape.conv.channels)});
        return {};
    }

    Result<void> inferJoin(const Layer& layer, LayerShape& shape) const
    {
        for (std::size_t i = 1; i < shape.inputs.size(); ++i) {
            const Shape& other = outOf(shape.inputs[i]);
            const bool sameSize = other.height == shape.in.height && other.width == shape.in.width;
            if (!sameSize || (layer.kind == LayerKind::add && other.channels != shape.in.channels)) {
                const bool pruned =
                    std::any_of(shape.inputs.begin(), shape.inputs.end(), [this](std::size_t input) {
                        return allChannelsOf(input) != outOf(input).channels;
                    });
                return wrong(layer,
                             fmt::format("its inputs do not fit together: {} x {} x {} and {} x {} x {}",
                                         shape.in.channels, shape.in.height, shape.in.width, other.channels,
                                         other.height, other.width),
                             pruned ? "Filters that an add joins go together: prune the layers before it alike, "
                                      "and not at all where it adds the network's input."
                                    : "");
            }
            if (layer.kind == LayerKind::concat) {
                if (std::int64_t{shape.in.channels} + other.channels > static_cast<std::int64_t>(kMaxTensorValues))
                    return tooLarge(layer);
                shape.in.channels += other.channels;
            }
        }
        shape.conv = shape.in;
        return {};
    }

    const Network& network_;
    const NetworkRules& rules_;
    std::vector<LayerShape> shapes_;
    std::vector<std::int64_t> full_; ///< by layer: see allChannels()
    std::map<std::string, std::size_t> names_;
};

} // namespace

Result<std::vector<LayerShape>> inferShapes(const Network& network, const NetworkRules& rules)
{
    return Inference(network, rules).run();
}

} // namespace burin::cnn
