// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/onnx_tensor.h"

#include "core/data/text_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>

namespace burin::cnn::onnximport {
namespace {

namespace fs = std::filesystem;
using onnx::TensorProto;

std::size_t itemBytes(int type)
{
    switch (type) {
    case TensorProto::UINT8:
    case TensorProto::INT8:
    case TensorProto::BOOL: return 1;
    case TensorProto::UINT16:
    case TensorProto::INT16:
    case TensorProto::FLOAT16:
    case TensorProto::BFLOAT16: return 2;
    case TensorProto::FLOAT:
    case TensorProto::INT32:
    case TensorProto::UINT32: return 4;
    case TensorProto::DOUBLE:
    case TensorProto::INT64:
    case TensorProto::UINT64: return 8;
    default: return 0;
    }
}

/// IEEE 754 binary16.
double halfValue(std::uint16_t bits)
{
    const int exponent = bits >> 10U & 0x1fU;
    const int fraction = bits & 0x3ffU;
    const double sign = (bits & 0x8000U) != 0 ? -1 : 1;
    if (exponent == 31)
        return fraction == 0 ? sign * std::numeric_limits<double>::infinity() : std::nan("");
    return exponent == 0 ? sign * std::ldexp(fraction, -24) : sign * std::ldexp(1024 + fraction, exponent - 25);
}

double decode(int type, std::uint64_t word)
{
    switch (type) {
    case TensorProto::FLOAT: return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(word)));
    case TensorProto::DOUBLE: return std::bit_cast<double>(word);
    case TensorProto::FLOAT16: return halfValue(static_cast<std::uint16_t>(word));
    case TensorProto::BFLOAT16:
        return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(word << 16U)));
    case TensorProto::INT8: return static_cast<double>(static_cast<std::int8_t>(word));
    case TensorProto::INT16: return static_cast<double>(static_cast<std::int16_t>(word));
    case TensorProto::INT32: return static_cast<double>(static_cast<std::int32_t>(word));
    case TensorProto::INT64: return static_cast<double>(static_cast<std::int64_t>(word));
    default: return static_cast<double>(word);
    }
}

std::vector<double> decodeAll(const std::string& bytes, int type)
{
    const std::size_t item = itemBytes(type);
    std::vector<double> values(bytes.size() / item);
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint64_t word = 0; // little-endian, as the specification says
        for (std::size_t k = 0; k < item; ++k)
            word |= std::uint64_t{static_cast<unsigned char>(bytes[i * item + k])} << (8 * k);
        values[i] = decode(type, word);
    }
    return values;
}

/// Values from the typed fields of the message.
std::vector<double> fieldValues(const TensorProto& proto)
{
    std::vector<double> values;
    const auto take = [&values](const auto& field) {
        for (const auto value : field)
            values.push_back(static_cast<double>(value));
    };
    switch (proto.data_type()) {
    case TensorProto::FLOAT: take(proto.float_data()); break;
    case TensorProto::DOUBLE: take(proto.double_data()); break;
    case TensorProto::INT64: take(proto.int64_data()); break;
    case TensorProto::UINT32:
    case TensorProto::UINT64: take(proto.uint64_data()); break;
    case TensorProto::FLOAT16:
    case TensorProto::BFLOAT16:
        for (const auto value : proto.int32_data())
            values.push_back(decode(proto.data_type(), static_cast<std::uint16_t>(value)));
        break;
    default: take(proto.int32_data());
    }
    return values;
}

/// A whole number that is not negative; nothing where the text is none.
std::optional<std::uint64_t> wholeNumber(const std::string& text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// The file of external data: inside of the model's folder, links followed.
Result<fs::path> insideFolder(const fs::path& model, const std::string& location, const std::string& where)
{
    const fs::path relative(location);
    const auto refused = [&] {
        return fail(ErrorCode::invalidInput,
                    fmt::format("its external data {} lies outside of the model's folder", data::shown(location)),
                    where, "External data is only read from the model's own folder; put the file there.");
    };
    if (location.empty() || location.find('\0') != std::string::npos || relative.is_absolute())
        return refused();
    for (const fs::path& part : relative)
        if (part == "..")
            return refused();
    std::error_code error;
    const fs::path folder =
        fs::canonical(model.parent_path().empty() ? fs::path(".") : model.parent_path(), error);
    const fs::path file = error ? fs::path{} : fs::canonical(folder / relative, error);
    if (error)
        return fail(ErrorCode::notFound, fmt::format("its external data {} is not there", data::shown(location)),
                    where, "Put the file beside the model.");
    const fs::path back = file.lexically_relative(folder);
    if (back.empty() || *back.begin() == "..")
        return refused();
    if (!fs::is_regular_file(file, error))
        return fail(ErrorCode::invalidInput, fmt::format("its external data {} is no file", data::shown(location)),
                    where);
    return file;
}

} // namespace

Result<std::size_t> valueCount(const std::vector<std::int64_t>& dims, const std::string& where)
{
    if (dims.size() > kMaxRank)
        return fail(ErrorCode::limit, fmt::format("a tensor of {} dimensions", dims.size()), where,
                    "The file is damaged: networks on images have four.");
    std::size_t count = 1;
    for (const std::int64_t extent : dims) {
        if (extent < 0)
            return fail(ErrorCode::invalidInput, fmt::format("the shape {} has a negative dimension", shown(dims)),
                        where, "The file is damaged.");
        if (extent != 0 && count > kMaxConstants / static_cast<std::uint64_t>(extent))
            return fail(ErrorCode::limit,
                        fmt::format("the shape {} has more than {} values", shown(dims), kMaxConstants), where);
        count *= static_cast<std::size_t>(extent);
    }
    return count;
}

