// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace burin {
namespace {

std::string reason(int number)
{
    return std::generic_category().message(number);
}

} // namespace

Result<std::string> readFile(const std::filesystem::path& path, std::uintmax_t maxBytes)
{
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return fail(ErrorCode::invalidInput, "is a folder, not a file", path.string());
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::notFound, "cannot open the file: " + reason(errno), path.string(),
                    "Check the path and its permissions.");
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size > maxBytes)
        return fail(ErrorCode::limit,
                    "the file has " + std::to_string(size) + " bytes; at most " + std::to_string(maxBytes) +
                        " are read",
                    path.string());
    std::string content;
    if (!error)
        content.reserve(static_cast<std::size_t>(size));
    char buffer[1U << 16U];
    while (file) {
        file.read(buffer, sizeof buffer);
        content.append(buffer, static_cast<std::size_t>(file.gcount()));
        if (content.size() > maxBytes)
            return fail(ErrorCode::limit, "the file is larger than " + std::to_string(maxBytes) + " bytes",
                        path.string());
    }
    if (file.bad())
        return fail(ErrorCode::io, "reading failed: " + reason(errno), path.string());
    return content;
}

Result<void> writeFile(const std::filesystem::path& path, std::string_view content)
{
    std::string temporary = path.string() + ".XXXXXX";
    const int descriptor = ::mkstemp(temporary.data());
    if (descriptor < 0)
        return fail(ErrorCode::io, "cannot write here: " + reason(errno), path.string(),
                    "Choose another folder or change its permissions.");
    int failure = 0;
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            failure = errno;
            break;
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (failure == 0 && ::fsync(descriptor) != 0 && errno != EINVAL)
        failure = errno;
    if (::fchmod(descriptor, 0644) != 0 && failure == 0)
        failure = errno;
    if (::close(descriptor) != 0 && failure == 0)
        failure = errno;
    if (failure == 0 && ::rename(temporary.c_str(), path.c_str()) != 0)
        failure = errno;
    if (failure != 0) {
        ::unlink(temporary.c_str());
        return fail(ErrorCode::io, "writing failed: " + reason(failure), path.string(),
                    "Free some space or choose another folder; what was there before is untouched.");
    }
    return {};
}

void fileSizeLimitsAreErrors()
{
    ::signal(SIGXFSZ, SIG_IGN);
}

Result<ScratchFolder> ScratchFolder::create(const std::string& prefix)
{
    std::error_code error;
    const auto base = std::filesystem::temp_directory_path(error);
    if (error)
        return fail(ErrorCode::io, "there is no temporary folder: " + error.message());
    std::string pattern = (base / (prefix + ".XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr)
        return fail(ErrorCode::io, "cannot make a temporary folder: " + reason(errno), base.string());
    return ScratchFolder(pattern);
}

ScratchFolder::~ScratchFolder()
{
    std::error_code ignored;
    if (!path_.empty())
        std::filesystem::remove_all(path_, ignored);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

ScratchFolder& ScratchFolder::operator=(ScratchFolder&& other) noexcept
{
    std::swap(path_, other.path_);
    return *this;
}

} // namespace burin
