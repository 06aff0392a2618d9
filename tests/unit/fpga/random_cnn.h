// SPDX-License-Identifier: GPL-3.0-or-later
// Random networks of the search space of arXiv 1911.00105, for the tests and the benchmark of the allocation.
#pragma once

#include "core/base/rng.h"
#include "core/cnn/network.h"

#include <fmt/format.h>

#include <array>

namespace burin::fpga::testing {

template <std::size_t Count> int pick(Rng& rng, const std::array<int, Count>& choices)
{
    return choices[static_cast<std::size_t>(rng.below(Count))];
}

/// Integer digits 0..3 and fraction digits 0..6, not both 0.
inline fixed::Format randomFormat(Rng& rng, bool isSigned)
{
    for (;;) {
        const int integer = static_cast<int>(rng.below(4));
        const int fraction = static_cast<int>(rng.below(7));
        if (integer + fraction > 0)
            return {integer + fraction, fraction, isSigned};
    }
}

/// Kernels of 1, 3, 5, 7, strides of 1 to 3 (or 1 alone), 24 to 64 filters, pools of 1 and 2; an image of 3 x 32
/// x 32.
inline cnn::Network randomNetwork(std::uint64_t seed, std::size_t layers, bool strides)
{
    Rng rng(seed);
    cnn::Network network;
    network.input = {3, 32, 32};
    network.inputFormat = fixed::Format{7, 6, true};
    for (std::size_t i = 0; i < layers; ++i) {
        cnn::Layer layer;
        layer.name = fmt::format("c{}", i + 1);
        layer.kernel = {pick(rng, std::array{1, 3, 5, 7}), pick(rng, std::array{1, 3, 5, 7})};
        if (strides)
            layer.stride = {pick(rng, std::array{1, 2, 3}), pick(rng, std::array{1, 2, 3})};
        layer.filters = pick(rng, std::array{24, 36, 48, 64});
        layer.pool = pick(rng, std::array{1, 2});
        layer.relu = true;
        layer.activation = randomFormat(rng, false);
        layer.weight = randomFormat(rng, true);
        network.layers.push_back(layer);
    }
    return network;
}

} // namespace burin::fpga::testing
