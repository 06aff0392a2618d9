// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/hardware.h"

#include "core/circuit/interpreter.h"

#include <fmt/format.h>

#include <cmath>

namespace burin::explore {
namespace {

using reservoir::Batch;

/// Drives `steps` steps of series through the circuit, one sample per clock.
class Driver {
public:
    Driver(const project::ReservoirCircuit& lowered, circuit::Interpreter& interpreter)
        : lowered_(lowered), interpreter_(interpreter)
    {
        set(lowered.rst, 1);
        set(lowered.inValid, 0);
        set(lowered.outReady, 1);
        clock();
        set(lowered.rst, 0);
        set(lowered.inValid, 1);
        interpreter.resetToggles();
    }

    /// False if stopped.
    bool play(const Batch<std::int32_t>& batch, std::size_t lane, std::size_t& steps, const JobContext& ctx)
    {
        const int length = batch.lengths[lane];
        for (int t = 0; t < length && steps > 0; ++t, --steps) {
            if (t % 64 == 0 && ctx.cancelled())
                return false;
            set(lowered_.inFirst, t == 0 ? 1 : 0);
            set(lowered_.inLast, t + 1 == length ? 1 : 0);
            for (std::size_t d = 0; d < lowered_.inData.size(); ++d)
                set(lowered_.inData[d], batch.step(t)[d * static_cast<std::size_t>(batch.lanes) + lane]);
            clock();
        }
        return true;
    }

private:
    void set(circuit::NodeId node, std::int64_t value)
    {
        if (node != circuit::kNone)
            interpreter_.setInput(node, value);
    }
    void clock()
    {
        interpreter_.evaluate();
        interpreter_.clock();
    }

    const project::ReservoirCircuit& lowered_;
    circuit::Interpreter& interpreter_;
};

/// Series one after another, from every batch in turn, so that the steps cover lengths and classes.
Result<fpga::ActivityProfile> countToggles(const project::ReservoirCircuit& lowered,
                                           const std::vector<Batch<std::int32_t>>& inputs, std::size_t steps,
                                           const JobContext& ctx)
{
    circuit::Interpreter interpreter(lowered.circuit, circuit::Activity::settled);
    Driver driver(lowered, interpreter);
    std::size_t left = steps;
    for (std::size_t lane = 0; left > 0; ++lane) {
        const std::size_t before = left;
        for (const Batch<std::int32_t>& batch : inputs)
            if (lane < batch.series.size() && !driver.play(batch, lane, left, ctx))
                return cancelledError();
        if (left == before)
            break;
    }
    return fpga::activityOf(interpreter, false, fmt::format("settled toggles, {} steps of validation data", steps - left));
}

int stepsPerInference(const reservoir::IntegerReservoir& network, const std::vector<Batch<std::int32_t>>& inputs)
{
    if (network.task == data::Task::predict)
        return 1;
    double sum = 0;
    double count = 0;
    for (const Batch<std::int32_t>& batch : inputs)
        for (const int length : batch.lengths) {
            sum += length;
            count += 1;
        }
    return count > 0 ? static_cast<int>(std::lround(sum / count)) : 0;
}

} // namespace

Result<Hardware> estimateHardware(const reservoir::IntegerReservoir& network,
                                  const std::vector<Batch<std::int32_t>>& inputs, const HardwareRequest& request,
                                  const JobContext& ctx)
{
    project::LowerOptions options;
    options.pipeline = request.pipeline;
    options.device = request.device.traits;
    Hardware hardware;
    BURIN_TRY(hardware.lowered, project::lowerReservoir(network, options));
    if (ctx.cancelled())
        return cancelledError();
    hardware.stepsPerInference = stepsPerInference(network, inputs);
    if (request.activitySteps > 0) {
        BURIN_TRY(hardware.activity, countToggles(hardware.lowered, inputs, request.activitySteps, ctx));
    }
    hardware.estimate = fpga::estimate(hardware.lowered.circuit, request.device, hardware.inputs());
    return hardware;
}

} // namespace burin::explore
