// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution kernel for AVX2: vpmaddwd on 16-bit words for every width (vpmaddubsw would saturate), 16 lanes
// as two halves.
#include "core/cnn/kernel_tables.h"

#ifdef BURIN_X86_KERNELS
#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2")

namespace burin::cnn {
namespace {

#include "core/cnn/kernel_simd.h"

struct Avx2Words {
    using Vec = __m256i;
    static constexpr int kVecLanes = 8;
    static constexpr int kWidth = 2; // 8 sums, 2 inputs, 1 weight, 1 product: 12 of 16 registers
    static constexpr int kUnits = 8;
    static constexpr int kPeakChains = 12;
    static constexpr int kCodes = 2;

    static inline Vec load(const std::int32_t* p) { return _mm256_load_si256(reinterpret_cast<const Vec*>(p)); }
    static inline void store(std::int32_t* p, Vec v) { _mm256_store_si256(reinterpret_cast<Vec*>(p), v); }
    static inline Vec broadcast(std::int32_t x) { return _mm256_set1_epi32(x); }
    static inline Vec add(Vec a, Vec b) { return _mm256_add_epi32(a, b); }
    static inline Vec min(Vec a, Vec b) { return _mm256_min_epi32(a, b); }
    static inline Vec max(Vec a, Vec b) { return _mm256_max_epi32(a, b); }
    static inline Vec bitAnd(Vec a, Vec b) { return _mm256_and_si256(a, b); }
    static inline Vec shiftLeft(Vec a, Vec count) { return _mm256_sllv_epi32(a, count); }
    static inline Vec shiftRight(Vec a, Vec count) { return _mm256_srav_epi32(a, count); }
    struct Clamp { // its outputs are never bytes
        explicit Clamp(const OutputArguments&) {}
        inline Vec toBytes(Vec a, Vec, Vec, Vec) const { return a; }
    };
    static inline Vec toWords(Vec even, Vec odd)
    {
        const Vec order = _mm256_set_epi32(0x0f0e0706, 0x0d0c0504, 0x0b0a0302, 0x09080100, 0x0f0e0706, 0x0d0c0504,
                                           0x0b0a0302, 0x09080100);
        return _mm256_shuffle_epi8(_mm256_packs_epi32(even, odd), order);
    }
    static inline void opaque(Vec& a, Vec& b) { __asm__ volatile("" : "+x"(a), "+x"(b)); }
    static inline Vec dot(Vec acc, Vec inputs, Vec weights)
    {
        return _mm256_add_epi32(acc, _mm256_madd_epi16(inputs, weights));
    }
};

} // namespace

const ConvKernel kAvx2Words{"avx2 s16 x s16",          Storage::words,
                            Avx2Words::kWidth,         Avx2Words::kUnits,
                            &SimdConv<Avx2Words>::run, &SimdConv<Avx2Words>::peak};

const SumKernel kAvx2Sum = &SimdConv<Avx2Words>::sum;

} // namespace burin::cnn
#pragma GCC pop_options
#endif
