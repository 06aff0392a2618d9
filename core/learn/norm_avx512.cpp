// SPDX-License-Identifier: GPL-3.0-or-later
#define BURIN_NORM_NAMESPACE avx512
#include "core/learn/norm_kernel.h"
