// SPDX-License-Identifier: GPL-3.0-or-later
// WriterLock: one writer per study. SQLite's own locks last for a transaction and its exclusive mode shuts readers out
// too, so the writer holds an flock() on FILE.lock beside the study, which the kernel frees whatever kills the
// process. (Not on the study itself: closing any descriptor of a file drops SQLite's POSIX locks on it.)
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace burin::study {

class WriterLock {
public:
    /// Errors: ErrorCode::io naming the process that holds the lock.
    static Result<WriterLock> take(const std::filesystem::path& study);
    ~WriterLock(); ///< frees the lock and removes the lock file
    WriterLock(WriterLock&& other) noexcept;
    WriterLock& operator=(WriterLock&& other) noexcept;

private:
    WriterLock(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
    std::filesystem::path file_;
    int descriptor_ = -1;
};

} // namespace burin::study
