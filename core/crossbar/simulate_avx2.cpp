// SPDX-License-Identifier: GPL-3.0-or-later
// The array kernel for AVX2: vpmaddwd on 16-bit words, 16 lanes as two halves.
#include "core/crossbar/simulate_kernel.h"

#ifdef BURIN_X86_KERNELS
#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2")

namespace burin::crossbar {
namespace {

#include "core/crossbar/simulate_simd.h"

struct Avx2Words {
    using Vec = __m256i;
    static constexpr int kVecLanes = 8;
    static constexpr int kCodes = 2;
    static constexpr int kWidth = 2; // 8 sums, 2 inputs, 1 weight, 1 product: 12 of 16 registers
    static constexpr int kUnits = 8;
    static constexpr int kPeakChains = 12;

    static inline Vec load(const std::int32_t* p) { return _mm256_load_si256(reinterpret_cast<const Vec*>(p)); }
    static inline void store(std::int32_t* p, Vec v) { _mm256_store_si256(reinterpret_cast<Vec*>(p), v); }
    static inline Vec broadcast(std::int32_t x) { return _mm256_set1_epi32(x); }
    static inline Vec add(Vec a, Vec b) { return _mm256_add_epi32(a, b); }
    static inline Vec sub(Vec a, Vec b) { return _mm256_sub_epi32(a, b); }
    static inline Vec mul(Vec a, Vec b) { return _mm256_mullo_epi32(a, b); }
    static inline Vec min(Vec a, Vec b) { return _mm256_min_epi32(a, b); }
    static inline Vec max(Vec a, Vec b) { return _mm256_max_epi32(a, b); }
    static inline Vec bitAnd(Vec a, Vec b) { return _mm256_and_si256(a, b); }
    static inline Vec bitOr(Vec a, Vec b) { return _mm256_or_si256(a, b); }
    static inline Vec bitXor(Vec a, Vec b) { return _mm256_xor_si256(a, b); }
    static inline Vec shiftLeft(Vec a, int count) { return _mm256_sll_epi32(a, _mm_cvtsi32_si128(count)); }
    static inline Vec shiftRight(Vec a, int count) { return _mm256_sra_epi32(a, _mm_cvtsi32_si128(count)); }
    static inline Vec shiftRightLogical(Vec a, int count) { return _mm256_srl_epi32(a, _mm_cvtsi32_si128(count)); }
    static inline Vec dot(Vec acc, Vec inputs, Vec weights)
    {
        return _mm256_add_epi32(acc, _mm256_madd_epi16(inputs, weights));
    }
    static inline Vec byteSum(Vec acc, Vec bytes)
    {
        const Vec pairs = _mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1));
        return _mm256_add_epi32(acc, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
    }
    static inline Vec root(Vec squares, float scale)
    {
        return _mm256_castps_si256(
            _mm256_mul_ps(_mm256_sqrt_ps(_mm256_cvtepi32_ps(squares)), _mm256_set1_ps(scale)));
    }
    static inline Vec noise(Vec z, Vec root)
    {
        return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_cvtepi32_ps(z), _mm256_castsi256_ps(root)));
    }
    static inline std::int32_t largest(Vec v)
    {
        alignas(32) std::int32_t lanes[kVecLanes];
        store(lanes, v);
        std::int32_t most = lanes[0];
        for (int k = 1; k < kVecLanes; ++k)
            most = most < lanes[k] ? lanes[k] : most;
        return most;
    }
    static inline void opaque(Vec& a, Vec& b) { __asm__ volatile("" : "+x"(a), "+x"(b)); }
};

} // namespace

const ArrayKernel kAvx2ArrayWords{"avx2 s16 x s16",  Avx2Words::kCodes,           Avx2Words::kWidth,
                                  Avx2Words::kUnits, &SimdArrays<Avx2Words>::run, &SimdArrays<Avx2Words>::peak};

} // namespace burin::crossbar
#pragma GCC pop_options
#endif
