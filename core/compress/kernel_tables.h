// SPDX-License-Identifier: GPL-3.0-or-later
// Where the kernels of each instruction set meet the dispatcher (batch_kernel.cpp); private to core/compress.
#pragma once

#include "core/compress/batch_kernel.h"

namespace burin::compress {

#ifdef BURIN_X86_KERNELS
extern const BatchKernel<std::int32_t> kAvx2Words;
extern const BatchKernel<std::int32_t> kAvx512Bytes;
extern const BatchKernel<std::int32_t> kAvx512Words;
#endif

} // namespace burin::compress
