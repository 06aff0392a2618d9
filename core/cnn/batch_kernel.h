// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loop of the fast integer network: convolutions (depthwise and dense layers are convolutions here) of
// 16 images at once. A slot is one 32-bit word of each of the 16 images, 64 bytes; a word holds four channels of a
// pixel as bytes (code + 128 where signed, so that u8 x s8 dot products apply), two as 16-bit numbers (code -
// 32768 where codes have 16 unsigned bits), or one. Lanes are images: no layer size wastes any, and each kernel
// gives the same bits.
//
// One output value: a = ((sum_taps dot(word, weights) + first) << up) + bias, first = -offset x sum of the
// weights; then q = clamp(roundHalfEven(a 2^(left - right))). Sums may wrap around on the way: only `a` has to fit
// 32 bits (batch_program.cpp checks it, else the 64-bit kernel runs). vpmaddubsw is not used: it saturates.
#pragma once

#include "core/base/simd_set.h"

#include <cstddef>
#include <cstdint>

namespace burin::cnn {

inline constexpr int kLanes = 16; ///< images
inline constexpr int kQuad = 4;   ///< filters that a block computes together; channels of a tensor come in fours

/// How a tensor is kept: 4, 2, 1 codes in a word, or one accumulator in two.
enum class Storage { bytes, words, wide, sums };
[[nodiscard]] constexpr int codesPerWord(Storage storage)
{
    return storage == Storage::bytes ? 4 : storage == Storage::words ? 2 : 1;
}

/// What becomes of accumulators, and where they go.
struct OutputArguments {
    void* output = nullptr;      ///< words, or 64-bit sums
    std::ptrdiff_t planeOut = 0; ///< from one plane of output words to the next
    int up = 0;
    int shift = 0;       ///< q = a 2^shift, rounded
    std::int64_t lo = 0; ///< q is clamped to lo, hi; sums only to lo (ReLU)
    std::int64_t hi = 0;
    Storage storage = Storage::bytes; ///< of the output
    std::int32_t offset = 0;          ///< of the output
};

struct ConvArguments : OutputArguments {
    const std::int32_t* input = nullptr;
    const std::ptrdiff_t* pixelIn = nullptr;  ///< by output pixel: offset of its window's first word, in words
    const std::ptrdiff_t* pixelOut = nullptr; ///< by output pixel: offset of its slot, in words
    int pixels = 0;                           ///< a multiple of the kernel's width, or 1
    const std::ptrdiff_t* taps = nullptr;     ///< offsets of the window's words
    int tapCount = 0;
    const std::int32_t* weights = nullptr;  ///< [block][tap][filter], words as the input's
    std::ptrdiff_t blockWeights = 0;        ///< from one block's weights to the next
    int blocks = 0;                         ///< of kQuad filters, or the kernel's units where there is one pixel
    std::ptrdiff_t blockIn = 0;             ///< added to the input for each block (depthwise)
    const std::int64_t* first = nullptr;    ///< by filter
    const std::int64_t* bias = nullptr;     ///< by filter, shifted to the accumulator's fraction
    const std::int64_t* sumStart = nullptr; ///< by filter: first + bias
    /// Sums to begin with instead, of other taps; none: as above. Not in the plain kernels. In the kernel's order,
    /// so that they are read as one stream: [pixels of a block][block][filter of the block][pixel of the
    /// block][lane].
    const std::int32_t* partial = nullptr;
    std::int32_t* sums = nullptr; ///< where such sums go instead of the output; may be `partial` itself
};

/// One summand of SumArguments: an input, from the slot of its first value.
struct SumTerm {
    const std::int32_t* input = nullptr;
    std::ptrdiff_t plane = 0; ///< from one plane of words to the next
    std::ptrdiff_t row = 0;   ///< from one row to the next
    Storage storage = Storage::bytes;
    std::int32_t offset = 0;
    int shift = 0; ///< codes are shifted up by this
};

/// Sums of the same value of several inputs (add, concat of one) or of several places of one (average pools),
/// kQuad channels at a time; they fit 32 bits.
struct SumArguments : OutputArguments {
    const SumTerm* terms = nullptr;
    int termCount = 0;
    int quads = 0;
    int rows = 0;
    int columns = 0;
    std::ptrdiff_t rowOut = 0; ///< from one row of output slots to the next
};
using SumKernel = void (*)(const SumArguments& arguments);

struct ConvKernel {
    const char* name = "plain";
    Storage input = Storage::wide; ///< what it reads
    int width = 1;                 ///< output pixels that a block computes together
    int units = kQuad;             ///< filters of a block where there is one pixel
    void (*run)(const ConvArguments& arguments) = nullptr;
    /// Register-only dot products; the multiply-adds done. For the peak in benchmarks; not in every kernel.
    std::uint64_t (*peak)(std::uint64_t loops, std::int32_t* sink) = nullptr;
};

/// The kernel of a set for inputs of a storage; only supportedSimdSets() may be asked for. The plain set and the
/// storage wide have `wideSums` as well: 64-bit sums, for accumulators that do not fit 32 bits.
[[nodiscard]] const ConvKernel& convKernel(SimdSet set, Storage storage, bool wideSums);
/// None for the plain set.
[[nodiscard]] SumKernel sumKernel(SimdSet set);
/// The narrowest storage the set computes with.
[[nodiscard]] Storage narrowestStorage(SimdSet set);

} // namespace burin::cnn
