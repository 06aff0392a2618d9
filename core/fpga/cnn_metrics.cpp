// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/cnn_metrics.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace burin::fpga {
namespace {

/// Dynamic energy of one image.
double dynamicPj(const Allocation& allocation, const PowerConstants& power)
{
    const double togglePj = kEngineActivity * (power.lutTogglePj + kEngineSinks * power.netTogglePj);
    double sum = 0;
    for (const auto& group : allocation.groups) {
        double lut = 0;
        std::int64_t cycles = 0;
        for (const PlacedEngine& engine : group) {
            sum += togglePj * static_cast<double>(engine.lut) * static_cast<double>(engine.cycles);
            lut += static_cast<double>(engine.lut);
            cycles = std::max(cycles, engine.cycles);
        }
        sum += power.clockFfPj * lut * static_cast<double>(cycles);
    }
    return sum;
}

/// Down, so that what is shown is reached.
std::string shown(double fps)
{
    return grouped(std::floor(fps), 0);
}

} // namespace

std::map<std::string, Metric> engineMetrics(const EngineLayers& layers, const Allocation& allocation,
                                            const Device& device, double clockMhz)
{
    const std::string model =
        fmt::format("{} engine model, 4-input LUTs, without the head", toString(layers.model));
    const std::string powerTool =
        fmt::format("{} at {} MHz, {} toggles per LUT and cycle assumed; relative, not validated against a board",
                    model, clockMhz, kEngineActivity);
    const double periodNs = 1000 / clockMhz;
    const auto metric = [](double value, const std::string& tool) {
        return Metric{value, Tier::model, std::nullopt, tool};
    };
    std::map<std::string, Metric> metrics;
    for (const char* key :
         {"lut", "fps", "staticPowerMw", "dynamicPowerMw", "powerMw", "pdpPj", "energyPerInferenceNj"})
        metrics[key] = {};
    metrics["delayNs"] = metric(periodNs, fmt::format("period of a {} MHz clock", clockMhz));
    if (allocation.groups.empty())
        return metrics;
    const auto lut = static_cast<double>(allocation.lut);
    const double dynamicMw =
        dynamicPj(allocation, device.power) / (static_cast<double>(allocation.cycles) * periodNs);
    const double staticMw = device.power.staticMw * std::min(1.0, lut / device.lut);
    const double powerMw = dynamicMw + staticMw;
    metrics["lut"] = metric(lut, model);
    metrics["fps"] = metric(allocation.fps, fmt::format("{} at {} MHz", model, clockMhz));
    metrics["staticPowerMw"] = metric(staticMw, "share of the device's quiescent power; relative, not validated "
                                                "against a board");
    metrics["dynamicPowerMw"] = metric(dynamicMw, powerTool);
    metrics["powerMw"] = metric(powerMw, powerTool);
    metrics["pdpPj"] = metric(powerMw * periodNs, powerTool);
    metrics["energyPerInferenceNj"] = metric(powerMw / allocation.fps * 1e6, powerTool); // mW s = 10^6 nJ
    return metrics;
}

std::string infeasibleReason(const Allocation& allocation, const AllocationProblem& problem)
{
    if (allocation.feasible || !allocation.relaxation)
        return {};
    const Relaxation& relaxation = *allocation.relaxation;
    const std::string budget = grouped(static_cast<double>(problem.lut), 0) + " LUT";
    const std::string rate = fmt::format("{:.10g} FPS", problem.fps);
    const std::string least =
        relaxation.leastLut ? grouped(static_cast<double>(*relaxation.leastLut), 0) + " LUT" : std::string{};
    if (relaxation.leastLut && *relaxation.leastLut <= problem.lut)
        return fmt::format("This does not keep to {}{}, but the exact allocation does, with {} at the least.",
                           budget, problem.fps > 0 ? " and " + rate : "", least);
    const char* pipeline = problem.groups == Grouping::one ? "A single resident pipeline" : "No choice of groups";
    const char* cannot = problem.groups == Grouping::one ? "cannot" : "can";
    std::string reason = problem.fps > 0 ? fmt::format("{} {} reach {} within {}", pipeline, cannot, rate, budget)
                                         : fmt::format("{} {} fit into {}", pipeline, cannot, budget);
    reason += relaxation.leastLut ? fmt::format(": that takes {} at the least", least)
                                  : fmt::format(": at {:g} MHz no number of LUTs gives more than {} FPS",
                                                problem.clockMhz, shown(relaxation.limitFps));
    if (problem.fps > 0)
        reason += relaxation.highestFps
                      ? fmt::format("; {} give {} FPS at the most", budget, shown(*relaxation.highestFps))
                      : fmt::format("; {} are too few for the smallest engines", budget);
    return reason + ".";
}

} // namespace burin::fpga
