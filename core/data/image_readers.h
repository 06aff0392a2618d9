// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of image files behind loadImages(). They stream, hold at most the images that are really there (a
// header's claim alone allocates nothing) and locate every error by file and offset.
#pragma once

#include "core/base/result.h"
#include "core/data/byte_source.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace burin::data {

inline constexpr std::size_t kMaxPixelBytes = std::size_t{4} << 30U; ///< of one data set
inline constexpr std::size_t kMaxImages = std::size_t{20'000'000};
inline constexpr std::size_t kMaxImageSide = 4096;
inline constexpr std::size_t kMaxImageChannels = 16;

/// The files of a CIFAR-10 binary set in reading order: training batches by their number, test batches, class
/// names. For an archive the names are those inside and `archive` is set.
struct CifarFiles {
    std::filesystem::path archive;
    std::vector<std::filesystem::path> train;
    std::vector<std::filesystem::path> test;
    std::optional<std::filesystem::path> meta;
};

/// Images and labels as written in the files (labels are bytes).
struct RawImages {
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint8_t> labels;
};

struct CifarSet {
    RawImages train;
    RawImages test;
    std::vector<std::string> classNames;
};

inline constexpr std::size_t kCifarSide = 32;
inline constexpr std::size_t kCifarChannels = 3;

/// data_batch_*.bin, test_batch.bin and batches.meta.txt in the folder or up to three levels below it. Errors: a
/// file that is there twice.
Result<CifarFiles> findCifarFiles(const std::filesystem::path& folder);
/// Errors: records cut off, labels without a class name (10 classes where there is no batches.meta.txt), no
/// training records, sizes above the limits.
Result<CifarSet> readCifar(const CifarFiles& files, const std::stop_token& stop);

struct IdxImages {
    std::size_t channels = 1;
    std::size_t height = 0;
    std::size_t width = 0;
    std::vector<std::uint8_t> pixels;
    [[nodiscard]] std::size_t count() const;
};

/// IDX (Y. LeCun, C. Cortes, "The MNIST database", file formats): unsigned bytes, dimensions images x height x
/// width or images x channels x height x width, big-endian. Errors: another magic number or element type, sizes of
/// 0 or above the limits, fewer or more bytes than declared.
Result<IdxImages> readIdxImages(const std::filesystem::path& path, const std::stop_token& stop);
Result<std::vector<std::uint8_t>> readIdxLabels(const std::filesystem::path& path, const std::stop_token& stop);
/// The file begins with the magic number of IDX images (three or four dimensions of bytes).
[[nodiscard]] bool isIdxImageFile(const std::filesystem::path& path);

} // namespace burin::data
