// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/fetch.h"

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/load.h"
#include "core/data/transfer.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace burin::data {
namespace {

namespace fs = std::filesystem;

/// A file of a set. `sha256` is of the file, `contentSha256` of what it unpacks to; empty where none is known.
struct SetFile {
    std::string_view name;
    std::string_view sha256;
    std::string_view contentSha256;
};

enum class Kind { series, idx, cifar };

/// A set at its home, and the other forms of files in which a mirror may offer it.
struct PublicSet {
    std::string_view name;
    std::string_view title;
    std::string_view home; ///< address of the folder of the first form
    Kind kind;
    std::size_t trainSeries; ///< the shape that is checked (series only)
    std::size_t testSeries;
    std::vector<std::vector<SetFile>> forms;
};

/// Hashes: MNIST, of the unpacked IDX files (measured on a byte-exact copy; the packed files differ between mirrors);
/// CIFAR-10, of cifar-10-binary.tar.gz as published in the TensorFlow Datasets checksum list. For the others no
/// published hash is known: their shape is checked and the measured hash reported.
const std::vector<PublicSet>& publicSets()
{
    static const std::vector<PublicSet> sets = {
        {"melbourne",
         "MelbournePedestrian (UCR archive)",
         "https://www.timeseriesclassification.com/aeon-toolkit/",
         Kind::series,
         1194,
         2439,
         {{{"MelbournePedestrian.zip", "", ""}},
          {{"MelbournePedestrian_TRAIN.tsv", "", ""}, {"MelbournePedestrian_TEST.tsv", "", ""}},
          {{"MelbournePedestrian_TRAIN.ts", "", ""}, {"MelbournePedestrian_TEST.ts", "", ""}}}},
        {"pendigits",
         "Pen-Based Recognition of Handwritten Digits (UCI)",
         "https://archive.ics.uci.edu/ml/machine-learning-databases/pendigits/",
         Kind::series,
         7494,
         3498,
         {{{"pendigits.tra", "", ""}, {"pendigits.tes", "", ""}}}},
        {"mnist",
         "MNIST handwritten digits",
         "https://ossci-datasets.s3.amazonaws.com/mnist/",
         Kind::idx,
         0,
         0,
         {{{"train-images-idx3-ubyte.gz", "", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
           {"train-labels-idx1-ubyte.gz", "", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
           {"t10k-images-idx3-ubyte.gz", "", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
           {"t10k-labels-idx1-ubyte.gz", "", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"}}}},
        {"cifar10",
         "CIFAR-10, binary version",
         "https://www.cs.toronto.edu/~kriz/",
         Kind::cifar,
         0,
         0,
         {{{"cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", ""}},
          {{"cifar-10-batches-bin.tar.xz", "", ""}}}},
    };
    return sets;
}

using Reader = std::unique_ptr<archive, int (*)(archive*)>;

Unexpected<Error> damaged(archive* reader, const fs::path& path)
{
    const char* reason = archive_error_string(reader);
    return fail(ErrorCode::mismatch, fmt::format("cannot be unpacked: {}", reason == nullptr ? "damaged" : reason),
                path.string(), "Fetch it again.");
}

/// Calls visit(entry) for each entry of an archive; `raw` takes a packed single file for one entry.
template <class Visit> Result<void> forEachEntry(const fs::path& path, bool raw, const Visit& visit)
{
    const Reader reader(archive_read_new(), archive_read_free);
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_filter_xz(reader.get());
    if (raw) {
        archive_read_support_format_raw(reader.get());
    } else {
        archive_read_support_format_tar(reader.get());
        archive_read_support_format_zip(reader.get());
    }
    if (archive_read_open_filename(reader.get(), path.c_str(), 1U << 16U) != ARCHIVE_OK)
        return damaged(reader.get(), path);
    for (;;) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF)
            return {};
        if (status < ARCHIVE_WARN)
            return damaged(reader.get(), path);
        BURIN_CHECK(visit(reader.get(), entry));
    }
}

/// Feeds the bytes of the present entry to take(bytes).
template <class Take> Result<void> readEntry(archive* reader, const fs::path& path, const JobContext& ctx, Take take)
{
    std::string chunk(1U << 18U, '\0');
    std::uint64_t total = 0;
    for (;;) {
        if (ctx.cancelled())
            return cancelledError();
        const la_ssize_t count = archive_read_data(reader, chunk.data(), chunk.size());
        if (count < 0)
            return damaged(reader, path);
        if (count == 0)
            return {};
        total += static_cast<std::uint64_t>(count);
        if (total > kMaxTransferBytes)
            return fail(ErrorCode::limit, "unpacks to more than is sensible", path.string());
        take(std::string_view(chunk).substr(0, static_cast<std::size_t>(count)));
    }
}

Result<std::string> contentHash(const fs::path& path, const JobContext& ctx)
{
    Sha256 hash;
    BURIN_CHECK(forEachEntry(path, true, [&](archive* reader, archive_entry*) {
        return readEntry(reader, path, ctx, [&](std::string_view bytes) { hash.add(bytes); });
    }));
    return hash.hex();
}

/// Compares a file with what is known of it and fills in its hash and size.
Result<void> checkFile(const SetFile& known, FetchedFile& file, const JobContext& ctx)
{
    std::error_code ignored;
    file.bytes = fs::file_size(file.path, ignored);
    BURIN_TRY(file.sha256, sha256File(file.path));
    std::string found = file.sha256;
    std::string_view expected = known.sha256;
    if (!known.contentSha256.empty()) {
        expected = known.contentSha256;
        BURIN_TRY(found, contentHash(file.path, ctx));
    }
    file.hashKnown = !expected.empty();
    if (file.hashKnown && found != expected)
        return fail(ErrorCode::mismatch,
                    fmt::format("has the SHA-256 {} instead of {}", found, expected), file.path.string(),
                    "The transfer was damaged or the source holds another file; fetch it again or from elsewhere.");
    return {};
}

/// The training and test files out of an archive of the UCR / aeon site, by base name only; what was written goes into
/// `unpacked`.
Result<void> unpackSeries(const fs::path& path, const fs::path& folder, std::vector<fs::path>& unpacked,
                          const JobContext& ctx)
{
    return forEachEntry(path, false, [&](archive* reader, archive_entry* entry) -> Result<void> {
        const char* raw = archive_entry_pathname(entry);
        const fs::path name = raw == nullptr ? fs::path{} : fs::path(raw).filename();
        const std::string text = name.string();
        if (!text.ends_with("_TRAIN.ts") && !text.ends_with("_TEST.ts"))
            return {};
        std::string content;
        BURIN_CHECK(readEntry(reader, path, ctx, [&](std::string_view bytes) { content += bytes; }));
        unpacked.push_back(folder / name);
        return writeFile(folder / name, content);
    });
}

Result<void> checkSeries(const PublicSet& set, const fs::path& folder, const JobContext& ctx)
{
    LoadOptions options;
    options.data = folder.string();
    options.missing = MissingPolicy::keep;
    options.stop = ctx.stop;
    BURIN_TRY(const Dataset dataset, loadDataset(options));
    if (dataset.train.size() != set.trainSeries || dataset.test.size() != set.testSeries)
        return fail(ErrorCode::mismatch,
                    fmt::format("has {} training and {} test series instead of {} and {}", dataset.train.size(),
                                dataset.test.size(), set.trainSeries, set.testSeries),
                    folder.string(), "The source holds another set; fetch it from elsewhere.");
    return {};
}

/// Six batches of 10,000 records of a label and 32 x 32 x 3 bytes.
Result<void> checkCifar(const fs::path& path, const JobContext& ctx)
{
    constexpr std::uint64_t kBatchBytes = 10'000 * (1 + 3 * 32 * 32);
    std::size_t batches = 0;
    const auto countBatch = [&](archive* reader, archive_entry* entry) -> Result<void> {
        const char* raw = archive_entry_pathname(entry);
        if (raw == nullptr || !std::string_view(raw).ends_with(".bin"))
            return {};
        std::uint64_t bytes = 0;
        BURIN_CHECK(readEntry(reader, path, ctx, [&](std::string_view chunk) { bytes += chunk.size(); }));
        batches += bytes == kBatchBytes ? 1 : 0;
        return {};
    };
    BURIN_CHECK(forEachEntry(path, false, countBatch));
    if (batches != 6)
        return fail(ErrorCode::mismatch, fmt::format("holds {} complete CIFAR-10 batches instead of 6", batches),
                    path.string(), "Fetch it again or from elsewhere.");
    return {};
}

Result<void> checkShape(const PublicSet& set, const std::vector<FetchedFile>& files, const fs::path& folder,
                        std::vector<fs::path>& unpacked, const JobContext& ctx)
{
    switch (set.kind) {
    case Kind::series:
        for (const FetchedFile& file : files)
            if (file.path.extension() == ".zip")
                BURIN_CHECK(unpackSeries(file.path, folder, unpacked, ctx));
        return checkSeries(set, folder, ctx);
    case Kind::cifar: return checkCifar(files.front().path, ctx);
    case Kind::idx: break; // the hashes say it all
    }
    return {};
}

/// "Without a network, put A and B (or C) into FOLDER."
std::string placement(const PublicSet& set, const fs::path& folder)
{
    std::vector<std::string> choices;
    for (const auto& form : set.forms) {
        std::vector<std::string_view> names;
        for (const SetFile& file : form)
            names.push_back(file.name);
        choices.push_back(fmt::format("{}", fmt::join(names, ", ")));
    }
    return fmt::format("Without a network, put these files of {} into {}: {}; or give another address (--from URL).",
                       set.title, folder.string(), fmt::join(choices, "; or "));
}

struct Place {
    std::string base;                      ///< address of the folder, with '/'
    std::vector<std::vector<SetFile>> forms; ///< to try in turn
};

Result<Place> findPlace(const PublicSet& set, const std::string& from)
{
    if (from.empty())
        return Place{std::string(set.home), {set.forms.front()}};
    if (from.find("://") == std::string::npos)
        return fail(ErrorCode::usage, fmt::format("\"{}\" is not an address", from), "from",
                    "Give an http, https or file URL.");
    const std::size_t slash = from.rfind('/');
    const std::string last = from.substr(slash + 1);
    for (const auto& form : set.forms)
        for (const SetFile& file : form)
            if (file.name == last)
                return Place{from.substr(0, slash + 1), {form}};
    return Place{from.ends_with('/') ? from : from + '/', set.forms};
}

/// Transfers or finds the files of one form.
Result<std::vector<FetchedFile>> fetchForm(const std::vector<SetFile>& form, const std::string& base,
                                           const fs::path& folder, const JobContext& ctx)
{
    std::vector<FetchedFile> files;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const auto count = static_cast<double>(form.size());
        const JobContext part = ctx.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count,
                                         std::string(form[i].name));
        FetchedFile file;
        file.path = folder / form[i].name;
        file.url = base + std::string(form[i].name);
        std::error_code ignored;
        file.alreadyThere = fs::is_regular_file(file.path, ignored) && checkFile(form[i], file, ctx).has_value();
        if (!file.alreadyThere) {
            for (bool again = true; again;) {
                BURIN_TRY(const Transfer transfer, transferFile(file.url, file.path, part));
                file.resumedFrom = transfer.resumedFrom;
                const Result<void> checked = checkFile(form[i], file, ctx);
                again = !checked && checked.error().code != ErrorCode::cancelled && transfer.resumedFrom > 0;
                if (checked)
                    break;
                fs::remove(file.path, ignored); // a resumed file may be two halves of different files: once more
                if (!again)
                    return Unexpected<Error>(checked.error());
            }
        }
        part.report(1);
        files.push_back(std::move(file));
    }
    return files;
}

/// Takes the folder that a fetch made away again if nothing came into it.
struct MadeFolder {
    fs::path path;
    explicit MadeFolder(fs::path folder) : path(std::move(folder)) {}
    MadeFolder(const MadeFolder&) = delete;
    MadeFolder& operator=(const MadeFolder&) = delete;
    ~MadeFolder()
    {
        std::error_code ignored;
        if (!path.empty())
            fs::remove(path, ignored); // fails on one that holds something
    }
};

} // namespace

std::vector<std::string> fetchableNames()
{
    std::vector<std::string> names;
    for (const PublicSet& set : publicSets())
        names.emplace_back(set.name);
    return names;
}

Result<FetchReport> fetchDataset(const FetchOptions& options, const JobContext& ctx)
{
    const auto& sets = publicSets();
    const auto set = std::find_if(sets.begin(), sets.end(), [&](const PublicSet& s) { return s.name == options.name; });
    if (set == sets.end())
        return fail(ErrorCode::usage, fmt::format("\"{}\" is not a set that can be fetched", options.name), "data",
                    fmt::format("Choose one of: {}.", fmt::join(fetchableNames(), ", ")));
    BURIN_TRY(const Place place, findPlace(*set, options.from));
    FetchReport report;
    report.folder = options.folder / options.name;
    std::error_code error;
    const bool made = fs::create_directories(report.folder, error);
    if (error)
        return fail(ErrorCode::io, fmt::format("cannot make the folder: {}", error.message()), report.folder.string(),
                    "Choose another folder or change its permissions.");
    const MadeFolder clean(made ? report.folder : fs::path{});

    // What a person has put there by hand counts, in any form.
    std::vector<std::vector<SetFile>> forms = place.forms;
    for (const auto& form : set->forms)
        if (std::all_of(form.begin(), form.end(), [&](const SetFile& file) {
                std::error_code ignored;
                return fs::is_regular_file(report.folder / file.name, ignored);
            }))
            forms = {form};

    Result<std::vector<FetchedFile>> files = fail(ErrorCode::notFound, "no file");
    for (const auto& form : forms) {
        files = fetchForm(form, place.base, report.folder, ctx);
        if (files || files.error().code != ErrorCode::notFound)
            break;
    }
    if (!files) {
        Error reason = files.error();
        if (reason.code == ErrorCode::io || reason.code == ErrorCode::notFound)
            reason.hint += (reason.hint.empty() ? "" : " ") + placement(*set, report.folder);
        return Unexpected<Error>(std::move(reason));
    }
    report.files = *std::move(files);
    std::vector<fs::path> unpacked;
    const Result<void> shape = checkShape(*set, report.files, report.folder, unpacked, ctx);
    if (!shape) {
        for (const fs::path& path : unpacked) // or they would pass for the set, put there by hand
            fs::remove(path, error);
        for (const FetchedFile& file : report.files)
            if (!file.alreadyThere)
                fs::remove(file.path, error);
        return Unexpected<Error>(shape.error());
    }
    ctx.report(1);
    return report;
}

} // namespace burin::data
