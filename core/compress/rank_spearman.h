// SPDX-License-Identifier: GPL-3.0-or-later
// |Spearman's rho| of each link's source and target over all training samples (link_samples.h): Pearson correlation
// of the ranks, ties at their mean rank; 0 where either is constant. The absolute value, because a strongly negative
// correlation is as informative as a positive one. Source: C. Spearman, Am. J. Psychology 15, 1904.
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankSpearman(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
