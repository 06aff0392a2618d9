// SPDX-License-Identifier: GPL-3.0-or-later
// evaluateVariants: the metric of every variant of an integer network, read-out fixed. Variants of W_r and W_in are
// simulated in batches (Simulator); variants of W_out need no simulation: the states do not change.
//
// Measures: task = accuracy (classify) or root-mean-square error (predict). squaredError = mean over series of
// sum_c (y_c - (c is the class ? 1 : -1))^2, or the mean squared error of a prediction; y = y_int 2^-outputFraction,
// divided by the counted steps for a mean read-out.
// Results do not depend on the number of threads or the instruction set: sums are taken per block of series, then in
// the order of the blocks.
#pragma once

#include "core/base/job.h"
#include "core/compress/batch_kernel.h"
#include "core/compress/variant.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace burin::compress {

enum class Measure { task, squaredError };

struct EvaluateOptions {
    Measure measure = Measure::task;
    std::optional<SimdSet> simd; ///< default: the best this machine has
    bool forceWide = false;      ///< 64-bit sums even where 32 do (for tests)
};

struct Evaluations {
    double unchanged = 0;        ///< metric of the network as it is
    std::vector<double> metrics; ///< per variant
    std::uint64_t issuedMacs = 0; ///< executed in dot products, padding and idle slots included
    std::uint64_t usefulMacs = 0; ///< weights other than 0, per variant, series and step
    std::string kernel;           ///< "avx512vnni 8-bit", "plain 64-bit sums", ...
};

Result<Evaluations> evaluateVariants(const reservoir::IntegerReservoir& network, const SeriesSet& set,
                                     std::span<const Variant> variants, const EvaluateOptions& options,
                                     const JobContext& ctx);

/// The same by reservoir::runSeries on a copy of the network for each variant: the plain twin, slow.
Result<Evaluations> evaluateVariantsPlain(const reservoir::IntegerReservoir& network, const SeriesSet& set,
                                          std::span<const Variant> variants, Measure measure, const JobContext& ctx);

/// True where a larger metric is better (accuracy).
[[nodiscard]] constexpr bool largerIsBetter(data::Task task, Measure measure)
{
    return task == data::Task::classify && measure == Measure::task;
}

} // namespace burin::compress
