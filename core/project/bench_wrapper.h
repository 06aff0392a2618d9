// SPDX-License-Identifier: GPL-3.0-or-later
// tb/dut.v: the network with its results side by side in one word and the neurons' next states brought out through
// the hierarchy, as tb.v wants them.
#pragma once

#include "core/project/bench_vectors.h"
#include "core/project/lower_reservoir.h"

#include <string>
#include <vector>

namespace burin::project {

/// Bits of a result in outputs.hex: the widest of class (with a sign) and y.
[[nodiscard]] int resultBits(const ReservoirCircuit& lowered);

/// Per neuron: whether the circuit has it.
[[nodiscard]] std::vector<bool> presentStates(const ReservoirCircuit& lowered);

/// The text of tb/dut.v.
[[nodiscard]] std::string benchWrapper(const ReservoirCircuit& lowered, const BenchFormat& format);

/// Cases of tb.v's print_signal: the name of each result.
[[nodiscard]] std::string signalCases(const BenchFormat& format);

} // namespace burin::project
