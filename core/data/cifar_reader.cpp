// SPDX-License-Identifier: GPL-3.0-or-later
// The binary version of CIFAR-10: records of one label byte and 3 x 32 x 32 bytes (red, green, blue planes, row by
// row). Source: A. Krizhevsky, "CIFAR-10 and CIFAR-100 datasets", section "Binary version".
#include "core/data/image_readers.h"

#include "core/base/job.h"
#include "core/data/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace burin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPixels = kCifarChannels * kCifarSide * kCifarSide;
constexpr std::size_t kRecord = 1 + kPixels;
constexpr std::size_t kBlock = 256; ///< records read at once
constexpr std::size_t kPlainClasses = 10;
constexpr std::size_t kMaxMetaBytes = 1U << 20U;
constexpr int kMaxDepth = 3;
constexpr std::size_t kMaxVisited = 100'000;

enum class Role { none, train, test, meta };

Role roleOf(const fs::path& path)
{
    const std::string name = lowerCase(path.filename().string());
    if (name.starts_with("data_batch") && name.ends_with(".bin"))
        return Role::train;
    if (name.starts_with("test_batch") && name.ends_with(".bin"))
        return Role::test;
    return name == "batches.meta.txt" ? Role::meta : Role::none;
}

/// data_batch_2.bin before data_batch_10.bin.
bool batchBefore(const fs::path& a, const fs::path& b)
{
    const std::string left = a.filename().string();
    const std::string right = b.filename().string();
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

struct Batch {
    fs::path path;
    Role role = Role::none;
    std::string name; ///< for messages
    RawImages images;
};

/// Where a label of a batch stands.
std::string whereRecord(const Batch& batch, std::size_t record)
{
    return fmt::format("{}: offset {}", batch.name, record * kRecord);
}

Result<RawImages> readBatch(ByteSource& source, std::size_t bytesSoFar)
{
    RawImages images;
    std::vector<char> block(kBlock * kRecord);
    for (;;) {
        BURIN_TRY(const std::size_t count, source.read(block));
        if (bytesSoFar + images.pixels.size() + count > kMaxPixelBytes)
            return fail(ErrorCode::limit, fmt::format("more than {} bytes of images", kMaxPixelBytes),
                        source.name());
        for (std::size_t at = 0; at + kRecord <= count; at += kRecord) {
            images.labels.push_back(static_cast<std::uint8_t>(block[at]));
            const auto* first = reinterpret_cast<const std::uint8_t*>(block.data() + at + 1);
            images.pixels.insert(images.pixels.end(), first, first + kPixels);
        }
        if (count % kRecord != 0)
            return fail(ErrorCode::invalidInput,
                        fmt::format("record {} is cut off: {} of its {} bytes are there", images.labels.size() + 1,
                                    count % kRecord, kRecord),
                        source.whereAt(source.offset() - count % kRecord),
                        "A record is a label byte and 3 x 32 x 32 bytes; fetch the file again.");
        if (count < block.size())
            break;
    }
    if (images.labels.empty())
        return fail(ErrorCode::invalidInput, "the file is empty", source.name(), "Fetch it again.");
    return images;
}

Result<std::vector<std::string>> readNames(ByteSource& source)
{
    std::string text(kMaxMetaBytes, '\0');
    BURIN_TRY(const std::size_t count, source.read(text));
    text.resize(count);
    std::vector<std::string> names;
    std::size_t from = 0;
    for (std::size_t lineNumber = 1; from < text.size(); ++lineNumber) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string_view line = std::string_view(text).substr(from, end - from);
        from = end + 1;
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        line = trimmed(line);
        if (line.empty())
            continue;
        const std::string where = fmt::format("{}:{}", source.name(), lineNumber);
        if (!isUtf8(line) || line.find('\0') != std::string_view::npos || line.size() > kMaxLabelBytes)
            return fail(ErrorCode::invalidInput, fmt::format("{} is no class name", shown(line)), where,
                        "Give one name a line, as text.");
        if (std::find(names.begin(), names.end(), line) != names.end())
            return fail(ErrorCode::invalidInput, fmt::format("the class {} is named twice", shown(line)), where);
        if (names.size() == 256)
            return fail(ErrorCode::invalidInput, "more than 256 class names", where, "A label is one byte.");
        names.emplace_back(line);
    }
    return names;
}

