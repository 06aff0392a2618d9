// SPDX-License-Identifier: GPL-3.0-or-later
// What the bench of a reservoir plays and expects: directed series first, then the test series. Expected values
// come from the engine (stepInteger, runSeries), never from the circuit.
//
// Directed series: all inputs at their minimum, at their maximum, alternating between both in either phase, zero,
// the inputs' corner that drives the neuron with the heaviest input weights up and down, random corners, random
// words, a series of one step where the read-out allows it, and one that is cut (no last step; the next begins
// with in_first).
//
// Files (hexadecimal, one word per line, for $readmemh; "//" begins a comment):
//   inputs.hex   F_D    F = flags (1: first, 2: last), D = the channels' words, channel 0 in the low bits
//   outputs.hex  P_V    P = number of the line in inputs.hex (from 0) whose step gives this result, V = the
//   results,
//                       fieldBits each, signed: class (classify only), y_0, y_1, ... from the low bits
//   states.hex   P_S    P as above, S = the states after that step, stateBits each, neuron 0 in the low bits; 0
//   for a
//                       neuron that the circuit does not have, since no result depends on it
// outputs.hex and states.hex end with P = ffffffff.
#pragma once

#include "core/base/result.h"
#include "core/reservoir/integer_reservoir.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace burin::project {

struct BenchSeries {
    std::string name;                 ///< "all inputs minimal"; empty for test series
    std::vector<std::int32_t> inputs; ///< steps x channels
    bool cut = false;                 ///< without its last step's flag
};

struct BenchFormat {
    int channels = 1;
    int inputBits = 8;
    int outputs = 1;
    bool hasClass = true;
    int fieldBits = 16; ///< bits of each result in outputs.hex
    int neurons = 1;
    int stateBits = 8;
    std::vector<bool> hasState; ///< per neuron: false where the circuit has none, since no result depends on it
    [[nodiscard]] int fields() const { return outputs + (hasClass ? 1 : 0); }
};

/// One expected result: values are class (where there is one), y_0, y_1, ...
struct BenchResult {
    std::uint32_t position = 0;
    std::vector<std::int64_t> values;
};

struct BenchVectors {
    BenchFormat format;
    std::vector<BenchSeries> series; ///< directed first
    std::size_t directedSeries = 0;
    std::size_t directedSteps = 0;
    std::size_t steps = 0; ///< of all series
    std::vector<BenchResult> results;
    std::size_t directedResults = 0; ///< of these, in directed series
    std::size_t stateSteps = 0;      ///< steps listed in states.hex: the first of them

    [[nodiscard]] std::size_t testResults() const { return results.size() - directedResults; }
};

/// Directed series for this network; about `longest` steps each (exactly seriesSteps where the read-out needs
/// that).
[[nodiscard]] std::vector<BenchSeries> directedSeries(const reservoir::IntegerReservoir& network,
                                                      std::size_t longest);

/// `fieldBits`: width of the results' words; `hasState`: see BenchFormat. Errors: an empty series, one of a length
/// the read-out does not take, inputs out of range, more than 2^31 steps; the error names the series.
[[nodiscard]] Result<BenchVectors> makeVectors(const reservoir::IntegerReservoir& network, int fieldBits,
                                               const std::vector<bool>& hasState,
                                               const std::vector<std::vector<std::int32_t>>& testSeries);

[[nodiscard]] std::string inputsText(const BenchVectors& vectors);
[[nodiscard]] std::string outputsText(const BenchVectors& vectors);
/// Steps the network again, so it needs it.
[[nodiscard]] std::string statesText(const BenchVectors& vectors, const reservoir::IntegerReservoir& network);

} // namespace burin::project
