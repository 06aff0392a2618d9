// SPDX-License-Identifier: GPL-3.0-or-later
// Random integer reservoirs of every kind, for tests of the circuit against the plain engine.
#pragma once

#include "core/base/rng.h"
#include "core/reservoir/integer_reservoir.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace burin::test {

struct NetworkShape {
    data::Task task = data::Task::classify;
    reservoir::Readout readout;
    int neurons = 6;
    int channels = 1;
    int outputs = 3;
    int bits = 6; ///< of all parts but the read-out
    int outBits = 6;
    int washout = 0;
    int leakShift = 0;
    int seriesSteps = 7; ///< for segments and all
    double density = 0.5;
};

inline reservoir::IntMatrix randomMatrix(Rng& rng, int rows, int columns, int bits, double density)
{
    reservoir::IntMatrix matrix(rows, columns);
    const auto span = std::uint64_t{1} << static_cast<unsigned>(bits);
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c)
            matrix(r, c) = rng.uniform() < density ? static_cast<std::int32_t>(rng.below(span)) -
                                                         static_cast<std::int32_t>(span / 2)
                                                   : 0;
    return matrix;
}

inline reservoir::IntegerReservoir randomNetwork(Rng& rng, const NetworkShape& shape)
{
    using reservoir::ReadoutKind;
    reservoir::IntegerReservoir network;
    network.task = shape.task;
    network.widths = reservoir::Widths::uniform(shape.bits, shape.outBits);
    network.readout = shape.readout;
    network.washout = shape.washout;
    network.leakShift = shape.leakShift;
    network.stateMax = (1 << (shape.bits - 1)) - 1;
    network.win = randomMatrix(rng, shape.neurons, shape.channels, shape.bits, 0.9);
    network.wr = randomMatrix(rng, shape.neurons, shape.neurons, shape.bits, shape.density);
    const auto half = std::int64_t{1} << (2 * shape.bits - 3);
    for (int i = 0; i < shape.neurons; ++i) {
        network.inShift.push_back(static_cast<int>(rng.below(3)));
        network.recurrentShift.push_back(static_cast<int>(rng.below(3)));
        network.stateShift.push_back(static_cast<int>(rng.below(static_cast<std::uint64_t>(shape.bits) + 2)));
        network.bias.push_back(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(2 * half))) - half);
    }
    int segments = 1;
    if (shape.readout.kind == ReadoutKind::segments || shape.readout.kind == ReadoutKind::all) {
        network.seriesSteps = shape.seriesSteps;
        segments = shape.readout.kind == ReadoutKind::all ? shape.seriesSteps - shape.washout : shape.readout.segments;
    }
    for (int s = 0; s < segments; ++s)
        network.wout.push_back(randomMatrix(rng, shape.outputs, shape.neurons, shape.outBits, 0.8));
    for (int c = 0; c < shape.outputs; ++c)
        network.outBias.push_back(static_cast<std::int64_t>(rng.below(200)) - 100);
    return network;
}

/// A series; every fourth is all-min or all-max, which saturates.
inline std::vector<std::int32_t> randomSeries(Rng& rng, const reservoir::IntegerReservoir& network, int steps)
{
    const std::int32_t low = -(1 << (network.widths.input - 1));
    const auto span = std::uint64_t{1} << static_cast<unsigned>(network.widths.input);
    const auto kind = rng.below(8);
    std::vector<std::int32_t> series(static_cast<std::size_t>(steps) * static_cast<std::size_t>(network.channels()));
    for (std::int32_t& value : series)
        value = kind == 0 ? low : kind == 1 ? -low - 1 : low + static_cast<std::int32_t>(rng.below(span));
    return series;
}

} // namespace burin::test
