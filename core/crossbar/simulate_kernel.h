// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of the array simulator: products of 16 images (lanes) at once, as core/cnn/batch_kernel.h has
// them. A word of 32 bits holds the codes of four rows of one image as bytes (u8 digits x s8 levels), or of two as
// 16-bit numbers. A block is kWidth pixels x kQuad filters in registers, or one pixel x kUnits filters.
//
// Per block of pixels and partition the codes of the windows are gathered once; each cycle masks its digits out of
// them, and every plane of every filter is one pass of dot products, clamped as the converter does and added.
// Conversions that cannot clip need no pass of their own: where the digits of a cycle add up to less than
// clipFrom, the smallest sum with which any column of the block could leave the converter's range, the cycle joins
// the others of its kind in one pass of the weights themselves. That is exact, not an approximation.
#pragma once

#include "core/base/simd_set.h"
#include "core/cnn/batch_kernel.h"

#include <cstddef>
#include <cstdint>

namespace burin::crossbar {

using cnn::kLanes;

struct KernelCycle {
    std::int32_t right = 0; ///< digit = (code >> right) & mask, in every code of a word
    std::int32_t mask = 0;
    std::int32_t codeMask = 0; ///< the same bits in the code itself
    std::int32_t left = 0;     ///< sums count 2^left
    bool negative = false;
};

struct KernelPartition {
    int words = 0;                            ///< per window
    const std::int32_t* rows = nullptr;       ///< [word][code]: row of the filter (fillers have weight 0)
    const std::int32_t* levels = nullptr;     ///< [block][plane][word][filter]
    const std::int32_t* merged = nullptr;     ///< [block][word][filter]: the weights themselves; null: do not fit
    const std::int32_t* ones = nullptr;       ///< [word]
    const std::int32_t* unit = nullptr;       ///< [word]; null: no unit column
    const std::int32_t* signs = nullptr;      ///< [block][plane][filter]: 0 adds, -1 subtracts
    const std::int32_t* unitFactor = nullptr; ///< [block][filter]
    const std::int32_t* clipFrom = nullptr;   ///< [block]
    std::int32_t firstClipFrom = 0;           ///< the smallest of them
};

struct KernelNoise {
    float scale = 0;                      ///< of readNoise(); 0: none
    const std::uint32_t* seeds = nullptr; ///< by lane
    std::uint32_t perPixel = 0;           ///< conversions of a pixel, of a partition and of a cycle
    std::uint32_t perPartition = 0;
    std::uint32_t perCycle = 0;
    std::uint32_t firstPixel = 0;
    std::uint32_t firstColumn = 0; ///< of this group
    std::uint32_t unit = 0;        ///< number of this group's unit column
    std::uint32_t perFilter = 0;   ///< numbers that a filter's planes take
};

struct KernelArguments {
    const std::int32_t* codes = nullptr;
    const std::ptrdiff_t* windows = nullptr; ///< by pixel
    const std::ptrdiff_t* rows = nullptr;    ///< by row
    int pixels = 0;
    bool single = false;       ///< blocks of one pixel and kUnits filters
    std::int32_t codeMask = 0; ///< the bits of a code
    const KernelPartition* partitions = nullptr;
    int partitionCount = 0;
    const KernelCycle* cycles = nullptr;
    int cycleCount = 0;
    int planes = 0;                     ///< passes of a filter
    const std::int32_t* left = nullptr; ///< [plane]
    int filters = 0;
    int blocks = 0;
    std::int32_t lo = 0; ///< of the converters
    std::int32_t hi = 0;
    int fraction = 0; ///< of the levels
    KernelNoise noise;
    std::int32_t* scratch = nullptr; ///< scratchWords(), on a cache line
    std::int64_t* sums = nullptr;    ///< [filter][pixel][lane]
};

struct ArrayKernel {
    const char* name = "plain";
    int codesPerWord = 2; ///< 4: bytes
    int width = 1;
    int units = cnn::kQuad;
    void (*run)(const KernelArguments& arguments) = nullptr;
    /// Register-only dot products; the multiply-adds done. For the peak in benchmarks.
    std::uint64_t (*peak)(std::uint64_t loops, std::int32_t* sink) = nullptr;
};

/// Of the scratch memory, for the largest partition.
[[nodiscard]] std::size_t scratchWords(const ArrayKernel& kernel, const KernelArguments& arguments, int mostWords);

/// Only supportedSimdSets() may be asked for. Bytes exist for avx512 alone: see hasByteKernel.
[[nodiscard]] const ArrayKernel& arrayKernel(SimdSet set, bool bytes);
[[nodiscard]] bool hasByteKernel(SimdSet set);

#ifdef BURIN_X86_KERNELS
extern const ArrayKernel kAvx2ArrayWords;
extern const ArrayKernel kAvx512ArrayBytes;
extern const ArrayKernel kAvx512ArrayWords;
#endif

} // namespace burin::crossbar
