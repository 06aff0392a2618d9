// SPDX-License-Identifier: GPL-3.0-or-later
// Static timing bit by bit. In a chain of ripple adders the carries overlap: bit k of the second sum waits only for bit
// k of the first, so the delay is about (levels x cell) + (one carry chain), not the sum of the chains. Word-level
// timing (circuit/timing.h) adds whole chains and ranks paths for pipelining; the delay that a person sees comes from
// here. [[cite]] the usual arrival-time recursion of a ripple-carry adder, e.g. I. Koren, Computer Arithmetic
// Algorithms, 2nd ed. (2002), section 5.1; the carry constants are the device's.
#pragma once

#include "core/circuit/timing.h"

#include <vector>

namespace burin::fpga {

struct BitTiming {
    double delayNs = 0;                    ///< longest path between registers or ports, clock-to-Q and set-up included
    int levels = 0;                        ///< cells (LUT or carry chain) on it
    circuit::NodeId launch = circuit::kNone;  ///< register or input where it starts
    circuit::NodeId capture = circuit::kNone; ///< register where it ends; kNone for a port
    std::vector<circuit::NodeId> path;     ///< nodes on it with a delay, from launch to capture
    std::vector<double> arrivalNs;         ///< at the output of each of them: its latest bit
};

/// Cost: linear in the bits of the circuit.
[[nodiscard]] BitTiming bitTiming(const circuit::Circuit& circuit, const circuit::DeviceTraits& device);

} // namespace burin::fpga
