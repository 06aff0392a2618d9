// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/timing.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace burin::circuit {
namespace {

/// Levels of k-input look-up tables for a function of `inputs` signals that decomposes as a tree.
int lutLevels(int inputs, int lutInputs)
{
    int levels = 0;
    for (int left = inputs; left > 1; left = (left + lutInputs - 1) / lutInputs)
        ++levels;
    return std::max(1, levels);
}

} // namespace

double nodeDelayNs(const Circuit& circuit, NodeId id, const DeviceTraits& device)
{
    const Node& n = circuit.node(id);
    const double cell = device.netNs + device.lutNs;
    const auto chain = [&](int bits) { return cell + device.carryStartNs + device.carryPerBitNs * bits; };
    const auto width = [&](NodeId operand) { return circuit.node(operand).width(); };
    switch (n.op) {
    case Op::add:
    case Op::sub:
    case Op::negate: {
        const int bits = adderBits(circuit, id);
        return bits > 0 ? chain(bits) : 0;
    }
    case Op::less: return chain(std::max(width(n.a), width(n.b)));
    case Op::equal: return cell * lutLevels(2 * std::max(width(n.a), width(n.b)), device.lutInputs);
    case Op::clamp: // overflow from the bits above the result, then the select
        return cell * (1 + lutLevels(width(n.a) - n.width() + 1, device.lutInputs));
    case Op::rom: {
        const int address = width(n.a);
        return cell * (1 + std::max(0, address - device.lutInputs));
    }
    case Op::multiply: { // rows of the narrower word, added by a tree
        const int rows = std::max(1, std::min(width(n.a), width(n.b)));
        const int levels = std::bit_width(static_cast<unsigned>(rows - 1));
        return cell + levels * chain(std::max(width(n.a), width(n.b)));
    }
    case Op::mux:
    case Op::logicAnd:
    case Op::logicOr:
    case Op::logicNot: return cell;
    case Op::input:
    case Op::constant:
    case Op::shiftLeft:
    case Op::shiftRight:
    case Op::reg: break;
    }
    return 0;
}

Path longestPath(const Circuit& circuit, const DeviceTraits& device)
{
    const std::size_t count = circuit.nodes.size();
    std::vector<double> arrival(count, 0);
    std::vector<double> delay(count, 0);
    std::vector<NodeId> from(count, kNone);
    for (std::size_t i = 0; i < count; ++i) {
        const Node& n = circuit.nodes[i];
        if (n.isRegister()) {
            arrival[i] = device.clockToQNs;
            continue;
        }
        delay[i] = nodeDelayNs(circuit, static_cast<NodeId>(i), device);
        for (const NodeId operand : {n.a, n.b, n.c}) {
            if (operand == kNone || circuit.node(operand).op == Op::constant)
                continue;
            if (const double at = arrival[static_cast<std::size_t>(operand)]; from[i] == kNone || at > arrival[i]) {
                arrival[i] = at;
                from[i] = operand;
            }
        }
        arrival[i] += delay[i];
    }

    Path path;
    NodeId last = kNone;
    const auto consider = [&](NodeId id, NodeId capture, double setup) {
        if (id != kNone && arrival[static_cast<std::size_t>(id)] + setup > path.delayNs) {
            path.delayNs = arrival[static_cast<std::size_t>(id)] + setup;
            path.capture = capture;
            last = id;
        }
    };
    for (std::size_t i = 0; i < count; ++i)
        if (const Node& n = circuit.nodes[i]; n.isRegister())
            for (const NodeId operand : {n.a, n.b, n.c})
                consider(operand, static_cast<NodeId>(i), device.netNs + device.setupNs);
    for (const Port& port : circuit.ports)
        if (port.output)
            for (const NodeId field : port.fields)
                consider(field, kNone, 0);
    for (NodeId id = last; id != kNone; id = from[static_cast<std::size_t>(id)]) {
        const auto at = static_cast<std::size_t>(id);
        path.elements.push_back({id, delay[at], arrival[at], adderBits(circuit, id)});
        path.levels += path.elements.back().adderBits > 0 ? 1 : 0;
    }
    std::reverse(path.elements.begin(), path.elements.end());
    return path;
}

} // namespace burin::circuit
