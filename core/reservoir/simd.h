// SPDX-License-Identifier: GPL-3.0-or-later
// Run-time choice of instruction set for the kernels of this module. A kernel is one always-inlined body; it is
// compiled once per level by BURIN_SIMD_KERNEL and called through the table of the level in use. Lanes run over
// independent results, never along a sum, so every level gives the same bits.
#pragma once

namespace burin::reservoir {

enum class SimdLevel { plain, avx2, avx512 };

/// The widest level this machine has.
[[nodiscard]] SimdLevel bestSimdLevel();
[[nodiscard]] const char* toString(SimdLevel level);

} // namespace burin::reservoir

#if defined(__x86_64__)
#define BURIN_TARGET_AVX2 __attribute__((target("avx2")))
#define BURIN_TARGET_AVX512                                                                                   \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")))
#else
#define BURIN_TARGET_AVX2
#define BURIN_TARGET_AVX512
#endif
#define BURIN_INLINE __attribute__((always_inline)) inline

/// BURIN_SIMD_KERNEL(name, (int n, double* x), (n, x)) defines name(SimdLevel, int n, double* x) from
/// nameBody(int n, double* x), which must be BURIN_INLINE and return void.
#define BURIN_SIMD_KERNEL(name, parameters, arguments)                                                        \
    void name##Plain parameters { name##Body arguments; }                                                     \
    BURIN_TARGET_AVX2 void name##Avx2 parameters { name##Body arguments; }                                    \
    BURIN_TARGET_AVX512 void name##Avx512 parameters { name##Body arguments; }                                \
    constexpr decltype(&name##Plain) name##Table[] = {name##Plain, name##Avx2, name##Avx512};                 \
    auto name(SimdLevel level) { return name##Table[static_cast<int>(level)]; }
