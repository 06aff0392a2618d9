// SPDX-License-Identifier: GPL-3.0-or-later
// Lasso on standardised variables, min 1/(2n) ||y - X b||^2 + lambda ||b||_1, lambda = 0.01, by coordinate descent on
// the Gram matrix. W_r and W_in: for each neuron y = its next state, X = the states of its candidate sources and its
// candidate inputs, all steps but the first of each series. W_out: y = +-1 for the class, or the value to predict, X =
// the read-out's features. Score: |b| of the link. Source: R. Tibshirani, J. R. Stat. Soc. B 58, 1996; algorithm: J.
// Friedman, T. Hastie, R. Tibshirani, J. Stat. Software 33(1), 2010, sect. 2.2.
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankLasso(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
