// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/compare_crossbar.h"

#include "core/explore/live_crossbar.h"

namespace burin::explore {

Result<Comparison> compareCrossbar(const optimise::DesignPoint& a, const optimise::DesignPoint& b,
                                   const std::shared_ptr<CrossbarEvaluator>& evaluator, const JobContext& ctx)
{
    BURIN_TRY(const CrossbarConfig left, evaluator->read(a.config));
    BURIN_TRY(const CrossbarConfig right, evaluator->read(b.config));
    Comparison comparison;
    comparison.difference = difference(a, b);
    ctx.report(0, "Arrays");
    BURIN_TRY(const CrossbarHardware hardwareA, evaluator->hardware(left));
    BURIN_TRY(const CrossbarHardware hardwareB, evaluator->hardware(right));
    const char* energy = "energyPerInferenceNj";
    const bool hasEnergy = hardwareA.preset.gives(energy) && hardwareB.preset.gives(energy);
    comparison.blockMetric = hasEnergy ? energy : "arrays";
    const auto costOf = [hasEnergy](const crossbar::LayerCost& layer) {
        return hasEnergy ? layer.energyNj : static_cast<double>(layer.mapping.arrays);
    };
    for (std::size_t i = 0; i < hardwareA.cost.layers.size(); ++i) // both have every layer of the study's network
        comparison.blocks.push_back(
            {hardwareA.cost.layers[i].name, costOf(hardwareA.cost.costs[i]), costOf(hardwareB.cost.costs[i])});
    if (evaluator->images() == nullptr)
        return comparison;
    LiveCrossbar live(evaluator);
    ctx.report(0.2, "Classes of A");
    BURIN_TRY(comparison.confusionA, live.confusion(left, ctx));
    ctx.report(0.6, "Classes of B");
    BURIN_TRY(comparison.confusionB, live.confusion(right, ctx));
    return comparison;
}

} // namespace burin::explore
