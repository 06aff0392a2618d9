// SPDX-License-Identifier: GPL-3.0-or-later
// Circuit: a synchronous circuit at word level: complete register-transfer logic with one clock. It is interpreted
// (interpreter.h), costed (adderBits() here, the rest in fpga), timed (timing.h) and emitted as Verilog (verilog.h).
// Each node is one word with an interval; the interval gives width and signedness. Build one with Builder
// (builder.h), which computes the intervals, folds constants and puts nodes into order.
//
// Order: inputs, constants and registers may stand anywhere and registers may refer to any node; every other node
// refers to nodes before it only. So one pass over `nodes` evaluates a clock cycle.
//
// In the spirit of the da4ml intermediate representation [[cite]] C. Sun et al., "da4ml: Distributed Arithmetic for
// Real-time Neural Networks on FPGAs", arXiv 2507.04535 (2025). Deviation: registers, enables and ports are part of
// it (da4ml's is combinational), since state and handshake are part of what is proved.
#pragma once

#include "core/fixed/interval.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace burin::circuit {

using NodeId = std::int32_t;
inline constexpr NodeId kNone = -1;

enum class Op : std::uint8_t {
    input,      // a field of an input port, or a 1-bit flag
    constant,   // value
    add,        // (a << shiftA) + (b << shiftB)
    sub,        // (a << shiftA) - (b << shiftB)
    negate,     // -a
    shiftLeft,  // a << shiftA (wiring)
    shiftRight, // a >> shiftA, floor (wiring)
    clamp,      // min(max(a, range.lo), range.hi)
    less,       // a < b, 0 or 1
    equal,      // a == b, 0 or 1
    mux,        // a ? b : c, a in {0, 1}
    logicAnd,   // a & b, both in {0, 1}
    logicOr,    // a | b
    logicNot,   // !a
    reg,        // at the clock edge: c ? value : b ? a : itself (b absent: always loads, c absent: no reset)
    rom,        // roms[value][a]
    multiply    // a * b
};
[[nodiscard]] const char* toString(Op op);

/// What a node is for: utilisation by block.
enum class Block : std::uint8_t { inputWeights, recurrentWeights, state, readout, control };
inline constexpr std::array kBlocks{Block::inputWeights, Block::recurrentWeights, Block::state, Block::readout,
                                    Block::control};
[[nodiscard]] const char* toString(Block block); ///< "input weights", ...

struct Node {
    Op op = Op::constant;
    Block block = Block::control;
    std::uint8_t shiftA = 0;
    std::uint8_t shiftB = 0;
    std::uint8_t zeros = 0; ///< low bits known to be 0 always
    NodeId a = kNone;
    NodeId b = kNone;
    NodeId c = kNone;
    fixed::Interval range;  ///< every value the node can take; a register starts at `value`
    std::int64_t value = 0; ///< constant: its value; reg: reset value; rom: index into Circuit::roms
    std::string name;       ///< meaningful signals only ("x_3", "y_0"); unique where not empty

    [[nodiscard]] int width() const { return fixed::wordBits(range); }
    [[nodiscard]] bool isSigned() const { return range.lo < 0; }
    [[nodiscard]] bool isRegister() const { return op == Op::reg; }
};

/// A port of the module: one or several fields of `fieldBits` bits, field 0 in the low bits. An output field is
/// sign-extended (or zero-extended) to fieldBits.
struct Port {
    std::string name;
    bool output = false;
    int fieldBits = 1;
    std::vector<NodeId> fields;
    [[nodiscard]] int width() const { return fieldBits * static_cast<int>(fields.size()); }
};

struct Circuit {
    std::string name = "burin"; ///< module name
    std::string comment;        ///< header lines of the Verilog file, without "//"
    std::vector<Node> nodes;
    std::vector<std::vector<std::int64_t>> roms;
    std::vector<Port> ports; ///< in the order of the module's header; clk is implied

    [[nodiscard]] const Node& node(NodeId id) const { return nodes[static_cast<std::size_t>(id)]; }
    [[nodiscard]] const Port* port(std::string_view portName) const; ///< nullptr if absent
    [[nodiscard]] NodeId find(std::string_view nodeName) const;      ///< by name, kNone if absent
    /// Order, operands, ranges and names are consistent; throws std::logic_error naming the node otherwise.
    void check() const;
};

/// Full adders a node needs: bit positions of the result from the lowest where both operands can have a bit to the
/// top. Below that the bits of one operand pass through. 0 for nodes that are not add, sub or negate, and for sums
/// of words that do not overlap (a concatenation).
[[nodiscard]] int adderBits(const Circuit& circuit, NodeId id);

/// Counts of one block or of the whole circuit.
struct Utilisation {
    int adders = 0;       ///< add, sub, negate with adderBits > 0
    int adderBits = 0;    ///< their adderBits
    int registerBits = 0; ///< flip-flops
    int clampBits = 0;    ///< input bits of clamps
    int compareBits = 0;  ///< operand bits of less and equal
    int muxBits = 0;      ///< result bits of mux
    int logicGates = 0;   ///< logicAnd, logicOr, logicNot
    int romBits = 0;      ///< words times width
    int multiplyBits = 0; ///< sum over multipliers of width(a) * width(b)
};
struct UtilisationByBlock {
    Utilisation total;
    std::array<Utilisation, kBlocks.size()> blocks; ///< indexed by Block
    int levels = 0; ///< most adders on any path between registers or ports
};
[[nodiscard]] UtilisationByBlock utilisation(const Circuit& circuit);

} // namespace burin::circuit
