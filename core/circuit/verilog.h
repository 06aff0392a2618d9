// SPDX-License-Identifier: GPL-3.0-or-later
// Verilog-2005 of a Circuit: one module, one named wire or register per node, in blocks with comments. Operands are
// extended or cut explicitly to the width of each result, so that no tool has to guess at signs; bits that nothing
// reads end in one wire, so that verilator --lint-only -Wall has nothing to say. The text depends on the circuit only.
#pragma once

#include "core/circuit/circuit.h"

#include <string>
#include <vector>

namespace burin::circuit {

[[nodiscard]] std::string emitVerilog(const Circuit& circuit);

/// Names of the nodes in the Verilog text, for reading signals in a simulator ("" for constants, which are literals).
[[nodiscard]] std::vector<std::string> verilogNames(const Circuit& circuit);

} // namespace burin::circuit
