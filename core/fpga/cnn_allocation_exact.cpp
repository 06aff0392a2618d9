// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/cnn_allocation_exact.h"

#include <algorithm>

namespace burin::fpga {
namespace {

/// The engine of fewest LUTs within a number of cycles: the front's first one. end() where there is none.
auto firstWithin(const std::vector<PlacedEngine>& front, std::int64_t cycles)
{
    return std::partition_point(front.begin(), front.end(),
                                [cycles](const PlacedEngine& engine) { return engine.cycles > cycles; });
}

} // namespace

ExactAllocation::ExactAllocation(const EngineLayers& layers)
{
    for (const EngineLayer& layer : layers.layers) {
        fronts_.push_back(TileChoices(layers.model, layer).front());
        for (const PlacedEngine& engine : fronts_.back())
            cycles_.push_back(engine.cycles);
    }
    std::sort(cycles_.begin(), cycles_.end());
    cycles_.erase(std::unique(cycles_.begin(), cycles_.end()), cycles_.end());
}

std::optional<std::int64_t> ExactAllocation::lutWithin(std::size_t begin, std::size_t end,
                                                       std::int64_t cycles) const
{
    std::int64_t lut = 0;
    for (std::size_t layer = begin; layer < end; ++layer) {
        const auto engine = firstWithin(fronts_[layer], cycles);
        if (engine == fronts_[layer].end())
            return std::nullopt;
        lut += engine->lut;
    }
    return lut;
}

std::optional<ExactAllocation::Group> ExactAllocation::bestGroup(std::size_t begin, std::size_t end,
                                                                 std::int64_t lut) const
{
    const auto fewest = std::partition_point(cycles_.begin(), cycles_.end(), [&](std::int64_t cycles) {
        const auto needed = lutWithin(begin, end, cycles);
        return !needed || *needed > lut;
    });
    if (fewest == cycles_.end())
        return std::nullopt;
    return Group{begin, *fewest, *lutWithin(begin, end, *fewest)};
}

Result<std::vector<ExactAllocation::Group>> ExactAllocation::bestGroups(std::int64_t lut, Grouping groups,
                                                                        const JobContext& ctx) const
{
    const std::size_t count = fronts_.size();
    if (groups == Grouping::one) {
        const auto all = bestGroup(0, count, lut);
        return all ? std::vector{*all} : std::vector<Group>{};
    }
    // best[j]: the first j layers, with the cycles of all groups and the LUTs of the largest; last[j]: the last
    // group.
    std::vector<std::optional<Group>> best(count + 1);
    std::vector<Group> last(count + 1);
    best[0] = Group{};
    for (std::size_t end = 1; end <= count; ++end)
        for (std::size_t begin = 0; begin < end; ++begin) {
            if (ctx.cancelled())
                return cancelledError();
            const auto group = best[begin] ? bestGroup(begin, end, lut) : std::nullopt;
            if (!group)
                continue;
            const Group whole{begin, best[begin]->cycles + group->cycles, std::max(best[begin]->lut, group->lut)};
            if (!best[end] || whole.cycles < best[end]->cycles ||
                (whole.cycles == best[end]->cycles && whole.lut < best[end]->lut)) {
                best[end] = whole;
                last[end] = *group;
            }
        }
    std::vector<Group> chosen;
    if (best[count])
        for (std::size_t end = count; end > 0; end = last[end].begin)
            chosen.push_back(last[end]);
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

Result<std::vector<std::vector<PlacedEngine>>> ExactAllocation::fastest(std::int64_t lut, Grouping groups,
                                                                        const JobContext& ctx) const
{
    BURIN_TRY(const auto chosen, bestGroups(lut, groups, ctx));
    std::vector<std::vector<PlacedEngine>> placed;
    for (std::size_t g = 0; g < chosen.size(); ++g) {
        const std::size_t end = g + 1 < chosen.size() ? chosen[g + 1].begin : fronts_.size();
        placed.emplace_back();
        for (std::size_t layer = chosen[g].begin; layer < end; ++layer)
            placed.back().push_back(*firstWithin(fronts_[layer], chosen[g].cycles));
    }
    return placed;
}

Result<std::optional<std::int64_t>> ExactAllocation::leastLut(std::int64_t cycles, Grouping groups,
                                                              const JobContext& ctx) const
{
    // A group's cycles are at most the sum of all, so what one group cannot, several cannot either.
    const auto oneGroup = lutWithin(0, fronts_.size(), cycles);
    if (!oneGroup || groups == Grouping::one)
        return oneGroup;
    std::int64_t low = 0; // too few
    std::int64_t high = *oneGroup;
    while (high - low > 1) {
        const std::int64_t lut = low + (high - low) / 2;
        BURIN_TRY(const auto chosen, bestGroups(lut, groups, ctx));
        std::int64_t needed = 0;
        for (const Group& group : chosen)
            needed += group.cycles;
        (chosen.empty() || needed > cycles ? low : high) = lut;
    }
    return std::optional{high};
}

std::int64_t ExactAllocation::fewestCycles() const
{
    std::int64_t most = 0;
    for (const auto& front : fronts_)
        most = std::max(most, front.back().cycles);
    return most;
}

} // namespace burin::fpga
