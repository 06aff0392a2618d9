// SPDX-License-Identifier: GPL-3.0-or-later
// From an integer network to its hardware figures: lowering, toggles counted on real data, the device's estimate.
#pragma once

#include "core/base/job.h"
#include "core/circuit/circuit.h"
#include "core/fpga/estimate.h"
#include "core/project/lower_reservoir.h"
#include "core/reservoir/samples.h"

#include <optional>

namespace burin::explore {

struct HardwareRequest {
    int pipeline = 0;
    fpga::Device device;
    std::size_t activitySteps = 256; ///< steps of real data that toggles are counted on; 0 = none: no power
};

struct Hardware {
    project::ReservoirCircuit lowered;
    fpga::Estimate estimate;
    std::optional<fpga::ActivityProfile> activity;
    int stepsPerInference = 0;

    /// For composing power from figures of another tier. Refers to this object.
    [[nodiscard]] fpga::EstimateInputs inputs() const
    {
        return {activity ? &*activity : nullptr, stepsPerInference};
    }
};

/// `inputs`: integer series in the network's scale, whose first steps drive the circuit at full speed; T of the energy
/// per inference is their mean length (classify) or 1 (predict). The circuit is the one that is exported. Errors: what
/// the lowering says; cancelled.
[[nodiscard]] Result<Hardware> estimateHardware(const reservoir::IntegerReservoir& network,
                                                const std::vector<reservoir::Batch<std::int32_t>>& inputs,
                                                const HardwareRequest& request, const JobContext& ctx);

} // namespace burin::explore
