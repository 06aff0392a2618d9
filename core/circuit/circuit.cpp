// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/circuit.h"

#include "core/circuit/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace burin::circuit {

const char* toString(Op op)
{
    static constexpr std::array kNames{"input", "constant", "add",   "sub", "negate", "shiftLeft",
                                       "shiftRight", "clamp", "less",  "equal", "mux", "logicAnd",
                                       "logicOr", "logicNot", "reg", "rom", "multiply"};
    return kNames[static_cast<std::size_t>(op)];
}

const char* toString(Block block)
{
    static constexpr std::array kNames{"input weights", "recurrent weights", "state", "read-out", "control"};
    return kNames[static_cast<std::size_t>(block)];
}

const Port* Circuit::port(std::string_view portName) const
{
    const auto found = std::find_if(ports.begin(), ports.end(), [&](const Port& p) { return p.name == portName; });
    return found == ports.end() ? nullptr : &*found;
}

NodeId Circuit::find(std::string_view nodeName) const
{
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& n) { return n.name == nodeName; });
    return found == nodes.end() ? kNone : static_cast<NodeId>(found - nodes.begin());
}

void Circuit::check() const
{
    const auto count = static_cast<NodeId>(nodes.size());
    std::set<std::string_view> names;
    for (NodeId id = 0; id < count; ++id) {
        const Node& n = node(id);
        const auto bad = [&](const char* what) {
            throw std::logic_error(fmt::format("circuit node {} ({}{}{}): {}", id, toString(n.op),
                                               n.name.empty() ? "" : " ", n.name, what));
        };
        if (n.range.lo > n.range.hi)
            bad("empty range");
        if (!n.name.empty() && !names.insert(n.name).second)
            bad("name used twice");
        if (n.isRegister() && (n.a == kNone || !n.range.contains(n.value)))
            bad("a register without next value or with a reset value out of range");
        for (const NodeId operand : {n.a, n.b, n.c})
            if (operand < kNone || operand >= count || (operand >= id && !n.isRegister()))
                bad("operand out of order");
        if (n.op == Op::rom && (n.value < 0 || n.value >= static_cast<std::int64_t>(roms.size())))
            bad("no such table");
    }
    for (const Port& p : ports)
        for (const NodeId field : p.fields)
            if (field < 0 || field >= count)
                throw std::logic_error("circuit port " + p.name + ": no such node");
}

int adderBits(const Circuit& circuit, NodeId id)
{
    const Node& n = circuit.node(id);
    if (n.op == Op::negate)
        return n.width() - n.zeros;
    if (n.op != Op::add && n.op != Op::sub)
        return 0;
    const Node& a = circuit.node(n.a);
    const Node& b = circuit.node(n.b);
    return fullAdders(a.range << n.shiftA, a.zeros + n.shiftA, b.range << n.shiftB, b.zeros + n.shiftB,
                      n.op == Op::sub, n.range);
}

namespace {

void count(const Circuit& circuit, NodeId id, Utilisation& into)
{
    const Node& n = circuit.node(id);
    const auto width = [&](NodeId operand) { return circuit.node(operand).width(); };
    switch (n.op) {
    case Op::add:
    case Op::sub:
    case Op::negate: {
        const int bits = adderBits(circuit, id);
        into.adders += bits > 0 ? 1 : 0;
        into.adderBits += bits;
        break;
    }
    case Op::reg: into.registerBits += n.width() - n.zeros; break;
    case Op::clamp: into.clampBits += width(n.a); break;
    case Op::less:
    case Op::equal: into.compareBits += std::max(width(n.a), width(n.b)); break;
    case Op::mux: into.muxBits += n.width(); break;
    case Op::logicAnd:
    case Op::logicOr:
    case Op::logicNot: ++into.logicGates; break;
    case Op::rom:
        into.romBits += n.width() * static_cast<int>(circuit.roms[static_cast<std::size_t>(n.value)].size());
        break;
    case Op::multiply: into.multiplyBits += width(n.a) * width(n.b); break;
    case Op::input:
    case Op::constant:
    case Op::shiftLeft:
    case Op::shiftRight: break;
    }
}

} // namespace

UtilisationByBlock utilisation(const Circuit& circuit)
{
    UtilisationByBlock result;
    std::vector<int> levels(circuit.nodes.size(), 0);
    for (NodeId id = 0; id < static_cast<NodeId>(circuit.nodes.size()); ++id) {
        const Node& n = circuit.node(id);
        count(circuit, id, result.total);
        count(circuit, id, result.blocks[static_cast<std::size_t>(n.block)]);
        if (n.isRegister())
            continue;
        int& level = levels[static_cast<std::size_t>(id)];
        for (const NodeId operand : {n.a, n.b, n.c})
            if (operand != kNone)
                level = std::max(level, levels[static_cast<std::size_t>(operand)]);
        level += adderBits(circuit, id) > 0 ? 1 : 0;
        result.levels = std::max(result.levels, level);
    }
    return result;
}

} // namespace burin::circuit
