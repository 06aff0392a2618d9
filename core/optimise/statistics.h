// SPDX-License-Identifier: GPL-3.0-or-later
// From replicas to one row: means with Student-t 95 % intervals, and the metrics of a point as the mean of its
// replicas'. Non-finite policy: one missing or non-finite value makes the mean missing, so that a point is never
// ranked on the replicas that happened to succeed.
#pragma once

#include "core/optimise/design_point.h"

#include <optional>
#include <span>

namespace burin::optimise {

/// Two-sided 95 % quantile of Student's t with `freedom` >= 1 degrees of freedom: the table of the NIST/SEMATECH
/// e-Handbook of Statistical Methods, section 1.3.6.7.2, up to 30, and beyond it the asymptotic expansion of
/// M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 1964, 26.7.5 (error below 1e-5).
[[nodiscard]] double studentT95(std::size_t freedom);

/// Mean and half width t s / sqrt(n) of the values; no ci95 for fewer than two.
[[nodiscard]] Interval95 interval95(std::span<const std::optional<double>> values);

/// Fills a point's validation, test and metrics from its replicas. A metric's tier is the weakest of the replicas',
/// its error the largest (the replicas share a formula: their errors do not average out).
void summarise(DesignPoint& point);

} // namespace burin::optimise
