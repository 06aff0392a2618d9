// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/simd_set.h"

namespace burin {

const char* toString(SimdSet set)
{
    switch (set) {
    case SimdSet::plain: return "plain";
    case SimdSet::avx2: return "avx2";
    case SimdSet::avx512: return "avx512vnni";
    }
    return "";
}

std::vector<SimdSet> supportedSimdSets()
{
    std::vector<SimdSet> sets{SimdSet::plain};
#ifdef BURIN_X86_KERNELS
    if (__builtin_cpu_supports("avx2"))
        sets.push_back(SimdSet::avx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vnni"))
        sets.push_back(SimdSet::avx512);
#endif
    return sets;
}

SimdSet bestSimdSet()
{
    return supportedSimdSets().back();
}

} // namespace burin
