// SPDX-License-Identifier: GPL-3.0-or-later
// A circuit from the inside, for whoever wants to know where its cost comes from: what two-term sharing saved, the
// stages of the critical path, how often its bits toggle and what that costs by block, how large its Verilog is.
// Everything is of the circuit that is exported and of the same steps of data as its estimate.
#pragma once

#include "core/explore/hardware.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace burin::explore {

/// One stage of the critical path, from the launching register to the capturing one.
struct PathStage {
    enum class Kind { launch, cell, capture };
    Kind kind = Kind::cell;
    std::string what;  ///< "add", "clamp", "reg": circuit::toString(Op)
    std::string name;  ///< of the signal, "" for most
    circuit::Block block = circuit::Block::control;
    int bits = 0;
    double delayNs = 0; ///< that it adds; all stages sum up to the delay of the estimate
};

/// Adders and their full adders, with two-term sharing and if there were none.
struct Sharing {
    int adders = 0;
    int addersWithout = 0;
    int adderBits = 0;
    int adderBitsWithout = 0;
};

/// Toggles of one block's words (wiring and constants left out), per step.
struct BlockActivity {
    double togglesPerStep = 0; ///< settled
    double bits = 0;           ///< of its words: togglesPerStep / bits is the mean activity of a bit
};

struct RtlSize {
    std::size_t bytes = 0;
    std::size_t lines = 0;
    std::size_t nodes = 0; ///< words of the circuit
};
void to_json(nlohmann::json& json, const RtlSize& size);
[[nodiscard]] RtlSize rtlSizeOf(const circuit::Circuit& circuit);

struct CircuitReport {
    std::map<std::string, Metric> metrics;   ///< by DesignPoint's keys
    std::vector<fpga::BlockEstimate> blocks; ///< by circuit::Block
    std::vector<BlockActivity> activity;     ///< by circuit::Block; empty where no toggles were counted
    /// Word bits by the toggles of their word per bit and step: [0, .1), [.1, .2), ... the last one from .9 up.
    std::vector<double> activityBits;
    std::string activitySource;
    double togglesPj = 0; ///< energy of a step: settled toggles, glitches on top of them, clock
    double glitchesPj = 0;
    double clockPj = 0;
    std::vector<PathStage> path;
    int levels = 0; ///< cells on the path
    Sharing sharing;
    RtlSize rtl;
    int latencyCycles = 0;
    int pipelineLevels = 0;
};
inline constexpr std::size_t kActivityBins = 10;

/// `hardware` must be of this network, pipeline option and device. Errors: what a lowering without sharing says;
/// cancelled. Cost: another lowering and the text of the Verilog.
[[nodiscard]] Result<CircuitReport> circuitReport(const reservoir::IntegerReservoir& network, const Hardware& hardware,
                                                  int pipeline, const fpga::Device& device, const JobContext& ctx);

} // namespace burin::explore
