// SPDX-License-Identifier: GPL-3.0-or-later
// Mutual information I(source; target) of each link over all training samples (link_samples.h): source and target in
// at most 16 bins each (every value its own bin where there are no more than 16 values, else equal-frequency bins,
// equal values together), plug-in estimate with the Miller-Madow correction (Kx + Ky - Kxy - 1) / 2n, in nats.
// Source: Cover, Thomas, Elements of Information Theory, 2nd ed., 2006, eq. 2.28; G. Miller, Note on the bias of
// information estimates, 1955.
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankMutualInformation(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
