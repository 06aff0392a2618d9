// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/onnx_fold.h"

#include "core/data/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace burin::cnn::onnximport {
namespace {

using Inputs = std::vector<const Tensor*>;

struct Call {
    const onnx::NodeProto& node;
    const Attributes attributes;
    const Inputs& inputs;
    ModelFile& file;
    std::string where;

    [[nodiscard]] Unexpected<Error> wrong(std::string message) const
    {
        return fail(ErrorCode::invalidInput, std::move(message), where,
                    "The file is damaged or of an unknown form.");
    }
    [[nodiscard]] bool has(std::size_t index) const { return index < inputs.size() && inputs[index] != nullptr; }
    [[nodiscard]] const Tensor& in(std::size_t index) const { return *inputs[index]; }
};

std::vector<std::int64_t> wholeValues(const Tensor& tensor)
{
    std::vector<std::int64_t> values;
    for (const double value : tensor.values)
        values.push_back(std::isfinite(value) && std::fabs(value) < 1e15 ? std::llround(value) : 0);
    return values;
}

/// Places of the axes of a result of `rank` dimensions; negative ones count from the end.
Result<std::vector<std::int64_t>> axesOf(const Call& call, std::size_t rank)
{
    auto axes = call.has(1) ? wholeValues(call.in(1)) : call.attributes.integers("axes");
    for (std::int64_t& axis : axes) {
        if (axis < 0)
            axis += static_cast<std::int64_t>(rank);
        if (axis < 0 || axis >= static_cast<std::int64_t>(rank))
            return call.wrong(fmt::format("an axis is outside of {} dimensions", rank));
    }
    std::sort(axes.begin(), axes.end());
    if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
        return call.wrong("an axis is named twice");
    return axes;
}

Result<Tensor> constant(const Call& call)
{
    if (const auto* value = call.attributes.find("value"))
        return call.file.read(value->t(), "constant of node " + data::shown(call.node.name()));
    Tensor tensor;
    if (const auto* one = call.attributes.find("value_float")) {
        tensor.values = {static_cast<double>(one->f())};
    } else if (const auto* whole = call.attributes.find("value_int")) {
        tensor.values = {static_cast<double>(whole->i())};
        tensor.type = onnx::TensorProto::INT64;
    } else if (const auto* floats = call.attributes.find("value_floats")) {
        tensor.values.assign(floats->floats().begin(), floats->floats().end());
        tensor.dims = {floats->floats_size()};
    } else if (const auto* integers = call.attributes.find("value_ints")) {
        tensor.values.assign(integers->ints().begin(), integers->ints().end());
        tensor.dims = {integers->ints_size()};
        tensor.type = onnx::TensorProto::INT64;
    } else {
        return call.wrong("the constant has no value that is a number");
    }
    return tensor;
}

Result<Tensor> shapeOf(const Call& call)
{
    Tensor tensor;
    tensor.type = onnx::TensorProto::INT64;
    tensor.values.assign(call.in(0).dims.begin(), call.in(0).dims.end());
    tensor.dims = {static_cast<std::int64_t>(tensor.values.size())};
    return tensor;
}

Result<Tensor> gather(const Call& call)
{
    const Tensor& from = call.in(0);
    if (!call.has(1) || from.dims.size() != 1 || call.attributes.integer("axis", 0) != 0)
        return call.wrong("only elements of a list can be gathered");
    Tensor tensor;
    tensor.type = from.type;
    tensor.dims = call.in(1).dims;
    for (std::int64_t index : wholeValues(call.in(1))) {
        if (index < 0)
            index += from.dims[0];
        if (index < 0 || index >= from.dims[0])
            return call.wrong(fmt::format("index {} is outside of {} elements", index, from.dims[0]));
        tensor.values.push_back(from.values[static_cast<std::size_t>(index)]);
    }
    return tensor;
}

Result<Tensor> unsqueeze(const Call& call)
{
    Tensor tensor = call.in(0);
    const std::size_t count = call.has(1) ? call.in(1).size() : call.attributes.integers("axes").size();
    BURIN_TRY(const auto axes, axesOf(call, tensor.dims.size() + count));
    for (const std::int64_t axis : axes)
        tensor.dims.insert(tensor.dims.begin() + axis, 1);
    return tensor;
}

Result<Tensor> squeeze(const Call& call)
{
    Tensor tensor = call.in(0);
    BURIN_TRY(auto axes, axesOf(call, tensor.dims.size()));
    if (axes.empty())
        std::erase(tensor.dims, 1);
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
        if (tensor.dims[static_cast<std::size_t>(*axis)] != 1)
            return call.wrong("it squeezes a dimension that is not 1");
        tensor.dims.erase(tensor.dims.begin() + *axis);
    }
    return tensor;
}

