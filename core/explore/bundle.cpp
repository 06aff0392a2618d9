// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/bundle.h"

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/explore/moved_data.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace burin::explore {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kVersion = 1;
constexpr const char* kManifest = "manifest.json";
constexpr const char* kDataFolder = "data/";
constexpr std::uintmax_t kMaxManifestBytes = std::uintmax_t{1} << 20U;
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{64} << 30U;
constexpr std::size_t kChunk = 1U << 16U;

struct Item {
    std::string name; ///< inside the bundle
    fs::path path;    ///< on this machine
    std::uintmax_t bytes = 0;
    std::string sha256;
};

std::string reasonOf(archive* handle)
{
    const char* reason = archive_error_string(handle);
    return reason == nullptr ? "unknown reason" : reason;
}

/// Of a bundle that is being written.
Unexpected<Error> packError(archive* handle, const fs::path& path, const char* what)
{
    return fail(ErrorCode::io, fmt::format("{}: {}", what, reasonOf(handle)), path.string(),
                "Free some space or choose another folder.");
}

/// Progress over the bytes of all items, twice: hashing, then packing.
class Meter {
public:
    Meter(const JobContext& ctx, std::uintmax_t total) : ctx_(ctx), total_(std::max<std::uintmax_t>(1, total)) {}
    Result<void> add(std::uintmax_t bytes, const char* phase)
    {
        if (ctx_.cancelled())
            return cancelledError();
        done_ += bytes;
        ctx_.report(std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_)), phase);
        return {};
    }

private:
    const JobContext& ctx_;
    std::uintmax_t total_;
    std::uintmax_t done_ = 0;
};

/// Calls take(bytes) for each piece of a file.
template <class Take> Result<void> forEachChunk(const fs::path& path, const Take& take)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::notFound, "cannot open the file", path.string(), "Check the path and its permissions.");
    std::string chunk(kChunk, '\0');
    while (file) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        const auto count = static_cast<std::size_t>(file.gcount());
        if (count > 0)
            BURIN_CHECK(take(std::string_view(chunk.data(), count)));
    }
    if (!file.eof())
        return fail(ErrorCode::io, "reading failed", path.string());
    return {};
}

class ZipWriter {
public:
    explicit ZipWriter(fs::path path) : path_(std::move(path)), handle_(archive_write_new(), archive_write_free)
    {
        archive_write_set_format_zip(handle_.get());
    }
    Result<void> open()
    {
        if (archive_write_open_filename(handle_.get(), path_.c_str()) != ARCHIVE_OK)
            return packError(handle_.get(), path_, "the bundle cannot be written");
        return {};
    }
    Result<void> begin(const std::string& name, std::uintmax_t bytes)
    {
        const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes));
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_mtime(entry.get(), 315532800, 0); // 1980, zip's first day: no clock in what is written
        if (archive_write_header(handle_.get(), entry.get()) != ARCHIVE_OK)
            return packError(handle_.get(), path_, "the bundle cannot be written");
        return {};
    }
    Result<void> write(std::string_view bytes)
    {
        const la_ssize_t written = archive_write_data(handle_.get(), bytes.data(), bytes.size());
        if (written < 0 || static_cast<std::size_t>(written) != bytes.size())
            return packError(handle_.get(), path_, "the bundle cannot be written");
        return {};
    }
    Result<void> close()
    {
        if (archive_write_close(handle_.get()) != ARCHIVE_OK)
            return packError(handle_.get(), path_, "the bundle cannot be written");
        return {};
    }

private:
    fs::path path_;
    std::unique_ptr<archive, int (*)(archive*)> handle_;
};

/// The files of the data set with names of their own under data/.
std::vector<Item> dataItems(const std::vector<fs::path>& files)
{
    std::vector<Item> items;
    std::set<std::string> taken;
    for (const fs::path& file : files) {
        std::string name = file.filename().string();
        while (!taken.insert(name).second)
            name = "test-" + name;
        items.push_back({kDataFolder + name, file, 0, {}});
    }
    return items;
}

Result<void> measure(std::vector<Item>& items, Meter& meter)
{
    for (Item& item : items) {
        Sha256 hash;
        BURIN_CHECK(forEachChunk(item.path, [&](std::string_view bytes) {
            hash.add(bytes);
            item.bytes += bytes.size();
            return meter.add(bytes.size(), "Hashing");
        }));
        item.sha256 = hash.hex();
    }
    return {};
}

Result<void> pack(const std::vector<Item>& items, const json& manifest, const fs::path& target, Meter& meter)
{
    ZipWriter zip(target);
    BURIN_CHECK(zip.open());
    const std::string text = manifest.dump(2) + "\n";
    BURIN_CHECK(zip.begin(kManifest, text.size()));
    BURIN_CHECK(zip.write(text));
    for (const Item& item : items) {
        BURIN_CHECK(zip.begin(item.name, item.bytes));
        Sha256 hash;
        BURIN_CHECK(forEachChunk(item.path, [&](std::string_view bytes) {
            hash.add(bytes);
            const Result<void> going = meter.add(bytes.size(), "Packing");
            return going ? zip.write(bytes) : going;
        }));
        if (hash.hex() != item.sha256)
            return fail(ErrorCode::io, "the file changed while it was packed", item.path.string(), "Save the bundle again.");
    }
    return zip.close();
}

