// SPDX-License-Identifier: GPL-3.0-or-later
// Where the kernels of each instruction set meet the dispatcher (batch_kernel.cpp).
#pragma once

#include "core/cnn/batch_kernel.h"

namespace burin::cnn {

#ifdef BURIN_X86_KERNELS
extern const ConvKernel kAvx2Words;
extern const ConvKernel kAvx512Bytes;
extern const ConvKernel kAvx512Words;
extern const SumKernel kAvx2Sum;
extern const SumKernel kAvx512Sum;
#endif

} // namespace burin::cnn
