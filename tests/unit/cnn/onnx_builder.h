// SPDX-License-Identifier: GPL-3.0-or-later
// Small ONNX models made in tests through the protobuf classes, and plain loops that compute what their operators
// mean (onnx/docs/Operators.md), written apart from the importer.
#pragma once

#include "core/base/file.h"
#include "core/base/rng.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace burin::testing {

using Dims = std::vector<std::int64_t>;

class OnnxBuilder {
public:
    onnx::ModelProto model;

    explicit OnnxBuilder(const Dims& input, int opset = 13, int type = onnx::TensorProto::FLOAT)
    {
        model.set_ir_version(8);
        model.set_producer_name("test");
        model.add_opset_import()->set_version(opset);
        value(*graph().add_input(), "x", input, type);
    }
    onnx::GraphProto& graph() { return *model.mutable_graph(); }

    static void value(onnx::ValueInfoProto& info, const std::string& name, const Dims& dims, int type)
    {
        info.set_name(name);
        auto* tensor = info.mutable_type()->mutable_tensor_type();
        tensor->set_elem_type(type);
        for (const auto extent : dims)
            tensor->mutable_shape()->add_dim()->set_dim_value(extent);
    }
    onnx::TensorProto& constant(const std::string& name, const Dims& dims, const std::vector<float>& values)
    {
        auto& tensor = *graph().add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::FLOAT);
        for (const auto extent : dims)
            tensor.add_dims(extent);
        tensor.set_raw_data(values.data(), values.size() * sizeof(float));
        return tensor;
    }
    onnx::TensorProto& codes(const std::string& name, const Dims& dims, const std::vector<int>& values, int type)
    {
        auto& tensor = *graph().add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(type);
        for (const auto extent : dims)
            tensor.add_dims(extent);
        for (const int code : values)
            type == onnx::TensorProto::INT64 ? tensor.add_int64_data(code) : tensor.add_int32_data(code);
        return tensor;
    }
    /// Adds a node whose output has the node's name.
    onnx::NodeProto& node(const std::string& type, const std::string& name, const std::vector<std::string>& inputs,
                          const std::string& domain = "")
    {
        auto& added = *graph().add_node();
        added.set_op_type(type);
        added.set_name(name);
        added.set_domain(domain);
        for (const std::string& input : inputs)
            added.add_input(input);
        added.add_output(name);
        return added;
    }
    static onnx::NodeProto& with(onnx::NodeProto& node, const std::string& name, const Dims& values)
    {
        auto* attribute = node.add_attribute();
        attribute->set_name(name);
        attribute->set_type(onnx::AttributeProto::INTS);
        for (const auto value : values)
            attribute->add_ints(value);
        return node;
    }
    static onnx::NodeProto& with(onnx::NodeProto& node, const std::string& name, int value)
    {
        auto* attribute = node.add_attribute();
        attribute->set_name(name);
        attribute->set_type(onnx::AttributeProto::INT);
        attribute->set_i(value);
        return node;
    }
    static onnx::NodeProto& with(onnx::NodeProto& node, const std::string& name, const std::string& value)
    {
        auto* attribute = node.add_attribute();
        attribute->set_name(name);
        attribute->set_type(onnx::AttributeProto::STRING);
        attribute->set_s(value);
        return node;
    }
    void output(const std::string& name) { value(*graph().add_output(), name, {1, 10}, onnx::TensorProto::FLOAT); }

    [[nodiscard]] std::string bytes() const { return model.SerializeAsString(); }
    std::filesystem::path write(const std::filesystem::path& path) const
    {
        writeFile(path, bytes()).value();
        return path;
    }
};

inline std::vector<float> noise(std::size_t count, std::uint64_t seed, double spread = 1)
{
    Rng rng(seed);
    std::vector<float> values(count);
    for (float& value : values)
        value = static_cast<float>(spread * rng.uniform(-1, 1));
    return values;
}

