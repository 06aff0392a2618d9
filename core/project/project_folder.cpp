// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_folder.h"

#include "core/base/file.h"
#include "core/base/hash.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

namespace burin::project {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kManifestBytes = 64U << 20U;
constexpr const char* kFreeSpace = "Free some space or choose another folder; what was there before is untouched.";

/// A path of the manifest that stays inside the folder: relative, plain names only.
bool isInside(const std::string& path)
{
    if (path.empty() || path.size() > 400)
        return false;
    const fs::path relative(path);
    if (relative.is_absolute())
        return false;
    for (const fs::path& part : relative)
        if (part == ".." || part == "." || part.empty())
            return false;
    return true;
}

std::string hostName()
{
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0)
        return "host";
    std::string text(name.data());
    for (char& c : text)
        if (c == '/' || c == '-')
            c = '_';
    return text;
}

/// ".<folder>.burin-<host>-": what temporary folders of this machine are called, a process id behind it.
std::string stagingPrefix(const fs::path& folder)
{
    return fmt::format(".{}.burin-{}-", folder.filename().string(), hostName());
}

/// Removes the temporary folders of processes that are no more.
void removeStale(const fs::path& parent, const std::string& prefix)
{
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(parent, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix))
            continue;
        pid_t process = 0;
        const char* end = name.data() + name.size();
        const auto [rest, problem] = std::from_chars(name.data() + prefix.size(), end, process);
        if (problem == std::errc() && rest != end && *rest == '.' && process > 0 && ::kill(process, 0) != 0 &&
            errno == ESRCH) {
            std::error_code ignored;
            fs::remove_all(entry.path(), ignored);
        }
    }
}

/// A folder that is removed again unless released.
struct Staging {
    fs::path path;
    explicit Staging(fs::path folder) : path(std::move(folder)) {}
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;
    ~Staging()
    {
        std::error_code ignored;
        if (!path.empty())
            fs::remove_all(path, ignored);
    }
};

/// Files in the folder that its manifest does not name, outside build/ and Python's caches.
Result<std::vector<std::string>> foreignFiles(const fs::path& folder, const nlohmann::json& manifest)
{
    std::vector<std::string> foreign;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string path = it->path().lexically_relative(folder).generic_string();
        if (path == "build" || it->path().filename() == "__pycache__") {
            it.disable_recursion_pending();
            continue;
        }
        const bool isFolder = it->is_directory(error) && !it->is_symlink(error);
        if (!isFolder && path != "manifest.json" && !manifest.at("files").contains(path))
            foreign.push_back(path);
    }
    if (error)
        return fail(ErrorCode::io, "cannot list the folder: " + error.message(), folder.string());
    return foreign;
}

/// For file systems that cannot exchange two names. Returns errno, 0 when done; then what was at `target` lies at
/// `staged`.
int moveInTwoSteps(const fs::path& staged, const fs::path& target, bool exists)
{
    if (!exists)
        return ::rename(staged.c_str(), target.c_str()) == 0 ? 0 : errno;
    const fs::path old = staged.string() + ".old";
    if (::rename(target.c_str(), old.c_str()) != 0)
        return errno;
    if (::rename(staged.c_str(), target.c_str()) != 0) {
        const int failure = errno;
        return ::rename(old.c_str(), target.c_str()) == 0 ? failure : errno;
    }
    return ::rename(old.c_str(), staged.c_str()) == 0 ? 0 : errno;
}

fs::path normal(const fs::path& folder)
{
    fs::path path = fs::absolute(folder).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

} // namespace

Result<void> writeFiles(const fs::path& folder, const ProjectFiles& files, const JobContext& ctx)
{
    std::size_t done = 0;
    for (const auto& [path, content] : files) {
        if (ctx.cancelled())
            return cancelledError();
        const fs::path target = folder / path;
        std::error_code error;
        fs::create_directories(target.parent_path(), error);
        if (error)
            return fail(ErrorCode::io, "cannot make the folder: " + error.message(), target.parent_path().string(),
                        kFreeSpace);
        BURIN_CHECK(writeFile(target, content));
        ++done;
        ctx.report(static_cast<double>(done) / static_cast<double>(files.size()), {}, done, files.size());
    }
    return {};
}

