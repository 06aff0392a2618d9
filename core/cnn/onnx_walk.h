// SPDX-License-Identifier: GPL-3.0-or-later
// Walker: goes through the nodes of an ONNX graph in their order and hands each to the handler of its operator.
#pragma once

#include "core/cnn/onnx_layers.h"
#include "core/cnn/onnx_tensor.h"

#include <map>
#include <string>
#include <vector>

namespace burin::cnn::onnximport {

/// A node on the way.
struct Visit {
    const onnx::NodeProto& node;
    Attributes attributes;
    std::string where;

    [[nodiscard]] Unexpected<Error> wrong(std::string message, std::string hint = {}) const
    {
        return fail(ErrorCode::invalidInput, std::move(message), where, std::move(hint));
    }
};

class Walker {
public:
    Walker(ModelFile file, Assembly assembly) : file_(std::move(file)), assembly_(std::move(assembly)) {}

    /// Walks the graph; the flow of its output is `output()` then.
    Result<void> run(const onnx::ModelProto& model, const std::string& input, Flow inputFlow);
    [[nodiscard]] const Flow& output() const { return output_; }

    Assembly& assembly() { return assembly_; }
    std::int64_t opset = 13; ///< of the default domain
    std::int64_t batch = 1;  ///< the graph's own; flows have a batch of 1

    // For handlers.
    [[nodiscard]] bool given(const Visit& visit, int index) const;
    [[nodiscard]] const Tensor* constant(const Visit& visit, int index) const;
    Result<const Tensor*> needConstant(const Visit& visit, int index, const char* what) const;
    /// The flow of an input; real numbers unless `codes` are asked for.
    Result<Flow> flow(const Visit& visit, int index, bool codes = false) const;
    void give(const Visit& visit, Flow flow);

private:
    Result<void> readConstants(const onnx::GraphProto& graph);
    Result<void> step(const Visit& visit);
    Result<bool> fold(const Visit& visit);
    Result<void> checkInputs(const Visit& visit) const;

    ModelFile file_;
    Assembly assembly_;
    std::map<std::string, Tensor> constants_;
    std::map<std::string, Flow> flows_;
    std::map<std::string, int> uses_;
    Flow output_;
};

/// All operators of the graph must be known before any work is done: the error lists those that are not.
Result<void> checkOperators(const onnx::GraphProto& graph, const ModelFile& file);

using Handler = Result<void> (*)(Walker&, const Visit&);
/// By operator; null where it is not known.
[[nodiscard]] Handler handlerOf(const onnx::NodeProto& node);
/// Names for messages, sorted.
[[nodiscard]] std::vector<std::string> handledOperators();

// onnx_reshape.cpp
Result<void> visitSame(Walker& walker, const Visit& visit);
Result<void> visitFlatten(Walker& walker, const Visit& visit);
Result<void> visitReshape(Walker& walker, const Visit& visit);
Result<void> visitUnsqueeze(Walker& walker, const Visit& visit);
Result<void> visitSqueeze(Walker& walker, const Visit& visit);
Result<void> visitTranspose(Walker& walker, const Visit& visit);

// onnx_quantised.cpp
Result<void> visitQuantizeLinear(Walker& walker, const Visit& visit);
Result<void> visitDequantizeLinear(Walker& walker, const Visit& visit);
Result<void> visitQonnxQuant(Walker& walker, const Visit& visit);
Result<void> visitQLinearConv(Walker& walker, const Visit& visit);
Result<void> visitQLinearMatMul(Walker& walker, const Visit& visit);
Result<void> visitQGemm(Walker& walker, const Visit& visit);
Result<void> visitQLinearAdd(Walker& walker, const Visit& visit);
Result<void> visitQLinearGlobalAveragePool(Walker& walker, const Visit& visit);

// onnx_windows.cpp, shared with the quantised forms
Result<Flow> convolved(Walker& walker, const Visit& visit, const Flow& flow, const Tensor& kernel,
                       const Tensor* bias);
Result<Flow> globallyPooled(Walker& walker, const Visit& visit, const Flow& flow, LayerKind kind);
Result<void> visitConv(Walker& walker, const Visit& visit);
Result<void> visitMaxPool(Walker& walker, const Visit& visit);
Result<void> visitAveragePool(Walker& walker, const Visit& visit);
Result<void> visitGlobalAveragePool(Walker& walker, const Visit& visit);
Result<void> visitGlobalMaxPool(Walker& walker, const Visit& visit);
Result<void> visitReduceMean(Walker& walker, const Visit& visit);

/// A dense layer; the kernel is [units, inputs] in the order of the flow's values.
Result<Flow> multiplied(Walker& walker, const Visit& visit, const Flow& flow, Tensor kernel, const Tensor* bias);
Result<Flow> joined(Walker& walker, const Visit& visit, LayerKind kind, const std::vector<Flow>& flows);

} // namespace burin::cnn::onnximport
