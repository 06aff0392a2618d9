// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into a link and what comes out, sample by sample over the whole training data; private to the rankers.
//   W_r(i,j)    source x_j(t), target x_i(t+1); every pair of consecutive steps within a series
//   W_in(i,d)   source u_d(t), target x_i(t), the state after step t; every step
//   W_out(c,j)  source the feature j of the read-out (of its segment), target +-1 for class c, or the value to predict;
//               every series, or every scored step
#pragma once

#include "core/compress/ranker.h"
#include "core/compress/states.h"

#include <vector>

namespace burin::compress {

struct LinkSamples {
    std::vector<std::vector<double>> source; ///< by column (W_out: segment * neurons + column)
    std::vector<std::vector<double>> target; ///< by row
};

/// skipFirst: leave out the first step of each series (for W_in; W_r does so anyway).
[[nodiscard]] LinkSamples linkSamples(const RankInputs& inputs, const Trajectories& states, Matrix matrix,
                                      bool skipFirst = false);

/// Features of the read-out as the ridge sees them: those of a mean read-out divided by the counted steps.
[[nodiscard]] reservoir::RowMatrix scaledFeatures(const reservoir::IntegerReservoir& network, const SeriesSet& series,
                                                  reservoir::RowMatrix features);
/// +-1 per class, or the values to predict: feature rows x outputs.
[[nodiscard]] reservoir::RowMatrix targetMatrix(const reservoir::IntegerReservoir& network, const SeriesSet& series);

[[nodiscard]] bool uses(const RankInputs& inputs, Matrix matrix);

} // namespace burin::compress
