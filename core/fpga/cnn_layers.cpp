// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/cnn_layers.h"

#include "core/fpga/cnn_engine_cost.h"

#include <fmt/format.h>

#include <algorithm>

namespace burin::fpga {
namespace {

constexpr std::int64_t kMaxCycles = std::int64_t{1} << 50U; ///< of a layer, so that sums cannot overflow

Unexpected<Error> wrong(const cnn::Layer& layer, std::string message, std::string hint)
{
    return fail(ErrorCode::invalidInput, std::move(message), "layer \"" + layer.name + "\"", std::move(hint));
}

Digits digits(const fixed::Format& format)
{
    return {format.bits - format.fraction, format.fraction};
}

Result<void> checkKind(const cnn::Layer& layer, EngineModel model)
{
    using cnn::LayerKind;
    switch (layer.kind) {
    case LayerKind::conv:
    case LayerKind::maxpool:
    case LayerKind::flatten: return {};
    case LayerKind::depthwise:
    case LayerKind::dense:
        if (model == EngineModel::mended)
            return {};
        return wrong(
            layer, fmt::format("the model lu2019 has no engine for layers of kind {}", cnn::toString(layer.kind)),
            layer.kind == LayerKind::dense
                ? "List the dense layers at the end under \"head\", or use the model mended."
                : "Use the model mended.");
    default:
        return wrong(layer,
                     fmt::format("the models lu2019 and mended have no engine for layers of kind {}",
                                 cnn::toString(layer.kind)),
                     "They cost chains of convolutions with max pools.");
    }
}

Result<void> checkPublishedFormat(const cnn::Layer& layer, const char* what, const Digits& format)
{
    if (format.integer >= 0 && format.fraction >= 0 && format.bits() <= kMultiplierTableBits)
        return {};
    return wrong(
        layer,
        fmt::format("the model lu2019 has no entry for the {} format {}.{}", what, format.integer,
                    format.fraction),
        fmt::format("It takes formats of up to {} bits without negative parts; the model mended takes all.",
                    kMultiplierTableBits));
}

Result<EngineLayer> engineLayer(const cnn::Layer& layer, const cnn::LayerShape& shape,
                                const std::optional<fixed::Format>& in, EngineModel model)
{
    if (!in || !layer.weight)
        return wrong(layer, fmt::format("its {} have no format", in ? "weights" : "inputs"),
                     "Give every layer a weight and an activation format and the network an inputFormat.");
    EngineLayer engine;
    engine.name = layer.name;
    engine.kernel = layer.kind == cnn::LayerKind::dense ? std::array{1, 1} : layer.kernel;
    engine.inputs = layer.kind == cnn::LayerKind::depthwise ? 1 : shape.in.channels;
    if (layer.kind == cnn::LayerKind::dense)
        engine.inputs = static_cast<int>(shape.in.values());
    else {
        engine.paddedHeight = shape.in.height + shape.padHeight;
        engine.paddedWidth = shape.in.width + shape.padWidth;
    }
    engine.filters = shape.conv.channels;
    engine.outHeight = shape.conv.height;
    engine.outWidth = shape.conv.width;
    engine.in = digits(*in);
    engine.weight = digits(*layer.weight);
    if (layer.activation)
        engine.out = digits(*layer.activation);
    if (model == EngineModel::lu2019) {
        if (!engine.out)
            return wrong(layer, "its activations have no format", "Give it one, or use the model mended.");
        BURIN_CHECK(checkPublishedFormat(layer, "input", engine.in));
        BURIN_CHECK(checkPublishedFormat(layer, "weight", engine.weight));
        BURIN_CHECK(checkPublishedFormat(layer, "activation", *engine.out));
    }
    if (engineCycles(model, engine, Tile{}) > kMaxCycles)
        return fail(ErrorCode::limit, "its smallest engine takes more than 2^50 cycles",
                    "layer \"" + layer.name + "\"", "Use a smaller layer.");
    return engine;
}

} // namespace

const char* toString(EngineModel model)
{
    return model == EngineModel::lu2019 ? "lu2019" : "mended";
}

Result<EngineLayers> engineLayers(const cnn::Network& network, EngineModel model, const cnn::NetworkRules& rules)
{
    BURIN_TRY(const auto shapes, cnn::inferShapes(network, rules));
    const auto formats = cnn::outputFormats(network);
    EngineLayers engines;
    engines.model = model;
    std::size_t previous = cnn::kNetworkInput;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const cnn::Layer& layer = network.layers[i];
        if (layer.head) {
            engines.headWeights += shapes[i].weights;
            continue;
        }
        BURIN_CHECK(checkKind(layer, model));
        if (shapes[i].inputs != std::vector{previous})
            return wrong(layer, "it does not take its input from the layer before it",
                         "The models lu2019 and mended cost chains of layers, without branches.");
        if (layer.hasWeights()) {
            const auto& in = previous == cnn::kNetworkInput ? network.inputFormat : formats[previous];
            BURIN_TRY(auto engine, engineLayer(layer, shapes[i], in, model));
            engines.layers.push_back(std::move(engine));
        }
        previous = i;
    }
    if (engines.layers.empty())
        return fail(ErrorCode::invalidInput, "the network has no layer that an engine computes", "layers",
                    "Put at least one convolution before the head.");
    return engines;
}

} // namespace burin::fpga
