// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files in and out. Writing goes to a temporary name beside the target, is flushed to disk and renamed, so a
// reader sees the old file or the new one, never half of one.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace burin {

/// The content of a regular file of at most maxBytes.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path,
                                           std::uintmax_t maxBytes = std::uintmax_t{1} << 30U);

/// Replaces `path` by `content` (see above). Errors: ErrorCode::io with the system's reason (a full disk, say).
Result<void> writeFile(const std::filesystem::path& path, std::string_view content);

/// For programs, at their start: a write beyond the limit on the size of files (ulimit -f) fails like one on a full disk,
/// with an Error, instead of ending the process by SIGXFSZ.
void fileSizeLimitsAreErrors();

/// A folder of its own under the system's temporary folder, removed with everything in it on destruction.
class ScratchFolder {
public:
    static Result<ScratchFolder> create(const std::string& prefix);
    ~ScratchFolder();
    ScratchFolder(ScratchFolder&& other) noexcept;
    ScratchFolder& operator=(ScratchFolder&& other) noexcept;
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

} // namespace burin
