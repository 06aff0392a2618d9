// SPDX-License-Identifier: GPL-3.0-or-later
// ProductEngine: another way to the sums of products of weighted layers (a simulator of analogue arrays).
// IntegerCnn::logits(pixels, engine, ctx) takes these sums from it and computes everything else (bias, rounding,
// pools, joins) as always: an engine that multiplies exactly gives the integer network's logits.
#pragma once

#include "core/base/result.h"
#include "core/cnn/batch_kernel.h"

#include <span>

namespace burin::cnn {

/// A weighted layer and its input: the codes of kLanes images, image by image side by side, with the zeros of the
/// padding around them. Output pixel p of lane l sees as its row r codes[windows[p] + rows[r] + l]; rows are in
/// the order of LayerCodes::kernel (channel, then place in the kernel), of a depthwise layer those of each channel
/// in turn.
struct ProductInput {
    std::size_t layer = 0;      ///< index in Network::layers
    std::size_t firstImage = 0; ///< the one in lane 0
    std::size_t firstPixel = 0; ///< of all output pixels of the layer, the one of windows[0]
    const std::int32_t* codes = nullptr;
    std::span<const std::ptrdiff_t> windows;
    std::span<const std::ptrdiff_t> rows;
};

class ProductEngine {
public:
    virtual ~ProductEngine() = default;
    /// sums[(filter windows.size() + p) kLanes + lane] = sum of weight code times input code. Called by several
    /// threads at once. Errors: as the engine has them.
    virtual Result<void> products(const ProductInput& input, std::span<std::int64_t> sums) const = 0;
};

} // namespace burin::cnn
