// SPDX-License-Identifier: GPL-3.0-or-later
// Quantised operators: QuantizeLinear and DequantizeLinear, the QLinear operators of ONNX and of com.microsoft,
// and Quant of QONNX. A QLinear operator is the operator on real numbers with quantised weights, and a quantiser
// behind it.
#include "core/cnn/onnx_walk.h"

#include <fmt/format.h>

#include <cmath>

namespace burin::cnn::onnximport {
namespace {

Result<Quantiser> quantiserOf(const Walker& walker, const Visit& visit, int scaleIndex, int zeroIndex)
{
    BURIN_TRY(const Tensor* scale, walker.needConstant(visit, scaleIndex, "scale"));
    const Tensor* zero = nullptr;
    if (walker.given(visit, zeroIndex)) {
        BURIN_TRY(zero, walker.needConstant(visit, zeroIndex, "zero point"));
    }
    return linearQuantiser(*scale, zero, visit.attributes.integer("axis", 1), visit.where);
}

/// The real numbers behind a flow of codes, which must be read by the quantiser that made them.
Result<Flow> real(const Visit& visit, Flow flow, const Quantiser& quantiser)
{
    if (!flow.codes)
        return visit.wrong("its input holds real numbers, not codes", "The file is damaged.");
    if (quantiser.scale.size() != 1 || !near(flow.codes->scale.front(), quantiser.scale.front()) ||
        flow.codes->zero.front() != quantiser.zero.front())
        return visit.wrong(
            fmt::format("it reads codes of scale {} and zero point {} as if they had scale {} and zero point {}",
                        flow.codes->scale.front(), flow.codes->zero.front(), quantiser.scale.front(),
                        quantiser.zero.front()),
            "Export the model without such a change of scale.");
    flow.codes.reset();
    return flow;
}

Result<void> giveQuantised(Walker& walker, const Visit& visit, Flow flow, const Quantiser& quantiser)
{
    BURIN_TRY(flow, walker.assembly().quantised(std::move(flow), quantiser, visit.where));
    flow.codes = quantiser;
    walker.give(visit, std::move(flow));
    return {};
}

/// Weights as real numbers with their grid: DequantizeLinear along `axis`.
Result<Tensor> dequantised(const Walker& walker, const Visit& visit, int index, std::int64_t axis)
{
    BURIN_TRY(const Tensor* codes, walker.needConstant(visit, index, "weights"));
    BURIN_TRY(const Tensor* scale, walker.needConstant(visit, index + 1, "scale of the weights"));
    Tensor zeros{scale->dims, std::vector<double>(scale->size(), 0), codes->type, {}, false};
    const Tensor* zero = &zeros;
    if (walker.given(visit, index + 2)) {
        BURIN_TRY(zero, walker.needConstant(visit, index + 2, "zero point of the weights"));
    }
    onnx::NodeProto node = visit.node;
    node.set_op_type("DequantizeLinear");
    node.clear_attribute();
    auto* attribute = node.add_attribute();
    attribute->set_name("axis");
    attribute->set_type(onnx::AttributeProto::INT);
    attribute->set_i(axis);
    ModelFile budget("");
    auto result = foldNode(node, {codes, scale, zero}, budget);
    if (!result)
        result.error().where = visit.where;
    return result;
}

/// Biases of scale (input scale x weight scale).
Result<std::optional<Tensor>> biasOf(const Walker& walker, const Visit& visit, int index, double inputScale,
                                     const Tensor& weightScale)
{
    if (!walker.given(visit, index))
        return std::optional<Tensor>{};
    BURIN_TRY(const Tensor* codes, walker.needConstant(visit, index, "bias"));
    Tensor bias = *codes;
    if (weightScale.size() != 1 && weightScale.size() != bias.size())
        return visit.wrong(fmt::format("{} biases for {} scales", bias.size(), weightScale.size()));
    for (std::size_t i = 0; i < bias.size(); ++i)
        bias.values[i] *= inputScale * weightScale.values[weightScale.size() == 1 ? 0 : i];
    return std::optional<Tensor>(std::move(bias));
}

const Tensor* pointer(const std::optional<Tensor>& tensor)
{
    return tensor ? &*tensor : nullptr;
}

} // namespace

Result<void> visitQuantizeLinear(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0));
    BURIN_TRY(const Quantiser quantiser, quantiserOf(walker, visit, 1, 2));
    return giveQuantised(walker, visit, std::move(flow), quantiser);
}

Result<void> visitDequantizeLinear(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    BURIN_TRY(const Quantiser quantiser, quantiserOf(walker, visit, 1, 2));
    if (flow.layer == kNetworkInput && !flow.codes) { // a model that takes bytes
        if (quantiser.scale.size() != 1)
            return visit.wrong("it gives the input's bytes a scale per channel");
        const double scale = quantiser.scale.front();
        BURIN_TRY(flow, walker.assembly().scaled(flow, {{scale}, {-quantiser.zero.front() * scale}}, visit.where));
    } else {
        BURIN_TRY(flow, real(visit, std::move(flow), quantiser));
    }
    walker.give(visit, std::move(flow));
    return {};
}

