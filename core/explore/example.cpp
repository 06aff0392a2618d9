// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/example.h"

#include "core/data/load.h"
#include "core/explore/reservoir_evaluator.h"

namespace burin::explore {

Result<Example> reservoirExample()
{
    data::LoadOptions options;
    options.data = "strokes";
    BURIN_TRY(data::Dataset dataset, data::loadDataset(options));
    Example example;
    example.dataset = std::make_shared<const data::Dataset>(std::move(dataset));
    example.config.readout = {reservoir::ReadoutKind::mean, 1};
    example.config.seeds = 3;
    example.config.tune = 12;
    example.sweep = sweepOver(example.config, {{"bits", {4, 6, 8}},
                                               {"ranker", {"sensitivity", "magnitude", "random"}},
                                               {"prune", {0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9}}});
    return example;
}

Result<SweepOutcome> runExample(const std::filesystem::path& path, const JobContext& ctx)
{
    BURIN_TRY(const Example example, reservoirExample());
    ReservoirEvaluator evaluator(example.dataset, example.studySeed);
    BURIN_TRY(const auto study, study::Study::openOrCreate(
                                    path, reservoirIdentity(*example.dataset, example.config, example.studySeed)));
    return runSweep(example.sweep, evaluator, *study, ctx);
}

} // namespace burin::explore
