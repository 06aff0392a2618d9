// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/activity.h"

#include <algorithm>
#include <stdexcept>

namespace burin::fpga {
namespace {

using circuit::Circuit;
using circuit::kNone;
using circuit::NodeId;
using circuit::Op;

bool isWiring(Op op)
{
    return op == Op::shiftLeft || op == Op::shiftRight;
}

/// Sinks of each node that is a cell: uses by other cells, through wiring; a port's field is a sink too.
std::vector<int> sinks(const Circuit& design)
{
    std::vector<int> count(design.nodes.size(), 0);
    std::vector<NodeId> driver(design.nodes.size(), kNone); // of wiring
    const auto use = [&](NodeId id) {
        if (id == kNone)
            return;
        const auto at = static_cast<std::size_t>(id);
        ++count[static_cast<std::size_t>(isWiring(design.node(id).op) ? driver[at] : id)];
    };
    for (std::size_t i = 0; i < design.nodes.size(); ++i) {
        const circuit::Node& node = design.nodes[i];
        if (isWiring(node.op))
            driver[i] = isWiring(design.node(node.a).op) ? driver[static_cast<std::size_t>(node.a)] : node.a;
    }
    for (const circuit::Node& node : design.nodes)
        if (!isWiring(node.op))
            for (const NodeId operand : {node.a, node.b, node.c})
                use(operand);
    for (const circuit::Port& port : design.ports)
        if (port.output)
            for (const NodeId field : port.fields)
                use(field);
    return count;
}

} // namespace

ActivityProfile activityOf(const circuit::Interpreter& interpreter, bool glitches, std::string source)
{
    if (interpreter.toggles().empty() || interpreter.cycles() == 0)
        throw std::logic_error("activityOf: the interpreter has counted nothing");
    ActivityProfile profile;
    profile.glitches = glitches;
    profile.source = std::move(source);
    const auto cycles = static_cast<double>(interpreter.cycles());
    for (const std::uint64_t toggles : interpreter.toggles())
        profile.togglesPerCycle.push_back(static_cast<double>(toggles) / cycles);
    return profile;
}

std::vector<int> adderLevels(const Circuit& design)
{
    std::vector<int> levels(design.nodes.size(), 0);
    for (std::size_t i = 0; i < design.nodes.size(); ++i) {
        const circuit::Node& node = design.nodes[i];
        if (node.isRegister() || node.op == Op::input || node.op == Op::constant)
            continue;
        for (const NodeId operand : {node.a, node.b, node.c})
            if (operand != kNone)
                levels[i] = std::max(levels[i], levels[static_cast<std::size_t>(operand)]);
        levels[i] += circuit::adderBits(design, static_cast<NodeId>(i)) > 0 ? 1 : 0;
    }
    return levels;
}

DynamicEnergy dynamicEnergy(const Circuit& design, const ActivityProfile& activity, const PowerConstants& power)
{
    if (activity.togglesPerCycle.size() != design.nodes.size())
        throw std::logic_error("dynamicEnergy: the activity is of another circuit");
    const std::vector<int> uses = sinks(design);
    const std::vector<int> levels = adderLevels(design);
    DynamicEnergy energy;
    for (std::size_t i = 0; i < design.nodes.size(); ++i) {
        const circuit::Node& node = design.nodes[i];
        if (isWiring(node.op) || node.op == Op::constant)
            continue;
        const double cell = node.op == Op::input ? 0 : node.isRegister() ? power.ffTogglePj : power.lutTogglePj;
        const double settled = activity.togglesPerCycle[i] * (cell + uses[i] * power.netTogglePj);
        const double glitch =
            activity.glitches || levels[i] < 1 ? 1 : 1 + kGlitchPerLevel * static_cast<double>(levels[i] - 1);
        const double clock = node.isRegister() ? power.clockFfPj * (node.width() - node.zeros) : 0;
        energy.settledTogglesPj += settled;
        energy.clockPj += clock;
        energy.blockPj[static_cast<std::size_t>(node.block)] += settled * glitch + clock;
        energy.totalPj += settled * glitch + clock;
    }
    return energy;
}

} // namespace burin::fpga
