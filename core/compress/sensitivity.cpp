// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/sensitivity.h"

#include <algorithm>
#include <cmath>

namespace burin::compress {
namespace {

using reservoir::IntegerReservoir;

/// Neurons from which some neuron with a weight in W_out can be reached over W_r.
std::vector<bool> reachReadout(const IntegerReservoir& network)
{
    const auto neurons = static_cast<std::size_t>(network.neurons());
    std::vector<bool> reach(neurons, false);
    std::vector<int> open;
    const auto add = [&](int j) {
        if (reach[static_cast<std::size_t>(j)])
            return;
        reach[static_cast<std::size_t>(j)] = true;
        open.push_back(j);
    };
    for (const auto& weights : network.wout)
        for (int j = 0; j < network.neurons(); ++j)
            if (weights.col(j).any())
                add(j);
    while (!open.empty()) {
        const int row = open.back();
        open.pop_back();
        for (int j = 0; j < network.neurons(); ++j)
            if (network.wr(row, j) != 0)
                add(j);
    }
    return reach;
}

} // namespace

std::int32_t flipBit(std::int32_t value, int bit, int bits)
{
    const std::uint32_t flipped = static_cast<std::uint32_t>(value) ^ (1U << bit);
    return static_cast<std::int32_t>(flipped << (32 - bits)) >> (32 - bits);
}

Result<SensitivityTable> runSensitivity(const SensitivityConfig& config, const IntegerReservoir& network,
                                        const SeriesSet& series, const JobContext& ctx)
{
    BURIN_CHECK(network.check());
    const std::vector<bool> reach = reachReadout(network);
    SensitivityTable table;
    std::vector<Variant> variants;
    for (const WeightRef& weight : nonzeroWeights(network, config.matrices)) {
        const std::int32_t value = weightAt(network, weight);
        const int bits = weightBits(network, weight.matrix);
        table.weights.push_back({weight, value, std::vector<double>(static_cast<std::size_t>(bits), 0), 0});
        if (weight.matrix != Matrix::out && !reach[static_cast<std::size_t>(weight.row)])
            continue;
        for (int bit = 0; bit < bits; ++bit)
            variants.push_back({weight, flipBit(value, bit, bits)});
    }
    EvaluateOptions options;
    options.measure = config.measure;
    options.simd = config.simd;
    BURIN_TRY(const Evaluations result, evaluateVariants(network, series, variants, options, ctx));
    table.unflipped = result.unchanged;
    table.evaluations = variants.size();
    table.issuedMacs = result.issuedMacs;
    table.usefulMacs = result.usefulMacs;
    table.kernel = result.kernel;

    const double worse = largerIsBetter(network.task, config.measure) ? -1 : 1;
    std::size_t next = 0;
    for (WeightSensitivity& w : table.weights) {
        if (w.weight.matrix != Matrix::out && !reach[static_cast<std::size_t>(w.weight.row)])
            continue;
        for (double& bit : w.bits) {
            const double deviation = worse * (result.metrics[next++] - result.unchanged);
            bit = config.signedDeviation ? deviation : std::abs(deviation);
            w.score += bit;
        }
        w.score /= static_cast<double>(w.bits.size());
    }
    return table;
}

} // namespace burin::compress
