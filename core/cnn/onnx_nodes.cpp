// SPDX-License-Identifier: GPL-3.0-or-later
// Handlers of operators without a window: dense layers, activations, scaling, joins and all that only changes the
// shape.
#include "core/cnn/onnx_walk.h"

#include "core/data/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace burin::cnn::onnximport {
namespace {

/// A constant as one value per channel of a flow (or one for all): [C], [C, 1, 1], [1, C, 1, 1], with channels
/// last [C] and [1, 1, 1, C], for flat flows [F] and [1, F].
Result<std::vector<double>> perChannel(const Visit& visit, const Flow& flow, const Tensor& tensor)
{
    if (tensor.isScalar())
        return tensor.values;
    const std::size_t rank = flow.dims.size();
    const bool flat = rank == 2;
    const std::size_t axis = flow.channelsLast && !flat ? rank - 1 : 1;
    bool fits = tensor.dims.size() <= rank && tensor.size() == static_cast<std::size_t>(flow.shape.channels) &&
                (!flat || flow.shape.height * flow.shape.width == 1);
    for (std::size_t i = 0; fits && i < tensor.dims.size(); ++i) {
        const std::size_t place = rank - tensor.dims.size() + i;
        fits = tensor.dims[i] == (place == axis ? flow.shape.channels : 1);
    }
    if (!fits)
        return visit.wrong(fmt::format("a constant of shape {} has no place beside a tensor of {}",
                                       shown(tensor.dims), shown(flow.dims)),
                           "Only one number, or one per channel, can be folded into a layer.");
    return tensor.values;
}

/// The index of the flow among two inputs, the other being constant.
Result<int> flowIndex(const Walker& walker, const Visit& visit)
{
    if (visit.node.input_size() != 2 || !walker.given(visit, 0) || !walker.given(visit, 1))
        return visit.wrong("it does not have two inputs", "The file is damaged.");
    return walker.constant(visit, 0) != nullptr ? 1 : 0;
}

Result<void> applyAffine(Walker& walker, const Visit& visit, Flow flow, Affine affine)
{
    if (affine.factor.size() != affine.addend.size()) {
        const std::size_t count = std::max(affine.factor.size(), affine.addend.size());
        if (affine.factor.size() == 1)
            affine.factor.assign(count, affine.factor.front());
        if (affine.addend.size() == 1)
            affine.addend.assign(count, affine.addend.front());
    }
    BURIN_TRY(flow, walker.assembly().scaled(std::move(flow), affine, visit.where));
    walker.give(visit, std::move(flow));
    return {};
}

Result<void> visitAdd(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const int index, flowIndex(walker, visit));
    BURIN_TRY(const Flow flow, walker.flow(visit, index));
    if (const Tensor* tensor = walker.constant(visit, 1 - index)) {
        BURIN_TRY(const auto addend, perChannel(visit, flow, *tensor));
        return applyAffine(walker, visit, flow, {{1}, addend});
    }
    BURIN_TRY(const Flow other, walker.flow(visit, 1 - index));
    BURIN_TRY(Flow out, joined(walker, visit, LayerKind::add, {flow, other}));
    walker.give(visit, std::move(out));
    return {};
}

Result<void> visitSub(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const int index, flowIndex(walker, visit));
    BURIN_TRY(const Flow flow, walker.flow(visit, index));
    const Tensor* tensor = walker.constant(visit, 1 - index);
    if (tensor == nullptr)
        return visit.wrong("a difference of two tensors has no layer",
                           "Layers add; turn the sign of the weights before it.");
    BURIN_TRY(auto addend, perChannel(visit, flow, *tensor));
    if (index == 0)
        for (double& value : addend)
            value = -value;
    return applyAffine(walker, visit, flow, {{index == 0 ? 1.0 : -1.0}, addend});
}

Result<void> visitMul(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const int index, flowIndex(walker, visit));
    BURIN_TRY(const Flow flow, walker.flow(visit, index));
    const Tensor* tensor = walker.constant(visit, 1 - index);
    if (tensor == nullptr)
        return visit.wrong("a product of two tensors has no layer", "Only products with constants can be folded.");
    BURIN_TRY(const auto factor, perChannel(visit, flow, *tensor));
    return applyAffine(walker, visit, flow, {factor, {0}});
}