Result<Tensor> concat(const Call& call)
{
    Tensor tensor;
    tensor.type = call.in(0).type;
    for (const Tensor* part : call.inputs) {
        if (part == nullptr || part->dims.size() > 1)
            return call.wrong("only lists of constants can be joined");
        tensor.values.insert(tensor.values.end(), part->values.begin(), part->values.end());
    }
    tensor.dims = {static_cast<std::int64_t>(tensor.values.size())};
    return tensor;
}

Result<Tensor> transpose(const Call& call)
{
    const Tensor& from = call.in(0);
    const std::size_t rank = from.dims.size();
    auto perm = call.attributes.integers("perm");
    if (perm.empty())
        for (std::size_t i = rank; i > 0; --i)
            perm.push_back(static_cast<std::int64_t>(i - 1));
    auto sorted = perm;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < std::max(rank, sorted.size()); ++i)
        if (sorted.size() != rank || sorted[i] != static_cast<std::int64_t>(i))
            return call.wrong(fmt::format("perm {} is no order of {} dimensions", shown(perm), rank));
    Tensor tensor = from;
    std::vector<std::size_t> stride(rank, 1);
    for (std::size_t i = rank; i-- > 1;)
        stride[i - 1] = stride[i] * static_cast<std::size_t>(from.dims[i]);
    for (std::size_t i = 0; i < rank; ++i)
        tensor.dims[i] = from.dims[static_cast<std::size_t>(perm[i])];
    std::vector<std::int64_t> index(rank, 0);
    for (double& value : tensor.values) {
        std::size_t at = 0;
        for (std::size_t i = 0; i < rank; ++i)
            at += static_cast<std::size_t>(index[i]) * stride[static_cast<std::size_t>(perm[i])];
        value = from.values[at];
        for (std::size_t i = rank; i-- > 0;) {
            if (++index[i] < tensor.dims[i])
                break;
            index[i] = 0;
        }
    }
    return tensor;
}

Result<Tensor> reshape(const Call& call)
{
    if (!call.has(1))
        return call.wrong("the new shape is missing");
    Tensor tensor = call.in(0);
    auto dims = wholeValues(call.in(1));
    std::int64_t known = 1;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < dims.size(); ++i) {
        if (dims[i] == 0 && i < tensor.dims.size())
            dims[i] = tensor.dims[i];
        if (dims[i] == -1 && !open)
            open = i;
        else if (dims[i] <= 0 || known > static_cast<std::int64_t>(kMaxConstants) / dims[i])
            return call.wrong(fmt::format("{} is no shape for {} values", shown(dims), tensor.size()));
        else
            known *= dims[i];
    }
    const auto size = static_cast<std::int64_t>(tensor.size());
    if (open)
        dims[*open] = size / known;
    if ((open ? known * dims[*open] : known) != size)
        return call.wrong(fmt::format("{} is no shape for {} values", shown(dims), tensor.size()));
    tensor.dims = dims;
    return tensor;
}

/// Elementwise with broadcasting.
Result<Tensor> elementwise(const Call& call, const std::function<double(double, double)>& f)
{
    if (!call.has(1))
        return call.wrong("it has one input only");
    const Tensor& a = call.in(0);
    const Tensor& b = call.in(1);
    Tensor tensor;
    tensor.type = a.type;
    const std::size_t rank = std::max(a.dims.size(), b.dims.size());
    const auto extent = [rank](const Tensor& t, std::size_t i) {
        return i + t.dims.size() < rank ? 1 : t.dims[i + t.dims.size() - rank];
    };
    for (std::size_t i = 0; i < rank; ++i) {
        const std::int64_t left = extent(a, i);
        const std::int64_t right = extent(b, i);
        if (left != right && left != 1 && right != 1)
            return call.wrong(fmt::format("the shapes {} and {} do not fit", shown(a.dims), shown(b.dims)));
        tensor.dims.push_back(left == 1 ? right : left);
    }
    BURIN_TRY(const std::size_t count, valueCount(tensor.dims, call.where));
    BURIN_CHECK(call.file.spend(count, call.where));
    const auto at = [&](const Tensor& t, std::size_t flat) {
        std::size_t place = 0;
        std::size_t stride = 1;
        for (std::size_t i = rank; i-- > 0;) {
            const auto size = static_cast<std::size_t>(tensor.dims[i]);
            const auto own = static_cast<std::size_t>(extent(t, i));
            place += own == 1 ? 0 : flat % size * stride;
            stride *= own;
            flat /= size;
        }
        return t.values[place];
    };
    tensor.values.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        tensor.values[i] = f(at(a, i), at(b, i));
    return tensor;
}

