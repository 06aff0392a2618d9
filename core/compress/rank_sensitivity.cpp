// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_sensitivity.h"

#include "core/compress/sensitivity.h"

#include <map>

namespace burin::compress {

Result<std::vector<double>> rankSensitivity(const RankInputs& inputs, const JobContext& ctx)
{
    SensitivityConfig config;
    config.matrices = {false, false, false};
    for (const WeightRef& w : inputs.weights) {
        config.matrices.recurrent = config.matrices.recurrent || w.matrix == Matrix::recurrent;
        config.matrices.in = config.matrices.in || w.matrix == Matrix::in;
        config.matrices.out = config.matrices.out || w.matrix == Matrix::out;
    }
    BURIN_TRY(const SensitivityTable table, runSensitivity(config, inputs.network, inputs.series, ctx));
    std::map<WeightRef, double> found;
    for (const WeightSensitivity& w : table.weights)
        found.emplace(w.weight, w.score);
    std::vector<double> scores; // a link of value 0 is not in the table; its score is never compared
    for (const WeightRef& weight : inputs.weights) {
        const auto at = found.find(weight);
        scores.push_back(at == found.end() ? 0 : at->second);
    }
    return scores;
}

} // namespace burin::compress