Result<void> visitDiv(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const int index, flowIndex(walker, visit));
    BURIN_TRY(const Flow flow, walker.flow(visit, index));
    const Tensor* tensor = walker.constant(visit, 1 - index);
    if (tensor == nullptr || index != 0)
        return visit.wrong("it does not divide by a constant", "Only divisions by constants can be folded.");
    BURIN_TRY(auto factor, perChannel(visit, flow, *tensor));
    for (double& value : factor)
        value = 1 / value;
    return applyAffine(walker, visit, flow, {factor, {0}});
}

Result<void> visitBatchNormalization(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    constexpr std::array<const char*, 4> kNames = {"scale", "bias", "mean", "variance"};
    std::array<const Tensor*, 4> tensors{};
    const auto channels = static_cast<std::size_t>(flow.shape.channels);
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        BURIN_TRY(tensors.at(i), walker.needConstant(visit, static_cast<int>(i) + 1, kNames.at(i)));
        if (tensors.at(i)->size() != channels)
            return visit.wrong(fmt::format("its {} has {} values for {} channels", kNames.at(i),
                                           tensors.at(i)->size(), channels));
    }
    if (flow.channelsLast || (flow.dims.size() == 2 && flow.shape.height * flow.shape.width != 1))
        return visit.wrong("its channels are not those of a layer",
                           "Export the model with channels first (NCHW).");
    const double epsilon = visit.attributes.real("epsilon", 1e-5);
    Affine affine;
    for (std::size_t c = 0; c < channels; ++c) {
        const double spread = tensors[3]->values[c] + epsilon;
        if (!(spread > 0))
            return visit.wrong(fmt::format("variance {} of channel {} is below 0", tensors[3]->values[c], c));
        const double factor = tensors[0]->values[c] / std::sqrt(spread);
        affine.factor.push_back(factor);
        affine.addend.push_back(tensors[1]->values[c] - tensors[2]->values[c] * factor);
    }
    return applyAffine(walker, visit, flow, std::move(affine));
}

Result<void> visitRelu(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0));
    BURIN_TRY(flow, walker.assembly().rectified(std::move(flow), visit.where));
    walker.give(visit, std::move(flow));
    return {};
}

Result<void> visitClip(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0));
    Limits limits;
    if (visit.attributes.find("min") != nullptr)
        limits.low = visit.attributes.real("min", limits.low);
    if (visit.attributes.find("max") != nullptr)
        limits.high = visit.attributes.real("max", limits.high);
    for (const int index : {1, 2})
        if (walker.given(visit, index)) {
            BURIN_TRY(const Tensor* limit, walker.needConstant(visit, index, "limit"));
            if (!limit->isScalar())
                return visit.wrong("a limit is not one number");
            (index == 1 ? limits.low : limits.high) = limit->values.front();
        }
    if (std::fabs(limits.low) > 3e38) // the lowest float32 stands for no limit
        limits.low = -std::numeric_limits<double>::infinity();
    if (std::fabs(limits.high) > 3e38)
        limits.high = std::numeric_limits<double>::infinity();
    BURIN_TRY(flow, walker.assembly().clipped(std::move(flow), limits, visit.where));
    walker.give(visit, std::move(flow));
    return {};
}

Result<void> visitGemm(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    BURIN_TRY(const Tensor* b, walker.needConstant(visit, 1, "weights"));
    if (visit.attributes.integer("transA", 0) != 0)
        return visit.wrong("it transposes its input", "Export the model without transA.");
    if (b->dims.size() != 2)
        return visit.wrong(fmt::format("its weights {} are no matrix", shown(b->dims)));
    Tensor kernel = visit.attributes.integer("transB", 0) != 0 ? *b : transposed(*b);
    std::optional<Tensor> bias;
    if (walker.given(visit, 2)) {
        BURIN_TRY(const Tensor* c, walker.needConstant(visit, 2, "bias"));
        bias = *c;
        const auto units = static_cast<std::size_t>(kernel.dims[0]);
        if (bias->isScalar() && units > 0)
            bias->values.assign(units, bias->values.front());
        for (double& value : bias->values)
            value *= visit.attributes.real("beta", 1);
    }
    const double alpha = visit.attributes.real("alpha", 1);
    BURIN_TRY(Flow out, multiplied(walker, visit, flow, std::move(kernel), nullptr));
    if (alpha == 1 && !bias) {
        walker.give(visit, std::move(out));
        return {};
    }
    Affine affine{{alpha}, bias ? bias->values : std::vector<double>{0}};
    if (bias && bias->size() != static_cast<std::size_t>(out.shape.channels))
        return visit.wrong(fmt::format("{} biases for {} units", bias->size(), out.shape.channels));
    return applyAffine(walker, visit, out, std::move(affine));
}

