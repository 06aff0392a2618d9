// SPDX-License-Identifier: GPL-3.0-or-later
// WhatIf: the logits of an integer network on a sample of images with one weight's code replaced, bit for bit
// those of IntegerCnn::withCode() on the same images, for a part of the work.
//
// Every tensor of the unchanged network is kept for the sample. Another code w' of a weight w that meets the input
// x changes one filter's accumulators by (w' - w) x, so one map of one layer; only what depends on it is run again
// (consequences.h), by the kernels of IntegerCnn, and nothing where the map's codes stay as they are on all 16
// images of a batch.
#pragma once

#include "core/cnn/integer_cnn.h"

#include <functional>

namespace burin::cnn {

class WhatIf {
public:
    /// A filter's weight, by its place in the filter's kernel (LayerCodes::kernel without the filters before it),
    /// and its code instead: one of the layer's weight format.
    struct Variant {
        std::size_t weight = 0;
        std::int32_t code = 0;
    };
    /// Logits (images x classes) of a variant, by its index, on the images from `firstImage` on.
    using Visit =
        std::function<void(std::size_t variant, std::size_t firstImage, std::span<const std::int64_t> logits)>;

    /// Runs `pixels` (as IntegerCnn::logits takes them; at least one image) and keeps all tensors. Errors:
    /// invalidInput, limit (the tensors would take more than kMaxBytes), cancelled.
    static Result<WhatIf> make(const IntegerCnn& network, std::span<const std::uint8_t> pixels,
                               const JobContext& ctx, SimdSet set = bestSimdSet());
    static constexpr std::size_t kMaxBytes = std::size_t{4} << 30U;

    [[nodiscard]] std::size_t images() const;
    [[nodiscard]] std::size_t classes() const;
    /// Of the unchanged network, images x classes.
    [[nodiscard]] const std::vector<std::int64_t>& logits() const;

    /// Variants of weights of one filter; those of the same weight side by side share its inputs. Visits batches
    /// in order and in each the variants in order, on the calling thread; may be called by several threads at
    /// once. Depends on neither threads nor instruction set. Errors: limit (an accumulator could exceed 62 bits
    /// with the other code), cancelled.
    Result<void> run(std::size_t layer, int filter, std::span<const Variant> variants, const Visit& visit,
                     const JobContext& ctx) const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

/// Multiply-adds of one variant of a weight of `layer` on one image: one a place of its map, and those of the
/// layers that depend on it.
[[nodiscard]] std::uint64_t whatIfMacs(const IntegerCnn& network, std::size_t layer);

} // namespace burin::cnn
