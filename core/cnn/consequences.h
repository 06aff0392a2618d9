// SPDX-License-Identifier: GPL-3.0-or-later
// What a change of one map of a weighted layer sets off in a BatchProgram, for WhatIf: which steps run again, and
// how much of each. Layers that keep channels apart (add, pools, depthwise) run for the quad of channels that
// changed; the first convolution or dense layer behind runs only the taps that read it, onto the sums of its other
// taps, which are the same for all changes of that quad on a batch; what follows runs whole. Private to core/cnn.
#pragma once

#include "core/cnn/batch_program.h"

namespace burin::cnn {

struct Consequences {
    struct Copy {
        std::size_t tensor = 0;
        Quads quads;
    };
    std::vector<StepRun> runs;            ///< in order; `partial` is set by sumOtherTaps()
    std::vector<Copy> copies;             ///< of the unchanged network's tensors, before the runs
    std::vector<std::size_t> partialRuns; ///< indices of runs of some taps
    std::vector<BatchMemory> partials;    ///< of those
    bool reachesLogits = false;
};

/// Of a change of `filter`'s map of a step. `changes`: how many of them each batch will see; sums of other taps
/// cost about a run of the layer and are worth it for some.
[[nodiscard]] Consequences consequencesOf(const BatchProgram& program, const IntegerModel& model, std::size_t step,
                                          int filter, std::size_t changes);

/// Fills the partial sums from the unchanged network's tensors of a batch and puts them into the runs. Errors:
/// cancelled.
Result<void> sumOtherTaps(const BatchProgram& program, const IntegerModel& model, const BatchMemory& kept,
                          Consequences& consequences, const JobContext& ctx);

void copyTensors(const BatchProgram& program, const Consequences& consequences, const BatchMemory& from,
                 BatchMemory& to);

} // namespace burin::cnn
