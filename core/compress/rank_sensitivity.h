// SPDX-License-Identifier: GPL-3.0-or-later
// Bit-flip sensitivity as a ranker: the scores of sensitivity.h with the paper's choices (absolute deviation of accuracy
// or RMSE, read-out fixed).
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankSensitivity(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
