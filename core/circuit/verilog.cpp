// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/verilog.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace burin::circuit {
namespace {

using Bits = std::uint64_t;

constexpr int kProcessNodes = 1024; // of a combinational process

Bits lowMask(int bits)
{
    return bits >= 64 ? ~Bits{0} : (Bits{1} << static_cast<unsigned>(bits)) - 1;
}

std::string literal(std::int64_t value, int bits)
{
    return fmt::format("{}'h{:x}", bits, static_cast<Bits>(value) & lowMask(bits));
}

std::string zeros(int bits)
{
    return fmt::format("{}'d0", bits);
}

std::string binary(const std::string& a, const char* operation, const std::string& b)
{
    return fmt::format("{} {} {}", a, operation, b);
}

std::string rangeText(int bits)
{
    return bits == 1 ? std::string{} : fmt::format("[{}:0] ", bits - 1);
}

const char* prefix(Block block)
{
    static constexpr std::array kPrefixes{"in", "rec", "st", "out", "ctl"};
    return kPrefixes[static_cast<std::size_t>(block)];
}

class Emitter {
public:
    explicit Emitter(const Circuit& circuit)
        : circuit_(circuit), names_(verilogNames(circuit)), used_(circuit.nodes.size(), 0)
    {
    }

    std::string module()
    {
        header();
        declareRegisters();
        combinational();
        registers();
        outputs();
        unused();
        text_ += "endmodule\n";
        return std::move(text_);
    }

private:
    template <class... Args> void line(fmt::format_string<Args...> format, Args&&... args)
    {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
        text_ += '\n';
    }
    [[nodiscard]] const std::string& name(NodeId id) const { return names_[static_cast<std::size_t>(id)]; }
    [[nodiscard]] int width(NodeId id) const { return circuit_.node(id).width(); }

    /// Bits [high:low] of a node, noted as read.
    std::string slice(NodeId id, int high, int low)
    {
        const Node& node = circuit_.node(id);
        if (node.op == Op::constant)
            return literal(node.value >> low, high - low + 1);
        used_[static_cast<std::size_t>(id)] |= lowMask(high + 1) & ~lowMask(low);
        if (low == 0 && high == node.width() - 1)
            return name(id);
        return high == low ? fmt::format("{}[{}]", name(id), low) : fmt::format("{}[{}:{}]", name(id), high, low);
    }

    /// A node, from bit `low` up, as exactly `bits` bits: extended by its sign, or cut.
    std::string sized(NodeId id, int bits, int low = 0)
    {
        const Node& node = circuit_.node(id);
        if (node.op == Op::constant)
            return literal(node.value >> low, bits);
        const int top = node.width() - 1;
        low = std::min(low, top);
        const int have = top - low + 1;
        if (have >= bits)
            return slice(id, low + bits - 1, low);
        if (!node.isSigned())
            return fmt::format("{{{}, {}}}", zeros(bits - have), slice(id, top, low));
        const std::string sign = slice(id, top, top);
        if (have == 1)
            return fmt::format("{{{}{{{}}}}}", bits, sign);
        return fmt::format("{{{{{}{{{}}}}}, {}}}", bits - have, sign, slice(id, top, low));
    }

    /// node << shift as exactly `bits` bits.
    std::string shifted(NodeId id, int shift, int bits)
    {
        if (shift == 0)
            return sized(id, bits);
        if (shift >= bits)
            return zeros(bits);
        if (circuit_.node(id).op == Op::constant)
            return literal(circuit_.node(id).value << shift, bits);
        return fmt::format("{{{}, {}}}", sized(id, bits - shift), zeros(shift));
    }

    /// Both operands at a width that holds either, for comparisons.
    std::string compared(NodeId a, NodeId b, const char* relation)
    {
        const bool anySigned = circuit_.node(a).isSigned() || circuit_.node(b).isSigned();
        const auto bits = [&](NodeId id) { return width(id) + (anySigned && !circuit_.node(id).isSigned() ? 1 : 0); };
        const int common = std::max(bits(a), bits(b));
        return anySigned ? fmt::format("$signed({}) {} $signed({})", sized(a, common), relation, sized(b, common))
                         : fmt::format("{} {} {}", sized(a, common), relation, sized(b, common));
    }

