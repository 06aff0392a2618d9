// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/compare_cnn.h"

#include "core/explore/live_cnn.h"

#include <algorithm>

namespace burin::explore {
namespace {

/// Adds the engines of one side; layers that only one side charges stay, with 0 for the other.
void addEngines(std::vector<BlockChange>& blocks, const CnnHardware& hardware, double BlockChange::*side)
{
    for (const CnnLayerCost& cost : hardware.layers) {
        auto found = std::find_if(blocks.begin(), blocks.end(),
                                  [&](const BlockChange& block) { return block.block == cost.layer; });
        if (found == blocks.end())
            found = blocks.insert(blocks.end(), BlockChange{cost.layer});
        (*found).*side += cost.lut;
    }
}

} // namespace

Result<Comparison> compareCnn(const optimise::DesignPoint& a, const optimise::DesignPoint& b,
                              const std::shared_ptr<CnnEvaluator>& evaluator, const JobContext& ctx)
{
    BURIN_TRY(const CnnConfig left, evaluator->read(a.config));
    BURIN_TRY(const CnnConfig right, evaluator->read(b.config));
    Comparison comparison;
    comparison.difference = difference(a, b);
    ctx.report(0, "Engines");
    BURIN_TRY(const CnnHardware hardwareA, evaluator->hardware(left, ctx));
    BURIN_TRY(const CnnHardware hardwareB, evaluator->hardware(right, ctx));
    addEngines(comparison.blocks, hardwareA, &BlockChange::a);
    addEngines(comparison.blocks, hardwareB, &BlockChange::b);
    LiveCnn live(evaluator);
    ctx.report(0.2, "Classes of A");
    BURIN_TRY(comparison.confusionA, live.confusion(left, ctx));
    ctx.report(0.6, "Classes of B");
    BURIN_TRY(comparison.confusionB, live.confusion(right, ctx));
    return comparison;
}

} // namespace burin::explore
