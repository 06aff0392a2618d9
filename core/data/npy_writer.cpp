// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/data/npy.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace burin::data {
namespace {

template <class Bits> void append(std::string& bytes, Bits value)
{
    for (std::size_t i = 0; i < sizeof(Bits); ++i)
        bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

const char* descriptor(NpyType type)
{
    switch (type) {
    case NpyType::int8: return "|i1";
    case NpyType::int16: return "<i2";
    case NpyType::int32: return "<i4";
    case NpyType::float32: return "<f4";
    case NpyType::float64: return "<f8";
    }
    return "";
}

void appendValue(std::string& bytes, NpyType type, double value)
{
    switch (type) {
    case NpyType::int8: return append(bytes, static_cast<std::uint8_t>(static_cast<std::int8_t>(value)));
    case NpyType::int16: return append(bytes, static_cast<std::uint16_t>(static_cast<std::int16_t>(value)));
    case NpyType::int32: return append(bytes, static_cast<std::uint32_t>(static_cast<std::int32_t>(value)));
    case NpyType::float32: return append(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    case NpyType::float64: return append(bytes, std::bit_cast<std::uint64_t>(value));
    }
}

la_ssize_t appendChunk(archive* /*writer*/, void* target, const void* chunk, std::size_t size)
{
    static_cast<std::string*>(target)->append(static_cast<const char*>(chunk), size);
    return static_cast<la_ssize_t>(size);
}

bool writeEntry(archive* writer, const std::string& name, const std::string& bytes)
{
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_mtime(entry.get(), 0,
                            0); // before 1980: the archive gets zip's earliest date in every time zone
    return archive_write_header(writer, entry.get()) == ARCHIVE_OK &&
           archive_write_data(writer, bytes.data(), bytes.size()) == static_cast<la_ssize_t>(bytes.size());
}

} // namespace

std::string npyBytes(const NpyOutput& array)
{
    std::size_t count = 1;
    std::string shape;
    for (const std::size_t extent : array.shape) {
        count *= extent;
        shape += fmt::format("{}, ", extent);
    }
    if (count != array.values.size())
        throw std::logic_error("npyBytes: the shape does not fit the values");
    if (array.shape.size() > 1)
        shape.resize(shape.size() - 2);
    std::string header =
        fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", descriptor(array.type), shape);
    constexpr std::size_t kPrefix = 10; // magic, version, length of the header
    header.append(63 - (kPrefix + header.size()) % 64, ' ');
    header += '\n';
    std::string bytes = "\x93NUMPY\x01";
    bytes += '\0';
    append(bytes, static_cast<std::uint16_t>(header.size()));
    bytes += header;
    for (const double value : array.values)
        appendValue(bytes, array.type, value);
    return bytes;
}

Result<void> writeNpz(const std::filesystem::path& path, const std::map<std::string, NpyOutput>& arrays)
{
    std::string content;
    const std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), archive_write_free);
    archive_write_set_format_zip(writer.get());
    archive_write_zip_set_compression_deflate(writer.get());
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    bool good = archive_write_open(writer.get(), &content, nullptr, appendChunk, nullptr) == ARCHIVE_OK;
    for (const auto& [name, array] : arrays)
        good = good && writeEntry(writer.get(), name + ".npy", npyBytes(array));
    good = good && archive_write_close(writer.get()) == ARCHIVE_OK;
    if (!good) {
        const char* reason = archive_error_string(writer.get());
        return fail(ErrorCode::io,
                    fmt::format("cannot pack the arrays: {}", reason == nullptr ? "unknown" : reason),
                    path.string());
    }
    return writeFile(path, content);
}

} // namespace burin::data
