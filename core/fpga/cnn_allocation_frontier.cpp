// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/cnn_allocation_frontier.h"

#include <algorithm>

namespace burin::fpga {
namespace {

/// A partial solution up to one layer; `parent` is its index in the pool of the layer before.
struct Partial {
    std::int64_t groupLut = 0;
    std::int64_t cycles = 0;
    std::int64_t before = 0; ///< cycles of all groups but the last
    PlacedEngine engine;
    bool opensGroup = true;
    std::size_t parent = 0;
};
using Pool = std::vector<Partial>;
using Key = std::int64_t Partial::*;

std::vector<std::size_t> front(const Pool& candidates, Key first, Key second)
{
    std::vector<std::size_t> order(candidates.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return candidates[a].*first < candidates[b].*first; });
    std::vector<std::size_t> kept;
    for (const std::size_t i : order) {
        if (!kept.empty() && candidates[i].*second >= candidates[kept.back()].*second)
            continue;
        if (!kept.empty() && candidates[i].*first == candidates[kept.back()].*first)
            kept.pop_back();
        kept.push_back(i);
    }
    return kept;
}

Pool unionOfFronts(const Pool& candidates)
{
    Pool pool;
    std::vector<bool> taken(candidates.size(), false);
    for (const auto& [first, second] :
         {std::pair{&Partial::groupLut, &Partial::cycles}, std::pair{&Partial::groupLut, &Partial::before},
          std::pair{&Partial::cycles, &Partial::before}})
        for (const std::size_t i : front(candidates, first, second))
            if (!taken[i]) {
                taken[i] = true;
                pool.push_back(candidates[i]);
            }
    return pool;
}

/// Both tiles, each time within the limits.
template <class Take> void eachTile(const TileChoices& choices, std::int64_t lut, std::int64_t cycles, Take&& take)
{
    if (const auto least = choices.leastLut(lut, cycles)) { // else there is no tile within them at all
        take(*least);
        take(*choices.leastCycles(lut, cycles));
    }
}

void extend(const Partial& from, std::size_t parent, const TileChoices& choices, std::int64_t maxLut,
            std::int64_t maxCycles, Grouping groups, Pool& candidates)
{
    if (groups == Grouping::any)
        eachTile(choices, maxLut, maxCycles - from.cycles, [&](const PlacedEngine& engine) {
            candidates.push_back({engine.lut, from.cycles + engine.cycles, from.cycles, engine, true, parent});
        });
    const std::int64_t last = from.cycles - from.before;
    eachTile(choices, maxLut - from.groupLut, maxCycles - from.before, [&](const PlacedEngine& engine) {
        candidates.push_back({from.groupLut + engine.lut, from.before + std::max(last, engine.cycles), from.before,
                              engine, false, parent});
    });
}

} // namespace

Result<std::vector<std::vector<PlacedEngine>>>
frontierAllocation(const EngineLayers& layers, const AllocationProblem& problem, const JobContext& ctx)
{
    const std::int64_t maxCycles = cyclesFor(problem.fps, problem.clockMhz);
    std::vector<Pool> pools;
    for (const EngineLayer& layer : layers.layers) {
        const TileChoices choices(layers.model, layer);
        Pool candidates;
        if (pools.empty())
            eachTile(choices, problem.lut, maxCycles, [&](const PlacedEngine& engine) {
                candidates.push_back({engine.lut, engine.cycles, 0, engine, true, 0});
            });
        else
            for (std::size_t i = 0; i < pools.back().size(); ++i) {
                if (ctx.cancelled())
                    return cancelledError();
                extend(pools.back()[i], i, choices, problem.lut, maxCycles, problem.groups, candidates);
            }
        if (candidates.empty())
            return std::vector<std::vector<PlacedEngine>>{};
        pools.push_back(unionOfFronts(candidates));
    }
    const Pool& last = pools.back();
    const Partial* partial = &*std::min_element(
        last.begin(), last.end(), [](const Partial& a, const Partial& b) { return a.cycles < b.cycles; });
    std::vector<std::vector<PlacedEngine>> groups(1);
    for (std::size_t layer = pools.size(); layer-- > 0;) {
        groups.back().push_back(partial->engine);
        if (layer == 0)
            break;
        if (partial->opensGroup)
            groups.emplace_back();
        partial = &pools[layer - 1][partial->parent];
    }
    for (auto& group : groups)
        std::reverse(group.begin(), group.end());
    std::reverse(groups.begin(), groups.end());
    return groups;
}

} // namespace burin::fpga
