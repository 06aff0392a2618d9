// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images.h"

#include "core/base/rng.h"
#include "core/data/generators.h"
#include "core/data/image_generators.h"
#include "core/data/image_readers.h"
#include "core/data/split.h"
#include "core/data/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

namespace burin::data {
namespace {

namespace fs = std::filesystem;

bool isFile(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool isFolder(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::string nameOf(const fs::path& path)
{
    return lowerCase(path.filename().string());
}

bool isTar(const fs::path& path)
{
    const std::string name = nameOf(path);
    constexpr std::array<std::string_view, 8> kEndings = {".tar", ".tar.gz",  ".tgz",  ".tar.xz",
                                                          ".txz", ".tar.bz2", ".tbz2", ".tar.zst"};
    return isFile(path) && std::any_of(kEndings.begin(), kEndings.end(),
                                       [&](std::string_view ending) { return name.ends_with(ending); });
}

bool isCifarFile(const fs::path& path)
{
    const std::string name = nameOf(path);
    return name.ends_with(".bin") && (name.starts_with("data_batch") || name.starts_with("test_batch"));
}

/// The name says that the file holds IDX images (not labels).
bool namesIdxImages(const fs::path& path)
{
    const std::string name = nameOf(path);
    const bool images = name.find("images") != std::string::npos;
    return images && (name.find("idx") != std::string::npos || name.find("ubyte") != std::string::npos);
}

bool isIdxTest(const fs::path& path)
{
    const std::string name = nameOf(path);
    return name.starts_with("t10k") || name.find("test") != std::string::npos;
}

std::vector<fs::path> filesOf(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (isFile(entry.path()))
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// Without the ending of a packer.
std::string bare(const std::string& name)
{
    return name.ends_with(".gz") || name.ends_with(".xz") ? name.substr(0, name.size() - 3) : name;
}

bool sameLabels(const std::string& images, const std::string& labels)
{
    const std::size_t at = images.find("images");
    if (at == std::string::npos)
        return false;
    std::string wanted = std::string(images).replace(at, 6, "labels");
    const std::size_t dimensions = wanted.find("idx", at);
    if (dimensions != std::string::npos && dimensions + 3 < wanted.size())
        wanted[dimensions + 3] = '1';
    return bare(labels) == bare(wanted);
}

Result<fs::path> labelsBeside(const fs::path& images)
{
    const fs::path folder = images.parent_path().empty() ? fs::path(".") : images.parent_path();
    for (const fs::path& path : filesOf(folder))
        if (sameLabels(nameOf(images), nameOf(path)))
            return path;
    return fail(ErrorCode::notFound, "there is no file of labels beside the images", images.string(),
                "Put it beside them under the same name with labels and idx1 in place of images and idx3.");
}

/// The test images that go with training images, found by name in the same folder.
std::optional<fs::path> testBeside(const fs::path& train)
{
    const std::string name = nameOf(train);
    const std::size_t at = name.find("train");
    const fs::path folder = train.parent_path().empty() ? fs::path(".") : train.parent_path();
    if (at == std::string::npos)
        return std::nullopt;
    for (const char* part : {"t10k", "test"}) {
        const std::string wanted = bare(std::string(name).replace(at, 5, part));
        for (const fs::path& path : filesOf(folder))
            if (bare(nameOf(path)) == wanted)
                return path;
    }
    return std::nullopt;
}

/// What a path of images turns out to be.
struct Found {
    std::optional<CifarFiles> cifar;
    fs::path idxTrain;
    fs::path idxTest; ///< may be empty
    fs::path path;    ///< the file or folder itself
};

Result<Found> inFolder(const fs::path& folder)
{
    Found found;
    found.path = folder;
    BURIN_TRY(CifarFiles cifar, findCifarFiles(folder));
    if (!cifar.train.empty() || !cifar.test.empty()) {
        found.cifar = std::move(cifar);
        return found;
    }
    std::vector<fs::path> archives;
    for (const fs::path& path : filesOf(folder)) {
        if (isTar(path))
            archives.push_back(path);
        if (!namesIdxImages(path))
            continue;
        fs::path& part = isIdxTest(path) ? found.idxTest : found.idxTrain;
        if (!part.empty())
            return fail(
                ErrorCode::invalidInput,
                fmt::format("holds {} and {}", shown(part.filename().string()), shown(path.filename().string())),
                folder.string(), "Name the file of training images itself.");
        part = path;
    }
    if (!found.idxTrain.empty())
        return found;
    if (archives.size() == 1) {
        found.cifar = CifarFiles{archives.front(), {}, {}, {}};
        return found;
    }
    return fail(ErrorCode::notFound, "the folder holds no set of images", folder.string(),
                "Give a folder or an archive (.tar, .tar.gz, .tar.xz) with data_batch_*.bin and test_batch.bin, "
                "or IDX files "
                "train-images* with train-labels*.");
}

Result<Found> findImages(const LoadOptions& options)
{
    BURIN_TRY(const fs::path path, findData(options));
    if (isFolder(path))
        return inFolder(path);
    Found found;
    found.path = path;
    if (isTar(path)) {
        found.cifar = CifarFiles{path, {}, {}, {}};
    } else if (isCifarFile(path)) {
        BURIN_TRY(found.cifar, findCifarFiles(path.parent_path().empty() ? fs::path(".") : path.parent_path()));
    } else if (namesIdxImages(path) || isIdxImageFile(path)) {
        found.idxTrain = path;
        found.idxTest = testBeside(path).value_or(fs::path{});
    } else {
        return fail(ErrorCode::invalidInput, "holds no images that Burin can read", path.string(),
                    "Give CIFAR-10 binary files (a folder, .tar, .tar.gz or .tar.xz), IDX files, or the generator "
                    "glyphs.");
    }
    return found;
}

std::vector<int> wide(const std::vector<std::uint8_t>& labels)
{
    return {labels.begin(), labels.end()};
}

/// A training part whose test part is absent: what Burin held out of it would be what networks are trained on.
Unexpected<Error> missingTest(const fs::path& place, const std::string& file, const std::string& hint)
{
    return fail(ErrorCode::notFound, fmt::format("the test images of the set are missing: {}", file),
                place.string(), hint);
}

Result<void> loadCifar(ImageDataset& dataset, const Found& found, const LoadOptions& options)
{
    if (!options.test.empty())
        return fail(ErrorCode::usage, "a CIFAR-10 set finds its test batch by name", options.test.string(),
                    "Leave --test out and put test_batch.bin beside the training batches.");
    BURIN_TRY(CifarSet set, readCifar(*found.cifar, options.stop));
    dataset.channels = static_cast<int>(kCifarChannels);
    dataset.height = static_cast<int>(kCifarSide);
    dataset.width = static_cast<int>(kCifarSide);
    dataset.classNames = std::move(set.classNames);
    dataset.train = {std::move(set.train.pixels), wide(set.train.labels)};
    dataset.test = {std::move(set.test.pixels), wide(set.test.labels)};
    std::vector<fs::path> files;
    const fs::path& place = found.cifar->archive.empty() ? found.path : found.cifar->archive;
    if (dataset.test.size() == 0)
        return missingTest(place, "test_batch.bin", "Put it beside the training batches.");
    if (!found.cifar->archive.empty()) {
        files.push_back(found.cifar->archive);
    } else {
        files = found.cifar->train;
        files.insert(files.end(), found.cifar->test.begin(), found.cifar->test.end());
        if (found.cifar->meta)
            files.push_back(*found.cifar->meta);
    }
    dataset.source = place.string();
    BURIN_TRY(dataset.sha256, hashFiles(files, options.stop));
    return {};
}

struct LabelledIdx {
    IdxImages images;
    std::vector<std::uint8_t> labels;
    std::array<fs::path, 2> files;
};

Result<LabelledIdx> readPair(const fs::path& images, const std::stop_token& stop)
{
    LabelledIdx pair;
    BURIN_TRY(const fs::path labels, labelsBeside(images));
    pair.files = {images, labels};
    BURIN_TRY(pair.images, readIdxImages(images, stop));
    BURIN_TRY(pair.labels, readIdxLabels(labels, stop));
    if (pair.images.count() != pair.labels.size())
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} labels for the {} images of {}", pair.labels.size(), pair.images.count(),
                                shown(images.filename().string())),
                    labels.string(), "Give the labels that belong to these images.");
    return pair;
}

Result<void> loadIdx(ImageDataset& dataset, const Found& found, const LoadOptions& options)
{
    BURIN_TRY(LabelledIdx train, readPair(found.idxTrain, options.stop));
    const fs::path testPath = options.test.empty() ? found.idxTest : options.test;
    const std::string name = found.idxTrain.filename().string();
    if (const std::size_t at = lowerCase(name).find("train"); testPath.empty() && at != std::string::npos)
        return missingTest(found.idxTrain, std::string(name).replace(at, 5, "t10k"),
                           "Put it and its labels beside the training images. A set of your own that has no test "
                           "part is divided by Burin if its names do not say train.");
    std::vector<fs::path> files(train.files.begin(), train.files.end());
    dataset.source = found.idxTrain.string();
    LabelledIdx test;
    if (!testPath.empty()) {
        BURIN_TRY(test, readPair(testPath, options.stop));
        if (test.images.channels != train.images.channels || test.images.height != train.images.height ||
            test.images.width != train.images.width)
            return fail(ErrorCode::invalidInput,
                        fmt::format("test images of {} x {} x {}, training images of {} x {} x {}",
                                    test.images.channels, test.images.height, test.images.width,
                                    train.images.channels, train.images.height, train.images.width),
                        testPath.string(), "Give training and test images of one size.");
        files.insert(files.end(), test.files.begin(), test.files.end());
        dataset.source += " and " + testPath.string();
    }
    dataset.channels = static_cast<int>(train.images.channels);
    dataset.height = static_cast<int>(train.images.height);
    dataset.width = static_cast<int>(train.images.width);
    std::array<int, 256> index{};
    std::set<std::uint8_t> present(train.labels.begin(), train.labels.end());
    present.insert(test.labels.begin(), test.labels.end());
    for (const std::uint8_t label : present) {
        index.at(label) = static_cast<int>(dataset.classNames.size());
        dataset.classNames.push_back(std::to_string(label));
    }
    const auto indices = [&](const std::vector<std::uint8_t>& labels) {
        std::vector<int> result;
        result.reserve(labels.size());
        for (const std::uint8_t label : labels)
            result.push_back(index.at(label));
        return result;
    };
    dataset.train = {std::move(train.images.pixels), indices(train.labels)};
    dataset.test = {std::move(test.images.pixels), indices(test.labels)};
    BURIN_TRY(dataset.sha256, hashFiles(files, options.stop));
    return {};
}

/// Of images in one part a part of each class is held out, as loadDataset() does.
Result<void> settleTest(ImageDataset& dataset, std::uint64_t seed)
{
    const std::set<int> present(dataset.train.labels.begin(), dataset.train.labels.end());
    if (present.size() < 2)
        return fail(ErrorCode::invalidInput, "all training images have one class", dataset.source,
                    "Give images of at least two classes.");
    if (dataset.test.size() > 0)
        return {};
    const std::vector<bool> held = stratifiedHoldOut(dataset.train.labels, kTestFraction, seed);
    std::array<std::vector<std::size_t>, 2> parts;
    for (std::size_t i = 0; i < held.size(); ++i)
        parts.at(held[i] ? 1 : 0).push_back(i);
    if (parts[1].empty())
        return fail(
            ErrorCode::invalidInput,
            fmt::format("{} images are too few: no class has a second one to hold out for the test", held.size()),
            dataset.source, "Give test images, or more images of each class.");
    dataset.testHeldOut = true;
    const ImageSplit all = std::move(dataset.train);
    dataset.train = pick(dataset, all, parts[0]);
    dataset.test = pick(dataset, all, parts[1]);
    dataset.source +=
        fmt::format("; no test images: {:g} of each class held out for the test (seed {})", kTestFraction, seed);
    return {};
}

std::string setName(const fs::path& path)
{
    const fs::path clean = path.filename().empty() ? path.parent_path() : path;
    std::string name = clean.filename().string();
    if (!isFolder(path))
        name.resize(std::min(name.size(), name.find('.', 1)));
    return name;
}

} // namespace

const std::vector<std::string>& imageGeneratorNames()
{
    static const std::vector<std::string> names{"glyphs"};
    return names;
}

bool isImageGenerator(const std::string& name)
{
    const auto& names = imageGeneratorNames();
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool namesImages(const LoadOptions& options)
{
    if (isImageGenerator(options.data))
        return true;
    const auto path = findData(options);
    if (!path)
        return false;
    if (!isFolder(*path))
        return isTar(*path) || isCifarFile(*path) || namesIdxImages(*path) || isIdxImageFile(*path);
    const auto found = inFolder(*path);
    if (!found)
        return found.error().code != ErrorCode::notFound;
    // A folder of series may keep the archive that they came in.
    return !found->cifar || found->cifar->archive.empty() || !dataFiles(options);
}

Result<ImageDataset> loadImages(const LoadOptions& options)
{
    if (isImageGenerator(options.data))
        return generateGlyphs(options.seed);
    if (isGenerator(options.data))
        return fail(ErrorCode::usage, fmt::format("{} generates series, not images", options.data), "data",
                    fmt::format("Choose the generator {}, or give a folder of images.",
                                fmt::join(imageGeneratorNames(), ", ")));
    BURIN_TRY(const Found found, findImages(options));
    ImageDataset dataset;
    dataset.name = setName(found.path);
    BURIN_CHECK(found.cifar ? loadCifar(dataset, found, options) : loadIdx(dataset, found, options));
    BURIN_CHECK(settleTest(dataset, options.seed));
    return dataset;
}

ImageFolds splitImages(const ImageSplit& train, double fraction, std::uint64_t seed)
{
    if (!(fraction >= 0 && fraction <= 1))
        throw std::logic_error(fmt::format("splitImages: the fraction {} is not between 0 and 1", fraction));
    std::map<int, std::vector<std::size_t>> classes;
    for (std::size_t i = 0; i < train.labels.size(); ++i)
        classes[train.labels[i]].push_back(i);
    struct Share {
        std::vector<std::size_t>* members;
        std::size_t count;
        double rest;
    };
    std::vector<Share> shares;
    const auto wanted = static_cast<std::size_t>(std::llround(fraction * static_cast<double>(train.size())));
    std::size_t given = 0;
    Rng rng(seed);
    for (auto& [label, members] : classes) {
        rng.shuffle(members);
        const double share = fraction * static_cast<double>(members.size());
        const auto whole = static_cast<std::size_t>(std::floor(share));
        shares.push_back({&members, whole, share - std::floor(share)});
        given += whole;
    }
    // What rounding down left goes to the classes with the largest remainders.
    std::stable_sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.rest > b.rest; });
    for (std::size_t i = 0; given < wanted && !shares.empty(); i = (i + 1) % shares.size())
        if (shares[i].count < shares[i].members->size()) {
            ++shares[i].count;
            ++given;
        }
    ImageFolds folds;
    for (const Share& share : shares) {
        const auto cut = share.members->begin() + static_cast<std::ptrdiff_t>(share.count);
        folds.validation.insert(folds.validation.end(), share.members->begin(), cut);
        folds.fit.insert(folds.fit.end(), cut, share.members->end());
    }
    std::sort(folds.fit.begin(), folds.fit.end());
    std::sort(folds.validation.begin(), folds.validation.end());
    return folds;
}

std::vector<std::size_t> evenly(std::size_t count, std::size_t all)
{
    std::vector<std::size_t> indices;
    count = std::min(count, all);
    for (std::size_t k = 0; k < count; ++k)
        indices.push_back(k * all / count);
    return indices;
}

std::vector<std::size_t> calibrationIndices(const ImageFolds& folds)
{
    std::vector<std::size_t> indices = evenly(kCalibrationImages, folds.fit.size());
    for (std::size_t& index : indices)
        index = folds.fit[index];
    return indices;
}

ImageSplit pick(const ImageDataset& dataset, const ImageSplit& split, std::span<const std::size_t> indices)
{
    ImageSplit chosen;
    chosen.labels.reserve(indices.size());
    chosen.pixels.reserve(indices.size() * dataset.imageBytes());
    for (const std::size_t index : indices) {
        const auto image = dataset.image(split, index);
        chosen.pixels.insert(chosen.pixels.end(), image.begin(), image.end());
        chosen.labels.push_back(split.labels.at(index));
    }
    return chosen;
}

} // namespace burin::data
