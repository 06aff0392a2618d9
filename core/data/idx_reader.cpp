// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_readers.h"

#include "core/base/job.h"

#include <fmt/format.h>

#include <array>

namespace burin::data {
namespace {

constexpr std::uint32_t kBytes = 0x08; ///< element type: unsigned byte
constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;

Result<std::uint32_t> readWord(ByteSource& source, const char* what)
{
    std::array<char, 4> bytes{};
    const std::string where = source.where();
    BURIN_TRY(const std::size_t count, source.read(bytes));
    if (count < bytes.size())
        return fail(ErrorCode::invalidInput, fmt::format("the file ends in its header, before the {}", what),
                    where, "Fetch it again.");
    std::uint32_t word = 0;
    for (const char byte : bytes)
        word = word << 8U | static_cast<unsigned char>(byte);
    return word;
}

const char* elementName(std::uint32_t type)
{
    switch (type) {
    case 0x08: return "unsigned bytes";
    case 0x09: return "signed bytes";
    case 0x0b: return "16-bit integers";
    case 0x0c: return "32-bit integers";
    case 0x0d: return "32-bit floats";
    case 0x0e: return "64-bit floats";
    default: return nullptr;
    }
}

/// The sizes of all dimensions; `least` to `most` of them.
Result<std::vector<std::size_t>> readHeader(ByteSource& source, std::size_t least, std::size_t most,
                                            const char* what)
{
    BURIN_TRY(const std::uint32_t magic, readWord(source, "magic number"));
    const std::uint32_t type = magic >> 8U & 0xffU;
    const std::size_t dimensions = magic & 0xffU;
    if (magic >> 16U != 0 || elementName(type) == nullptr || dimensions == 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("the magic number 0x{:08x} is not that of an IDX file", magic), source.whereAt(0),
                    "Give an IDX file (.gz or not).");
    if (type != kBytes)
        return fail(ErrorCode::invalidInput, fmt::format("holds {}, not unsigned bytes", elementName(type)),
                    source.whereAt(0), "Write the pixels and labels as bytes.");
    if (dimensions < least || dimensions > most)
        return fail(ErrorCode::invalidInput,
                    fmt::format("has {} dimension{}, {} have {}", dimensions, dimensions == 1 ? "" : "s", what,
                                least == most ? std::to_string(least) : fmt::format("{} or {}", least, most)),
                    source.whereAt(0), "Are images and labels mixed up?");
    std::vector<std::size_t> sizes;
    for (std::size_t i = 0; i < dimensions; ++i) {
        const std::string where = source.where();
        BURIN_TRY(const std::uint32_t size, readWord(source, "sizes"));
        if (size == 0)
            return fail(ErrorCode::invalidInput, fmt::format("the size of dimension {} is 0", i + 1), where);
        if (i == 0 && size > kMaxImages)
            return fail(ErrorCode::limit,
                        fmt::format("declares {} {}; at most {} are taken", size, what, kMaxImages), where);
        sizes.push_back(size);
    }
    return sizes;
}

/// `bytes` bytes and then the end of the file.
Result<std::vector<std::uint8_t>> readBody(ByteSource& source, std::size_t bytes)
{
    std::vector<std::uint8_t> body;
    std::vector<char> block(std::min(bytes, kBlockBytes));
    while (body.size() < bytes) {
        BURIN_TRY(const std::size_t count,
                  source.read(std::span(block).first(std::min(block.size(), bytes - body.size()))));
        if (count == 0)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the file is cut off: its header declares {} bytes of data, {} are there",
                                    bytes, body.size()),
                        source.where(), "Fetch it again.");
        const auto* first = reinterpret_cast<const std::uint8_t*>(block.data());
        body.insert(body.end(), first, first + count);
    }
    std::array<char, 1> more{};
    const std::string where = source.where();
    BURIN_TRY(const std::size_t extra, source.read(more));
    if (extra != 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("the file goes on after the {} bytes that its header declares", bytes), where,
                    "Is the header damaged?");
    return body;
}

} // namespace

std::size_t IdxImages::count() const
{
    const std::size_t bytes = channels * height * width;
    return bytes == 0 ? 0 : pixels.size() / bytes;
}

Result<IdxImages> readIdxImages(const std::filesystem::path& path, const std::stop_token& stop)
{
    BURIN_TRY(ByteSource source, ByteSource::open(path, stop));
    BURIN_TRY(const auto sizes, readHeader(source, 3, 4, "images"));
    IdxImages images;
    images.width = sizes.back();
    images.height = sizes[sizes.size() - 2];
    images.channels = sizes.size() == 4 ? sizes[1] : 1;
    if (images.height > kMaxImageSide || images.width > kMaxImageSide || images.channels > kMaxImageChannels)
        return fail(ErrorCode::limit,
                    fmt::format("images of {} x {} x {}; at most {} channels of {} x {} are taken",
                                images.channels, images.height, images.width, kMaxImageChannels, kMaxImageSide,
                                kMaxImageSide),
                    source.whereAt(4), "Is the header damaged?");
    const std::size_t bytes = sizes[0] * images.channels * images.height * images.width; // below 2^57
    if (bytes > kMaxPixelBytes)
        return fail(ErrorCode::limit,
                    fmt::format("declares {} bytes of images; at most {} are taken", bytes, kMaxPixelBytes),
                    source.whereAt(4), "Give fewer images.");
    BURIN_TRY(images.pixels, readBody(source, bytes));
    return images;
}

Result<std::vector<std::uint8_t>> readIdxLabels(const std::filesystem::path& path, const std::stop_token& stop)
{
    BURIN_TRY(ByteSource source, ByteSource::open(path, stop));
    BURIN_TRY(const auto sizes, readHeader(source, 1, 1, "labels"));
    return readBody(source, sizes[0]);
}

bool isIdxImageFile(const std::filesystem::path& path)
{
    auto source = ByteSource::open(path);
    if (!source)
        return false;
    std::array<char, 4> bytes{};
    const auto count = source->read(bytes);
    return count && *count == 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 8 &&
           (bytes[3] == 3 || bytes[3] == 4);
}

} // namespace burin::data
