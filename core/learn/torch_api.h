// SPDX-License-Identifier: GPL-3.0-or-later
// The one header of libtorch, precompiled: it takes 10 s and 1 GB to read. Only what is common to 1.13 and 2.x is
// used.
#pragma once

#include <torch/torch.h>
