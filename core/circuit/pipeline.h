// SPDX-License-Identifier: GPL-3.0-or-later
// Pipelining of a feed-forward section of a circuit under construction: registers are put on edges so that the section
// takes `levels` clocks more and its longest stage is as short as possible (smallest stage length, by bisection, for
// which packing every node as early as it can go needs at most levels + 1 stages; early packing keeps the cuts late,
// where trees are narrow). All inserted registers load on `advance`, so one signal stalls the whole section.
#pragma once

#include "core/circuit/builder.h"
#include "core/circuit/timing.h"

#include <vector>

namespace burin::circuit {

struct Section {
    NodeId begin = 0; ///< nodes [begin, end) were made as the section
    NodeId end = 0;
    int levels = 0;             ///< register levels to insert
    bool registerSinks = false; ///< the last level stands right before the sinks: no logic behind it
    NodeId advance = kNone;     ///< 1 when the section moves
    NodeId reset = kNone;       ///< clears inserted registers of 1-bit flags, so that no false flag travels
    std::vector<NodeId> sinks;  ///< results that must come out together, `levels` clocks late; may be outside
};

/// Rewires the section and returns the sinks' delayed nodes. Registers made in the section are accumulators: they
/// stand in the stage of the node that feeds them and are read in that stage only. They must be connected with enables
/// and resets as these are in stage 0, without `advance`: this function delays the flags to the register's stage and
/// adds `advance` (and `reset` to the reset).
std::vector<NodeId> pipelineSection(Builder& builder, const Section& section, const DeviceTraits& device);

} // namespace burin::circuit
