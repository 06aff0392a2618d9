// SPDX-License-Identifier: GPL-3.0-or-later
// Live estimates of a circuit on a device: what the screen shows while a slider moves. LUT, FF, carry and delay come
// from counts and bit-level timing, weighed by the device's calibration (tier fitted, with its held-out error) or not
// (tier model); power comes from toggles on real data and the device's constants (tier model, relative, not validated
// against a board). What cannot be said has no value.
//
// Power and energy: f = 1 / delay (one step per clock), P = dynamic energy per step x f + static power,
// PDP = P x delay in pJ per step, energy per inference = T x PDP for a series of T steps. Static power is the device's
// quiescent power in proportion to the share of its LUTs in use, so that designs and devices of different size compare;
// the whole chip's figure is in the device table.
#pragma once

#include "core/base/metric.h"
#include "core/fpga/activity.h"
#include "core/fpga/bit_timing.h"
#include "core/fpga/device.h"

#include <map>
#include <optional>

namespace burin::fpga {

struct BlockEstimate {
    double lut = 0;
    double ff = 0;
    double adderBits = 0;
    std::optional<double> dynamicPj; ///< per step
};

struct Estimate {
    Metric lut;
    Metric ff;
    Metric carry; ///< carry cells of the family (CARRY4, carry bits); none where the family has none
    Metric bram;  ///< 0: direct logic uses none
    Metric dsp;   ///< 0
    Metric delayNs;
    Metric throughputMsps; ///< million steps a second
    Metric staticPowerMw;
    Metric dynamicPowerMw;
    Metric powerMw;
    Metric pdpPj;
    Metric energyPerInferenceNj;
    bool fits = true;
    std::array<BlockEstimate, circuit::kBlocks.size()> blocks{}; ///< by circuit::Block
    BitTiming timing;
    std::optional<DynamicEnergy> energy;

    /// By DesignPoint's keys, with those that have no value too.
    [[nodiscard]] std::map<std::string, Metric> metrics() const;
};

struct EstimateInputs {
    const ActivityProfile* activity = nullptr; ///< without it no power, PDP or energy
    int stepsPerInference = 0;                 ///< T; 0 = unknown: no energy per inference
};

/// Linear in the circuit; under 10 ms at N = 50 (tests/bench/bench_estimate).
[[nodiscard]] Estimate estimate(const circuit::Circuit& circuit, const Device& device, const EstimateInputs& inputs);

/// Power, PDP and energy from a delay and LUT count of any tier (say synthesised ones) and the estimate's activity: fills
/// throughput, powers, pdpPj and energyPerInferenceNj of `into`, each with the weakest tier of what went in.
void composePower(Estimate& into, const Metric& lut, const Metric& delayNs, const Device& device,
                  const EstimateInputs& inputs);

} // namespace burin::fpga
