// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/noise.h"

#include "core/base/rng.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace burin::crossbar {
namespace {

constexpr std::array kSpreads{ProgrammingSpread::none, ProgrammingSpread::wan2022, ProgrammingSpread::milo};
constexpr int kMostFraction = 12;
constexpr double kHeadroom = 1.6; ///< of a level over the top one, before it is cut off; spreads reach far less

/// Bits of fraction with which levels fit 16 bits and the sums of a column 30.
int fractionFor(const ArrayFormat& format)
{
    const double level = kHeadroom * format.topLevel();
    const double column = level * format.topDigit() * format.rowsPerArray;
    int fraction = 0;
    while (fraction < kMostFraction && std::ldexp(level, fraction + 1) < 0x1p15 &&
           std::ldexp(column, fraction + 1) < 0x1p30)
        ++fraction;
    return fraction;
}

/// Draws cell after cell.
class Programmer {
public:
    Programmer(const ArrayFormat& format, const Imperfections& imperfections, int fraction, std::uint64_t seed)
        : imperfections_(imperfections),
          range_(imperfections.relative ? imperfections.relative->range : conductanceRange(imperfections.spread)),
          top_(format.topLevel()),
          fraction_(fraction),
          spread_(mix(seed, 0)),
          stuck_(mix(seed, 1))
    {
    }

    std::int16_t operator()(std::int16_t level)
    {
        const double width = range_.hiUs - range_.loUs;
        double conductance = range_.loUs + level * width / top_;
        if (imperfections_.spreads())
            conductance = std::max(0.0, conductance + sigmaUs(conductance) * spread_.normal());
        if (imperfections_.stuckOnFraction + imperfections_.stuckOffFraction > 0) {
            const double draw = stuck_.uniform();
            if (draw < imperfections_.stuckOnFraction)
                conductance = range_.hiUs;
            else if (draw < imperfections_.stuckOnFraction + imperfections_.stuckOffFraction)
                conductance = range_.loUs;
        }
        const double counted = (conductance - range_.loUs) / width * top_;
        return static_cast<std::int16_t>(
            fixed::roundClamped(std::ldexp(counted, fraction_), {INT16_MIN, INT16_MAX}));
    }

private:
    [[nodiscard]] double sigmaUs(double conductance) const
    {
        return imperfections_.relative ? imperfections_.relative->fraction * conductance
                                       : programmingSigmaUs(imperfections_.spread, conductance);
    }

    const Imperfections& imperfections_;
    ConductanceRange range_;
    double top_;
    int fraction_;
    Rng spread_;
    Rng stuck_;
};

} // namespace

const char* toString(ProgrammingSpread spread)
{
    switch (spread) {
    case ProgrammingSpread::none: return "none";
    case ProgrammingSpread::wan2022: return "wan2022";
    case ProgrammingSpread::milo: return "milo";
    }
    return "";
}

Result<ProgrammingSpread> spreadNamed(const std::string& name)
{
    for (const ProgrammingSpread spread : kSpreads)
        if (name == toString(spread))
            return spread;
    return fail(ErrorCode::usage, fmt::format("there is no model of cells named \"{}\"", name), "noise",
                "Take none, wan2022 or milo.");
}

ConductanceRange conductanceRange(ProgrammingSpread spread)
{
    switch (spread) {
    case ProgrammingSpread::none: break;
    case ProgrammingSpread::wan2022: return {1, 39.26};
    case ProgrammingSpread::milo: return {50, 225};
    }
    return {};
}

double programmingSigmaUs(ProgrammingSpread spread, double conductanceUs)
{
    const double g = conductanceUs;
    switch (spread) {
    case ProgrammingSpread::none: break;
    case ProgrammingSpread::wan2022: return std::max(0.0, ((1.536e-4 * g - 1.167e-2) * g + .2374) * g + 1.053);
    case ProgrammingSpread::milo: return std::max(0.0, 4.782 - .0091 * g);
    }
    return 0;
}

Result<Imperfections> imperfectionsOf(const Preset& preset)
{
    if (!preset.cell)
        return fail(ErrorCode::usage, fmt::format("{} does not describe its cells", preset.name), "noise",
                    "Take mnsim-2.0, a file with constants cellHighOhm, ..., or the fits wan2022 and milo.");
    const Cell& cell = *preset.cell;
    constexpr double kUsOhm = 1e6; // microsiemens times ohm
    Imperfections imperfections;
    imperfections.relative = RelativeSpread{{kUsOhm / cell.highOhm, kUsOhm / cell.lowOhm}, cell.variationFraction};
    imperfections.stuckOnFraction = cell.stuckLowFraction;
    imperfections.stuckOffFraction = cell.stuckHighFraction;
    return imperfections;
}

Result<void> check(const Imperfections& imperfections)
{
    const auto fraction = [](const char* name, double value) -> Result<void> {
        if (!(value >= 0 && value <= 1))
            return fail(ErrorCode::usage, fmt::format("{} is {}", name, value), "imperfections",
                        "Give a fraction from 0 to 1.");
        return {};
    };
    BURIN_CHECK(fraction("the fraction of cells stuck at on", imperfections.stuckOnFraction));
    BURIN_CHECK(fraction("the fraction of cells stuck at off", imperfections.stuckOffFraction));
    BURIN_CHECK(fraction("the fraction of cells that are stuck",
                         imperfections.stuckOnFraction + imperfections.stuckOffFraction));
    return fraction("the fluctuation of a reading", imperfections.readNoiseFraction);
}

ReadNoise readNoise(const Imperfections& imperfections, const ArrayFormat& format)
{
    return {imperfections.readNoiseFraction * format.topLevel()};
}

ArrayCells programmed(const ArrayFormat& format, const ArrayCells& ideal, const Imperfections& imperfections,
                      std::uint64_t seed)
{
    ArrayCells cells = ideal;
    const bool whole = !imperfections.spreads() && imperfections.readNoiseFraction <= 0;
    cells.fraction = whole ? 0 : fractionFor(format);
    Programmer program(format, imperfections, cells.fraction, seed);
    std::transform(ideal.levels.begin(), ideal.levels.end(), cells.levels.begin(), std::ref(program));
    std::transform(ideal.unit.begin(), ideal.unit.end(), cells.unit.begin(), std::ref(program));
    return cells;
}

} // namespace burin::crossbar
