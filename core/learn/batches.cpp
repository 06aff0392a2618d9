// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/batches.h"

#include <algorithm>
#include <cmath>

namespace burin::learn {

EpochBatches::EpochBatches(const data::ImageDataset& dataset, std::span<const std::size_t> images,
                           const cnn::Normalisation& normalise, std::uint64_t seed, int epoch)
    : dataset_(dataset),
      order_(images.begin(), images.end()),
      rng_(seed * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(epoch))
{
    rng_.shuffle(order_);
    for (int c = 0; c < dataset.channels; ++c)
        fill_.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(normalise.meanOf(c), 0.0, 255.0))));
}

bool EpochBatches::next(std::size_t count, const Augmentation& augmentation, std::vector<std::uint8_t>& pixels,
                        std::vector<std::int64_t>& labels)
{
    const std::size_t size = dataset_.imageBytes();
    const std::size_t end = std::min(at_ + count, order_.size());
    labels.clear();
    pixels.resize((end - at_) * size);
    const auto shift = [&] {
        return static_cast<int>(rng_.below(2 * static_cast<std::uint64_t>(augmentation.shift) + 1)) -
               augmentation.shift;
    };
    for (std::size_t k = 0; at_ < end; ++at_, ++k) {
        const int right = shift();
        const int down = shift();
        const bool mirrored = augmentation.flip && rng_.below(2) == 1;
        place(dataset_.image(dataset_.train, order_[at_]), right, down, mirrored, pixels.data() + k * size);
        labels.push_back(dataset_.train.labels[order_[at_]]);
    }
    return !labels.empty();
}

void EpochBatches::place(std::span<const std::uint8_t> image, int right, int down, bool mirrored,
                         std::uint8_t* out) const
{
    const int height = dataset_.height;
    const int width = dataset_.width;
    for (int c = 0; c < dataset_.channels; ++c)
        for (int y = 0; y < height; ++y) {
            const int fromRow = y - down;
            for (int x = 0; x < width; ++x) {
                const int column = x - right;
                const int fromColumn = mirrored ? width - 1 - column : column;
                const bool inside = fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width;
                *out++ = inside ? image[(static_cast<std::size_t>(c) * static_cast<std::size_t>(height) +
                                         static_cast<std::size_t>(fromRow)) *
                                            static_cast<std::size_t>(width) +
                                        static_cast<std::size_t>(fromColumn)]
                                : fill_[static_cast<std::size_t>(c)];
            }
        }
}

} // namespace burin::learn
