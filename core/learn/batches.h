// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of training images: the order of an epoch and its random shifts and mirrorings, done on bytes.
// Everything follows from seed and epoch alone, so that a resumed training sees what an uninterrupted one would.
#pragma once

#include "core/base/rng.h"
#include "core/cnn/network.h"
#include "core/data/images.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace burin::learn {

struct Augmentation {
    int shift = 4;    ///< pixels, uniform in -shift..shift in both directions
    bool flip = true; ///< left to right, every other image
};

class EpochBatches {
public:
    /// `images` are indices into the data set's training part, which must outlive this. What is shifted in holds
    /// the byte nearest to the network's mean (zero after normalisation).
    EpochBatches(const data::ImageDataset& dataset, std::span<const std::size_t> images,
                 const cnn::Normalisation& normalise, std::uint64_t seed, int epoch);

    /// The next images, at most `count`, as bytes (images x channels x height x width) and labels; the last batch
    /// of an epoch may be smaller. False at its end.
    bool next(std::size_t count, const Augmentation& augmentation, std::vector<std::uint8_t>& pixels,
              std::vector<std::int64_t>& labels);

private:
    void place(std::span<const std::uint8_t> image, int right, int down, bool mirrored, std::uint8_t* out) const;

    const data::ImageDataset& dataset_;
    std::vector<std::size_t> order_;
    std::vector<std::uint8_t> fill_;
    std::size_t at_ = 0;
    Rng rng_;
};

} // namespace burin::learn
