// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/cnn_tile_choices.h"

#include "core/base/ceil_div.h"

#include <algorithm>

namespace burin::fpga {
namespace {

/// The smallest t of each value of ceil(count / t), ascending.
std::vector<std::int64_t> blockStarts(std::int64_t count)
{
    std::vector<std::int64_t> starts;
    for (std::int64_t t = 1;;) {
        starts.push_back(t);
        const std::int64_t rounds = ceilDiv(count, t);
        if (rounds == 1)
            return starts;
        t = ceilDiv(count, rounds - 1);
    }
}

} // namespace

TileChoices::TileChoices(EngineModel model, const EngineLayer& layer) : filters_(layer.filters)
{
    std::vector<std::int64_t> inputs = blockStarts(layer.inputs);
    for (std::int64_t t = 2; t <= layer.inputs; t = 2 * t - 1) // 2, 3, 5, 9, 17, ...
        inputs.push_back(t);
    std::sort(inputs.begin(), inputs.end());
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    const std::int64_t pass = passCycles(model, layer);
    for (const std::int64_t t : inputs)
        rows_.push_back(
            {static_cast<int>(t), filterLut(model, layer, static_cast<int>(t)), ceilDiv(layer.inputs, t) * pass});
}

PlacedEngine TileChoices::place(const Row& row, std::int64_t tileFilters) const
{
    return {{row.tileInputs, static_cast<int>(tileFilters)},
            tileFilters * row.filterLut,
            ceilDiv(filters_, tileFilters) * row.cycles};
}

std::optional<PlacedEngine> TileChoices::leastLut(std::int64_t maxLut, std::int64_t maxCycles) const
{
    std::optional<PlacedEngine> best;
    for (const Row& row : rows_) {
        if (row.cycles > maxCycles)
            continue;
        const std::int64_t tileFilters = ceilDiv(filters_, maxCycles / row.cycles);
        if (const PlacedEngine engine = place(row, tileFilters); engine.lut <= maxLut)
            if (!best || engine.lut < best->lut)
                best = engine;
    }
    return best;
}

std::optional<PlacedEngine> TileChoices::leastCycles(std::int64_t maxLut, std::int64_t maxCycles) const
{
    std::optional<PlacedEngine> best;
    for (const Row& row : rows_) {
        const std::int64_t most = row.filterLut > 0 ? std::min(filters_, maxLut / row.filterLut) : filters_;
        if (most < 1 || row.filterLut > maxLut)
            continue;
        const std::int64_t tileFilters = ceilDiv(filters_, ceilDiv(filters_, most));
        if (const PlacedEngine engine = place(row, tileFilters); engine.cycles <= maxCycles)
            if (!best || engine.cycles < best->cycles)
                best = engine;
    }
    return best;
}

std::vector<PlacedEngine> TileChoices::front() const
{
    std::vector<PlacedEngine> tiles;
    const auto filterStarts = blockStarts(filters_);
    tiles.reserve(rows_.size() * filterStarts.size());
    for (const Row& row : rows_)
        for (const std::int64_t tileFilters : filterStarts)
            tiles.push_back(place(row, tileFilters));
    std::stable_sort(tiles.begin(), tiles.end(), [](const PlacedEngine& a, const PlacedEngine& b) {
        return a.lut != b.lut ? a.lut < b.lut : a.cycles < b.cycles;
    });
    std::vector<PlacedEngine> front;
    for (const PlacedEngine& tile : tiles)
        if (front.empty() || tile.cycles < front.back().cycles)
            front.push_back(tile);
    return front;
}

} // namespace burin::fpga
