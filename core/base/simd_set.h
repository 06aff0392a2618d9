// SPDX-License-Identifier: GPL-3.0-or-later
// Instruction sets that integer kernels are written for, and which of them this machine has. Every kernel gives
// the same bits in each. plain is portable C++; avx512 means AVX-512 F, BW and VNNI.
#pragma once

#include <vector>

#if defined(__x86_64__) && defined(__GNUC__)
#define BURIN_X86_KERNELS 1
#endif

namespace burin {

enum class SimdSet { plain, avx2, avx512 };
[[nodiscard]] const char* toString(SimdSet set);
/// What this machine can run, weakest first; always contains plain.
[[nodiscard]] std::vector<SimdSet> supportedSimdSets();
[[nodiscard]] SimdSet bestSimdSet();

} // namespace burin
