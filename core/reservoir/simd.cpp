// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/simd.h"

namespace burin::reservoir {

SimdLevel bestSimdLevel()
{
#if defined(__x86_64__)
    static const SimdLevel kLevel = [] {
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
            return SimdLevel::avx512;
        return __builtin_cpu_supports("avx2") ? SimdLevel::avx2 : SimdLevel::plain;
    }();
    return kLevel;
#else
    return SimdLevel::plain;
#endif
}

const char* toString(SimdLevel level)
{
    switch (level) {
    case SimdLevel::plain: return "plain";
    case SimdLevel::avx2: return "AVX2";
    case SimdLevel::avx512: return "AVX-512";
    }
    return "";
}

} // namespace burin::reservoir