Result<void> checkTarget(const fs::path& folder, bool overwrite)
{
    std::error_code error;
    const fs::file_status status = fs::symlink_status(folder, error);
    if (!fs::exists(status))
        return {};
    const std::string where = folder.string();
    if (!fs::is_directory(status))
        return fail(ErrorCode::usage, "is there already and is no folder", where, "Choose another name.");
    if (fs::is_empty(folder, error))
        return {};
    if (error)
        return fail(ErrorCode::io, "cannot read the folder: " + error.message(), where);
    if (!overwrite)
        return fail(ErrorCode::usage, "the folder exists and is not empty", where,
                    "Choose another one, or ask to overwrite (--overwrite).");
    const auto manifest = readManifest(folder);
    if (!manifest)
        return fail(ErrorCode::usage, "the folder is not a project that Burin wrote, so it is not overwritten",
                    where, "Choose another one.");
    BURIN_TRY(const std::vector<std::string> foreign, foreignFiles(folder, *manifest));
    if (foreign.empty())
        return {};
    const std::size_t shown = std::min<std::size_t>(foreign.size(), 5);
    return fail(ErrorCode::usage,
                fmt::format("the project holds {} file{} that Burin did not write: {}{}", foreign.size(),
                            foreign.size() == 1 ? "" : "s",
                            fmt::join(foreign.begin(), foreign.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                            shown < foreign.size() ? ", ..." : ""),
                where, "Move them away first.");
}

Result<void> publishFolder(const fs::path& folder, const ProjectFiles& files, bool overwrite,
                           const JobContext& ctx)
{
    const fs::path target = normal(folder);
    BURIN_CHECK(checkTarget(target, overwrite));
    const fs::path parent = target.parent_path();
    std::error_code error;
    fs::create_directories(parent, error);
    if (error)
        return fail(ErrorCode::io, "cannot make the folder: " + error.message(), parent.string(),
                    "Choose another folder.");
    const std::string prefix = stagingPrefix(target);
    removeStale(parent, prefix);

    std::string pattern = (parent / fmt::format("{}{}.XXXXXX", prefix, ::getpid())).string();
    if (::mkdtemp(pattern.data()) == nullptr)
        return fail(ErrorCode::io, "cannot write here: " + std::generic_category().message(errno), parent.string(),
                    "Choose another folder or change its permissions.");
    const Staging staging{pattern}; // after the exchange it holds the old folder, which goes too
    ::chmod(pattern.c_str(), 0755);
    BURIN_CHECK(writeFiles(staging.path, files, ctx));
    if (ctx.cancelled())
        return cancelledError();

    const bool exists = fs::exists(fs::symlink_status(target, error));
    const unsigned flags = exists ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    int failure = ::renameat2(AT_FDCWD, staging.path.c_str(), AT_FDCWD, target.c_str(), flags) == 0 ? 0 : errno;
    if (failure == EINVAL || failure == ENOSYS)
        failure = moveInTwoSteps(staging.path, target, exists);
    if (failure != 0)
        return fail(ErrorCode::io,
                    "cannot move the project to its place: " + std::generic_category().message(failure),
                    target.string(), "Choose another folder.");
    return {};
}

Result<nlohmann::json> readManifest(const fs::path& folder)
{
    const fs::path path = folder / "manifest.json";
    std::error_code error;
    if (!fs::exists(folder, error))
        return fail(ErrorCode::notFound, "there is no such folder", folder.string(), "Check the path.");
    if (const fs::file_status status = fs::status(path, error); status.type() == fs::file_type::not_found ||
                                                                !fs::is_directory(folder, error))
        return fail(ErrorCode::notFound, "not a project that Burin exported", folder.string(),
                    "Give the folder of an exported project.");
    BURIN_TRY(const std::string text, readFile(path, kManifestBytes));
    nlohmann::json manifest = nlohmann::json::parse(text, nullptr, false);
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::invalidInput, what, path.string(), "Take a folder that Burin exported, unchanged.");
    };
    if (!manifest.is_object() || manifest.value("format", nlohmann::json()) != "burin-project")
        return wrong("this is no manifest of a Burin project");
    if (manifest.value("formatVersion", nlohmann::json()) != 1)
        return wrong("the manifest's format version is not 1");
    if (!manifest.contains("files") || !manifest["files"].is_object())
        return wrong("the manifest names no files");
    for (const auto& [name, hash] : manifest["files"].items())
        if (!isInside(name) || !hash.is_string())
            return wrong(fmt::format("the manifest's file \"{}\" is not one of a project", name));
    return manifest;
}

Result<std::vector<std::string>> changedFiles(const fs::path& folder, const nlohmann::json& manifest)
{
    std::vector<std::string> changed;
    for (const auto& [name, hash] : manifest.at("files").items()) {
        const auto actual = sha256File(folder / name);
        if (!actual || *actual != hash.get<std::string>())
            changed.push_back(name);
    }
    return changed;
}

} // namespace burin::project
