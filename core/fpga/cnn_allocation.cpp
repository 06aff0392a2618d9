// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/cnn_allocation.h"

#include "core/fpga/cnn_allocation_exact.h"
#include "core/fpga/cnn_allocation_frontier.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace burin::fpga {
namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max() / 4;

double framesPerSecond(std::int64_t cycles, double clockMhz)
{
    return clockMhz * 1e6 / static_cast<double>(cycles);
}

Result<void> checkProblem(const AllocationProblem& problem)
{
    if (!(problem.fps >= 0) || !std::isfinite(problem.fps))
        return fail(ErrorCode::usage, fmt::format("{} frames a second cannot be required", problem.fps), "fps",
                    "Give a number above 0, or 0 for no requirement.");
    if (!(problem.clockMhz > 0) || !std::isfinite(problem.clockMhz))
        return fail(ErrorCode::usage, fmt::format("a clock of {} MHz does not tick", problem.clockMhz),
                    "clock-mhz", "Give a number above 0.");
    if (problem.lut < 0)
        return fail(ErrorCode::usage, fmt::format("{} LUTs cannot be spent", problem.lut), "lut");
    return {};
}

/// Sums up the groups, compares with the limits and says what would help.
Result<Allocation> judge(std::vector<std::vector<PlacedEngine>> groups, const ExactAllocation& exact,
                         const AllocationProblem& problem, const JobContext& ctx)
{
    Allocation result;
    for (const auto& group : groups) {
        std::int64_t lut = 0;
        std::int64_t cycles = 0;
        for (const PlacedEngine& engine : group) {
            lut += engine.lut;
            cycles = std::max(cycles, engine.cycles);
        }
        result.lut = std::max(result.lut, lut);
        result.cycles += cycles;
    }
    const std::int64_t maxCycles = cyclesFor(problem.fps, problem.clockMhz);
    if (!groups.empty()) {
        result.fps = framesPerSecond(result.cycles, problem.clockMhz);
        result.feasible = result.lut <= problem.lut && result.cycles <= maxCycles;
    }
    result.groups = std::move(groups);
    if (result.feasible)
        return result;
    Relaxation relaxation;
    relaxation.limitFps = framesPerSecond(exact.fewestCycles(), problem.clockMhz);
    BURIN_TRY(relaxation.leastLut, exact.leastLut(maxCycles, problem.groups, ctx));
    BURIN_TRY(const auto fastest, exact.fastest(problem.lut, problem.groups, ctx));
    std::int64_t cycles = 0;
    for (const auto& group : fastest)
        cycles += std::max_element(group.begin(), group.end(), [](const PlacedEngine& a, const PlacedEngine& b) {
                      return a.cycles < b.cycles;
                  })->cycles;
    if (cycles > 0)
        relaxation.highestFps = framesPerSecond(cycles, problem.clockMhz);
    result.relaxation = relaxation;
    return result;
}

Result<Tile> tileFromJson(const nlohmann::json& json, const std::string& where)
{
    if (!json.is_array() || json.size() != 2 || !json[0].is_number_integer() || !json[1].is_number_integer())
        return fail(ErrorCode::invalidInput, fmt::format("{} is no tile", json.dump().substr(0, 40)), where,
                    "A tile is two whole numbers, [inputs, filters].");
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    for (const nlohmann::json& size : json)
        if (const auto value = size.get<std::int64_t>(); value < 1 || value > kMost)
            return fail(ErrorCode::invalidInput, fmt::format("a tile takes {} at once", value), where,
                        "Give sizes of 1 or more.");
    return Tile{json[0].get<int>(), json[1].get<int>()};
}

} // namespace

std::int64_t cyclesFor(double fps, double clockMhz)
{
    constexpr double kHair = 1 + 1e-12;
    const double cycles = fps > 0 ? std::floor(clockMhz * 1e6 / fps * kHair) : HUGE_VAL;
    return cycles < static_cast<double>(kNoLimit) ? static_cast<std::int64_t>(cycles) : kNoLimit;
}

Result<Allocation> allocate(const EngineLayers& layers, const AllocationProblem& problem, const JobContext& ctx)
{
    BURIN_CHECK(checkProblem(problem));
    const ExactAllocation exact(layers);
    BURIN_TRY(auto groups, problem.method == AllocationMethod::exact
                               ? exact.fastest(problem.lut, problem.groups, ctx)
                               : frontierAllocation(layers, problem, ctx));
    return judge(std::move(groups), exact, problem, ctx);
}

Result<Allocation> placeTiles(const EngineLayers& layers, const std::vector<std::vector<Tile>>& groups,
                              const AllocationProblem& problem, const JobContext& ctx)
{
    BURIN_CHECK(checkProblem(problem));
    std::vector<std::vector<PlacedEngine>> placed;
    std::size_t next = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].empty())
            return fail(ErrorCode::invalidInput, "the group has no tiles", fmt::format("groups[{}]", g));
        placed.emplace_back();
        for (std::size_t t = 0; t < groups[g].size(); ++t, ++next) {
            if (next >= layers.layers.size())
                continue; // counted below
            const EngineLayer& layer = layers.layers[next];
            const Tile tile = groups[g][t];
            if (tile.inputs < 1 || tile.filters < 1 || tile.inputs > layer.inputs || tile.filters > layer.filters)
                return fail(
                    ErrorCode::invalidInput,
                    fmt::format("the tile [{}, {}] does not fit layer \"{}\" with {} inputs and {} filters",
                                tile.inputs, tile.filters, layer.name, layer.inputs, layer.filters),
                    fmt::format("groups[{}][{}]", g, t), "Give sizes from 1 to those of the layer.");
            const EngineCost cost = engineCost(layers.model, layer, tile);
            placed.back().push_back({tile, cost.lut, cost.cycles});
        }
    }
    if (next != layers.layers.size())
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} tiles for {} layers with engines", next, layers.layers.size()), "groups",
                    "Give one tile per layer outside the head that has weights.");
    return judge(std::move(placed), ExactAllocation(layers), problem, ctx);
}

Result<std::vector<std::vector<Tile>>> tilesFromJson(const nlohmann::json& json, const std::string& where)
{
    const std::string hint = R"(The form is {"groups": [[[3, 48], [12, 48]], [[16, 36]]]}.)";
    if (!json.is_object() || !json.contains("groups") || !json.at("groups").is_array())
        return fail(ErrorCode::invalidInput, "no object with an array \"groups\"", where, hint);
    for (const auto& [key, value] : json.items())
        if (key != "groups")
            return fail(ErrorCode::invalidInput, fmt::format("unknown key \"{}\"", key), where, hint);
    std::vector<std::vector<Tile>> groups;
    for (const nlohmann::json& group : json.at("groups")) {
        const std::string place = fmt::format("{}: groups[{}]", where, groups.size());
        if (!group.is_array())
            return fail(ErrorCode::invalidInput, "a group is an array of tiles", place, hint);
        std::vector<Tile> tiles;
        for (const nlohmann::json& tile : group) {
            BURIN_TRY(const Tile read, tileFromJson(tile, fmt::format("{}[{}]", place, tiles.size())));
            tiles.push_back(read);
        }
        groups.push_back(std::move(tiles));
    }
    return groups;
}

} // namespace burin::fpga
