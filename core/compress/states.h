// SPDX-License-Identifier: GPL-3.0-or-later
// States of an integer network over a set of series, and the rows that its read-out sees (features): of the network
// as it is, and of each of many variants of W_r and W_in.
#pragma once

#include "core/base/job.h"
#include "core/compress/variant.h"
#include "core/reservoir/linear_solver.h"

#include <functional>
#include <span>
#include <vector>

namespace burin::compress {

/// Per series steps x neurons; a state has at most 16 bits.
struct Trajectories {
    int neurons = 0;
    std::vector<std::vector<std::int16_t>> series;
};

[[nodiscard]] Result<Trajectories> runStates(const reservoir::IntegerReservoir& network, const SeriesSet& set,
                                             const JobContext& ctx);

/// First feature row of each series, and the end. classify: one row per series; predict: one per target row.
[[nodiscard]] std::vector<std::size_t> featureRows(const reservoir::IntegerReservoir& network, const SeriesSet& set);

/// rows x (segments * neurons) in integer units: the state (last, predict) or the sum of the counted states (of each
/// segment).
[[nodiscard]] reservoir::RowMatrix featuresOf(const reservoir::IntegerReservoir& network, const SeriesSet& set,
                                              const Trajectories& states);

/// visit(k, features of variants[k]) for each variant, from several threads at once. Variants must not be of W_out.
Result<void> visitVariantFeatures(const reservoir::IntegerReservoir& network, const SeriesSet& set,
                                  std::span<const Variant> variants, const JobContext& ctx,
                                  const std::function<Result<void>(std::size_t, reservoir::RowMatrix&&)>& visit);

} // namespace burin::compress
