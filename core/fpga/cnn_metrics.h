// SPDX-License-Identifier: GPL-3.0-or-later
// What an allocation of engines means on a device, as metrics, all of tier model and without a stated error: no
// engine has been synthesised here to compare with.
//
//     delay    the clock's period: engines are timed at a clock (100 MHz as published), not at their longest path
//     dynamic  toggling: each engine's LUTs, while it computes, x kEngineActivity toggles a cycle x (cell +
//     kEngineSinks
//              nets); clock: one flip-flop per LUT of the group on the device, all the time
//     static   the device's quiescent power in the share of its LUTs that the largest group takes
//     PDP      power x delay, per clock; energy per inference = power / FPS
//
// Constants per toggle are the device's (resources/devices: L. Shang, A. Kaviani, K. Bathala, "Dynamic power
// consumption in Virtex-II FPGA family", FPGA 2002, scaled by node and voltage); activity and sinks are the two
// assumptions under which those were taken from that paper, and one flip-flop per LUT is its block. Relative, not
// validated against a board; memories and the head are not in it.
#pragma once

#include "core/base/metric.h"
#include "core/fpga/cnn_allocation.h"
#include "core/fpga/device.h"

#include <map>
#include <string>

namespace burin::fpga {

inline constexpr double kEngineActivity = 0.125; ///< toggles of a LUT's output per cycle
inline constexpr double kEngineSinks = 3;        ///< of its net

/// By DesignPoint's keys: lut, fps, delayNs, staticPowerMw, dynamicPowerMw, powerMw, pdpPj, energyPerInferenceNj.
/// Without groups only delayNs has a value.
[[nodiscard]] std::map<std::string, Metric> engineMetrics(const EngineLayers& layers, const Allocation& allocation,
                                                          const Device& device, double clockMhz);

/// Why the limits do not go together and the smallest relaxation of each that helps, in a sentence for people;
/// empty where the allocation is feasible.
[[nodiscard]] std::string infeasibleReason(const Allocation& allocation, const AllocationProblem& problem);

} // namespace burin::fpga
