// SPDX-License-Identifier: GPL-3.0-or-later
// Small integer reservoirs made of seeded random words (no training), and stimuli for them.
#pragma once

#include "core/base/rng.h"
#include "core/reservoir/integer_reservoir.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

struct NetworkSpec {
    burin::data::Task task = burin::data::Task::classify;
    std::string readout = "last";
    int neurons = 6;
    int channels = 1;
    int outputs = 3;
    int bits = 6;
    int leakShift = 0;
    int washout = 0;
    int seriesSteps = 0; ///< for segments and all
    std::uint64_t seed = 1;
    double density = 0.5; ///< of the recurrent weights
};

inline burin::reservoir::IntegerReservoir smallNetwork(const NetworkSpec &spec)
{
    using burin::reservoir::IntMatrix;
    burin::Rng rng(spec.seed);
    burin::reservoir::IntegerReservoir n;
    const auto word = [&](int bits) {
        return static_cast<std::int32_t>(rng.below(std::uint64_t{1} << static_cast<unsigned>(bits))) -
               (1 << (bits - 1));
    };
    const auto matrix = [&](int rows, int columns, int bits, double density) {
        IntMatrix m = IntMatrix::Zero(rows, columns);
        for (Eigen::Index i = 0; i < rows; ++i)
            for (Eigen::Index j = 0; j < columns; ++j)
                if (rng.uniform() < density)
                    m(i, j) = word(bits);
        return m;
    };
    n.task = spec.task;
    n.readout = burin::reservoir::Readout::parse(spec.readout).value();
    n.widths = burin::reservoir::Widths::uniform(spec.bits, std::max(spec.bits, 2));
    n.washout = spec.washout;
    n.seriesSteps = spec.seriesSteps;
    n.leakShift = spec.leakShift;
    n.stateMax = (1 << (spec.bits - 1)) - 1;
    n.win = matrix(spec.neurons, spec.channels, spec.bits, 1);
    n.wr = matrix(spec.neurons, spec.neurons, spec.bits, spec.density);
    if (spec.neurons > 2)
        n.wr.row(1).setZero(); // a row pruned empty
    for (int i = 0; i < spec.neurons; ++i) {
        n.inShift.push_back(i % 2);
        n.recurrentShift.push_back((i + 1) % 2);
        n.stateShift.push_back(std::max(0, spec.bits - 2 + i % 3)); // of different steepness; some saturate often
        n.bias.push_back(word(spec.bits + 2));
    }
    const int segments = n.readout.kind == burin::reservoir::ReadoutKind::all ? spec.seriesSteps - spec.washout
                         : n.readout.kind == burin::reservoir::ReadoutKind::segments ? n.readout.segments
                                                                                     : 1;
    for (int s = 0; s < segments; ++s)
        n.wout.push_back(matrix(spec.outputs, spec.neurons, n.widths.out, 1));
    for (int c = 0; c < spec.outputs; ++c)
        n.outBias.push_back(word(spec.bits + 3));
    n.inputFraction = spec.bits - 1;
    n.stateFraction = spec.bits - 1;
    n.outputFraction = 2 * spec.bits - 2;
    n.check().value();
    return n;
}

/// `count` series of values a little beyond what the input words can hold.
inline std::vector<burin::data::Series> smallStimuli(const NetworkSpec &spec, std::size_t count, std::size_t steps)
{
    burin::Rng rng(spec.seed + 1000);
    std::vector<burin::data::Series> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i].channels = static_cast<std::size_t>(spec.channels);
        const std::size_t length =
            spec.seriesSteps > 0 ? static_cast<std::size_t>(spec.seriesSteps) : steps + i % 3;
        for (std::size_t k = 0; k < length * all[i].channels; ++k)
            all[i].values.push_back(rng.uniform(-1.1, 1.1));
    }
    return all;
}
