// SPDX-License-Identifier: GPL-3.0-or-later
// Batch kernels for AVX2: vpmaddwd on 16-bit words for every width (vpmaddubsw would saturate), 16 lanes as two halves.
#include "core/compress/kernel_tables.h"

#ifdef BURIN_X86_KERNELS
#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2")

namespace burin::compress {
namespace {

#include "core/compress/kernel_simd.h"

struct Avx2Words {
    struct Vec {
        __m256i a;
        __m256i b;
    };
    static constexpr int kChunk = 2;
    static constexpr int kPeakChains = 6;
    static constexpr int kBits = 16;
    static constexpr std::int32_t kOffset = 0;
    static constexpr std::int32_t kZeroWord = 0;

    static inline const __m256i* at(const std::int32_t* p) { return reinterpret_cast<const __m256i*>(p); }
    static inline __m256i* at(std::int32_t* p) { return reinterpret_cast<__m256i*>(p); }
    static inline Vec load(const std::int32_t* p)
    {
        return {_mm256_loadu_si256(at(p)), _mm256_loadu_si256(at(p + 8))};
    }
    static inline void store(std::int32_t* p, Vec v)
    {
        _mm256_storeu_si256(at(p), v.a);
        _mm256_storeu_si256(at(p + 8), v.b);
    }
    static inline Vec broadcast(std::int32_t x) { return {_mm256_set1_epi32(x), _mm256_set1_epi32(x)}; }
    static inline Vec add(Vec x, Vec y) { return {_mm256_add_epi32(x.a, y.a), _mm256_add_epi32(x.b, y.b)}; }
    static inline Vec sub(Vec x, Vec y) { return {_mm256_sub_epi32(x.a, y.a), _mm256_sub_epi32(x.b, y.b)}; }
    static inline Vec xorWith(Vec x, Vec y) { return {_mm256_xor_si256(x.a, y.a), _mm256_xor_si256(x.b, y.b)}; }
    static inline Vec min(Vec x, Vec y) { return {_mm256_min_epi32(x.a, y.a), _mm256_min_epi32(x.b, y.b)}; }
    static inline Vec max(Vec x, Vec y) { return {_mm256_max_epi32(x.a, y.a), _mm256_max_epi32(x.b, y.b)}; }
    static inline Vec shiftLeft(Vec x, Vec n) { return {_mm256_sllv_epi32(x.a, n.a), _mm256_sllv_epi32(x.b, n.b)}; }
    static inline Vec shiftRight(Vec x, Vec n) { return {_mm256_srav_epi32(x.a, n.a), _mm256_srav_epi32(x.b, n.b)}; }
    static inline Vec selectGreater(Vec p, Vec q, Vec x, Vec y)
    {
        return {_mm256_blendv_epi8(y.a, x.a, _mm256_cmpgt_epi32(p.a, q.a)),
                _mm256_blendv_epi8(y.b, x.b, _mm256_cmpgt_epi32(p.b, q.b))};
    }
    static inline void opaque(Vec& x, Vec& y) { __asm__ volatile("" : "+x"(x.a), "+x"(x.b), "+x"(y.a), "+x"(y.b)); }
    static inline Vec dot(Vec acc, Vec states, Vec weights)
    {
        return {_mm256_add_epi32(acc.a, _mm256_madd_epi16(states.a, weights.a)),
                _mm256_add_epi32(acc.b, _mm256_madd_epi16(states.b, weights.b))};
    }
    struct Packer {
        __m256i low;
        __m256i high;
        explicit Packer(std::int32_t stateMax)
            : low(_mm256_set1_epi16(static_cast<short>(-stateMax))),
              high(_mm256_set1_epi16(static_cast<short>(stateMax)))
        {
        }
        __m256i packHalf(__m256i even, __m256i odd) const
        {
            const __m256i order = _mm256_set_epi32(0x0f0e0706, 0x0d0c0504, 0x0b0a0302, 0x09080100, 0x0f0e0706,
                                                   0x0d0c0504, 0x0b0a0302, 0x09080100);
            const __m256i words = _mm256_packs_epi32(even, odd);
            return _mm256_shuffle_epi8(_mm256_min_epi16(_mm256_max_epi16(words, low), high), order);
        }
        Vec pack(const Vec* rows) const { return {packHalf(rows[0].a, rows[1].a), packHalf(rows[0].b, rows[1].b)}; }
    };
};

} // namespace

const BatchKernel<std::int32_t> kAvx2Words = SimdKernel<Avx2Words>::table(SimdSet::avx2);

} // namespace burin::compress
#pragma GCC pop_options
#endif
