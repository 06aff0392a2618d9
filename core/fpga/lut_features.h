// SPDX-License-Identifier: GPL-3.0-or-later
// What the number of look-up tables of a circuit depends on: counts, per block, that a calibration weighs. Adder bits
// dominate: on Xilinx one LUT per full adder (.74 to 1.11 before any fit), on iCE40 1.10 to 1.25.
#pragma once

#include "core/circuit/circuit.h"

#include <array>
#include <vector>

namespace burin::fpga {

enum class Feature {
    adderBits,     ///< full adders with two variable operands, without the lowest of each adder
    adders,        ///< those lowest ones: adders of three bits and more
    shortBits,     ///< bits of shorter adders, which become plain logic
    subtractBits,  ///< full adders of subtractions (iCE40 inverts an operand with a LUT)
    constantBits,  ///< full adders with a constant operand, and of negations
    clampBits,     ///< result bits of clamps (the select)
    overflowBits,  ///< input bits of clamps (the comparisons)
    compareBits,   ///< operand bits of less and equal
    muxBits,       ///< result bits of multiplexers
    logicGates,    ///< single-bit gates
    romTables,     ///< LUTs a table needs: distinct result columns times words / 2^inputs; none where a product takes it in
    multiplyBits,  ///< adder bits of multipliers: (narrow - 1) rows of (wide + 1)
    productBits,   ///< partial products that need LUTs of their own, see below
    designs        ///< 1: control logic whatever the size
};
inline constexpr std::size_t kFeatures = 14;
[[nodiscard]] const char* toString(Feature feature); ///< key in the calibration files

using FeatureCounts = std::array<double, kFeatures>;

// A weight from a table times a state: the mapper computes a partial product, one column of the table and one bit of the
// state, straight from the address. With an address of inputs - 2 bits that fits into the LUT before the carry chain and
// costs nothing; with one bit more it is a LUT of its own, for every product bit; only beyond that the table itself is
// made. (Seen in yosys 0.23's results: 1.0 LUT per multiplier bit up to 16 words, about 2 from 17 to 32, for xc7.)

/// For each node the first one that always has the same value because it is built in the same way (the node itself if
/// there is none before): synthesis merges such nodes, registers too. Small networks of few bits have many.
[[nodiscard]] std::vector<circuit::NodeId> representatives(const circuit::Circuit& circuit);

/// Per block, each group of equal nodes once; `designs` is in the control block. lutInputs is the family's (6 or
/// 4). Cost: linear in nodes and tables.
[[nodiscard]] std::array<FeatureCounts, circuit::kBlocks.size()> lutFeatures(const circuit::Circuit& circuit,
                                                                             int lutInputs);

} // namespace burin::fpga