Result<void> appendBatch(const Batch& batch, std::size_t classes, RawImages& part)
{
    for (std::size_t i = 0; i < batch.images.labels.size(); ++i)
        if (batch.images.labels[i] >= classes)
            return fail(ErrorCode::invalidInput,
                        fmt::format("label {} of record {}: the classes are 0 to {}", int{batch.images.labels[i]},
                                    i + 1, classes - 1),
                        whereRecord(batch, i), "Is this the binary version of CIFAR-10 (not of CIFAR-100)?");
    part.labels.insert(part.labels.end(), batch.images.labels.begin(), batch.images.labels.end());
    part.pixels.insert(part.pixels.end(), batch.images.pixels.begin(), batch.images.pixels.end());
    return {};
}

/// Batches in any order to a set.
Result<CifarSet> join(std::vector<Batch> batches, std::vector<std::string> names, const std::string& where)
{
    std::stable_sort(batches.begin(), batches.end(),
                     [](const Batch& a, const Batch& b) { return batchBefore(a.path, b.path); });
    CifarSet set;
    const std::size_t classes = names.empty() ? kPlainClasses : names.size();
    set.classNames = std::move(names);
    for (std::size_t c = set.classNames.size(); c < classes; ++c)
        set.classNames.push_back(std::to_string(c));
    for (Batch& batch : batches) {
        RawImages& part = batch.role == Role::train ? set.train : set.test;
        BURIN_CHECK(appendBatch(batch, classes, part));
        batch.images = {};
    }
    if (set.train.labels.empty())
        return fail(ErrorCode::invalidInput, "there is no training batch (data_batch_*.bin)", where,
                    "Give the binary version of CIFAR-10, not the Python or MATLAB one.");
    return set;
}

struct Collector {
    std::vector<Batch> batches;
    std::vector<std::string> names;
    std::set<std::string> seen;
    std::size_t bytes = 0;

    Result<void> take(ByteSource& source, const fs::path& path)
    {
        const Role role = roleOf(path);
        if (role == Role::none)
            return {};
        if (!seen.insert(lowerCase(path.filename().string())).second)
            return fail(ErrorCode::invalidInput, fmt::format("{} is there twice", shown(path.filename().string())),
                        source.name(), "Leave one of them out.");
        if (role == Role::meta) {
            BURIN_TRY(names, readNames(source));
            return {};
        }
        BURIN_TRY(RawImages images, readBatch(source, bytes));
        bytes += images.pixels.size();
        batches.push_back({path, role, source.name(), std::move(images)});
        return {};
    }
};

} // namespace

Result<CifarFiles> findCifarFiles(const fs::path& folder)
{
    CifarFiles files;
    std::set<std::string> seen;
    std::error_code error;
    std::size_t visited = 0;
    fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
        if (++visited > kMaxVisited)
            break;
        if (walk.depth() >= kMaxDepth)
            walk.disable_recursion_pending();
        std::error_code ignored;
        const Role role = roleOf(walk->path());
        if (role == Role::none || !walk->is_regular_file(ignored))
            continue;
        if (!seen.insert(lowerCase(walk->path().filename().string())).second)
            return fail(ErrorCode::invalidInput,
                        fmt::format("{} is there twice", shown(walk->path().filename().string())), folder.string(),
                        "Name the folder that holds one of them.");
        if (role == Role::meta)
            files.meta = walk->path();
        else
            (role == Role::train ? files.train : files.test).push_back(walk->path());
    }
    std::sort(files.train.begin(), files.train.end(), batchBefore);
    std::sort(files.test.begin(), files.test.end(), batchBefore);
    return files;
}

Result<CifarSet> readCifar(const CifarFiles& files, const std::stop_token& stop)
{
    Collector collector;
    if (!files.archive.empty()) {
        BURIN_CHECK(visitArchive(files.archive, stop, [&](ByteSource& source, const std::string& inside) {
            return collector.take(source, inside);
        }));
        return join(std::move(collector.batches), std::move(collector.names), files.archive.string());
    }
    std::vector<fs::path> all = files.train;
    all.insert(all.end(), files.test.begin(), files.test.end());
    if (files.meta)
        all.push_back(*files.meta);
    for (const fs::path& path : all) {
        BURIN_TRY(ByteSource source, ByteSource::open(path, stop));
        BURIN_CHECK(collector.take(source, path));
    }
    return join(std::move(collector.batches), std::move(collector.names),
                all.empty() ? std::string{} : all.front().parent_path().string());
}

} // namespace burin::data
