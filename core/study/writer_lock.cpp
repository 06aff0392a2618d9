// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace burin::study {
namespace {

std::string holder(int descriptor)
{
    std::array<char, 32> text{};
    const ssize_t count = ::pread(descriptor, text.data(), text.size() - 1, 0);
    std::string pid;
    for (ssize_t i = 0; i < count && text.at(static_cast<std::size_t>(i)) >= '0'; ++i)
        pid += text.at(static_cast<std::size_t>(i));
    if (pid == std::to_string(::getpid()))
        return "this program";
    return pid.empty() ? "another program" : "another program (process " + pid + ")";
}

/// The locked descriptor still is the file of that name: its last owner may have removed it meanwhile.
bool current(int descriptor, const std::filesystem::path& file)
{
    struct stat opened {};
    struct stat named {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(file.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

} // namespace

Result<WriterLock> WriterLock::take(const std::filesystem::path& study)
{
    std::filesystem::path file = study;
    file += ".lock";
    for (;;) {
        const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0)
            return fail(ErrorCode::io,
                        "cannot write beside the study: " + std::generic_category().message(errno), study.string(),
                        "Open the study read-only, or copy it to a folder you may write to.");
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            const std::string other = holder(descriptor);
            ::close(descriptor);
            if (reason == EWOULDBLOCK)
                return fail(ErrorCode::io, other + " is writing to this study", study.string(),
                            "Close it there first, or open the study read-only.");
            return fail(ErrorCode::io, "cannot lock the study: " + std::generic_category().message(reason),
                        study.string(), "Copy it to a local folder.");
        }
        if (!current(descriptor, file)) {
            ::close(descriptor);
            continue;
        }
        const std::string pid = std::to_string(::getpid()) + "\n";
        // The number is for the message only; a full disk must not keep a study from opening.
        if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0)
            errno = 0;
        return WriterLock(std::move(file), descriptor);
    }
}

WriterLock::~WriterLock()
{
    if (descriptor_ < 0)
        return;
    ::unlink(file_.c_str());
    ::close(descriptor_);
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : file_(std::exchange(other.file_, {})), descriptor_(std::exchange(other.descriptor_, -1))
{
}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept
{
    std::swap(file_, other.file_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

} // namespace burin::study
