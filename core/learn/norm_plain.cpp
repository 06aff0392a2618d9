// SPDX-License-Identifier: GPL-3.0-or-later
#define BURIN_NORM_NAMESPACE plain
#include "core/learn/norm_kernel.h"
