// SPDX-License-Identifier: GPL-3.0-or-later
// The adder graphs of an IntegerReservoir: what of its lowering does not depend on pipelining. Used by
// lower_reservoir.cpp only.
#pragma once

#include "core/circuit/adder_graph.h"
#include "core/reservoir/integer_reservoir.h"

#include <vector>

namespace burin::project {

struct ReservoirGraphs {
    std::vector<fixed::Interval> stateRanges; ///< of each x, by interval analysis of the loop
    bool inputRegisters = false;              ///< input products come from registers of their own
    circuit::AdderGraph rows;      ///< accumulators over (u, x), or over (x, input products) with inputRegisters
    circuit::AdderGraph inputs;    ///< input products over u, with inputRegisters
    circuit::AdderGraph readout;   ///< segments x outputs rows over z; empty with readoutFromRom
    bool readoutFromRom = false;   ///< weights as ROM words times multipliers
    int adderBits = 0;             ///< full adders of all graphs
};

/// The constant that goes with the weights of neuron i: bias, and the rounding of the state where there is no leak.
[[nodiscard]] std::int64_t rowConstant(const reservoir::IntegerReservoir& network, int neuron);

[[nodiscard]] ReservoirGraphs reservoirGraphs(const reservoir::IntegerReservoir& network, bool inputRegisters,
                                              bool share);

} // namespace burin::project