    /// Saturation. Bounds next to a power of two are seen in the bits above it, without a comparator.
    std::string clamp(const Node& node)
    {
        const fixed::Interval& from = circuit_.node(node.a).range;
        const int top = width(node.a) - 1;
        const int bits = node.width();
        const bool fromSigned = from.lo < 0;
        const auto generic = [&](std::int64_t bound, const char* relation) {
            const int common = top + (fromSigned ? 1 : 2);
            return fmt::format("$signed({}) {} $signed({})", sized(node.a, common), relation, literal(bound, common));
        };
        const auto isPower = [](std::int64_t value) { return value > 0 && (value & (value - 1)) == 0; };
        std::string text;
        if (from.hi > node.range.hi) {
            std::string over = generic(node.range.hi, ">");
            const int power = fixed::unsignedBits(node.range.hi);
            if (fromSigned && isPower(node.range.hi + 1) && top - 1 >= power && power > 0)
                over = fmt::format("!{} && |{}", slice(node.a, top, top), slice(node.a, top - 1, power));
            text += fmt::format("({}) ? {} : ", over, literal(node.range.hi, bits));
        }
        if (from.lo < node.range.lo) {
            std::string under = generic(node.range.lo, "<");
            const int power = fixed::unsignedBits(-node.range.lo);
            if (isPower(-node.range.lo + 1) && top - 1 >= power && power > 0)
                under = fmt::format("{} && (!(&{}) || {} == {})", slice(node.a, top, top),
                                    slice(node.a, top - 1, power), slice(node.a, power - 1, 0), zeros(power));
            text += fmt::format("({}) ? {} : ", under, literal(node.range.lo, bits));
        }
        return text + sized(node.a, bits);
    }

    std::string expression(const Node& node)
    {
        const int bits = node.width();
        switch (node.op) {
        case Op::add: return binary(shifted(node.a, node.shiftA, bits), "+", shifted(node.b, node.shiftB, bits));
        case Op::sub: return binary(shifted(node.a, node.shiftA, bits), "-", shifted(node.b, node.shiftB, bits));
        case Op::negate: return binary(zeros(bits), "-", sized(node.a, bits));
        case Op::shiftLeft: return shifted(node.a, node.shiftA, bits);
        case Op::shiftRight: return sized(node.a, bits, node.shiftA);
        case Op::clamp: return clamp(node);
        case Op::less: return compared(node.a, node.b, "<");
        case Op::equal: return compared(node.a, node.b, "==");
        case Op::mux: return fmt::format("{} ? {} : {}", sized(node.a, 1), sized(node.b, bits), sized(node.c, bits));
        case Op::logicAnd: return binary(sized(node.a, 1), "&", sized(node.b, 1));
        case Op::logicOr: return binary(sized(node.a, 1), "|", sized(node.b, 1));
        case Op::logicNot: return fmt::format("~{}", sized(node.a, 1));
        case Op::multiply:
            return fmt::format("$signed({}) * $signed({})", sized(node.a, bits), sized(node.b, bits));
        case Op::input:
        case Op::constant:
        case Op::reg:
        case Op::rom: break;
        }
        return {};
    }

    void header()
    {
        for (std::size_t from = 0; from < circuit_.comment.size();) {
            const std::size_t end = std::min(circuit_.comment.find('\n', from), circuit_.comment.size());
            line("// {}", circuit_.comment.substr(from, end - from));
            from = end + 1;
        }
        line("module {} (", circuit_.name);
        text_ += "    input  wire clk";
        for (const Port& port : circuit_.ports)
            text_ += fmt::format(",\n    {} wire {}{}", port.output ? "output" : "input ", rangeText(port.width()),
                                 port.name);
        text_ += "\n);\n";
        for (const Port& port : circuit_.ports) {
            if (port.output || isPlain(port))
                continue;
            for (std::size_t i = 0; i < port.fields.size(); ++i) {
                const int low = static_cast<int>(i) * port.fieldBits;
                line("    wire {}{} = {}[{}:{}];", rangeText(port.fieldBits), name(port.fields[i]), port.name,
                     low + port.fieldBits - 1, low);
            }
        }
    }
    /// The node itself is the port.
    [[nodiscard]] bool isPlain(const Port& port) const
    {
        return port.fields.size() == 1 && name(port.fields.front()) == port.name;
    }

    void declareRegisters()
    {
        text_ += "\n    // registers\n";
        for (std::size_t i = 0; i < circuit_.nodes.size(); ++i)
            if (circuit_.nodes[i].isRegister())
                line("    reg {}{};", rangeText(circuit_.nodes[i].width()), names_[i]);
    }

    /// Processes of many nodes, in their order: an event-driven simulator then computes a node about once per clock, not
    /// once per change of an operand (Icarus 11: some 20 times the steps per second of one `wire` per node). Not one
    /// process for all: reading it takes yosys time that grows with its square. A process waits for a change before it
    /// computes; the registers that it reads change from X at the reset.
    void combinational()
    {
        std::string body;
        int block = -1;
        int assigned = 0;
        text_ += "\n    // combinational\n";
        for (std::size_t i = 0; i < circuit_.nodes.size(); ++i) {
            const Node& node = circuit_.nodes[i];
            if (node.isRegister() || node.op == Op::input || node.op == Op::constant)
                continue;
            line("    reg {}{};", rangeText(node.width()), names_[i]);
            if (assigned++ % kProcessNodes == 0)
                body += body.empty() ? "\n    always @* begin\n" : "    end\n\n    always @* begin\n";
            if (block != static_cast<int>(node.block)) {
                block = static_cast<int>(node.block);
                body += fmt::format("        // {}\n", toString(node.block));
            }
            body += node.op == Op::rom ? rom(node, names_[i])
                                       : fmt::format("        {} = {};\n", names_[i], expression(node));
        }
        if (!body.empty())
            text_ += body + "    end\n";
    }

