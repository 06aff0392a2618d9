// SPDX-License-Identifier: GPL-3.0-or-later
// Times, in processor time, the lowering of random reservoirs and the interpreter, and states adders and full adders:
//   bench_circuit                 a table
//   bench_circuit FOLDER          also writes each design's Verilog there
// Targets: N=50 with ten outputs lowered within 20 ms, N=200 with 4,000 weights within 1 s, some us per step at N=50.
#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/circuit/interpreter.h"
#include "core/circuit/verilog.h"
#include "core/project/lower_reservoir.h"

#include <fmt/core.h>

#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

using namespace burin;

namespace {

struct Size {
    int neurons;
    int links; ///< per neuron
    int outputs;
    int bits;
    bool share;
};

/// Random non-zero weights: no bias, hard tanh, last-state read-out, no leak.
reservoir::IntegerReservoir randomNetwork(const Size& size, std::uint64_t seed)
{
    Rng rng(seed);
    const std::int32_t half = 1 << (size.bits - 1);
    const auto weight = [&] {
        std::int32_t value = 0;
        while (value == 0)
            value = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(2 * half))) - half;
        return value;
    };
    reservoir::IntegerReservoir network;
    network.widths = reservoir::Widths::uniform(size.bits, size.bits);
    network.stateMax = half - 1;
    network.win.resize(size.neurons, 1);
    network.wr.setZero(size.neurons, size.neurons);
    for (int i = 0; i < size.neurons; ++i) {
        network.win(i, 0) = weight();
        std::vector<int> columns;
        for (int j = 0; j < size.neurons; ++j)
            columns.push_back(j);
        rng.shuffle(columns);
        for (int j = 0; j < size.links; ++j)
            network.wr(i, columns[static_cast<std::size_t>(j)]) = weight();
        network.inShift.push_back(0);
        network.recurrentShift.push_back(0);
        network.stateShift.push_back(size.bits - 1);
        network.bias.push_back(0);
    }
    network.wout.emplace_back(size.outputs, size.neurons);
    for (int c = 0; c < size.outputs; ++c) {
        for (int j = 0; j < size.neurons; ++j)
            network.wout.front()(c, j) = weight();
        network.outBias.push_back(0);
    }
    return network;
}

double millisecondsSince(std::clock_t start)
{
    return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

double microsecondsPerStep(const project::ReservoirCircuit& lowered, const reservoir::IntegerReservoir& network,
                           circuit::Activity activity)
{
    Rng rng(7);
    const int steps = activity == circuit::Activity::glitches ? 500 : 5000;
    std::vector<std::int32_t> inputs;
    const auto span = std::uint64_t{1} << static_cast<unsigned>(network.widths.input);
    for (int t = 0; t < steps; ++t)
        inputs.push_back(static_cast<std::int32_t>(rng.below(span)) - static_cast<std::int32_t>(span / 2));
    circuit::Interpreter interpreter(lowered.circuit, activity);
    const auto start = std::clock();
    const reservoir::SeriesOutput output = interpretSeries(interpreter, lowered, inputs);
    const double us = 1000 * millisecondsSince(start) / steps;
    return output.label < 0 ? -us : us; // reads the result, so that nothing is optimised away
}

} // namespace

int main(int argc, char** argv)
{
    fmt::print("{:>4} {:>6} {:>4} {:>6} {:>8} {:>8} {:>6} {:>9} {:>8} {:>8} {:>8}\n", "N", "links", "bits",
               "share", "adders", "bits", "levels", "lower ms", "us/step", "toggles", "glitches");
    for (const Size& size : {Size{50, 5, 10, 8, true}, Size{50, 5, 10, 8, false}, Size{50, 5, 10, 6, true},
                             Size{50, 5, 10, 4, true}, Size{200, 20, 1, 8, true}, Size{200, 20, 10, 8, true}}) {
        const reservoir::IntegerReservoir network = randomNetwork(size, 1);
        project::LowerOptions options;
        options.share = size.share;
        const auto start = std::clock();
        const auto lowered = lowerReservoir(network, options);
        const double ms = millisecondsSince(start);
        const circuit::UtilisationByBlock use = circuit::utilisation(lowered.value().circuit);
        fmt::print("{:>4} {:>6} {:>4} {:>6} {:>8} {:>8} {:>6} {:>9.1f} {:>8.2f} {:>8.2f} {:>8.1f}\n",
                   size.neurons, size.neurons * size.links, size.bits, size.share ? "yes" : "no", use.total.adders,
                   use.total.adderBits, use.levels, ms,
                   microsecondsPerStep(*lowered, network, circuit::Activity::none),
                   microsecondsPerStep(*lowered, network, circuit::Activity::settled),
                   microsecondsPerStep(*lowered, network, circuit::Activity::glitches));
        if (argc > 1) {
            const std::string name = fmt::format("n{}_l{}_o{}_b{}{}.v", size.neurons, size.links, size.outputs,
                                                 size.bits, size.share ? "" : "_plain");
            static_cast<void>(writeFile(std::filesystem::path(argv[1]) / name,
                                        circuit::emitVerilog(lowered->circuit)).has_value());
        }
    }
    return 0;
}
