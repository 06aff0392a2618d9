// SPDX-License-Identifier: GPL-3.0-or-later
// Variants of W_out: only one output changes, by (new - old weight) x (the feature it multiplies), so one run of the
// network gives the metric of every variant. Private to core/compress.
#pragma once

#include "core/compress/evaluate.h"

namespace burin::compress {

[[nodiscard]] Result<std::vector<double>> evaluateOutputVariants(const reservoir::IntegerReservoir& network,
                                                                 const SeriesSet& set,
                                                                 std::span<const Variant> variants, Measure measure,
                                                                 const JobContext& ctx);

} // namespace burin::compress
