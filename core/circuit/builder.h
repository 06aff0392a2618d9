// SPDX-License-Identifier: GPL-3.0-or-later
// Builder: makes a Circuit node by node. It computes intervals and low zero bits, folds constants and operations that
// do nothing, reuses constants, and at the end drops what no output needs and puts the nodes into order. Nodes may be
// rewired (pipeline.h) until finish().
#pragma once

#include "core/circuit/circuit.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace burin::circuit {

class Builder {
public:
    explicit Builder(std::string moduleName) { circuit_.name = std::move(moduleName); }

    /// The block of the nodes made from now on.
    void setBlock(Block block) { block_ = block; }

    NodeId input(const std::string& name, const fixed::Interval& range);
    NodeId constant(std::int64_t value);
    /// (a << shiftA) + (b << shiftB). `range`: what the caller knows beyond interval arithmetic (exact for sums of the
    /// same variables); it must hold for every value the result can take.
    NodeId add(NodeId a, NodeId b, int shiftA = 0, int shiftB = 0, std::optional<fixed::Interval> range = {});
    NodeId sub(NodeId a, NodeId b, int shiftA = 0, int shiftB = 0, std::optional<fixed::Interval> range = {});
    NodeId negate(NodeId a);
    NodeId shiftLeft(NodeId a, int shift);
    NodeId shiftRight(NodeId a, int shift);
    NodeId clamp(NodeId a, std::int64_t lo, std::int64_t hi);
    NodeId less(NodeId a, NodeId b);
    NodeId equal(NodeId a, NodeId b);
    NodeId mux(NodeId condition, NodeId ifTrue, NodeId ifFalse);
    NodeId logicAnd(NodeId a, NodeId b);
    NodeId logicOr(NodeId a, NodeId b);
    NodeId logicNot(NodeId a);
    NodeId rom(const std::vector<std::int64_t>& table, NodeId address);
    NodeId multiply(NodeId a, NodeId b);
    /// Declares a register; connect() gives it its next value. Values of `next` that can occur must lie in `range`.
    NodeId reg(const std::string& name, const fixed::Interval& range, std::int64_t resetValue = 0);
    void connect(NodeId reg, NodeId next, NodeId enable = kNone, NodeId reset = kNone);

    /// The index of the largest value, ties to the lowest index: a tournament of comparators.
    NodeId argmax(const std::vector<NodeId>& values);
    /// Balanced sum of the nodes, narrow ones first.
    NodeId sum(std::vector<NodeId> terms);

    void setName(NodeId id, const std::string& name); ///< nodes that have a name already keep it
    void inputPort(const std::string& name, int fieldBits, const std::vector<NodeId>& fields);
    void outputPort(const std::string& name, int fieldBits, const std::vector<NodeId>& fields);
    void setComment(const std::string& comment) { circuit_.comment = comment; }

    [[nodiscard]] NodeId size() const { return static_cast<NodeId>(circuit_.nodes.size()); }
    [[nodiscard]] const Node& node(NodeId id) const { return circuit_.node(id); }
    [[nodiscard]] Node& node(NodeId id) { return circuit_.nodes[static_cast<std::size_t>(id)]; }
    [[nodiscard]] const Circuit& draft() const { return circuit_; }

    /// The finished circuit. `newIds`, if given, receives each old node's new id (kNone where it was dropped).
    [[nodiscard]] Circuit finish(std::vector<NodeId>* newIds = nullptr);

private:
    NodeId append(Node node);
    [[nodiscard]] bool isConstant(NodeId id) const { return node(id).op == Op::constant; }
    NodeId sumOrDifference(Op op, NodeId a, NodeId b, int shiftA, int shiftB,
                           const std::optional<fixed::Interval>& range);

    Circuit circuit_;
    Block block_ = Block::control;
    std::unordered_map<std::int64_t, NodeId> constants_;
};

/// Full adders of a sum of two words: see adderBits() in circuit.h. `zeros` are low bits that are always 0.
[[nodiscard]] int fullAdders(const fixed::Interval& a, int zerosA, const fixed::Interval& b, int zerosB, bool subtract,
                             const fixed::Interval& result);

} // namespace burin::circuit
