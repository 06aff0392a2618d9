// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/interpreter.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace burin::circuit {

Interpreter::Interpreter(const Circuit& circuit, Activity activity) : circuit_(circuit), activity_(activity)
{
    const std::size_t count = circuit.nodes.size();
    values_.assign(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
        const Node& node = circuit.nodes[i];
        Instruction instruction{};
        instruction.op = node.op;
        instruction.shiftA = node.shiftA;
        instruction.shiftB = node.shiftB;
        instruction.target = static_cast<NodeId>(i);
        instruction.a = node.a;
        instruction.b = node.b;
        instruction.c = node.c;
        instruction.low = node.op == Op::clamp ? node.range.lo : node.value;
        instruction.high = node.range.hi;
        if (node.isRegister())
            registers_.push_back(instruction);
        else if (node.op != Op::input && node.op != Op::constant)
            combinational_.push_back(instruction);
        if (node.isRegister() || node.op == Op::constant)
            values_[i] = node.value;
        const int width = node.width();
        masks_.push_back(width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << static_cast<unsigned>(width)) - 1);
    }
    next_.assign(registers_.size(), 0);
    if (activity_ != Activity::none) {
        evaluate();
        previous_ = values_;
        toggles_.assign(count, 0);
    }
}

std::int64_t Interpreter::compute(const Instruction& instruction) const
{
    const auto at = [this](NodeId id) { return values_[static_cast<std::size_t>(id)]; };
    switch (instruction.op) {
    case Op::add: return (at(instruction.a) << instruction.shiftA) + (at(instruction.b) << instruction.shiftB);
    case Op::sub: return (at(instruction.a) << instruction.shiftA) - (at(instruction.b) << instruction.shiftB);
    case Op::negate: return -at(instruction.a);
    case Op::shiftLeft: return at(instruction.a) << instruction.shiftA;
    case Op::shiftRight: return at(instruction.a) >> instruction.shiftA;
    case Op::clamp: return std::clamp(at(instruction.a), instruction.low, instruction.high);
    case Op::less: return at(instruction.a) < at(instruction.b) ? 1 : 0;
    case Op::equal: return at(instruction.a) == at(instruction.b) ? 1 : 0;
    case Op::mux: return at(instruction.a) != 0 ? at(instruction.b) : at(instruction.c);
    case Op::logicAnd: return at(instruction.a) & at(instruction.b);
    case Op::logicOr: return at(instruction.a) | at(instruction.b);
    case Op::logicNot: return at(instruction.a) ^ 1;
    case Op::rom:
        return circuit_.roms[static_cast<std::size_t>(instruction.low)][static_cast<std::size_t>(at(instruction.a))];
    case Op::multiply: return at(instruction.a) * at(instruction.b);
    case Op::input:
    case Op::constant:
    case Op::reg: break;
    }
    throw std::logic_error("interpreter: not a combinational node");
}

void Interpreter::settle()
{
    for (const Instruction& instruction : combinational_)
        values_[static_cast<std::size_t>(instruction.target)] = compute(instruction);
}

void Interpreter::evaluate()
{
    if (activity_ != Activity::glitches || previous_.empty()) {
        settle();
        return;
    }
    // Unit delay: backwards, so that every node still sees its operands' words of the tick before.
    for (bool changed = true; changed;) {
        changed = false;
        for (auto it = combinational_.rbegin(); it != combinational_.rend(); ++it) {
            const auto target = static_cast<std::size_t>(it->target);
            const std::int64_t word = compute(*it);
            if (word == values_[target])
                continue;
            const auto difference = static_cast<std::uint64_t>(word ^ values_[target]);
            toggles_[target] += static_cast<std::uint64_t>(std::popcount(difference & masks_[target]));
            values_[target] = word;
            changed = true;
        }
    }
}

void Interpreter::countSettled()
{
    // With glitches the combinational nodes have been counted in evaluate(); inputs and registers never glitch.
    const auto countNode = [this](std::size_t i) {
        const auto difference = static_cast<std::uint64_t>(values_[i] ^ previous_[i]);
        toggles_[i] += static_cast<std::uint64_t>(std::popcount(difference & masks_[i]));
        previous_[i] = values_[i];
    };
    if (activity_ == Activity::settled) {
        for (std::size_t i = 0; i < values_.size(); ++i)
            countNode(i);
        return;
    }
    for (std::size_t i = 0; i < values_.size(); ++i)
        if (circuit_.nodes[i].op == Op::input || circuit_.nodes[i].op == Op::reg)
            countNode(i);
}

void Interpreter::clock()
{
    if (activity_ != Activity::none) {
        countSettled();
        ++cycles_;
    }
    const auto at = [this](NodeId id) { return values_[static_cast<std::size_t>(id)]; };
    for (std::size_t i = 0; i < registers_.size(); ++i) {
        const Instruction& reg = registers_[i];
        const bool reset = reg.c != kNone && at(reg.c) != 0;
        const bool load = reg.b == kNone || at(reg.b) != 0;
        next_[i] = reset ? reg.low : at(load ? reg.a : reg.target);
    }
    for (std::size_t i = 0; i < registers_.size(); ++i)
        values_[static_cast<std::size_t>(registers_[i].target)] = next_[i];
}

void Interpreter::resetToggles()
{
    std::fill(toggles_.begin(), toggles_.end(), 0);
    cycles_ = 0;
}

void Interpreter::checkRanges() const
{
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const Node& node = circuit_.nodes[i];
        const auto low = static_cast<std::uint64_t>(values_[i]) & ((std::uint64_t{1} << node.zeros) - 1);
        if (!node.range.contains(values_[i]) || low != 0)
            throw std::logic_error(fmt::format("node {} ({} {}) has {}, not in [{}, {}] with {} low zeros", i,
                                               toString(node.op), node.name, values_[i], node.range.lo, node.range.hi,
                                               node.zeros));
    }
}

} // namespace burin::circuit