json manifestOf(const std::vector<Item>& items, const data::LoadOptions& read)
{
    json load = data::loadOptionsToJson(read);
    if (items.size() > 1) // names inside the bundle
        load["data"] = items[1].name;
    load["test"] = items.size() > 2 ? items[2].name : "";
    json manifest{{"format", "burin-bundle"}, {"version", kVersion}, {"study", items.front().name}, {"load", load}};
    for (const Item& item : items)
        manifest["files"].push_back({{"name", item.name}, {"bytes", item.bytes}, {"sha256", item.sha256}});
    return manifest;
}

/// A name without folders that means a file here and now.
bool isPlain(const std::string& name)
{
    return !name.empty() && name.front() != '.' && name.find_first_of("/\\:") == std::string::npos &&
           name.find('\0') == std::string::npos;
}

Unexpected<Error> badBundle(const fs::path& archive, const std::string& why)
{
    return fail(ErrorCode::invalidInput, "this is no sound bundle: " + why, archive.string(),
                "Get the file again from where it came; nothing was unpacked.");
}

struct Manifest {
    std::string study;
    data::LoadOptions read;
    std::map<std::string, Item> items;
};

Result<Manifest> parseManifest(const std::string& text, const fs::path& archive)
{
    Manifest manifest;
    try {
        const json document = json::parse(text);
        if (document.at("format") != "burin-bundle" || document.at("version") != kVersion)
            return badBundle(archive, "its manifest is of another kind or a newer version");
        manifest.study = document.at("study").get<std::string>();
        BURIN_TRY(manifest.read, data::loadOptionsFromJson(document.at("load"), archive.string()));
        for (const json& file : document.at("files")) {
            Item item{file.at("name").get<std::string>(), {}, file.at("bytes").get<std::uintmax_t>(),
                      file.at("sha256").get<std::string>()};
            const bool data = item.name.starts_with(kDataFolder);
            if (!isPlain(data ? item.name.substr(std::string(kDataFolder).size()) : item.name) ||
                (!data && item.name != manifest.study) || item.bytes > kMaxFileBytes)
                return badBundle(archive, fmt::format("it names the file \"{}\"", item.name));
            manifest.items[item.name] = std::move(item);
        }
    } catch (const json::exception& exception) {
        return badBundle(archive, exception.what());
    }
    if (!manifest.items.contains(manifest.study) || !manifest.study.ends_with(".burin"))
        return badBundle(archive, "it holds no study");
    return manifest;
}

/// The content of the current entry: take(bytes) for each piece, at most `most` bytes in all.
template <class Take>
Result<std::uintmax_t> readEntry(archive* handle, const fs::path& path, std::uintmax_t most, const JobContext& ctx,
                                 const Take& take)
{
    std::string chunk(kChunk, '\0');
    std::uintmax_t total = 0;
    for (;;) {
        if (ctx.cancelled())
            return cancelledError();
        const la_ssize_t count = archive_read_data(handle, chunk.data(), chunk.size());
        if (count < 0)
            return badBundle(path, reasonOf(handle));
        if (count == 0)
            return total;
        total += static_cast<std::uintmax_t>(count);
        if (total > most)
            return badBundle(path, "a file is larger than the manifest says");
        BURIN_CHECK(take(std::string_view(chunk.data(), static_cast<std::size_t>(count))));
    }
}

Result<void> unpackItem(archive* handle, const fs::path& archivePath, const Item& item, const fs::path& target,
                        const JobContext& ctx)
{
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    Sha256 hash;
    BURIN_TRY(const auto bytes, readEntry(handle, archivePath, item.bytes, ctx, [&](std::string_view piece) -> Result<void> {
                  hash.add(piece);
                  out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
                  return {};
              }));
    out.close();
    if (!out)
        return fail(ErrorCode::io, "writing failed", target.string(), "Free some space.");
    if (bytes != item.bytes || hash.hex() != item.sha256)
        return badBundle(archivePath, fmt::format("{} is not what the manifest says (SHA-256)", item.name));
    return {};
}

