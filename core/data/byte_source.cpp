// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/byte_source.h"

#include "core/base/job.h"
#include "core/data/text_source.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <utility>

namespace burin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlockBytes = 1U << 18U;

using Reader = std::shared_ptr<archive>;

Unexpected<Error> damaged(archive* reader, const std::string& where)
{
    const char* reason = archive_error_string(reader);
    return fail(ErrorCode::invalidInput, fmt::format("cannot unpack: {}", reason == nullptr ? "damaged" : reason),
                where, "The file is damaged or cut off; fetch it again.");
}

/// An open file whose first header is not read yet.
Result<Reader> openReader(const fs::path& path, bool tar)
{
    std::error_code error;
    const auto status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
        return fail(ErrorCode::notFound, "there is no such file", path.string(), "Check the path.");
    if (!fs::is_regular_file(status))
        return fail(ErrorCode::invalidInput, "is not a regular file", path.string(), "Give a data file.");
    Reader reader(archive_read_new(), archive_read_free);
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_bzip2(reader.get());
    archive_read_support_filter_zstd(reader.get());
    if (tar) {
        archive_read_support_format_tar(reader.get());
    } else {
        archive_read_support_format_raw(reader.get());
        archive_read_support_format_empty(reader.get());
    }
    if (archive_read_open_filename(reader.get(), path.c_str(), kBlockBytes) != ARCHIVE_OK)
        return fail(ErrorCode::io,
                    fmt::format("cannot open or unpack the file: {}", archive_error_string(reader.get())),
                    path.string(), "Check its permissions; is it cut off?");
    return reader;
}

} // namespace

struct ByteSource::State {
    Reader reader;
    std::string name;
    std::stop_token stop;
    std::uint64_t offset = 0;
    bool ended = false;
};

ByteSource::ByteSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
ByteSource::~ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;

Result<ByteSource> ByteSource::open(const fs::path& path, std::stop_token stop)
{
    BURIN_TRY(Reader reader, openReader(path, false));
    archive_entry* entry = nullptr;
    const int header = archive_read_next_header(reader.get(), &entry);
    if (header != ARCHIVE_OK && header != ARCHIVE_EOF)
        return damaged(reader.get(), path.string());
    return ByteSource(std::make_unique<State>(
        State{std::move(reader), path.string(), std::move(stop), 0, header == ARCHIVE_EOF}));
}

Result<std::size_t> ByteSource::read(std::span<char> bytes)
{
    State& s = *state_;
    std::size_t filled = 0;
    while (filled < bytes.size() && !s.ended) {
        if (s.stop.stop_requested())
            return cancelledError();
        const auto rest = bytes.subspan(filled, std::min(bytes.size() - filled, kBlockBytes));
        const la_ssize_t count = archive_read_data(s.reader.get(), rest.data(), rest.size());
        if (count < 0)
            return damaged(s.reader.get(), where());
        s.ended = count == 0;
        filled += static_cast<std::size_t>(count);
        s.offset += static_cast<std::uint64_t>(count);
    }
    return filled;
}

std::uint64_t ByteSource::offset() const
{
    return state_->offset;
}

const std::string& ByteSource::name() const
{
    return state_->name;
}

std::string ByteSource::whereAt(std::uint64_t offset) const
{
    return fmt::format("{}: offset {}", state_->name, offset);
}

Result<void> visitArchive(const fs::path& path, const std::stop_token& stop,
                          const std::function<Result<void>(ByteSource&, const std::string&)>& visit)
{
    BURIN_TRY(const Reader reader, openReader(path, true));
    for (std::size_t entries = 0;; ++entries) {
        if (stop.stop_requested())
            return cancelledError();
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF)
            return {};
        if (status < ARCHIVE_WARN)
            return damaged(reader.get(), path.string());
        if (entries >= kMaxTarEntries)
            return fail(ErrorCode::limit, fmt::format("more than {} entries", kMaxTarEntries), path.string());
        const char* raw = archive_entry_pathname(entry);
        if (raw == nullptr || archive_entry_filetype(entry) != AE_IFREG)
            continue;
        const std::string inside = raw;
        ByteSource source(std::make_unique<ByteSource::State>(
            ByteSource::State{reader, fmt::format("{}:{}", path.string(), isUtf8(inside) ? inside : shown(inside)),
                              stop, 0, false}));
        BURIN_CHECK(visit(source, inside));
    }
}

} // namespace burin::data