    std::string rom(const Node& node, const std::string& target)
    {
        const std::vector<std::int64_t>& words = circuit_.roms[static_cast<std::size_t>(node.value)];
        const int bits = node.width();
        const int addressBits = width(node.a);
        std::string text = fmt::format("        case ({})\n", sized(node.a, addressBits));
        for (std::size_t word = 0; word < words.size(); ++word)
            text += fmt::format("            {}'d{}: {} = {};\n", addressBits, word, target, literal(words[word], bits));
        if (words.size() < (std::size_t{1} << static_cast<unsigned>(addressBits)))
            text += fmt::format("            default: {} = {};\n", target, zeros(bits));
        return text + "        endcase\n";
    }

    void registers()
    {
        // One process for all registers that share reset and enable, in the order of the first of them.
        std::map<std::pair<NodeId, NodeId>, std::vector<NodeId>> groups;
        std::vector<std::pair<NodeId, NodeId>> order;
        for (NodeId id = 0; id < static_cast<NodeId>(circuit_.nodes.size()); ++id) {
            const Node& node = circuit_.node(id);
            if (!node.isRegister())
                continue;
            std::vector<NodeId>& group = groups[{node.c, node.b}];
            if (group.empty())
                order.emplace_back(node.c, node.b);
            group.push_back(id);
        }
        for (const auto& [reset, enable] : order) {
            const std::vector<NodeId>& group = groups[{reset, enable}];
            text_ += "\n    always @(posedge clk)";
            if (reset != kNone) {
                line("\n        if ({}) begin", sized(reset, 1));
                for (const NodeId id : group)
                    line("            {} <= {};", name(id), literal(circuit_.node(id).value, width(id)));
                text_ += "        end else";
            }
            text_ += enable != kNone ? fmt::format("{}if ({}) begin\n", reset != kNone ? " " : "\n        ",
                                                   sized(enable, 1))
                                     : " begin\n";
            for (const NodeId id : group)
                line("            {} <= {};", name(id), sized(circuit_.node(id).a, width(id)));
            line("        end");
        }
    }

    void outputs()
    {
        text_ += '\n';
        for (const Port& port : circuit_.ports) {
            if (!port.output)
                continue;
            std::string fields;
            for (auto field = port.fields.rbegin(); field != port.fields.rend(); ++field)
                fields += (fields.empty() ? "" : ", ") + sized(*field, port.fieldBits);
            line("    assign {} = {};", port.name, port.fields.size() == 1 ? fields : fmt::format("{{{}}}", fields));
        }
    }

    void unused()
    {
        std::string bits;
        for (NodeId id = 0; id < static_cast<NodeId>(circuit_.nodes.size()); ++id) {
            const Node& node = circuit_.node(id);
            const Bits before = used_[static_cast<std::size_t>(id)];
            if (node.op == Op::constant)
                continue;
            for (int low = 0; low < node.width();) {
                int high = low;
                const auto isUnused = [&](int bit) { return (before >> static_cast<unsigned>(bit) & 1U) == 0; };
                if (!isUnused(low)) {
                    ++low;
                    continue;
                }
                while (high + 1 < node.width() && isUnused(high + 1))
                    ++high;
                bits += ", " + slice(id, high, low);
                low = high + 1;
            }
        }
        if (!bits.empty())
            line("\n    // bits that rounding and saturation leave unread\n    wire unused = &{{1'b0{}}};", bits);
    }

    const Circuit& circuit_;
    std::vector<std::string> names_;
    std::vector<Bits> used_; // bits that the text reads, per node
    std::string text_;
};

} // namespace

std::vector<std::string> verilogNames(const Circuit& circuit)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < circuit.nodes.size(); ++i) {
        const Node& node = circuit.nodes[i];
        names.push_back(node.op == Op::constant  ? std::string{}
                        : !node.name.empty()     ? node.name
                                                 : fmt::format("{}_{}{}", prefix(node.block),
                                                               node.isRegister() ? "r" : "n", i));
    }
    return names;
}

std::string emitVerilog(const Circuit& circuit)
{
    return Emitter(circuit).module();
}

} // namespace burin::circuit