Result<void> visitQonnxQuant(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0));
    std::vector<const Tensor*> inputs{nullptr};
    for (int i = 1; i < 4; ++i)
        inputs.push_back(walker.constant(visit, i));
    BURIN_TRY(const Quantiser quantiser, qonnxQuantiser(visit.node, inputs, visit.where));
    BURIN_TRY(flow, walker.assembly().quantised(std::move(flow), quantiser, visit.where));
    walker.give(visit, std::move(flow));
    return {};
}

Result<void> visitQLinearConv(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    BURIN_TRY(const Quantiser in, quantiserOf(walker, visit, 1, 2));
    BURIN_TRY(flow, real(visit, std::move(flow), in));
    BURIN_TRY(const Tensor kernel, dequantised(walker, visit, 3, 0));
    BURIN_TRY(const Quantiser out, quantiserOf(walker, visit, 6, 7));
    BURIN_TRY(const auto bias, biasOf(walker, visit, 8, in.scale.front(), *walker.constant(visit, 4)));
    BURIN_TRY(flow, convolved(walker, visit, flow, kernel, pointer(bias)));
    return giveQuantised(walker, visit, std::move(flow), out);
}

Result<void> visitQLinearMatMul(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    BURIN_TRY(const Quantiser in, quantiserOf(walker, visit, 1, 2));
    BURIN_TRY(flow, real(visit, std::move(flow), in));
    BURIN_TRY(const Tensor kernel, dequantised(walker, visit, 3, 1));
    if (kernel.dims.size() != 2)
        return visit.wrong(fmt::format("its weights {} are no matrix", shown(kernel.dims)));
    BURIN_TRY(const Quantiser out, quantiserOf(walker, visit, 6, 7));
    BURIN_TRY(flow, multiplied(walker, visit, flow, transposed(kernel), nullptr));
    return giveQuantised(walker, visit, std::move(flow), out);
}

Result<void> visitQGemm(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    BURIN_TRY(const Quantiser in, quantiserOf(walker, visit, 1, 2));
    BURIN_TRY(flow, real(visit, std::move(flow), in));
    if (visit.attributes.integer("transA", 0) != 0 || visit.attributes.real("alpha", 1) != 1)
        return visit.wrong("transA and alpha other than 1 are not taken");
    const bool rows = visit.attributes.integer("transB", 0) != 0;
    BURIN_TRY(const Tensor kernel, dequantised(walker, visit, 3, rows ? 0 : 1));
    if (kernel.dims.size() != 2)
        return visit.wrong(fmt::format("its weights {} are no matrix", shown(kernel.dims)));
    BURIN_TRY(const auto bias, biasOf(walker, visit, 6, in.scale.front(), *walker.constant(visit, 4)));
    BURIN_TRY(flow, multiplied(walker, visit, flow, rows ? kernel : transposed(kernel), pointer(bias)));
    if (!walker.given(visit, 7)) {
        walker.give(visit, std::move(flow));
        return {};
    }
    BURIN_TRY(const Quantiser out, quantiserOf(walker, visit, 7, 8));
    return giveQuantised(walker, visit, std::move(flow), out);
}

Result<void> visitQLinearAdd(Walker& walker, const Visit& visit)
{
    std::vector<Flow> flows;
    for (const int first : {0, 3}) {
        BURIN_TRY(Flow flow, walker.flow(visit, first, true));
        BURIN_TRY(const Quantiser in, quantiserOf(walker, visit, first + 1, first + 2));
        BURIN_TRY(flow, real(visit, std::move(flow), in));
        flows.push_back(std::move(flow));
    }
    BURIN_TRY(const Quantiser out, quantiserOf(walker, visit, 6, 7));
    BURIN_TRY(Flow flow, joined(walker, visit, LayerKind::add, flows));
    return giveQuantised(walker, visit, std::move(flow), out);
}

Result<void> visitQLinearGlobalAveragePool(Walker& walker, const Visit& visit)
{
    if (visit.attributes.integer("channels_last", 0) != 0)
        return visit.wrong("its input has channels last", "Export the model with channels first (NCHW).");
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    BURIN_TRY(const Quantiser in, quantiserOf(walker, visit, 1, 2));
    BURIN_TRY(flow, real(visit, std::move(flow), in));
    BURIN_TRY(const Quantiser out, quantiserOf(walker, visit, 3, 4));
    BURIN_TRY(flow, globallyPooled(walker, visit, flow, LayerKind::globalpool));
    return giveQuantised(walker, visit, std::move(flow), out);
}

} // namespace burin::cnn::onnximport