/// The index along the quantiser's axis of each value.
std::function<std::size_t(std::size_t)> channelOf(const Tensor& tensor, const Quantiser& quantiser)
{
    if (quantiser.scale.size() == 1)
        return [](std::size_t) { return std::size_t{0}; };
    std::size_t inner = 1;
    for (std::size_t i = quantiser.axis + 1; i < tensor.dims.size(); ++i)
        inner *= static_cast<std::size_t>(tensor.dims[i]);
    return [inner, count = quantiser.scale.size()](std::size_t flat) { return flat / inner % count; };
}

Result<void> checkChannels(const Call& call, const Tensor& tensor, const Quantiser& quantiser)
{
    const std::size_t count = quantiser.scale.size();
    if (count > 1 &&
        (quantiser.axis >= tensor.dims.size() || static_cast<std::size_t>(tensor.dims[quantiser.axis]) != count))
        return call.wrong(fmt::format("{} scales do not fit the shape {}", count, shown(tensor.dims)));
    return {};
}

/// values = scale (codes - zero), with the grid where there is one scale.
void setGrid(Tensor& tensor, const Quantiser& quantiser)
{
    tensor.quantised = true;
    const bool one = std::all_of(quantiser.scale.begin(), quantiser.scale.end(),
                                 [&](double s) { return s == quantiser.scale.front(); }) &&
                     std::all_of(quantiser.zero.begin(), quantiser.zero.end(),
                                 [&](double z) { return z == quantiser.zero.front(); });
    tensor.grid.reset();
    if (one)
        tensor.grid = Grid{quantiser.scale.front(), quantiser.low - quantiser.zero.front(),
                           quantiser.high - quantiser.zero.front()};
}

Result<Tensor> dequantizeLinear(const Call& call)
{
    if (!call.has(1))
        return call.wrong("the scale is missing");
    Tensor tensor = call.in(0);
    Tensor zeros{call.in(1).dims, std::vector<double>(call.in(1).size(), 0), tensor.type, {}, false};
    const Tensor* zero = call.has(2) ? &call.in(2) : &zeros; // without zero points the codes' type tells the range
    BURIN_TRY(const Quantiser quantiser,
              linearQuantiser(call.in(1), zero, call.attributes.integer("axis", 1), call.where));
    BURIN_CHECK(checkChannels(call, tensor, quantiser));
    const auto channel = channelOf(tensor, quantiser);
    for (std::size_t i = 0; i < tensor.size(); ++i)
        tensor.values[i] = quantiser.scale[channel(i)] * (tensor.values[i] - quantiser.zero[channel(i)]);
    const bool wide = tensor.type == onnx::TensorProto::INT32; // a bias: its codes have no range to keep
    tensor.type = onnx::TensorProto::FLOAT;
    if (!wide)
        setGrid(tensor, quantiser);
    return tensor;
}

Result<Tensor> quantise(const Call& call, const Quantiser& quantiser, bool asCodes)
{
    Tensor tensor = call.in(0);
    BURIN_CHECK(checkChannels(call, tensor, quantiser));
    const auto channel = channelOf(tensor, quantiser);
    for (std::size_t i = 0; i < tensor.size(); ++i) {
        const double scale = quantiser.scale[channel(i)];
        const double zero = quantiser.zero[channel(i)];
        if (!std::isfinite(tensor.values[i]))
            return call.wrong("a value to quantise is not finite");
        const double code =
            std::clamp(std::nearbyint(tensor.values[i] / scale) + zero, quantiser.low, quantiser.high);
        tensor.values[i] = asCodes ? code : scale * (code - zero);
    }
    if (!asCodes)
        setGrid(tensor, quantiser);
    return tensor;
}

