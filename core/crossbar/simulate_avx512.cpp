// SPDX-License-Identifier: GPL-3.0-or-later
// Array kernels for AVX-512 with VNNI: vpdpbusd for bytes, vpdpwssd for 16-bit words.
#include "core/crossbar/simulate_kernel.h"

#ifdef BURIN_X86_KERNELS
#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // GCC 12's _mm512_undefined_epi32() (its bug 105593)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vnni,prefer-vector-width=512")

namespace burin::crossbar {
namespace {

#include "core/crossbar/simulate_simd.h"

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
    static inline Vec sub(Vec a, Vec b) { return _mm512_sub_epi32(a, b); }
    static inline Vec mul(Vec a, Vec b) { return _mm512_mullo_epi32(a, b); }
    static inline Vec min(Vec a, Vec b) { return _mm512_min_epi32(a, b); }
    static inline Vec max(Vec a, Vec b) { return _mm512_max_epi32(a, b); }
    static inline Vec bitAnd(Vec a, Vec b) { return _mm512_and_si512(a, b); }
    static inline Vec bitOr(Vec a, Vec b) { return _mm512_or_si512(a, b); }
    static inline Vec bitXor(Vec a, Vec b) { return _mm512_xor_si512(a, b); }
    static inline Vec shiftLeft(Vec a, int count) { return _mm512_sll_epi32(a, _mm_cvtsi32_si128(count)); }
    static inline Vec shiftRight(Vec a, int count) { return _mm512_sra_epi32(a, _mm_cvtsi32_si128(count)); }
    static inline Vec shiftRightLogical(Vec a, int count) { return _mm512_srl_epi32(a, _mm_cvtsi32_si128(count)); }
    static inline Vec byteSum(Vec acc, Vec bytes)
    {
        return _mm512_dpbusd_epi32(acc, bytes, _mm512_set1_epi32(0x01010101));
    }
    static inline Vec root(Vec squares, float scale)
    {
        return _mm512_castps_si512(
            _mm512_mul_ps(_mm512_sqrt_ps(_mm512_cvtepi32_ps(squares)), _mm512_set1_ps(scale)));
    }
    static inline Vec noise(Vec z, Vec root)
    {
        return _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_cvtepi32_ps(z), _mm512_castsi512_ps(root)));
    }
    static inline std::int32_t largest(Vec v) { return _mm512_reduce_max_epi32(v); }
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

const ArrayKernel kAvx512ArrayBytes{"avx512vnni u8 x s8", Bytes::kCodes,           Bytes::kWidth,
                                    Bytes::kUnits,        &SimdArrays<Bytes>::run, &SimdArrays<Bytes>::peak};
const ArrayKernel kAvx512ArrayWords{"avx512vnni s16 x s16", Words::kCodes,           Words::kWidth,
                                    Words::kUnits,          &SimdArrays<Words>::run, &SimdArrays<Words>::peak};

} // namespace burin::crossbar
#pragma GCC pop_options
#endif