Tensor transposed(const Tensor& matrix)
{
    Tensor result = matrix;
    const auto rows = static_cast<std::size_t>(matrix.dims[0]);
    const auto columns = static_cast<std::size_t>(matrix.dims[1]);
    result.dims = {matrix.dims[1], matrix.dims[0]};
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            result.values[c * rows + r] = matrix.values[r * columns + c];
    return result;
}

bool near(double a, double b)
{
    return std::fabs(a - b) <= kNear * std::max(std::fabs(a), std::fabs(b));
}

std::string shown(const std::vector<std::int64_t>& dims)
{
    return fmt::format("[{}]", fmt::join(dims, ", "));
}

std::string ModelFile::where(const onnx::NodeProto& node) const
{
    const std::string name = !node.name().empty()     ? node.name()
                             : node.output_size() > 0 ? node.output(0)
                                                      : std::string("?");
    return fmt::format("{}: node {} ({})", path_.string(), data::shown(name), data::shown(node.op_type()));
}

Result<void> ModelFile::spend(std::size_t values, const std::string& where)
{
    spent_ += values;
    if (spent_ > kMaxConstants)
        return fail(ErrorCode::limit, fmt::format("the model has more than {} values of constants", kMaxConstants),
                    where);
    return {};
}

Result<std::string> ModelFile::externalBytes(const TensorProto& proto, const std::string& where) const
{
    std::string location;
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> length;
    for (const auto& entry : proto.external_data()) {
        if (entry.key() == "location")
            location = entry.value();
        if (entry.key() != "offset" && entry.key() != "length")
            continue;
        const auto number = wholeNumber(entry.value());
        if (!number)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the {} {} of its external data is no number", entry.key(),
                                    data::shown(entry.value())),
                        where);
        if (entry.key() == "offset")
            offset = *number;
        else
            length = *number;
    }
    BURIN_TRY(const fs::path file, insideFolder(path_, location, where));
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    const std::uint64_t wanted = length.value_or(size > offset ? size - offset : 0);
    if (error || offset > size || wanted > size - offset)
        return fail(ErrorCode::invalidInput,
                    fmt::format("its external data is {} bytes from offset {}, but {} has {} bytes", wanted,
                                offset, data::shown(location), size),
                    where, "Is the file of external data cut off?");
    if (wanted > kMaxModelBytes)
        return fail(ErrorCode::limit, fmt::format("{} bytes of external data", wanted), where);
    std::string bytes(wanted, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset));
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream)
        return fail(ErrorCode::io, "reading its external data failed", where);
    return bytes;
}

Result<Tensor> ModelFile::read(const TensorProto& proto, const std::string& what)
{
    const std::string where = fmt::format("{}: {}", path_.string(), what);
    Tensor tensor;
    tensor.dims.assign(proto.dims().begin(), proto.dims().end());
    tensor.type = proto.data_type();
    BURIN_TRY(const std::size_t count, valueCount(tensor.dims, where));
    const std::size_t item = itemBytes(tensor.type);
    if (item == 0)
        return fail(ErrorCode::invalidInput, fmt::format("holds elements of type {}, not numbers", tensor.type),
                    where, "Save the weights as float32 or 8-bit integers.");
    BURIN_CHECK(spend(count, where));
    const bool external = proto.data_location() == TensorProto::EXTERNAL;
    if (external || proto.has_raw_data()) {
        std::string loaded;
        if (external) {
            BURIN_TRY(loaded, externalBytes(proto, where));
        }
        const std::string& bytes = external ? loaded : proto.raw_data();
        if (bytes.size() != count * item)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the shape {} asks for {} bytes, {} are there", shown(tensor.dims),
                                    count * item, bytes.size()),
                        where, "The file is damaged.");
        tensor.values = decodeAll(bytes, tensor.type);
    } else {
        tensor.values = fieldValues(proto);
        if (tensor.values.size() != count)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the shape {} asks for {} values, {} are there", shown(tensor.dims), count,
                                    tensor.values.size()),
                        where, "The file is damaged.");
    }
    return tensor;
}

Attributes::Attributes(const onnx::NodeProto& node)
{
    for (const auto& attribute : node.attribute())
        attributes_[attribute.name()] = &attribute;
}

const onnx::AttributeProto* Attributes::find(const std::string& name) const
{
    const auto found = attributes_.find(name);
    return found == attributes_.end() ? nullptr : found->second;
}

std::int64_t Attributes::integer(const std::string& name, std::int64_t otherwise) const
{
    const auto* found = find(name);
    return found != nullptr && found->has_i() ? found->i() : otherwise;
}

double Attributes::real(const std::string& name, double otherwise) const
{
    const auto* found = find(name);
    return found != nullptr && found->has_f() ? static_cast<double>(found->f()) : otherwise;
}

std::string Attributes::text(const std::string& name, const std::string& otherwise) const
{
    const auto* found = find(name);
    return found != nullptr && found->has_s() ? found->s() : otherwise;
}

std::vector<std::int64_t> Attributes::integers(const std::string& name) const
{
    const auto* found = find(name);
    return found == nullptr ? std::vector<std::int64_t>{}
                            : std::vector<std::int64_t>(found->ints().begin(), found->ints().end());
}

} // namespace burin::cnn::onnximport
