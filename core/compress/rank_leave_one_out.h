// SPDX-License-Identifier: GPL-3.0-or-later
// Squared error on the series when the weight is 0 and all else stays, less that of the network as it is.
// refit: W_r and W_in: the integer states are run again and a ridge read-out (real weights, the replica's lambda) is
// fitted to them; its squared error counts. W_out: removing one coefficient of a ridge read-out and fitting the rest
// again raises the ridge objective by b^2 / [(Xc^T Xc + mu I)^-1]_jj exactly (B. Hassibi, D. Stork, Optimal Brain
// Surgeon, NeurIPS 1992, eq. 5). Without refit: the integer read-out stays.
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankLeaveOneOut(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
