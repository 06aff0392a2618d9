// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy.h"

#include "core/base/file.h"
#include "core/data/readers.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>

namespace burin::data {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::uintmax_t kMaxArrayBytes = kMaxArrayValues * sizeof(double) + (1U << 20U);

struct NpyHeader {
    char byteOrder = '<';
    char kind = 'f';
    std::size_t itemBytes = 8;
    bool fortran = false;
    std::vector<std::size_t> shape;
    std::size_t dataOffset = 0;
};

Unexpected<Error> broken(const std::string& what, const std::string& where)
{
    return fail(ErrorCode::invalidInput, what, where, "Save the array again with numpy.save.");
}

Unexpected<Error> cutOff(const std::string& what, const std::string& where)
{
    return fail(ErrorCode::invalidInput, what, where,
                "Is the file cut off? Copy it again, or save the array again with numpy.save.");
}

/// What follows "'key':" in the header's Python dictionary.
std::string_view valueOf(std::string_view dictionary, std::string_view key)
{
    for (const char quote : {'\'', '"'}) {
        const std::string quotedKey = fmt::format("{0}{1}{0}", quote, key);
        const std::size_t at = dictionary.find(quotedKey);
        if (at == std::string_view::npos)
            continue;
        std::string_view rest = dictionary.substr(at + quotedKey.size());
        const std::size_t colon = rest.find(':');
        if (colon != std::string_view::npos)
            return trimmed(rest.substr(colon + 1));
    }
    return {};
}

Result<void> parseDescriptor(std::string_view text, NpyHeader& header, const std::string& where)
{
    const bool isString = text.size() > 2 && (text.front() == '\'' || text.front() == '"');
    const std::size_t end = isString ? text.find(text.front(), 1) : std::string_view::npos;
    const std::string_view type = end == std::string_view::npos ? text.substr(0, 20) : text.substr(1, end - 1);
    const bool plain = end != std::string_view::npos && type.size() == 3 &&
                       std::string_view("<>|=").find(type[0]) != std::string_view::npos;
    const std::string_view widths = !plain                               ? ""
                                    : type[1] == 'f'                     ? "48"
                                    : type[1] == 'b'                     ? "1"
                                    : (type[1] == 'i' || type[1] == 'u') ? "1248"
                                                                         : "";
    if (!plain || widths.find(type[2]) == std::string_view::npos)
        return fail(ErrorCode::invalidInput, fmt::format("element type {} cannot be read", shown(type)), where,
                    "Save it as float64, for instance numpy.save(name, array.astype(float)).");
    header.byteOrder = type[0] == '>' ? '>' : '<';
    header.kind = type[1];
    header.itemBytes = static_cast<std::size_t>(type[2] - '0');
    return {};
}

Result<void> parseShape(std::string_view text, NpyHeader& header, const std::string& where)
{
    if (text.empty() || text.front() != '(' || text.find(')') == std::string_view::npos)
        return broken("the header has no shape", where);
    std::string_view inner = text.substr(1, text.find(')') - 1);
    while (!inner.empty()) {
        const std::size_t comma = inner.find(',');
        std::string_view item = trimmed(inner.substr(0, comma));
        if (!item.empty() && item.back() == 'L') // written by Python 2
            item.remove_suffix(1);
        if (!item.empty()) {
            std::size_t extent = 0;
            const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), extent);
            if (error != std::errc{} || end != item.data() + item.size())
                return broken(fmt::format("{} is no array extent", shown(item)), where);
            header.shape.push_back(extent);
        }
        inner = comma == std::string_view::npos ? std::string_view{} : inner.substr(comma + 1);
    }
    if (header.shape.size() > kMaxDimensions)
        return fail(ErrorCode::limit, fmt::format("the array has more than {} dimensions", kMaxDimensions), where,
                    "Reshape it, or save the array again with numpy.save where the file is damaged.");
    return {};
}