/// conv c, ReLU r, flatten f, dense y
inline OnnxBuilder smallModel()
{
    OnnxBuilder b({1, 2, 4, 4});
    b.constant("w", {1, 2, 3, 3}, noise(18, 1));
    b.constant("g", {4, 3}, noise(12, 2));
    b.node("Conv", "c", {"x", "w"});
    b.node("Relu", "r", {"c"});
    b.node("Flatten", "f", {"r"});
    b.node("Gemm", "y", {"f", "g"});
    b.output("y");
    return b;
}

/// [channels][height][width]
struct Image {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<double> values;

    Image(int c, int h, int w) : channels(c), height(h), width(w), values(static_cast<std::size_t>(c * h * w), 0)
    {
    }
    double& at(int c, int y, int x) { return values.at(static_cast<std::size_t>((c * height + y) * width + x)); }
    [[nodiscard]] double at(int c, int y, int x) const
    {
        return values.at(static_cast<std::size_t>((c * height + y) * width + x));
    }
    [[nodiscard]] double padded(int c, int y, int x, double outside) const
    {
        return y < 0 || x < 0 || y >= height || x >= width ? outside : at(c, y, x);
    }
    template <class F> Image mapped(F f) const
    {
        Image result = *this;
        for (double& value : result.values)
            value = f(value);
        return result;
    }
};

struct Pads {
    int top = 0;
    int left = 0;
    int bottom = 0;
    int right = 0;
};

/// Kernel [filters][channels / groups][k][k]; groups is 1 or the number of channels.
inline Image convolve(const Image& in, const std::vector<float>& kernel, const std::vector<float>& bias,
                      int filters, int k, int stride, const Pads& pads, bool depthwise = false)
{
    Image out(filters, (in.height + pads.top + pads.bottom - k) / stride + 1,
              (in.width + pads.left + pads.right - k) / stride + 1);
    const int depth = depthwise ? 1 : in.channels;
    for (int f = 0; f < filters; ++f)
        for (int y = 0; y < out.height; ++y)
            for (int x = 0; x < out.width; ++x) {
                double sum = bias.empty() ? 0 : static_cast<double>(bias[static_cast<std::size_t>(f)]);
                for (int c = 0; c < depth; ++c)
                    for (int v = 0; v < k; ++v)
                        for (int u = 0; u < k; ++u)
                            sum += static_cast<double>(
                                       kernel[static_cast<std::size_t>(((f * depth + c) * k + v) * k + u)]) *
                                   in.padded(depthwise ? f : c, y * stride + v - pads.top,
                                             x * stride + u - pads.left, 0);
                out.at(f, y, x) = sum;
            }
    return out;
}

inline Image maxPool(const Image& in, int k, int stride, const Pads& pads)
{
    Image out(in.channels, (in.height + pads.top + pads.bottom - k) / stride + 1,
              (in.width + pads.left + pads.right - k) / stride + 1);
    for (int c = 0; c < out.channels; ++c)
        for (int y = 0; y < out.height; ++y)
            for (int x = 0; x < out.width; ++x) {
                double best = -1e300;
                for (int v = 0; v < k; ++v)
                    for (int u = 0; u < k; ++u)
                        best = std::max(
                            best, in.padded(c, y * stride + v - pads.top, x * stride + u - pads.left, -1e300));
                out.at(c, y, x) = best;
            }
    return out;
}

inline Image meanOf(const Image& in)
{
    Image out(in.channels, 1, 1);
    for (int c = 0; c < in.channels; ++c)
        for (int y = 0; y < in.height; ++y)
            for (int x = 0; x < in.width; ++x)
                out.at(c, 0, 0) += in.at(c, y, x) / (in.height * in.width);
    return out;
}

inline Image sum(const Image& a, const Image& b)
{
    Image out = a;
    for (std::size_t i = 0; i < out.values.size(); ++i)
        out.values[i] += b.values[i];
    return out;
}

/// weights [units][inputs]
inline std::vector<double> dense(const std::vector<double>& in, const std::vector<float>& weights,
                                 const std::vector<float>& bias)
{
    std::vector<double> out(bias.begin(), bias.end());
    for (std::size_t u = 0; u < out.size(); ++u)
        for (std::size_t i = 0; i < in.size(); ++i)
            out[u] += static_cast<double>(weights[u * in.size() + i]) * in[i];
    return out;
}

} // namespace burin::testing
