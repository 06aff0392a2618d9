// SPDX-License-Identifier: GPL-3.0-or-later
// What the number of look-up tables of a circuit depends on: counts, per block, that a calibration weighs. Adder bits
// dominate: on Xilinx one LUT per full adder (.74 to 1.11 before any fit), on iCE40 1.10 to 1.25.
#pragma once

#include "core/circuit/circuit.h"

#include <array>

namespace burin::fpga {

enum class Feature {
    adderBits,     ///< full adders with two variable operands
    subtractBits,  ///< of these, the subtractions' (iCE40 inverts an operand with a LUT)
    constantBits,  ///< full adders with a constant operand, and of negations
    clampBits,     ///< result bits of clamps (the select)
    overflowBits,  ///< input bits of clamps (the comparisons)
    compareBits,   ///< operand bits of less and equal
    muxBits,       ///< result bits of multiplexers
    logicGates,    ///< single-bit gates
    romTables,     ///< LUTs a table needs: distinct result columns times words / 2^inputs
    multiplyBits,  ///< partial-product bits
    designs        ///< 1: control logic whatever the size
};
inline constexpr std::size_t kFeatures = 11;
[[nodiscard]] const char* toString(Feature feature); ///< key in the calibration files

using FeatureCounts = std::array<double, kFeatures>;

/// Per block; `designs` is in the control block. lutInputs is the family's (6 or 4). Cost: linear in nodes and tables.
[[nodiscard]] std::array<FeatureCounts, circuit::kBlocks.size()> lutFeatures(const circuit::Circuit& circuit,
                                                                             int lutInputs);

} // namespace burin::fpga
