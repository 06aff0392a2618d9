// SPDX-License-Identifier: GPL-3.0-or-later
// Batch kernels for AVX-512 with VNNI: vpdpbusd for bytes, vpdpwssd for 16-bit words.
#include "core/compress/kernel_tables.h"

#ifdef BURIN_X86_KERNELS
#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // GCC 12's _mm512_undefined_epi32() (its bug 105593)
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vnni,prefer-vector-width=512")

namespace burin::compress {
namespace {

#include "core/compress/kernel_simd.h"

struct Avx512 {
    using Vec = __m512i;
    static constexpr int kChunk = 8;
    static constexpr int kPeakChains = 16;

    static inline Vec load(const std::int32_t* p) { return _mm512_loadu_si512(p); }
    static inline void store(std::int32_t* p, Vec v) { _mm512_storeu_si512(p, v); }
    static inline Vec broadcast(std::int32_t x) { return _mm512_set1_epi32(x); }
    static inline Vec add(Vec a, Vec b) { return _mm512_add_epi32(a, b); }
    static inline Vec sub(Vec a, Vec b) { return _mm512_sub_epi32(a, b); }
    static inline Vec xorWith(Vec a, Vec b) { return _mm512_xor_si512(a, b); }
    static inline Vec min(Vec a, Vec b) { return _mm512_min_epi32(a, b); }
    static inline Vec max(Vec a, Vec b) { return _mm512_max_epi32(a, b); }
    static inline Vec shiftLeft(Vec a, Vec count) { return _mm512_sllv_epi32(a, count); }
    static inline Vec shiftRight(Vec a, Vec count) { return _mm512_srav_epi32(a, count); }
    static inline Vec selectGreater(Vec a, Vec b, Vec x, Vec y)
    {
        return _mm512_mask_mov_epi32(y, _mm512_cmpgt_epi32_mask(a, b), x);
    }
    static inline void opaque(Vec& a, Vec& b) { __asm__ volatile("" : "+v"(a), "+v"(b)); }
};

struct Bytes : Avx512 {
    static constexpr int kBits = 8;
    static constexpr std::int32_t kOffset = 128;
    static constexpr std::int32_t kZeroWord = static_cast<std::int32_t>(0x80808080U);
    static inline Vec dot(Vec acc, Vec states, Vec weights)
    {
        // Not the intrinsic: around it GCC 12 copies every accumulator twice.
        __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(states), "v"(weights));
        return acc;
    }
    struct Packer {
        Vec low;
        Vec high;
        explicit Packer(std::int32_t stateMax)
            : low(_mm512_set1_epi8(static_cast<char>(-stateMax))), high(_mm512_set1_epi8(static_cast<char>(stateMax)))
        {
        }
        Vec pack(const Vec* rows) const
        {
            // Within 128 bits: four lanes of each row in turn; the shuffle makes it four rows of each lane in turn.
            const Vec order = _mm512_set4_epi32(0x0f0b0703, 0x0e0a0602, 0x0d090501, 0x0c080400);
            Vec bytes = _mm512_packs_epi16(_mm512_packs_epi32(rows[0], rows[1]), _mm512_packs_epi32(rows[2], rows[3]));
            bytes = _mm512_min_epi8(_mm512_max_epi8(bytes, low), high);
            return _mm512_shuffle_epi8(xorWith(bytes, broadcast(kZeroWord)), order);
        }
    };
};

struct Words : Avx512 {
    static constexpr int kBits = 16;
    static constexpr std::int32_t kOffset = 0;
    static constexpr std::int32_t kZeroWord = 0;
    static inline Vec dot(Vec acc, Vec states, Vec weights)
    {
        __asm__("vpdpwssd %2, %1, %0" : "+v"(acc) : "v"(states), "v"(weights));
        return acc;
    }
    struct Packer {
        Vec low;
        Vec high;
        explicit Packer(std::int32_t stateMax)
            : low(_mm512_set1_epi16(static_cast<short>(-stateMax))),
              high(_mm512_set1_epi16(static_cast<short>(stateMax)))
        {
        }
        Vec pack(const Vec* rows) const
        {
            const Vec order = _mm512_set4_epi32(0x0f0e0706, 0x0d0c0504, 0x0b0a0302, 0x09080100);
            const Vec words = _mm512_packs_epi32(rows[0], rows[1]);
            return _mm512_shuffle_epi8(_mm512_min_epi16(_mm512_max_epi16(words, low), high), order);
        }
    };
};

} // namespace

const BatchKernel<std::int32_t> kAvx512Bytes = SimdKernel<Bytes>::table(SimdSet::avx512);
const BatchKernel<std::int32_t> kAvx512Words = SimdKernel<Words>::table(SimdSet::avx512);

} // namespace burin::compress
#pragma GCC pop_options
#endif
