// SPDX-License-Identifier: GPL-3.0-or-later
// Importance of neuron j: sum_k (lambda_k / sum lambda) |v_kj| over all principal components (lambda_k, v_k) of the
// covariance of the states of all training series and steps. A recurrent link scores importance(target) x
// importance(source), an input link importance(target), an output weight importance(source): the least important go
// first. Source: H. Hotelling, 1933; weights from neurons: ours, since PCA ranks neurons, not links.
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankPca(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
