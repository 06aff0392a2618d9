// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_random.h"

#include "core/base/rng.h"

namespace burin::compress {

Result<std::vector<double>> rankRandom(const RankInputs& inputs, const JobContext& ctx)
{
    std::vector<double> scores;
    for (const WeightRef& w : inputs.weights) {
        const auto matrix = static_cast<std::uint64_t>(w.matrix) << 32U | static_cast<std::uint32_t>(w.segment);
        const auto place = static_cast<std::uint64_t>(w.row) << 32U | static_cast<std::uint32_t>(w.column);
        scores.push_back(Rng(mix(mix(ctx.seed, matrix), place)).uniform());
    }
    return scores;
}

} // namespace burin::compress