Result<NpyHeader> parseHeader(std::string_view bytes, const std::string& where)
{
    if (!bytes.starts_with(kMagic))
        return broken("is not a .npy file (its first bytes are wrong)", where);
    if (bytes.size() < 10)
        return cutOff("the file ends in its header", where);
    const auto byte = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
    };
    const std::size_t version = byte(6);
    if (version < 1 || version > 3)
        return broken(fmt::format("format version {} is not known", version), where);
    const std::size_t lengthBytes = version == 1 ? 2 : 4;
    if (bytes.size() < 8 + lengthBytes)
        return cutOff("the file ends in its header", where);
    std::size_t length = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i)
        length |= byte(8 + i) << (8 * i);
    if (length > bytes.size() - 8 - lengthBytes)
        return cutOff("the file ends in its header", where);
    const std::string_view dictionary = bytes.substr(8 + lengthBytes, length);
    NpyHeader header;
    header.dataOffset = 8 + lengthBytes + length;
    BURIN_CHECK(parseDescriptor(valueOf(dictionary, "descr"), header, where));
    const std::string_view order = valueOf(dictionary, "fortran_order");
    if (!order.starts_with("True") && !order.starts_with("False"))
        return broken("the header does not tell the order of the axes", where);
    header.fortran = order.starts_with("True");
    BURIN_CHECK(parseShape(valueOf(dictionary, "shape"), header, where));
    return header;
}

double decode(const unsigned char* bytes, const NpyHeader& header)
{
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < header.itemBytes; ++i) {
        const std::size_t at = header.byteOrder == '<' ? i : header.itemBytes - 1 - i;
        word |= std::uint64_t{bytes[at]} << (8 * i);
    }
    const auto unused = static_cast<unsigned>(64 - 8 * header.itemBytes);
    switch (header.kind) {
    case 'f':
        return header.itemBytes == 8 ? std::bit_cast<double>(word)
                                     : static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(word)));
    case 'i': return static_cast<double>(static_cast<std::int64_t>(word << unused) >> unused);
    case 'b': return word != 0 ? 1 : 0;
    default: return static_cast<double>(word);
    }
}

} // namespace

Result<NpyArray> parseNpy(std::string_view bytes, const std::string& where)
{
    BURIN_TRY(const NpyHeader header, parseHeader(bytes, where));
    const std::size_t available = bytes.size() - header.dataOffset;
    std::size_t count = 1;
    for (const std::size_t extent : header.shape) {
        if (extent != 0 && count > kMaxArrayValues / extent) {
            if (available / header.itemBytes <= kMaxArrayValues)
                return cutOff(fmt::format("the shape asks for more than {} values, the file has {} bytes of them",
                                          kMaxArrayValues, available),
                              where);
            return fail(ErrorCode::limit, fmt::format("the array has more than {} values", kMaxArrayValues), where,
                        "Split the array.");
        }
        count *= extent;
    }
    if (count * header.itemBytes != available)
        return cutOff(
            fmt::format("the shape asks for {} bytes, the file has {}", count * header.itemBytes, available),
            where);
    NpyArray array;
    array.shape = header.shape;
    array.integers = header.kind != 'f';
    array.values.resize(count);
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data() + header.dataOffset);
    if (!header.fortran || header.shape.size() < 2) {
        for (std::size_t i = 0; i < count; ++i)
            array.values[i] = decode(data + i * header.itemBytes, header);
        return array;
    }
    std::vector<std::size_t> index(header.shape.size(), 0); // walks the file: first axis fastest
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t target = 0;
        for (std::size_t axis = 0; axis < index.size(); ++axis)
            target = target * header.shape[axis] + index[axis];
        array.values[target] = decode(data + i * header.itemBytes, header);
        for (std::size_t axis = 0; axis < index.size() && ++index[axis] == header.shape[axis]; ++axis)
            index[axis] = 0;
    }
    return array;
}

Result<NpyArray> readNpy(const std::filesystem::path& path)
{
    BURIN_TRY(const std::string bytes, readFile(path, kMaxArrayBytes));
    return parseNpy(bytes, path.string());
}

