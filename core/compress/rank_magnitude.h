// SPDX-License-Identifier: GPL-3.0-or-later
// |weight| as a real number: integer value times its row's power-of-two scale (realWeight).
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankMagnitude(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
