// SPDX-License-Identifier: GPL-3.0-or-later
// Lowering of an IntegerReservoir to direct logic: every weight is wiring and adders, one step per clock. The result
// agrees with stepInteger() and runSeries() bit for bit, for any gaps of in_valid and any stalls of out_ready.
//
// Ports: clk, rst (synchronous), in_valid, in_ready, in_first, in_last, in_data (channels x widths.input bits,
// channel 0 low), out_valid, out_ready, out_class (classify only), out_data (outputs x outBits, y_0 low, signed).
// A sample is taken when in_valid && in_ready. in_first resets the state if the series before was cut without in_last
// (in_ready is then low for a clock). Classification gives one output per series,
// also for one no longer than the wash-out (its read-out sees a state of 0, as in runSeries()); prediction gives one
// per counted step.
#pragma once

#include "core/base/result.h"
#include "core/circuit/circuit.h"
#include "core/circuit/interpreter.h"
#include "core/circuit/timing.h"
#include "core/reservoir/integer_reservoir.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace burin::project {

struct LowerOptions {
    std::string moduleName = "burin_reservoir";
    int maxSeriesSteps = 1 << 16; ///< sizes the accumulators of a mean read-out; pass the longest series
    int pipeline = 0;             ///< register levels in the input products and the read-out; -1 = auto
    bool share = true;            ///< two-term sharing; off for comparisons
    circuit::DeviceTraits device; ///< delays that pipelining balances
};

struct ReservoirCircuit {
    circuit::Circuit circuit;
    int latencyCycles = 0;  ///< clocks from the one that takes a sample to the one that shows its output
    int pipelineLevels = 0; ///< register levels inserted (what auto chose)
    int matrixAdderBits = 0; ///< full adders of the weights (input, recurrent, read-out)
    circuit::NodeId rst = circuit::kNone;
    circuit::NodeId inValid = circuit::kNone;
    circuit::NodeId inReady = circuit::kNone;
    circuit::NodeId inFirst = circuit::kNone;
    circuit::NodeId inLast = circuit::kNone;
    std::vector<circuit::NodeId> inData;
    circuit::NodeId outValid = circuit::kNone;
    circuit::NodeId outReady = circuit::kNone;
    circuit::NodeId outClass = circuit::kNone; ///< kNone for prediction
    std::vector<circuit::NodeId> outData;      ///< y
    std::vector<circuit::NodeId> state; ///< x registers, per neuron ("x_0", ...); kNone where nothing reads a neuron
};

/// Errors: what IntegerReservoir::check() finds; accumulators beyond 62 bits for maxSeriesSteps.
/// Deterministic. Cost: see tests/bench/bench_circuit.
[[nodiscard]] Result<ReservoirCircuit> lowerReservoir(const reservoir::IntegerReservoir& network,
                                                      const LowerOptions& options);

/// Streams one series without gaps through the circuit and collects what comes out, as runSeries() gives it. The
/// interpreter must be in its start state or at the end of an earlier series.
[[nodiscard]] reservoir::SeriesOutput interpretSeries(circuit::Interpreter& interpreter, const ReservoirCircuit& lowered,
                                                      std::span<const std::int32_t> inputs);

} // namespace burin::project