Result<Manifest> unpack(const fs::path& archivePath, const fs::path& staging, const JobContext& ctx)
{
    const std::unique_ptr<archive, int (*)(archive*)> handle(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(handle.get());
    if (archive_read_open_filename(handle.get(), archivePath.c_str(), kChunk) != ARCHIVE_OK)
        return badBundle(archivePath, reasonOf(handle.get()));
    std::optional<Manifest> manifest;
    std::set<std::string> seen;
    for (;;) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(handle.get(), &entry);
        if (status == ARCHIVE_EOF)
            break;
        if (status < ARCHIVE_WARN)
            return badBundle(archivePath, reasonOf(handle.get()));
        const char* raw = archive_entry_pathname(entry);
        const std::string name = raw == nullptr ? "" : raw;
        if (!manifest) {
            if (name != kManifest)
                return badBundle(archivePath, "its first file is not manifest.json");
            std::string text;
            BURIN_CHECK(readEntry(handle.get(), archivePath, kMaxManifestBytes, ctx,
                                  [&](std::string_view piece) -> Result<void> {
                                      text += piece;
                                      return {};
                                  }));
            BURIN_TRY(manifest, parseManifest(text, archivePath));
            continue;
        }
        const auto item = manifest->items.find(name);
        if (item == manifest->items.end() || archive_entry_filetype(entry) != AE_IFREG || !seen.insert(name).second)
            return badBundle(archivePath, fmt::format("\"{}\" is not in its manifest", name));
        ctx.report(static_cast<double>(seen.size()) / static_cast<double>(manifest->items.size() + 1), "Unpacking");
        BURIN_CHECK(unpackItem(handle.get(), archivePath, item->second, staging / name, ctx));
    }
    if (!manifest || seen.size() != manifest->items.size())
        return badBundle(archivePath, "files are missing");
    return *std::move(manifest);
}

/// The study in `staging` says where its data will be once the folder is called `target`.
Result<void> settle(const Manifest& manifest, const fs::path& staging, const fs::path& target)
{
    BURIN_TRY(const auto study, study::Study::open(staging / manifest.study));
    data::LoadOptions read = manifest.read;
    if (manifest.items.contains(read.data))
        read.data = (target / read.data).string();
    if (manifest.items.contains(read.test.string()))
        read.test = target / read.test;
    return study->setDetail("load", data::loadOptionsToJson(read), "unpacked");
}

fs::path freeName(const fs::path& folder, const std::string& stem)
{
    std::error_code ignored;
    fs::path target = folder / stem;
    for (int number = 2; fs::exists(target, ignored); ++number)
        target = folder / fmt::format("{}-{}", stem, number);
    return target;
}

} // namespace

bool isBundle(const fs::path& path)
{
    return path.filename().string().ends_with(kBundleEnding);
}

Result<void> saveBundle(const study::Study& study, const fs::path& archive, const JobContext& ctx)
{
    const std::string hash = study.identity().dataSha256;
    BURIN_TRY(const auto read, loadOptionsOf(study));
    BURIN_TRY(const auto files, data::dataFiles(read));
    if (!files.empty()) {
        BURIN_TRY(const auto now, data::hashFiles(files, ctx.stop));
        if (now != hash)
            return fail(ErrorCode::mismatch, "the data set has changed since the study was made", files.front().string(),
                        "Put the original files back first.");
    }
    BURIN_TRY(const auto scratch, ScratchFolder::create("burin-bundle"));
    std::vector<Item> items{{study.path().filename().string(), scratch.path() / "study", 0, {}}};
    BURIN_CHECK(study.copyTo(items.front().path));
    for (Item& item : dataItems(files))
        items.push_back(std::move(item));
    std::uintmax_t total = 0;
    std::error_code ignored;
    for (const Item& item : items)
        total += fs::file_size(item.path, ignored);
    Meter meter(ctx, 2 * total);
    BURIN_CHECK(measure(items, meter));
    const fs::path part = archive.string() + ".part";
    Result<void> packed = pack(items, manifestOf(items, read), part, meter);
    std::error_code error;
    if (packed)
        fs::rename(part, archive, error);
    if (!packed || error)
        fs::remove(part, ignored);
    if (error)
        return fail(ErrorCode::io, "cannot write here: " + error.message(), archive.string(), "Choose another folder.");
    return packed;
}

Result<fs::path> openBundle(const fs::path& archive, const fs::path& folder, const JobContext& ctx)
{
    std::error_code error;
    std::error_code ignored;
    const fs::path staging = freeName(folder, ".unpacking");
    fs::create_directories(staging / "data", error);
    if (error)
        return fail(ErrorCode::io, "cannot make the folder: " + error.message(), staging.string(),
                    "Choose a folder that can be written.");
    const auto manifest = unpack(archive, staging, ctx);
    if (!manifest) {
        fs::remove_all(staging, ignored);
        return Unexpected<Error>(manifest.error());
    }
    const fs::path target = freeName(folder, fs::path(manifest->study).stem().string());
    const auto settled = settle(*manifest, staging, target);
    if (settled)
        fs::rename(staging, target, error);
    if (!settled || error)
        fs::remove_all(staging, ignored);
    if (!settled)
        return Unexpected<Error>(settled.error());
    if (error)
        return fail(ErrorCode::io, "cannot make the folder: " + error.message(), target.string(),
                    "Choose a folder that can be written.");
    return target / manifest->study;
}

} // namespace burin::explore
