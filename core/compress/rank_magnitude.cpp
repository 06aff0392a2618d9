// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_magnitude.h"

#include <cmath>

namespace burin::compress {

Result<std::vector<double>> rankMagnitude(const RankInputs& inputs, const JobContext&)
{
    std::vector<double> scores;
    for (const WeightRef& weight : inputs.weights)
        scores.push_back(std::abs(realWeight(inputs.network, weight)));
    return scores;
}

} // namespace burin::compress