Result<Tensor> quantizeLinear(const Call& call)
{
    if (!call.has(1))
        return call.wrong("the scale is missing");
    const Tensor* zero = call.has(2) ? &call.in(2) : nullptr;
    BURIN_TRY(const Quantiser quantiser,
              linearQuantiser(call.in(1), zero, call.attributes.integer("axis", 1), call.where));
    return quantise(call, quantiser, true);
}

Result<Tensor> qonnxQuant(const Call& call)
{
    BURIN_TRY(const Quantiser quantiser, qonnxQuantiser(call.node, call.inputs, call.where));
    return quantise(call, quantiser, false);
}

Result<Tensor> cast(const Call& call)
{
    Tensor tensor = call.in(0);
    const auto to = call.attributes.integer("to", onnx::TensorProto::FLOAT);
    tensor.type = static_cast<int>(to);
    if (to != onnx::TensorProto::FLOAT && to != onnx::TensorProto::DOUBLE)
        for (double& value : tensor.values)
            value = std::trunc(value);
    return tensor;
}

Result<Tensor> squareRoot(const Call& call)
{
    Tensor tensor = call.in(0);
    for (double& value : tensor.values)
        value = std::sqrt(value);
    return tensor;
}

using Fold = std::function<Result<Tensor>(const Call&)>;

const std::map<std::string, Fold>& folds()
{
    const auto same = [](const Call& call) -> Result<Tensor> { return call.in(0); };
    const auto binary = [](double (*f)(double, double)) {
        return [f](const Call& call) { return elementwise(call, f); };
    };
    static const std::map<std::string, Fold> table = {
        {"Identity", same},
        {"Cast", cast},
        {"Shape", shapeOf},
        {"Gather", gather},
        {"Unsqueeze", unsqueeze},
        {"Squeeze", squeeze},
        {"Concat", concat},
        {"Transpose", transpose},
        {"Reshape", reshape},
        {"Sqrt", squareRoot},
        {"Add", binary([](double a, double b) { return a + b; })},
        {"Sub", binary([](double a, double b) { return a - b; })},
        {"Mul", binary([](double a, double b) { return a * b; })},
        {"Div", binary([](double a, double b) { return a / b; })},
        {"Pow", binary([](double a, double b) { return std::pow(a, b); })},
        {"QuantizeLinear", quantizeLinear},
        {"DequantizeLinear", dequantizeLinear},
        {"Quant", qonnxQuant},
    };
    return table;
}

Result<std::vector<double>> checkedScales(const Tensor& scale, const std::string& where)
{
    for (const double value : scale.values)
        if (!std::isfinite(value) || !(value > 0) || value < 1e-30 || value > 1e30)
            return fail(ErrorCode::invalidInput, fmt::format("a scale is {}", value), where,
                        "Scales are finite and above 0.");
    if (scale.values.empty())
        return fail(ErrorCode::invalidInput, "the scale is empty", where);
    return scale.values;
}

} // namespace

bool canFold(const onnx::NodeProto& node)
{
    return node.op_type() == "Constant" || folds().count(node.op_type()) > 0;
}

Result<Tensor> foldNode(const onnx::NodeProto& node, const std::vector<const Tensor*>& inputs, ModelFile& file)
{
    const Call call{node, Attributes(node), inputs, file, file.where(node)};
    if (node.op_type() == "Constant")
        return constant(call);
    const auto found = folds().find(node.op_type());
    if (found == folds().end())
        return fail(ErrorCode::invalidInput, "this operator on constants cannot be computed", call.where,
                    "Simplify the model before the import (for instance with onnx-simplifier).");
    if (!call.has(0))
        return call.wrong("its input is missing");
    std::size_t read = 0; // a result has at most the values of its inputs, but for broadcasting, which spends its own
    for (const Tensor* input : inputs)
        read += input != nullptr ? input->size() : 0;
    BURIN_CHECK(file.spend(read, call.where));
    return found->second(call);
}

