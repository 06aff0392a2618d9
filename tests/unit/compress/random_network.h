// SPDX-License-Identifier: GPL-3.0-or-later
// Random integer networks and series for the tests and the benchmark of core/compress. The read-out is random too
// unless a test sets it: what is compared is arithmetic, not accuracy.
#pragma once

#include "core/base/rng.h"
#include "core/compress/variant.h"

#include <cmath>

namespace burin::compress::testing {

struct NetworkShape {
    int neurons = 20;
    int channels = 1;
    int outputs = 3;
    int links = 5; ///< into each neuron, at most
    reservoir::Widths widths = {};
    reservoir::Readout readout = {};
    data::Task task = data::Task::classify;
    int washout = 0;
    int seriesSteps = 0; ///< for segments and all
    int leakShift = 0;
    bool mixedShifts = true; ///< rows with recurrentShift above, below and at stateShift
};

inline std::int32_t drawWeight(Rng& rng, int bits)
{
    const auto span = static_cast<std::int64_t>(rng.below(std::uint64_t{1} << bits));
    return static_cast<std::int32_t>(span - (std::int64_t{1} << (bits - 1)));
}

inline reservoir::IntegerReservoir randomNetwork(const NetworkShape& shape, std::uint64_t seed)
{
    Rng rng(seed);
    reservoir::IntegerReservoir n;
    n.task = shape.task;
    n.widths = shape.widths;
    n.readout = shape.readout;
    n.washout = shape.washout;
    n.seriesSteps = shape.seriesSteps;
    n.leakShift = shape.leakShift;
    n.stateMax = (1 << (shape.widths.state - 1)) - 1;
    n.stateFraction = shape.widths.state - 1;
    n.inputFraction = shape.widths.input - 1;
    n.outputFraction = shape.widths.out + shape.widths.state;
    n.win = reservoir::IntMatrix::Zero(shape.neurons, shape.channels);
    n.wr = reservoir::IntMatrix::Zero(shape.neurons, shape.neurons);
    for (int i = 0; i < shape.neurons; ++i) {
        for (int d = 0; d < shape.channels; ++d)
            n.win(i, d) = drawWeight(rng, shape.widths.in);
        for (int k = 0; k < shape.links; ++k)
            n.wr(i, static_cast<int>(rng.below(static_cast<std::uint64_t>(shape.neurons)))) =
                drawWeight(rng, shape.widths.recurrent);
        const int shift = shape.widths.recurrent + static_cast<int>(rng.below(2));
        n.stateShift.push_back(shift);
        n.recurrentShift.push_back(shape.mixedShifts ? static_cast<int>(rng.below(3)) + (i % 7 == 3 ? shift : 0) : 0);
        n.inShift.push_back(shape.mixedShifts ? static_cast<int>(rng.below(3)) : 1);
        n.bias.push_back(drawWeight(rng, shape.widths.recurrent + 3));
    }
    const int segments = shape.readout.kind == reservoir::ReadoutKind::all        ? shape.seriesSteps - shape.washout
                         : shape.readout.kind == reservoir::ReadoutKind::segments ? shape.readout.segments
                                                                                  : 1;
    for (int s = 0; s < segments; ++s) {
        n.wout.push_back(reservoir::IntMatrix::Zero(shape.outputs, shape.neurons));
        for (Eigen::Index k = 0; k < n.wout.back().size(); ++k)
            n.wout.back().data()[k] = drawWeight(rng, shape.widths.out);
    }
    for (int c = 0; c < shape.outputs; ++c)
        n.outBias.push_back(drawWeight(rng, shape.widths.out + 2));
    return n;
}

/// `count` series; unequal lengths between steps/2 and steps unless `equal`. Labels and targets are random.
inline SeriesSet randomSeries(const reservoir::IntegerReservoir& network, int count, int steps, bool equal,
                              std::uint64_t seed)
{
    Rng rng(seed);
    SeriesSet set;
    for (int s = 0; s < count; ++s) {
        const int length = equal ? steps : steps - static_cast<int>(rng.below(static_cast<std::uint64_t>(steps / 2 + 1)));
        std::vector<std::int32_t> input;
        for (int k = 0; k < length * network.channels(); ++k)
            input.push_back(drawWeight(rng, network.widths.input));
        set.inputs.push_back(std::move(input));
        if (network.task == data::Task::classify) {
            set.labels.push_back(static_cast<int>(rng.below(static_cast<std::uint64_t>(network.outputs()))));
            continue;
        }
        std::vector<double> targets;
        for (int k = 0; k < std::max(0, length - network.washout - 1) * network.outputs(); ++k)
            targets.push_back(rng.uniform(-1, 1));
        set.targets.push_back(std::move(targets));
    }
    return set;
}

} // namespace burin::compress::testing
