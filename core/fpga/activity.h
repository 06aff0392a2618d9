// SPDX-License-Identifier: GPL-3.0-or-later
// Switching activity of a circuit, counted on real data by the interpreter, and the dynamic energy it means.
//
// Glitches: settled toggles leave out the spurious transitions of paths of unequal depth, so they flatter deep designs.
// Where only settled toggles are known, toggles of a node at adder level d are multiplied by
//     g(d) = 1 + kGlitchPerLevel (d - 1),  d >= 1;   g = 1 for registers and inputs.
// kGlitchPerLevel is the mean of what word-level unit-delay simulations of reservoirs gave (.17 to .21, see README.md).
// A simulation with unit delays (circuit::Activity::glitches) needs no such factor and is what two designs of different
// depth should be compared by. Both are lower bounds: they see no glitches inside carry chains.
#pragma once

#include "core/circuit/interpreter.h"
#include "core/fpga/device.h"

#include <array>
#include <string>
#include <vector>

namespace burin::fpga {

inline constexpr double kGlitchPerLevel = 0.19;

struct ActivityProfile {
    std::vector<double> togglesPerCycle; ///< per node of the circuit
    bool glitches = false;               ///< counted with unit delays: no factor is applied
    std::string source;                  ///< "settled toggles, 2,000 steps of validation data"
};

/// What an interpreter counted since its last resetToggles().
[[nodiscard]] ActivityProfile activityOf(const circuit::Interpreter& interpreter, bool glitches, std::string source);

/// Dynamic energy of a clock cycle, in pJ: for each node toggles x (cell + sinks x net), plus the clock of its
/// flip-flops. Carry chains count as their LUT. Wiring (shifts) hands its sinks on to what drives it.
struct DynamicEnergy {
    double totalPj = 0;
    double settledTogglesPj = 0; ///< the part without the glitch factor and without the clock
    double clockPj = 0;
    std::array<double, circuit::kBlocks.size()> blockPj{};
};
[[nodiscard]] DynamicEnergy dynamicEnergy(const circuit::Circuit& circuit, const ActivityProfile& activity,
                                          const PowerConstants& power);

/// Adder level of each node: adders on the longest way from a register or input; 0 for those themselves.
[[nodiscard]] std::vector<int> adderLevels(const circuit::Circuit& circuit);

} // namespace burin::fpga
