// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a lowered reservoir in the interpreter with random gaps of in_valid, stalls of out_ready and series cut short,
// and records every cycle, so that a simulator can be held to the same trace.
#pragma once

#include "core/base/rng.h"
#include "core/circuit/interpreter.h"
#include "core/project/lower_reservoir.h"

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace burin::test {

struct Cycle {
    bool rst = false;
    bool inValid = false;
    bool inFirst = false;
    bool inLast = false;
    bool outReady = false;
    std::vector<std::int64_t> inData;
    bool inReady = false;
    bool outValid = false;
    std::int64_t label = 0;
    std::vector<std::int64_t> outData; ///< valid only
};

struct StreamSeries {
    std::vector<std::int32_t> inputs;
    bool cut = false; ///< sent without in_last: no output at its end
};

struct Trace {
    std::vector<Cycle> cycles;
    std::vector<std::vector<std::int64_t>> outputs; ///< y of each transfer
    std::vector<std::int64_t> labels;
};

/// gaps, stalls: probability of in_valid = 0 and out_ready = 0 in a cycle.
inline Trace stream(const project::ReservoirCircuit& lowered, const std::vector<StreamSeries>& list, double gaps,
                    double stalls, Rng& rng)
{
    circuit::Interpreter interpreter(lowered.circuit);
    Trace trace;
    std::size_t current = 0;
    std::size_t step = 0;
    const std::size_t channels = lowered.inData.size();
    int idle = 0;
    while (idle < 4 * lowered.latencyCycles + 40) {
        Cycle cycle;
        cycle.rst = trace.cycles.size() < 2;
        const bool more = current < list.size();
        idle += more ? 0 : 1;
        cycle.inValid = !cycle.rst && more && rng.uniform() >= gaps;
        cycle.outReady = rng.uniform() >= stalls;
        cycle.inData.assign(channels, 0);
        if (more) {
            const StreamSeries& series = list[current];
            const bool ends = (step + 1) * channels == series.inputs.size();
            cycle.inFirst = step == 0;
            cycle.inLast = ends && !series.cut;
            for (std::size_t d = 0; d < channels; ++d)
                cycle.inData[d] = series.inputs[step * channels + d];
        }
        interpreter.setInput(lowered.rst, cycle.rst ? 1 : 0);
        interpreter.setInput(lowered.inValid, cycle.inValid ? 1 : 0);
        interpreter.setInput(lowered.inFirst, cycle.inFirst ? 1 : 0);
        interpreter.setInput(lowered.inLast, cycle.inLast ? 1 : 0);
        interpreter.setInput(lowered.outReady, cycle.outReady ? 1 : 0);
        for (std::size_t d = 0; d < channels; ++d)
            interpreter.setInput(lowered.inData[d], cycle.inData[d]);
        interpreter.evaluate();
        interpreter.checkRanges();
        cycle.inReady = interpreter.value(lowered.inReady) != 0;
        cycle.outValid = interpreter.value(lowered.outValid) != 0;
        cycle.label = lowered.outClass == circuit::kNone ? 0 : interpreter.value(lowered.outClass);
        for (const circuit::NodeId y : lowered.outData)
            cycle.outData.push_back(interpreter.value(y));
        if (cycle.outValid && cycle.outReady && !cycle.rst) {
            trace.outputs.push_back(cycle.outData);
            trace.labels.push_back(cycle.label);
        }
        if (cycle.inValid && cycle.inReady) {
            ++step;
            if (step * channels == list[current].inputs.size()) {
                ++current;
                step = 0;
            }
        }
        trace.cycles.push_back(std::move(cycle));
        if (trace.cycles.size() > 200000)
            throw std::runtime_error("the stream does not end");
        interpreter.clock();
    }
    return trace;
}

} // namespace burin::test
