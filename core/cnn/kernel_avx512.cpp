// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution kernels for AVX-512 with VNNI: vpdpbusd for bytes, vpdpwssd for 16-bit words.
#include "core/cnn/kernel_tables.h"

#ifdef BURIN_X86_KERNELS
#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // GCC 12's _mm512_undefined_epi32() (its bug 105593)
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vnni,prefer-vector-width=512")

namespace burin::cnn {
namespace {

#include "core/cnn/kernel_simd.h"

struct Avx512 {
    using Vec = __m512i;
    static constexpr int kVecLanes = 16;
    static constexpr int kWidth = 6; // 24 sums, 6 inputs, 1 weight: 31 registers
    static constexpr int kUnits = 16;
    static constexpr int kPeakChains = 16;

    static inline Vec load(const std::int32_t* p) { return _mm512_load_si512(p); }
    static inline void store(std::int32_t* p, Vec v) { _mm512_store_si512(p, v); }
    static inline Vec broadcast(std::int32_t x) { return _mm512_set1_epi32(x); }
    static inline Vec add(Vec a, Vec b) { return _mm512_add_epi32(a, b); }
    static inline Vec min(Vec a, Vec b) { return _mm512_min_epi32(a, b); }
    static inline Vec max(Vec a, Vec b) { return _mm512_max_epi32(a, b); }
    static inline Vec bitAnd(Vec a, Vec b) { return _mm512_and_si512(a, b); }
    static inline Vec shiftLeft(Vec a, Vec count) { return _mm512_sllv_epi32(a, count); }
    static inline Vec shiftRight(Vec a, Vec count) { return _mm512_srav_epi32(a, count); }
    struct Clamp {
        Vec lo, hi, offset;
        explicit Clamp(const OutputArguments& a)
            : lo(_mm512_set1_epi16(static_cast<short>(a.lo))),
              hi(_mm512_set1_epi16(static_cast<short>(a.hi))),
              offset(_mm512_set1_epi16(static_cast<short>(a.offset)))
        {
        }
        inline Vec apply(Vec words) const
        {
            return _mm512_add_epi16(_mm512_min_epi16(_mm512_max_epi16(words, lo), hi), offset);
        }
        inline Vec toBytes(Vec a, Vec b, Vec c, Vec d) const
        {
            // Within 128 bits: four lanes of each row in turn; the shuffle makes it four rows of each lane in
            // turn.
            const Vec order = _mm512_set4_epi32(0x0f0b0703, 0x0e0a0602, 0x0d090501, 0x0c080400);
            return _mm512_shuffle_epi8(
                _mm512_packus_epi16(apply(_mm512_packs_epi32(a, b)), apply(_mm512_packs_epi32(c, d))), order);
        }
    };
    static inline Vec toWords(Vec even, Vec odd)
    {
        const Vec order = _mm512_set4_epi32(0x0f0e0706, 0x0d0c0504, 0x0b0a0302, 0x09080100);
        return _mm512_shuffle_epi8(_mm512_packs_epi32(even, odd), order);
    }
    static inline void opaque(Vec& a, Vec& b) { __asm__ volatile("" : "+v"(a), "+v"(b)); }
};

struct Bytes : Avx512 {
    static constexpr int kCodes = 4;
    static inline Vec dot(Vec acc, Vec inputs, Vec weights)
    {
        // Not the intrinsic: around it GCC 12 copies every accumulator twice.
        __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(inputs), "v"(weights));
        return acc;
    }
};

struct Words : Avx512 {
    static constexpr int kCodes = 2;
    static inline Vec dot(Vec acc, Vec inputs, Vec weights)
    {
        __asm__("vpdpwssd %2, %1, %0" : "+v"(acc) : "v"(inputs), "v"(weights));
        return acc;
    }
};

} // namespace

const ConvKernel kAvx512Bytes{"avx512vnni u8 x s8", Storage::bytes,        Bytes::kWidth,
                              Bytes::kUnits,        &SimdConv<Bytes>::run, &SimdConv<Bytes>::peak};
const ConvKernel kAvx512Words{"avx512vnni s16 x s16", Storage::words,        Words::kWidth,
                              Words::kUnits,          &SimdConv<Words>::run, &SimdConv<Words>::peak};

const SumKernel kAvx512Sum = &SimdConv<Bytes>::sum;

} // namespace burin::cnn
#pragma GCC pop_options
#endif
