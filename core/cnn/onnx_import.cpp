// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/onnx_import.h"

#include "core/base/file.h"
#include "core/cnn/onnx_finish.h"
#include "core/cnn/onnx_walk.h"
#include "core/data/text_source.h"

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include <limits>
#include <set>

namespace burin::cnn {
namespace {

using namespace onnximport;
using onnx::TensorProto;

Result<void> parse(const std::filesystem::path& path, onnx::ModelProto& model)
{
    BURIN_TRY(const std::string bytes, readFile(path, kMaxModelBytes));
    const google::protobuf::LogSilencer quiet; // the error below says it
    const bool read = model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!read || bytes.empty())
        return fail(ErrorCode::invalidInput, "the file is cut off, damaged or no ONNX model", path.string(),
                    "Export the model to ONNX again.");
    if (!model.has_graph() || model.graph().node_size() == 0)
        return fail(ErrorCode::invalidInput, "the file holds no graph with nodes", path.string(),
                    "Is it an ONNX model?");
    return {};
}

/// The graph's only input that is no constant.
Result<const onnx::ValueInfoProto*> inputOf(const onnx::GraphProto& graph, const std::string& where)
{
    std::set<std::string> constants;
    for (const auto& tensor : graph.initializer())
        constants.insert(tensor.name());
    const onnx::ValueInfoProto* input = nullptr;
    for (const auto& candidate : graph.input()) {
        if (constants.count(candidate.name()) > 0)
            continue;
        if (input != nullptr)
            return fail(
                ErrorCode::invalidInput,
                fmt::format("the graph has several inputs, {} and {} among them (or a constant is missing)",
                            data::shown(input->name()), data::shown(candidate.name())),
                where, "Only networks with one input, the image, are taken.");
        input = &candidate;
    }
    if (input == nullptr)
        return fail(ErrorCode::invalidInput, "the graph has no input", where, "The file is damaged.");
    return input;
}

struct InputShape {
    Shape shape;
    std::int64_t batch = 1;
    std::size_t rank = 4;
    bool bytes = false;
};

Result<InputShape> shapeOf(const onnx::ValueInfoProto& input, const std::string& file)
{
    const std::string where = fmt::format("{}: input {}", file, data::shown(input.name()));
    if (!input.type().has_tensor_type() || !input.type().tensor_type().has_shape())
        return fail(ErrorCode::invalidInput, "it has no shape", where,
                    "Export the model with a fixed image size.");
    const auto& type = input.type().tensor_type();
    InputShape result;
    result.bytes = type.elem_type() == TensorProto::UINT8;
    const bool real = type.elem_type() == TensorProto::FLOAT || type.elem_type() == TensorProto::DOUBLE ||
                      type.elem_type() == TensorProto::FLOAT16;
    if (!real && !result.bytes)
        return fail(ErrorCode::invalidInput,
                    fmt::format("its elements of type {} are no pixels", type.elem_type()), where,
                    "Export the model with float32 or uint8 inputs.");
    result.rank = static_cast<std::size_t>(type.shape().dim_size());
    if (result.rank != 2 && result.rank != 4)
        return fail(ErrorCode::invalidInput, fmt::format("it has {} dimensions", result.rank), where,
                    "Networks take images [batch, channels, height, width] or rows [batch, features].");
    std::array<int, 3> sizes{1, 1, 1};
    for (int i = 1; i < type.shape().dim_size(); ++i) {
        const std::int64_t extent = type.shape().dim(i).dim_value();
        if (extent < 1 || extent > (1 << 16))
            return fail(ErrorCode::invalidInput,
                        type.shape().dim(i).has_dim_value() ? fmt::format("its dimension {} is {}", i + 1, extent)
                                                            : fmt::format("its dimension {} is open", i + 1),
                        where, "Export the model with a fixed image size.");
        sizes.at(static_cast<std::size_t>(i - 1)) = static_cast<int>(extent);
    }
    result.batch = type.shape().dim(0).has_dim_value() ? type.shape().dim(0).dim_value() : 1;
    result.shape = {sizes[0], sizes[1], sizes[2]};
    return result;
}

Result<void> checkNormalisation(const std::vector<double>& values, const char* flag, const Shape& shape)
{
    const auto count = static_cast<std::int64_t>(values.size());
    if (count > 1 && count != shape.channels)
        return fail(ErrorCode::usage, fmt::format("{} values for {} channels", count, shape.channels), flag,
                    "Give one value, or one per channel.");
    return {};
}

std::int64_t opsetOf(const onnx::ModelProto& model)
{
    for (const auto& set : model.opset_import())
        if (set.domain().empty() || set.domain() == "ai.onnx")
            return set.version();
    return 1;
}

} // namespace

Result<ImportedNetwork> importOnnx(const std::filesystem::path& path, const ImportOptions& options)
{
    onnx::ModelProto model;
    BURIN_CHECK(parse(path, model));
    const onnx::GraphProto& graph = model.graph();
    BURIN_CHECK(checkOperators(graph, ModelFile(path)));
    BURIN_TRY(const onnx::ValueInfoProto* input, inputOf(graph, path.string()));
    BURIN_TRY(const InputShape shape, shapeOf(*input, path.string()));
    const auto otherwise = [](const std::vector<double>& given, double value) {
        return given.empty() ? std::vector<double>{value} : given;
    };
    Assembly assembly(shape.shape, otherwise(options.mean, 0), otherwise(options.std, shape.bytes ? 1 : 255));
    if (options.mean.empty() && options.std.empty() && !shape.bytes)
        assembly.note(
            "no --mean and --std are given: the model is taken to want pixels from 0 to 1 (pixel / 255)");
    Walker walker(ModelFile(path), std::move(assembly));
    walker.opset = opsetOf(model);
    walker.batch = shape.batch;
    Flow flow = Assembly::flowOf(kNetworkInput, shape.shape);
    flow.dims.resize(shape.rank);
    BURIN_CHECK(walker.run(model, input->name(), std::move(flow)));
    const Shape& inputShape = walker.assembly().inputShape;
    BURIN_CHECK(checkNormalisation(options.mean, "--mean", inputShape));
    BURIN_CHECK(checkNormalisation(options.std, "--std", inputShape));
    const std::size_t last = walker.output().layer;
    BURIN_TRY(ImportedNetwork result, finish(std::move(walker.assembly()), last));
    result.nodes = static_cast<std::size_t>(graph.node_size());
    result.producer = model.producer_name();
    return result;
}

} // namespace burin::cnn
