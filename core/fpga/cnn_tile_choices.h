// SPDX-License-Identifier: GPL-3.0-or-later
// The tiles of one layer that an allocation has to look at. Of Tn x Tm tiles only few differ in what matters: LUT
// is Tm times a cost that depends on Tn, cycles depend on ceil(N / Tn) and ceil(M / Tm). The smallest Tm of each
// ceil(M / Tm) is enough; of Tn the smallest of each ceil(N / Tn), and 2^k + 1, where the adder tree becomes a
// level deeper: between those the cost of a filter does not fall. So about 4 sqrt(N M) tiles hold every best one,
// and the first of equals in the order Tn = 1..N (outer), Tm = 1..M (inner), which the published heuristic takes.
// Checked against the scan of all tiles in tst_cnn_allocation.
#pragma once

#include "core/fpga/cnn_engine_cost.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace burin::fpga {

struct PlacedEngine {
    Tile tile;
    std::int64_t lut = 0;
    std::int64_t cycles = 0;
    bool operator==(const PlacedEngine&) const = default;
};

class TileChoices {
public:
    TileChoices(EngineModel model, const EngineLayer& layer);

    /// The tile of fewest LUTs, or of fewest cycles, among those within both limits; the first of equals.
    [[nodiscard]] std::optional<PlacedEngine> leastLut(std::int64_t maxLut, std::int64_t maxCycles) const;
    [[nodiscard]] std::optional<PlacedEngine> leastCycles(std::int64_t maxLut, std::int64_t maxCycles) const;
    /// Pareto front over all tiles: LUT rises, cycles fall strictly.
    [[nodiscard]] std::vector<PlacedEngine> front() const;

private:
    struct Row {
        int tileInputs = 1;
        std::int64_t filterLut = 0;
        std::int64_t cycles = 0; ///< of one round over the filters: ceil(N / Tn) passes
    };
    [[nodiscard]] PlacedEngine place(const Row& row, std::int64_t tileFilters) const;

    std::int64_t filters_;
    std::vector<Row> rows_;
};

} // namespace burin::fpga
