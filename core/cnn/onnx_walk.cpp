// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/onnx_walk.h"

#include "core/data/text_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace burin::cnn::onnximport {
Result<void> checkOperators(const onnx::GraphProto& graph, const ModelFile& file)
{
    if (graph.node_size() > kMaxNodes)
        return fail(ErrorCode::limit, fmt::format("{} nodes; at most {} are taken", graph.node_size(), kMaxNodes),
                    file.path().string());
    std::set<std::string> unknown;
    const onnx::NodeProto* first = nullptr;
    for (const auto& node : graph.node()) {
        if (handlerOf(node) != nullptr || canFold(node))
            continue;
        unknown.insert(node.domain().empty()
                           ? data::shown(node.op_type())
                           : fmt::format("{} of {}", data::shown(node.op_type()), data::shown(node.domain())));
        if (first == nullptr)
            first = &node;
    }
    if (first == nullptr)
        return {};
    return fail(ErrorCode::invalidInput,
                fmt::format("operators that no layer can express: {}", fmt::join(unknown, ", ")),
                file.where(*first), fmt::format("An import takes {}.", fmt::join(handledOperators(), ", ")));
}

bool Walker::given(const Visit& visit, int index) const
{
    return index < visit.node.input_size() && !visit.node.input(index).empty();
}

const Tensor* Walker::constant(const Visit& visit, int index) const
{
    if (!given(visit, index))
        return nullptr;
    const auto found = constants_.find(visit.node.input(index));
    return found == constants_.end() ? nullptr : &found->second;
}

Result<const Tensor*> Walker::needConstant(const Visit& visit, int index, const char* what) const
{
    if (!given(visit, index))
        return visit.wrong(fmt::format("its {} is missing", what), "The file is damaged.");
    if (const Tensor* tensor = constant(visit, index))
        return tensor;
    return visit.wrong(fmt::format("its {} {} is not constant", what, data::shown(visit.node.input(index))),
                       "Layers have constant weights; simplify the model before the import.");
}

Result<Flow> Walker::flow(const Visit& visit, int index, bool codes) const
{
    if (!given(visit, index))
        return visit.wrong(fmt::format("its input {} is missing", index + 1), "The file is damaged.");
    const auto found = flows_.find(visit.node.input(index));
    if (found == flows_.end())
        return visit.wrong(fmt::format("its input {} is a constant", data::shown(visit.node.input(index))),
                           "Simplify the model before the import.");
    if (found->second.ended && visit.node.op_type() != "Identity")
        return visit.wrong("it follows a Softmax or ArgMax", "These are only taken at the end of a network.");
    if (found->second.codes && !codes)
        return visit.wrong("it takes codes of a quantiser for numbers",
                           "Export the model with DequantizeLinear before it.");
    return found->second;
}

void Walker::give(const Visit& visit, Flow flow)
{
    const std::string& name = visit.node.output(0);
    flow.exclusive = flow.exclusive && uses_[name] <= 1;
    flows_[name] = std::move(flow);
}

Result<void> Walker::readConstants(const onnx::GraphProto& graph)
{
    if (graph.sparse_initializer_size() > 0)
        return fail(ErrorCode::invalidInput, "sparse constants are not read", file_.path().string(),
                    "Export the model with dense weights.");
    for (const auto& proto : graph.initializer()) {
        if (constants_.count(proto.name()) > 0)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the constant {} is there twice", data::shown(proto.name())),
                        file_.path().string(), "The file is damaged.");
        BURIN_TRY(Tensor tensor, file_.read(proto, "constant " + data::shown(proto.name())));
        constants_.emplace(proto.name(), std::move(tensor));
    }
    return {};
}

Result<void> Walker::checkInputs(const Visit& visit) const
{
    if (visit.node.output_size() < 1 || visit.node.output(0).empty())
        return visit.wrong("it has no output", "The file is damaged.");
    for (const std::string& name : visit.node.input())
        if (!name.empty() && constants_.count(name) == 0 && flows_.count(name) == 0)
            return visit.wrong(
                fmt::format("its input {} is no constant and no output of an earlier node", data::shown(name)),
                "The graph has a cycle, or a constant is missing.");
    for (const std::string& name : visit.node.output())
        if (constants_.count(name) > 0 || flows_.count(name) > 0)
            return visit.wrong(fmt::format("its output {} is there already", data::shown(name)),
                               "The file is damaged.");
    for (int i = 1; i < visit.node.output_size(); ++i) {
        const auto used = uses_.find(visit.node.output(i));
        if (used != uses_.end() && used->second > 0)
            return visit.wrong(fmt::format("its output {} is used", i + 1),
                               "Only the first output of a node is taken.");
    }
    return {};
}

Result<bool> Walker::fold(const Visit& visit)
{
    std::vector<const Tensor*> inputs;
    for (int i = 0; i < visit.node.input_size(); ++i) {
        inputs.push_back(constant(visit, i));
        if (given(visit, i) && inputs.back() == nullptr) {
            if (visit.node.op_type() != "Shape")
                return false;
            const auto& dims = flows_.at(visit.node.input(i)).dims;
            Tensor shape;
            shape.type = onnx::TensorProto::INT64;
            shape.values.assign(dims.begin(), dims.end());
            shape.dims = {static_cast<std::int64_t>(dims.size())};
            constants_[visit.node.output(0)] = std::move(shape);
            return true;
        }
    }
    BURIN_TRY(Tensor result, foldNode(visit.node, inputs, file_));
    constants_[visit.node.output(0)] = std::move(result);
    return true;
}

Result<void> Walker::step(const Visit& visit)
{
    BURIN_CHECK(checkInputs(visit));
    BURIN_TRY(const bool folded, fold(visit));
    if (folded)
        return {};
    const Handler handler = handlerOf(visit.node);
    if (handler == nullptr)
        return visit.wrong("this operator is only taken on constants",
                           fmt::format("An import takes {}.", fmt::join(handledOperators(), ", ")));
    BURIN_CHECK(handler(*this, visit));
    if (assembly_.layers.size() > kMaxLayers)
        return fail(ErrorCode::limit, fmt::format("more than {} layers", kMaxLayers), visit.where);
    return {};
}

Result<void> Walker::run(const onnx::ModelProto& model, const std::string& input, Flow inputFlow)
{
    const onnx::GraphProto& graph = model.graph();
    BURIN_CHECK(readConstants(graph));
    for (const auto& node : graph.node())
        for (const std::string& name : node.input())
            uses_[name] += node.op_type() == "Shape" ? 0 : 1; // a shape does not read the values
    for (const auto& output : graph.output())
        ++uses_[output.name()];
    if (graph.output_size() != 1)
        return fail(ErrorCode::invalidInput, fmt::format("the graph has {} outputs, not 1", graph.output_size()),
                    file_.path().string(), "Export the model with the class scores as its only output.");
    inputFlow.exclusive = uses_[input] <= 1;
    flows_[input] = std::move(inputFlow);
    for (const auto& node : graph.node())
        BURIN_CHECK(step(Visit{node, Attributes(node), file_.where(node)}));
    const auto found = flows_.find(graph.output(0).name());
    if (found == flows_.end() || found->second.layer == kNetworkInput)
        return fail(ErrorCode::invalidInput,
                    fmt::format("its output {} is not computed from its input by any layer",
                                data::shown(graph.output(0).name())),
                    file_.path().string(), "The file is damaged.");
    output_ = found->second;
    return {};
}

} // namespace burin::cnn::onnximport
