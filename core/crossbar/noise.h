// SPDX-License-Identifier: GPL-3.0-or-later
// What real cells do to the levels that they should hold. Each cell is drawn on its own, from a seed alone.
//
//   level to conductance  G = lo + level (hi - lo) / (2^cellBits - 1), evenly between the ends of the range
//   programming           G' = max(0, G + sigma(G) z), z standard normal
//     wan2022             1 to 39.26 uS; sigma = 1.536e-4 G^3 - 1.167e-2 G^2 + .2374 G + 1.053 uS: fit of
//                         CrossSim (Sandia) to extended data fig. 3 of W. Wan et al., "A compute-in-memory chip
//                         based on resistive random-access memory", Nature 608, 2022. It ends at 39.26 uS
//     milo                50 to 225 uS; sigma = 4.782 - .0091 G uS: fit of CrossSim to fig. 4 of V. Milo et al.,
//                         "Optimized programming algorithms for multilevel RRAM in hardware neural networks",
//                         IRPS 2021
//     relative            between the resistances of a preset's cells; sigma = fraction G. MNSIM 2.0 (Z. Zhu et
//                         al., TCAD 2023) spreads the resistance by its fraction: this, to first order
//   stuck cells           at hi (on) or at lo (off), whatever was programmed
//   reading               what a cell counts is (G' - lo) / (hi - lo) (2^cellBits - 1) levels: the current of
//                         lo is taken off exactly. Fluctuation of each reading: see ReadNoise
//
// Deviations: the range of wan2022 starts at 1 uS (ours: about the lowest state of that chip); with wan2022 and
// milo a preset's resistances are not used, since each fit holds for its own device; no drift, no IR drop. Levels
// are kept in steps of 2^-fraction (fraction up to 12, as 16 bits allow), so that sums have no order and every
// machine gives the same.
#pragma once

#include "core/crossbar/simulate_cells.h"

#include <optional>
#include <string>

namespace burin::crossbar {

enum class ProgrammingSpread { none, wan2022, milo };
[[nodiscard]] const char* toString(ProgrammingSpread spread);
/// Errors (usage): another name; lists them.
[[nodiscard]] Result<ProgrammingSpread> spreadNamed(const std::string& name);

/// Microsiemens. none has the range 0 to 1.
struct ConductanceRange {
    double loUs = 0;
    double hiUs = 1;
    bool operator==(const ConductanceRange&) const = default;
};
[[nodiscard]] ConductanceRange conductanceRange(ProgrammingSpread spread);
/// Standard deviation of the programmed conductance, uS; none: 0.
[[nodiscard]] double programmingSigmaUs(ProgrammingSpread spread, double conductanceUs);

/// Of the conductance; instead of a fit.
struct RelativeSpread {
    ConductanceRange range;
    double fraction = 0;
    bool operator==(const RelativeSpread&) const = default;
};

struct Imperfections {
    ProgrammingSpread spread = ProgrammingSpread::none;
    double stuckOnFraction = 0; ///< of all cells, 0..1; both together at most 1
    double stuckOffFraction = 0;
    double readNoiseFraction = 0; ///< of one cell at one reading: standard deviation over the range hi - lo
    std::optional<RelativeSpread> relative = std::nullopt; ///< `spread` is none then

    [[nodiscard]] bool spreads() const
    {
        return spread != ProgrammingSpread::none || (relative && relative->fraction > 0);
    }
    [[nodiscard]] bool any() const
    {
        return spreads() || stuckOnFraction > 0 || stuckOffFraction > 0 || readNoiseFraction > 0;
    }
    bool operator==(const Imperfections&) const = default;
};
/// The cells that a preset describes: their spread and the fractions that are stuck. Errors (usage): it describes
/// none.
[[nodiscard]] Result<Imperfections> imperfectionsOf(const Preset& preset);
/// Errors (usage): fractions out of range.
[[nodiscard]] Result<void> check(const Imperfections& imperfections);

[[nodiscard]] ReadNoise readNoise(const Imperfections& imperfections, const ArrayFormat& format);

/// Cells as they come out of programming; `seed` decides everything. Spread and stuck cells come from independent
/// draws: the same cells are stuck with and without spread.
[[nodiscard]] ArrayCells programmed(const ArrayFormat& format, const ArrayCells& ideal,
                                    const Imperfections& imperfections, std::uint64_t seed);

} // namespace burin::crossbar
