// SPDX-License-Identifier: GPL-3.0-or-later
// Static timing at word level: the longest path between registers (or ports), as a list of nodes with their adder
// widths. DeviceTraits is a value that the fpga module fills per device; the constants and their sources live there.
#pragma once

#include "core/circuit/circuit.h"

#include <string>
#include <vector>

namespace burin::circuit {

struct DeviceTraits {
    std::string name = "unit";
    double lutNs = 1;          ///< one look-up table
    double carryPerBitNs = 0;  ///< carry chain, per bit
    double carryStartNs = 0;   ///< into and out of a carry chain, beyond one LUT
    double netNs = 0;          ///< average routing between two cells
    double clockToQNs = 0;     ///< register output
    double setupNs = 0;        ///< register input
    int lutInputs = 6;
};

struct PathElement {
    NodeId node = kNone;
    double delayNs = 0;   ///< of this node, with the net before it
    double arrivalNs = 0; ///< at its output
    int adderBits = 0;    ///< full adders of the node, 0 if it is none
};
struct Path {
    double delayNs = 0; ///< with clock-to-Q and set-up
    int levels = 0;     ///< adders on it
    std::vector<PathElement> elements; ///< from the launching register or input to the last node before the capture
    NodeId capture = kNone;            ///< register that captures, kNone for an output port
};

/// Delay of one node with the net before it; 0 for wiring (shifts, constants, sums that do not overlap).
[[nodiscard]] double nodeDelayNs(const Circuit& circuit, NodeId id, const DeviceTraits& device);
/// The longest path. Cost: linear in the nodes.
[[nodiscard]] Path longestPath(const Circuit& circuit, const DeviceTraits& device);

} // namespace burin::circuit