Result<void> visitMatMul(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    BURIN_TRY(const Tensor* b, walker.needConstant(visit, 1, "weights"));
    if (b->dims.size() != 2)
        return visit.wrong(fmt::format("its weights {} are no matrix", shown(b->dims)));
    BURIN_TRY(Flow out, multiplied(walker, visit, flow, transposed(*b), nullptr));
    walker.give(visit, std::move(out));
    return {};
}

Result<void> visitConcat(Walker& walker, const Visit& visit)
{
    std::vector<Flow> flows;
    for (int i = 0; i < visit.node.input_size(); ++i) {
        BURIN_TRY(Flow flow, walker.flow(visit, i));
        flows.push_back(std::move(flow));
    }
    if (flows.empty())
        return visit.wrong("it has no input", "The file is damaged.");
    std::int64_t axis = visit.attributes.integer("axis", 1);
    if (axis < 0)
        axis += static_cast<std::int64_t>(flows.front().dims.size());
    for (const Flow& flow : flows)
        if (axis != 1 || flow.channelsLast || (flow.dims.size() == 2 && flow.shape.height * flow.shape.width != 1))
            return visit.wrong(fmt::format("it joins {} along axis {}", shown(flow.dims), axis),
                               "Only channels can be joined (channels first, axis 1).");
    if (flows.size() == 1) {
        walker.give(visit, flows.front());
        return {};
    }
    const std::size_t rank = flows.front().dims.size();
    BURIN_TRY(Flow out, joined(walker, visit, LayerKind::concat, flows));
    if (rank == 2)
        out.dims.resize(2);
    walker.give(visit, std::move(out));
    return {};
}

/// What keeps the order of the scores is left out at the end.
Result<void> visitEnd(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0));
    std::int64_t axis =
        visit.attributes.integer("axis", visit.node.op_type() == "ArgMax" ? 0 : (walker.opset < 13 ? 1 : -1));
    if (axis < 0)
        axis += static_cast<std::int64_t>(flow.dims.size());
    const bool scores = flow.shape.height * flow.shape.width == 1 && axis == 1;
    if (!scores)
        return visit.wrong(fmt::format("it acts along axis {} of {}", axis, shown(flow.dims)),
                           "Only the class scores at the end may pass through it.");
    walker.assembly().note(fmt::format(
        "{} at the end is left out: the class with the largest score stays the same", visit.node.op_type()));
    flow.ended = true;
    walker.give(visit, std::move(flow));
    return {};
}

const std::map<std::string, Handler>& handlers()
{
    static const std::map<std::string, Handler> table = {
        {"Add", visitAdd},
        {"ArgMax", visitEnd},
        {"AveragePool", visitAveragePool},
        {"BatchNormalization", visitBatchNormalization},
        {"Cast", visitSame},
        {"Clip", visitClip},
        {"Concat", visitConcat},
        {"Conv", visitConv},
        {"DequantizeLinear", visitDequantizeLinear},
        {"Div", visitDiv},
        {"Dropout", visitSame},
        {"Flatten", visitFlatten},
        {"Gemm", visitGemm},
        {"GlobalAveragePool", visitGlobalAveragePool},
        {"GlobalMaxPool", visitGlobalMaxPool},
        {"Identity", visitSame},
        {"LogSoftmax", visitEnd},
        {"MatMul", visitMatMul},
        {"MaxPool", visitMaxPool},
        {"Mul", visitMul},
        {"QLinearConv", visitQLinearConv},
        {"QLinearMatMul", visitQLinearMatMul},
        {"QuantizeLinear", visitQuantizeLinear},
        {"ReduceMean", visitReduceMean},
        {"Relu", visitRelu},
        {"Reshape", visitReshape},
        {"Softmax", visitEnd},
        {"Squeeze", visitSqueeze},
        {"Sub", visitSub},
        {"Transpose", visitTranspose},
        {"Unsqueeze", visitUnsqueeze},
    };
    return table;
}