Result<Quantiser> linearQuantiser(const Tensor& scale, const Tensor* zero, std::int64_t axis,
                                  const std::string& where)
{
    Quantiser quantiser;
    BURIN_TRY(quantiser.scale, checkedScales(scale, where));
    quantiser.zero.assign(quantiser.scale.size(), 0);
    const int type = zero == nullptr ? static_cast<int>(onnx::TensorProto::UINT8) : zero->type;
    switch (type) {
    case onnx::TensorProto::UINT8: quantiser.high = 255; break;
    case onnx::TensorProto::INT8:
        quantiser.low = -128;
        quantiser.high = 127;
        break;
    case onnx::TensorProto::UINT16: quantiser.high = 65535; break;
    case onnx::TensorProto::INT16:
        quantiser.low = -32768;
        quantiser.high = 32767;
        break;
    case onnx::TensorProto::INT32:
        quantiser.low = -2147483648.0;
        quantiser.high = 2147483647.0;
        break;
    default: return fail(ErrorCode::invalidInput, fmt::format("a zero point of type {} is no code", type), where);
    }
    if (zero != nullptr) {
        if (zero->size() != quantiser.scale.size())
            return fail(ErrorCode::invalidInput,
                        fmt::format("{} zero points for {} scales", zero->size(), quantiser.scale.size()), where);
        quantiser.zero = zero->values;
        for (const double value : quantiser.zero)
            if (!(value >= quantiser.low && value <= quantiser.high) || value != std::floor(value))
                return fail(ErrorCode::invalidInput, fmt::format("a zero point of {} is no code", value), where);
    }
    if (axis < 0 && quantiser.scale.size() > 1)
        return fail(ErrorCode::invalidInput, fmt::format("scales along axis {} are not read", axis), where,
                    "Export it with an axis counted from the front.");
    quantiser.axis = static_cast<std::size_t>(std::max<std::int64_t>(0, axis));
    return quantiser;
}

Result<Quantiser> qonnxQuantiser(const onnx::NodeProto& node, const std::vector<const Tensor*>& inputs,
                                 const std::string& where)
{
    for (std::size_t i = 1; i < 4; ++i)
        if (inputs.size() < 4 || inputs[i] == nullptr)
            return fail(ErrorCode::invalidInput, "scale, zero point and bit width must be constants", where);
    const Attributes attributes(node);
    const std::string mode = attributes.text("rounding_mode", "ROUND");
    if (mode != "ROUND" && mode != "HALF_EVEN")
        return fail(ErrorCode::invalidInput,
                    fmt::format("its rounding mode {} is not to nearest", data::shown(mode)), where,
                    "Burin rounds to nearest, ties to even (ROUND).");
    Quantiser quantiser;
    BURIN_TRY(quantiser.scale, checkedScales(*inputs[1], where));
    quantiser.zero.assign(quantiser.scale.size(), 0);
    const Tensor& zero = *inputs[2];
    const double bits = inputs[3]->size() == 1 ? inputs[3]->values.front() : 0;
    if (!(bits >= 1 && bits <= 32) || bits != std::floor(bits))
        return fail(ErrorCode::invalidInput, fmt::format("a bit width of {} is none", bits), where);
    if (zero.isScalar() && std::isfinite(zero.values.front()))
        quantiser.zero.assign(quantiser.scale.size(), zero.values.front());
    else
        return fail(ErrorCode::invalidInput, "its zero point is not one number", where);
    const bool isSigned = attributes.integer("signed", 1) != 0;
    quantiser.narrow = attributes.integer("narrow", 0) != 0;
    const double span = std::ldexp(1, static_cast<int>(bits));
    quantiser.low = isSigned ? -span / 2 + (quantiser.narrow ? 1 : 0) : 0;
    quantiser.high = isSigned ? span / 2 - 1 : span - 1 - (quantiser.narrow ? 1 : 0);
    if (quantiser.low > quantiser.high)
        return fail(ErrorCode::invalidInput, "one narrow bit leaves no code", where);
    const auto& dims = inputs[1]->dims; // [M, 1, 1, 1]: scales along the first axis
    const auto channels = std::find_if(dims.begin(), dims.end(), [](std::int64_t extent) { return extent != 1; });
    quantiser.axis = channels == dims.end() ? 0 : static_cast<std::size_t>(channels - dims.begin());
    return quantiser;
}

} // namespace burin::cnn::onnximport
