// SPDX-License-Identifier: GPL-3.0-or-later
// ImageDataset: labelled images of one size, bytes per channel, and the readers and the generator that make them. Pixels
// stay bytes until a network's Normalisation makes real numbers of them, so nothing is lost and nothing is large.
#pragma once

#include "core/base/result.h"
#include "core/data/load.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace burin::data {

struct ImageSplit {
    std::vector<std::uint8_t> pixels; ///< images x channels x height x width
    std::vector<int> labels;          ///< index into ImageDataset::classNames

    [[nodiscard]] std::size_t size() const { return labels.size(); }
};

struct ImageDataset {
    std::string name;
    std::string source; ///< path or generator, and what was decided on the way
    std::string sha256; ///< of the files' bytes, or of the generated values
    int channels = 1;
    int height = 0;
    int width = 0;
    std::vector<std::string> classNames;
    ImageSplit train;
    ImageSplit test;
    bool testHeldOut = false; ///< the files have no test images: a part of each class of the training images tests

    [[nodiscard]] std::size_t imageBytes() const
    {
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    }
    [[nodiscard]] std::span<const std::uint8_t> image(const ImageSplit& split, std::size_t index) const
    {
        return std::span(split.pixels).subspan(index * imageBytes(), imageBytes());
    }
};

/// Whether `options.data` names images: the generator "glyphs", a folder or archive of CIFAR-10 binary files (also inside a
/// .tar, .tar.gz or .tar.xz), a folder of IDX files (.gz or not), or one IDX image file.
[[nodiscard]] bool namesImages(const LoadOptions& options);

/// Reads them. CIFAR-10 binary: files data_batch_*.bin and test_batch.bin of records of 1 + 3072 bytes, wherever
/// they lie in the folder or archive; class names from batches.meta.txt where it is there. IDX:
/// train-images*/train-labels* and t10k-* or test-* pairs. Errors name file, offset and what was expected; nothing
/// depends on sizes of a particular set. A set whose files say that they are the training part (data_batch_*,
/// train-*) without their test part is an error (notFound), for training images would pass as test images; images
/// in one unnamed part are divided (testHeldOut).
[[nodiscard]] Result<ImageDataset> loadImages(const LoadOptions& options);

/// Fit and validation part of the training images: validation holds round(fraction n) images, stratified by class, drawn by
/// the seed. CIFAR-10 with 0.1: 45,000 and 5,000. Indices in rising order.
struct ImageFolds {
    std::vector<std::size_t> fit;
    std::vector<std::size_t> validation;
};
inline constexpr double kImageValidationFraction = 0.1;
/// Training, evaluation and search hold out the same images whatever their own seeds are.
inline constexpr std::uint64_t kImageSplitSeed = 1;
[[nodiscard]] ImageFolds splitImages(const ImageSplit& train, double fraction, std::uint64_t seed);

/// `count` of `all` indices (at most all of them) that lie evenly, for sets may be sorted by class.
[[nodiscard]] std::vector<std::size_t> evenly(std::size_t count, std::size_t all);

/// Training images that formats after training and rankers of filters look at: so many of the fit part, evenly
/// taken.
inline constexpr std::size_t kCalibrationImages = 256;
[[nodiscard]] std::vector<std::size_t> calibrationIndices(const ImageFolds& folds);

/// The chosen images, in the order of `indices`.
[[nodiscard]] ImageSplit pick(const ImageDataset& dataset, const ImageSplit& split, std::span<const std::size_t> indices);

} // namespace burin::data
