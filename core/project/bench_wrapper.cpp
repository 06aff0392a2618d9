// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/bench_wrapper.h"

#include "core/circuit/verilog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace burin::project {
namespace {

using circuit::Circuit;
using circuit::kNone;
using circuit::Node;
using circuit::NodeId;
using circuit::Op;

/// A register among the states, or kNone when all of them are constant.
NodeId anyStateRegister(const ReservoirCircuit& lowered)
{
    const auto found = std::find_if(lowered.state.begin(), lowered.state.end(), [&](NodeId id) {
        return id != kNone && lowered.circuit.node(id).isRegister();
    });
    return found == lowered.state.end() ? kNone : *found;
}

/// What neuron i's state becomes at this clock edge.
NodeId nextState(const ReservoirCircuit& lowered, NodeId state)
{
    const Node& node = lowered.circuit.node(state);
    return node.isRegister() ? node.a : state;
}

std::string signalOf(const Circuit& circuit, const std::vector<std::string>& names, NodeId id, int bits)
{
    const Node& node = circuit.node(id);
    // The emitter's words have no sign of their own.
    if (node.op != Op::constant && node.isSigned())
        return fmt::format("$signed(network.{})", names[static_cast<std::size_t>(id)]);
    if (node.op != Op::constant)
        return fmt::format("{{1'b0, network.{}}}", names[static_cast<std::size_t>(id)]);
    return fmt::format("{}{}'sd{}", node.value < 0 ? "-" : "", bits, std::abs(node.value));
}

std::string moduleHead(const Circuit& circuit, const BenchFormat& format)
{
    return fmt::format("// SPDX-License-Identifier: GPL-3.0-or-later\n"
                       "// For the bench: {0} with its results side by side in one word (class first "
                       "where there is one, then y_0, y_1,\n"
                       "// ..., {1} bits each, signed) and what its neurons' states become at the "
                       "clock edge where step_done is high.\n"
                       "`timescale 1ns / 1ps\n\n"
                       "module dut (\n"
                       "    input wire clk, rst,\n"
                       "    input wire in_valid, in_first, in_last, out_ready,\n"
                       "    input wire [{2}:0] in_data,\n"
                       "    output wire in_ready, out_valid,\n"
                       "    output wire [{3}:0] value,\n"
                       "    output wire step_done,\n"
                       "    output wire [{4}:0] state\n"
                       ");\n",
                       circuit.name, format.fieldBits, circuit.port("in_data")->width() - 1,
                       format.fields() * format.fieldBits - 1, format.neurons * format.stateBits - 1);
}

std::string instance(const Circuit& circuit, const BenchFormat& format)
{
    std::string text = fmt::format("    wire [{}:0] out_data;\n", circuit.port("out_data")->width() - 1);
    if (format.hasClass)
        text += fmt::format("    wire [{}:0] out_class;\n", circuit.port("out_class")->width() - 1);
    return text +
           fmt::format(
               "    {} network (\n"
               "        .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_first(in_first),\n"
               "        .in_last(in_last), .in_data(in_data), .out_valid(out_valid), .out_ready(out_ready),\n"
               "        {}.out_data(out_data)\n"
               "    );\n",
               circuit.name, format.hasClass ? ".out_class(out_class), " : "");
}

/// The class and the outputs side by side.
std::string resultWord(const Circuit& circuit, const BenchFormat& format)
{
    const int fieldBits = format.fieldBits;
    const circuit::Port& data = *circuit.port("out_data");
    std::string text;
    int at = 0;
    if (format.hasClass) {
        text += fmt::format("    assign value[{}:0] = {{{{{}{{1'b0}}}}, out_class}};\n", fieldBits - 1,
                            fieldBits - circuit.port("out_class")->width());
        at = fieldBits;
    }
    for (int c = 0; c < format.outputs; ++c, at += fieldBits) {
        text += fmt::format("    wire signed [{}:0] y_{} = out_data[{} +: {}];\n", data.fieldBits - 1, c,
                            c * data.fieldBits, data.fieldBits);
        text += fmt::format("    wire signed [{}:0] wide_y_{} = y_{};\n", fieldBits - 1, c, c);
        text += fmt::format("    assign value[{} +: {}] = wide_y_{};\n", at, fieldBits, c);
    }
    return text;
}

/// High where the states take their next values.
std::string stepDone(const ReservoirCircuit& lowered, const std::vector<std::string>& names)
{
    const Circuit& circuit = lowered.circuit;
    const NodeId any = anyStateRegister(lowered);
    const NodeId enable = any == kNone ? kNone : circuit.node(any).b;
    return fmt::format("    assign step_done = {};\n", any == kNone ? "1'b0"
                                                       : enable == kNone
                                                           ? "1'b1"
                                                           : "network." + names[static_cast<std::size_t>(enable)]);
}

std::string nextStates(const ReservoirCircuit& lowered, const BenchFormat& format,
                       const std::vector<std::string>& names)
{
    std::string text;
    for (int i = 0; i < format.neurons; ++i) {
        const NodeId state = lowered.state[static_cast<std::size_t>(i)];
        if (state == kNone) {
            text += fmt::format("    assign state[{} +: {}] = 0; // no result depends on x_{}\n",
                                i * format.stateBits, format.stateBits, i);
            continue;
        }
        const NodeId next = nextState(lowered, state);
        text += fmt::format("    wire signed [{}:0] x_{} = {};\n", format.stateBits - 1, i,
                            signalOf(lowered.circuit, names, next, format.stateBits));
        text += fmt::format("    assign state[{} +: {}] = x_{};\n", i * format.stateBits, format.stateBits, i);
    }
    return text;
}

} // namespace

int resultBits(const ReservoirCircuit& lowered)
{
    int bits = lowered.circuit.port("out_data")->fieldBits;
    if (lowered.outClass != kNone)
        bits = std::max(bits, lowered.circuit.port("out_class")->width() + 1);
    return bits;
}

std::vector<bool> presentStates(const ReservoirCircuit& lowered)
{
    std::vector<bool> present;
    for (const NodeId state : lowered.state)
        present.push_back(state != kNone);
    return present;
}

std::string benchWrapper(const ReservoirCircuit& lowered, const BenchFormat& format)
{
    const Circuit& circuit = lowered.circuit;
    const std::vector<std::string> names = circuit::verilogNames(circuit);
    return moduleHead(circuit, format) + instance(circuit, format) + resultWord(circuit, format) +
           stepDone(lowered, names) + nextStates(lowered, format, names) + "endmodule\n";
}

std::string signalCases(const BenchFormat& format)
{
    std::string text;
    int field = 0;
    if (format.hasClass)
        text += fmt::format("        {}: $write(\"out_class\");\n", field++);
    for (int c = 0; c < format.outputs; ++c)
        text += fmt::format("        {}: $write(\"y_{}\");\n", field++, c);
    return text + "        default: $write(\"?\");";
}

} // namespace burin::project
