// SPDX-License-Identifier: GPL-3.0-or-later
// Bit-flip sensitivity: for each weight, flip each of its q bits in two's complement in turn, run the series with the
// read-out fixed, and take the deviation of the task metric from the unflipped network; the score is the mean over
// the bits. Weights with the lowest score are pruned first.
// Source: Jafari, Taheri, Ghasemzadeh Mohammadi, Herglotz, Platzner, "Sensitivity-Guided Framework for Pruned and
// Quantized Reservoir Computing Accelerators", arXiv 2603.08737, 2026 (from its abstract and summary).
// Deviations and choices: the absolute deviation by default (signed: how much worse the flip makes it); training data
// (the caller may hand over validation series); accuracy or RMSE by default, squared error as an option.
#pragma once

#include "core/compress/evaluate.h"

#include <vector>

namespace burin::compress {

struct SensitivityConfig {
    reservoir::PruneMatrices matrices;
    Measure measure = Measure::task;
    bool signedDeviation = false; ///< keep the sign: > 0 where the flip makes the network worse
    std::optional<SimdSet> simd;
};

struct WeightSensitivity {
    WeightRef weight;
    std::int32_t value = 0;
    std::vector<double> bits; ///< deviation when bit b (0 = lowest) is flipped
    double score = 0;         ///< mean of bits
};

struct SensitivityTable {
    double unflipped = 0; ///< metric of the network as it is
    std::vector<WeightSensitivity> weights; ///< in the order of nonzeroWeights()
    std::uint64_t evaluations = 0; ///< flips run (a flip that cannot reach the read-out is not)
    std::uint64_t issuedMacs = 0;
    std::uint64_t usefulMacs = 0;
    std::string kernel;
};

Result<SensitivityTable> runSensitivity(const SensitivityConfig& config, const reservoir::IntegerReservoir& network,
                                        const SeriesSet& series, const JobContext& ctx);

/// `value` of `bits` bits in two's complement with one bit flipped.
[[nodiscard]] std::int32_t flipBit(std::int32_t value, int bit, int bits);

} // namespace burin::compress