namespace {

/// `open` gives the reader its bytes.
Result<std::map<std::string, NpyArray>> unpackNpz(const std::function<int(archive*)>& open,
                                                  const std::string& where)
{
    const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
    archive_read_support_format_zip_seekable(reader.get()); // by its directory, which a file that is cut off lacks
    const auto damaged = [&] {
        const char* reason = archive_error_string(reader.get());
        return fail(ErrorCode::invalidInput,
                    fmt::format("cannot be read as an .npz archive: {}", reason == nullptr ? "damaged" : reason),
                    where, "Is it cut off? Copy it again, or save the arrays again with numpy.savez.");
    };
    if (open(reader.get()) != ARCHIVE_OK)
        return damaged();
    std::map<std::string, NpyArray> arrays;
    std::uintmax_t total = 0;
    for (std::size_t entries = 0;; ++entries) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF)
            break;
        const char* rawName = status < ARCHIVE_WARN ? nullptr : archive_entry_pathname(entry);
        if (status < ARCHIVE_WARN || rawName == nullptr)
            return damaged();
        if (entries >= kMaxArchiveEntries)
            return fail(ErrorCode::limit, fmt::format("more than {} entries", kMaxArchiveEntries), where,
                        "Keep the arrays that are needed in an archive of their own.");
        std::string name = rawName;
        if (!name.ends_with(".npy"))
            continue;
        name.resize(name.size() - 4);
        if (!isUtf8(name))
            return broken(fmt::format("the array name {} is not UTF-8", shown(name)), where);
        std::string bytes;
        std::string chunk(1U << 16U, '\0');
        for (;;) {
            const la_ssize_t count = archive_read_data(reader.get(), chunk.data(), chunk.size());
            if (count < 0)
                return damaged();
            if (count == 0)
                break;
            bytes.append(chunk, 0, static_cast<std::size_t>(count));
            total += static_cast<std::uintmax_t>(count);
            if (total > kMaxArrayBytes)
                return fail(ErrorCode::limit, fmt::format("unpacks to more than {} bytes", kMaxArrayBytes), where,
                            "Keep the arrays that are needed in an archive of their own.");
        }
        BURIN_TRY(NpyArray array, parseNpy(bytes, where + ":" + name));
        arrays.insert_or_assign(std::move(name), std::move(array));
    }
    if (arrays.empty())
        return broken("holds no array", where);
    return arrays;
}

} // namespace

Result<std::map<std::string, NpyArray>> parseNpz(std::string_view bytes, const std::string& where)
{
    return unpackNpz(
        [bytes](archive* reader) { return archive_read_open_memory(reader, bytes.data(), bytes.size()); }, where);
}

Result<std::map<std::string, NpyArray>> readNpz(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        return fail(ErrorCode::notFound, "there is no such file", path.string(), "Check the path.");
    return unpackNpz(
        [&path](archive* reader) { return archive_read_open_filename(reader, path.c_str(), 1U << 16U); },
        path.string());
}

Result<Part> readNpySeries(const std::filesystem::path& path, const ReadOptions& options)
{
    if (options.task == Task::classify)
        return fail(ErrorCode::usage, "a .npy file has no labels to classify", path.string(),
                    "Give labelled series as .tsv, .ts or .csv, or choose the task predict.");
    BURIN_TRY(NpyArray array, readNpy(path));
    if (array.shape.empty() || array.shape.size() > 2)
        return fail(ErrorCode::invalidInput, fmt::format("the array has {} dimensions", array.shape.size()),
                    path.string(), "Give [steps] or [steps x channels].");
    for (std::size_t i = 0; i < array.values.size(); ++i)
        if (!std::isnan(array.values[i]) && !(std::fabs(array.values[i]) <= kMaxMagnitude))
            return fail(ErrorCode::invalidInput,
                        fmt::format("value {} is infinite or beyond {:g}", array.values[i], kMaxMagnitude),
                        fmt::format("{}:[{}]", path.string(), i), "Give finite numbers.");
    Part part;
    Series series;
    series.channels = array.shape.size() == 2 ? array.shape[1] : std::max<std::size_t>(1, options.channels);
    if (series.channels == 0 || array.values.size() % series.channels != 0)
        return fail(ErrorCode::invalidInput, "the array does not divide into channels", path.string(),
                    "Give another number of channels (--channels).");
    series.values = std::move(array.values);
    part.series.push_back(std::move(series));
    return part;
}

} // namespace burin::data