const std::map<std::string, Handler>& otherHandlers()
{
    static const std::map<std::string, Handler> table = {
        {"QGemm", visitQGemm},
        {"QLinearAdd", visitQLinearAdd},
        {"QLinearGlobalAveragePool", visitQLinearGlobalAveragePool},
        {"Quant", visitQonnxQuant},
    };
    return table;
}

} // namespace

Handler handlerOf(const onnx::NodeProto& node)
{
    const bool standard = node.domain().empty() || node.domain() == "ai.onnx" || node.domain() == "onnxml";
    const auto& table = standard ? handlers() : otherHandlers();
    const auto found = table.find(node.op_type());
    return found == table.end() ? nullptr : found->second;
}

std::vector<std::string> handledOperators()
{
    std::vector<std::string> names;
    for (const auto* table : {&handlers(), &otherHandlers()})
        for (const auto& [name, handler] : *table)
            names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

Result<Flow> multiplied(Walker& walker, const Visit& visit, const Flow& flow, Tensor kernel, const Tensor* bias)
{
    const auto inputs = static_cast<std::int64_t>(flow.shape.values());
    if (flow.dims.size() != 2 || kernel.dims[1] != inputs || kernel.dims[0] < 1 || kernel.dims[0] > (1 << 16))
        return visit.wrong(fmt::format("weights {} (units x inputs) do not fit an input of {}", shown(kernel.dims),
                                       shown(flow.dims)));
    const auto units = static_cast<std::size_t>(kernel.dims[0]);
    const auto count = static_cast<std::size_t>(inputs);
    if (bias != nullptr && bias->size() != units)
        return visit.wrong(fmt::format("{} biases for {} units", bias->size(), units));
    if (flow.channelsLast) { // the graph flattened height x width x channels, the network flattens channels first
        const std::vector<double> from = kernel.values;
        const auto channels = static_cast<std::size_t>(flow.shape.channels);
        const std::size_t pixels = count / channels;
        for (std::size_t u = 0; u < units; ++u)
            for (std::size_t c = 0; c < channels; ++c)
                for (std::size_t p = 0; p < pixels; ++p)
                    kernel.values[u * count + c * pixels + p] = from[u * count + p * channels + c];
    }
    ImportLayer layer;
    layer.layer.kind = LayerKind::dense;
    layer.layer.filters = static_cast<int>(units);
    layer.layer.bias = bias != nullptr;
    layer.inputs = {flow.layer};
    layer.kernel = std::move(kernel.values);
    if (bias != nullptr)
        layer.bias = bias->values;
    layer.weightGrid = kernel.grid;
    layer.weightsQuantised = kernel.quantised;
    layer.out = {static_cast<int>(units), 1, 1};
    layer.origin = visit.where;
    const Shape out = layer.out;
    Flow result = Assembly::flowOf(walker.assembly().append(std::move(layer)), out);
    result.dims.resize(2);
    return result;
}

Result<Flow> joined(Walker& walker, const Visit& visit, LayerKind kind, const std::vector<Flow>& flows)
{
    ImportLayer layer;
    layer.layer.kind = kind;
    layer.out = flows.front().shape;
    std::int64_t channels = 0;
    for (const Flow& flow : flows) {
        if (flow.shape.height != layer.out.height || flow.shape.width != layer.out.width ||
            flow.dims.size() != flows.front().dims.size() || flow.channelsLast != flows.front().channelsLast ||
            (kind == LayerKind::add && flow.shape.channels != flows.front().shape.channels))
            return visit.wrong(
                fmt::format("its inputs {} and {} do not fit", shown(flows.front().dims), shown(flow.dims)),
                "Layers join tensors of one size.");
        channels += flow.shape.channels;
        layer.inputs.push_back(flow.layer);
    }
    if (kind == LayerKind::concat && channels > static_cast<std::int64_t>(kMaxTensorValues))
        return fail(ErrorCode::limit, fmt::format("it joins {} channels, more than {}", channels, kMaxTensorValues),
                    visit.where);
    layer.out.channels = kind == LayerKind::add ? flows.front().shape.channels : static_cast<int>(channels);
    layer.origin = visit.where;
    Flow result = flows.front();
    result.shape = layer.out;
    if (!result.channelsLast)
        result.dims[1] =
            result.dims.size() == 2 ? static_cast<std::int64_t>(layer.out.values()) : layer.out.channels;
    result.layer = walker.assembly().append(std::move(layer));
    result.exclusive = true;
    return result;
}

} // namespace burin::cnn::onnximport
