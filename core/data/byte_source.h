// SPDX-License-Identifier: GPL-3.0-or-later
// ByteSource: the bytes of a binary file, plain or packed (.gz .xz .bz2 .zst, recognised by content), or of one
// entry of an archive, read in order, so that readers of binary formats stream and every error says file and
// offset. Offsets count unpacked bytes from 0.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace burin::data {

inline constexpr std::size_t kMaxTarEntries = 10'000;

class ByteSource {
public:
    static Result<ByteSource> open(const std::filesystem::path& path, std::stop_token stop = {});
    ~ByteSource();
    ByteSource(ByteSource&&) noexcept;
    ByteSource& operator=(ByteSource&&) noexcept;

    /// Fills `bytes` as far as the file goes; gives how many there were.
    Result<std::size_t> read(std::span<char> bytes);
    [[nodiscard]] std::uint64_t offset() const;
    /// The file, or "archive:entry".
    [[nodiscard]] const std::string& name() const;
    /// "name: offset N" of the byte that is read next.
    [[nodiscard]] std::string where() const { return whereAt(offset()); }
    [[nodiscard]] std::string whereAt(std::uint64_t offset) const;

private:
    friend Result<void> visitArchive(const std::filesystem::path& path, const std::stop_token& stop,
                                     const std::function<Result<void>(ByteSource&, const std::string&)>& visit);
    struct State;
    explicit ByteSource(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Calls visit(source, path inside the archive) for each regular file of a .tar (plain or packed), in its order;
/// what visit leaves unread is skipped. Errors: notFound, invalidInput (no archive, damaged, cut off), limit,
/// visit's own.
Result<void> visitArchive(const std::filesystem::path& path, const std::stop_token& stop,
                          const std::function<Result<void>(ByteSource&, const std::string&)>& visit);

} // namespace burin::data
