// SPDX-License-Identifier: GPL-3.0-or-later
// The frame that rankers by pairs of columns share: prepare each source and target column once (ranks, bins), then
// score every link from the two. Private to the rankers.
#pragma once

#include "core/compress/link_samples.h"

namespace burin::compress {

/// prepare(column) -> Prepared; score(const Prepared& source, const Prepared& target) -> double.
template <class Prepared, class Prepare, class Score>
Result<std::vector<double>> rankByColumns(const RankInputs& inputs, const JobContext& ctx, Prepare&& prepare,
                                          Score&& score)
{
    BURIN_TRY(const Trajectories states, runStates(inputs.network, inputs.series, ctx));
    const int neurons = inputs.network.neurons();
    std::vector<double> scores(inputs.weights.size(), 0);
    for (const Matrix matrix : {Matrix::recurrent, Matrix::in, Matrix::out}) {
        if (!uses(inputs, matrix))
            continue;
        const LinkSamples samples = linkSamples(inputs, states, matrix);
        std::vector<Prepared> source(samples.source.size());
        std::vector<Prepared> target(samples.target.size());
        BURIN_CHECK(parallelFor(ctx, source.size() + target.size(), [&](std::size_t k) -> Result<void> {
            if (k < source.size())
                source[k] = prepare(samples.source[k]);
            else
                target[k - source.size()] = prepare(samples.target[k - source.size()]);
            return {};
        }));
        BURIN_CHECK(parallelFor(ctx, inputs.weights.size(), [&](std::size_t k) -> Result<void> {
            const WeightRef& w = inputs.weights[k];
            if (w.matrix == matrix)
                scores[k] = score(source[static_cast<std::size_t>(w.segment * neurons + w.column)],
                                  target[static_cast<std::size_t>(w.row)]);
            return {};
        }));
    }
    return scores;
}

} // namespace burin::compress
