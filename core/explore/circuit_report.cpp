// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/circuit_report.h"

#include "core/circuit/verilog.h"

#include <algorithm>

namespace burin::explore {
namespace {

using circuit::Circuit;
using circuit::kNone;
using circuit::Node;
using circuit::NodeId;
using circuit::Op;

PathStage stageOf(const Circuit& design, NodeId id, PathStage::Kind kind, double delayNs)
{
    const Node& node = design.node(id);
    return {kind, circuit::toString(node.op), node.name, node.block, node.width(), delayNs};
}

/// The bit-level path in the scale of the estimate's delay, which a calibration may have fitted.
std::vector<PathStage> pathOf(const Circuit& design, const fpga::Estimate& estimate, const fpga::Device& device)
{
    const fpga::BitTiming& timing = estimate.timing;
    if (timing.delayNs <= 0)
        return {};
    const double scale = estimate.delayNs.has() ? *estimate.delayNs.value / timing.delayNs : 1;
    std::vector<PathStage> stages;
    double before = 0;
    if (timing.launch != kNone) {
        before = design.node(timing.launch).isRegister() ? device.traits.clockToQNs : 0;
        stages.push_back(stageOf(design, timing.launch, PathStage::Kind::launch, before * scale));
    }
    for (std::size_t i = 0; i < timing.path.size(); ++i) {
        // Two bits of one word on the path arrive in either order; no stage takes less than nothing.
        const double after = std::max(before, timing.arrivalNs[i]);
        stages.push_back(stageOf(design, timing.path[i], PathStage::Kind::cell, (after - before) * scale));
        before = after;
    }
    const double rest = std::max(0.0, timing.delayNs - before) * scale;
    if (timing.capture != kNone)
        stages.push_back(stageOf(design, timing.capture, PathStage::Kind::capture, rest));
    else if (!stages.empty())
        stages.back().delayNs += rest;
    return stages;
}

bool toggles(const Node& node)
{
    return node.op != Op::shiftLeft && node.op != Op::shiftRight && node.op != Op::constant;
}

void describeActivity(CircuitReport& report, const Circuit& design, const Hardware& hardware)
{
    if (!hardware.activity || !hardware.estimate.energy)
        return;
    report.activity.resize(circuit::kBlocks.size());
    report.activityBits.assign(kActivityBins, 0);
    report.activitySource = hardware.activity->source;
    for (std::size_t i = 0; i < design.nodes.size(); ++i) {
        const Node& node = design.nodes[i];
        const double bits = node.width() - node.zeros;
        if (!toggles(node) || bits <= 0)
            continue;
        const double perStep = hardware.activity->togglesPerCycle[i];
        BlockActivity& block = report.activity[static_cast<std::size_t>(node.block)];
        block.togglesPerStep += perStep;
        block.bits += bits;
        const auto bin = static_cast<std::size_t>(std::max(0.0, perStep / bits * kActivityBins));
        report.activityBits[std::min(bin, kActivityBins - 1)] += bits;
    }
    const fpga::DynamicEnergy& energy = *hardware.estimate.energy;
    report.togglesPj = energy.settledTogglesPj;
    report.clockPj = energy.clockPj;
    report.glitchesPj = std::max(0.0, energy.totalPj - energy.settledTogglesPj - energy.clockPj);
}

} // namespace

RtlSize rtlSizeOf(const Circuit& design)
{
    const std::string text = circuit::emitVerilog(design);
    return {text.size(), static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), design.nodes.size()};
}

void to_json(nlohmann::json& json, const RtlSize& size)
{
    json = {{"bytes", size.bytes}, {"lines", size.lines}, {"nodes", size.nodes}};
}

Result<CircuitReport> circuitReport(const reservoir::IntegerReservoir& network, const Hardware& hardware, int pipeline,
                                    const fpga::Device& device, const JobContext& ctx)
{
    const Circuit& design = hardware.lowered.circuit;
    CircuitReport report;
    report.metrics = hardware.estimate.metrics();
    report.blocks.assign(hardware.estimate.blocks.begin(), hardware.estimate.blocks.end());
    describeActivity(report, design, hardware);
    report.path = pathOf(design, hardware.estimate, device);
    report.levels = hardware.estimate.timing.levels;
    report.latencyCycles = hardware.lowered.latencyCycles;
    report.pipelineLevels = hardware.lowered.pipelineLevels;
    report.rtl = rtlSizeOf(design);
    if (ctx.cancelled())
        return cancelledError();
    project::LowerOptions options;
    options.pipeline = pipeline;
    options.device = device.traits;
    options.share = false;
    BURIN_TRY(const project::ReservoirCircuit plain, project::lowerReservoir(network, options));
    const auto with = circuit::utilisation(design).total;
    const auto without = circuit::utilisation(plain.circuit).total;
    report.sharing = {with.adders, without.adders, with.adderBits, without.adderBits};
    if (ctx.cancelled())
        return cancelledError();
    return report;
}

} // namespace burin::explore
