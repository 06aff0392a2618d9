// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution of FloatCnn on 16 images at once; see batch_kernel.h for the scheme. Private to core/cnn.
#pragma once

#include "core/base/simd_set.h"

#include <cstddef>

namespace burin::cnn {

inline constexpr int kFloatLanes = 16;
inline constexpr int kFloatPixels = 6; ///< pixels come in multiples of this, or there is one

/// Filters of a block: 4, or 8 where there is one pixel, or 1 (depthwise).
struct FloatConv {
    const float* input = nullptr;
    float* output = nullptr;
    const std::ptrdiff_t* pixelIn = nullptr; ///< offsets in floats
    const std::ptrdiff_t* pixelOut = nullptr;
    int pixels = 0;
    const std::ptrdiff_t* taps = nullptr;
    int tapCount = 0;
    int width = 4; ///< filters of a block
    int blocks = 0;
    const float* weights = nullptr; ///< [block][tap][filter]
    const float* bias = nullptr;
    std::ptrdiff_t blockIn = 0;  ///< added to the input for each block
    std::ptrdiff_t planeOut = 0; ///< from one filter's output to the next
    float lowest = 0;            ///< outputs are at least this (ReLU)
};

void runFloatConv(SimdSet set, const FloatConv& arguments);

/// Rounds to multiples of step, ties to even, within [low, high] steps (whole numbers within +-2^16).
void fakeQuantise(float* values, std::size_t count, float step, float low, float high);

} // namespace burin::cnn
