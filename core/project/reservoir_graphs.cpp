// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/reservoir_graphs.h"

#include <algorithm>
#include <utility>

namespace burin::project {

using circuit::ConstantMatrix;
using fixed::Interval;
using reservoir::IntegerReservoir;
using reservoir::ReadoutKind;

namespace {

constexpr int kTighteningRounds = 4; // of the state ranges; each is sound, later ones gain little
constexpr int kMaxWiredSegments = 8; // beyond it ROM words and multipliers are cheaper for every width

std::size_t index(int i)
{
    return static_cast<std::size_t>(i);
}

Interval inputRange(const IntegerReservoir& network)
{
    return fixed::signedRange(network.widths.input);
}

/// The range of x_i' when the states lie in `states`.
Interval nextRange(const IntegerReservoir& network, int i, const std::vector<Interval>& states)
{
    const std::int64_t constant = rowConstant(network, i);
    Interval sum{constant, constant};
    for (int d = 0; d < network.channels(); ++d)
        sum = sum + (fixed::scaled(inputRange(network), network.win(i, d)) << network.inShift[index(i)]);
    for (int j = 0; j < network.neurons(); ++j)
        sum = sum + (fixed::scaled(states[index(j)], network.wr(i, j)) << network.recurrentShift[index(i)]);
    const Interval target =
        fixed::clamped(sum >> network.stateShift[index(i)], -network.stateMax, network.stateMax);
    const int k = network.leakShift;
    if (k == 0)
        return target;
    const std::int64_t half = std::int64_t{1} << (k - 1);
    const Interval kept = fixed::scaled(states[index(i)], (std::int64_t{1} << k) - 1);
    return (kept + target + Interval{half, half}) >> k;
}

/// Starts from the whole range of a state and shrinks it to what one more step can give, and 0.
std::vector<Interval> stateRanges(const IntegerReservoir& network)
{
    std::vector<Interval> ranges(index(network.neurons()), {-network.stateMax, network.stateMax});
    for (int round = 0; round < kTighteningRounds; ++round) {
        std::vector<Interval> next;
        for (int i = 0; i < network.neurons(); ++i)
            next.push_back(fixed::hull(nextRange(network, i, ranges), {0, 0}));
        if (next == ranges)
            break;
        ranges = std::move(next);
    }
    return ranges;
}

void addInputTerms(const IntegerReservoir& network, int i, ConstantMatrix& matrix)
{
    for (int d = 0; d < network.channels(); ++d)
        matrix.rows.back().push_back({d, std::int64_t{network.win(i, d)} << network.inShift[index(i)]});
}

/// With `product`, column n + i stands for the registered input product of row i; else columns 0.. are the inputs.
ConstantMatrix rowMatrix(const IntegerReservoir& network, const std::vector<Interval>& states,
                         const std::vector<Interval>* products)
{
    ConstantMatrix matrix;
    if (products == nullptr)
        matrix.inputs.assign(index(network.channels()), inputRange(network));
    const int firstState = static_cast<int>(matrix.inputs.size());
    matrix.inputs.insert(matrix.inputs.end(), states.begin(), states.end());
    if (products != nullptr)
        matrix.inputs.insert(matrix.inputs.end(), products->begin(), products->end());
    for (int i = 0; i < network.neurons(); ++i) {
        matrix.rows.emplace_back();
        matrix.constants.push_back(products == nullptr ? rowConstant(network, i) : 0);
        if (products == nullptr)
            addInputTerms(network, i, matrix);
        else
            matrix.rows.back().push_back({network.neurons() + i, 1});
        for (int j = 0; j < network.neurons(); ++j)
            matrix.rows.back().push_back(
                {firstState + j, std::int64_t{network.wr(i, j)} << network.recurrentShift[index(i)]});
    }
    return matrix;
}

ConstantMatrix inputMatrix(const IntegerReservoir& network)
{
    ConstantMatrix matrix;
    matrix.inputs.assign(index(network.channels()), inputRange(network));
    for (int i = 0; i < network.neurons(); ++i) {
        matrix.rows.emplace_back();
        matrix.constants.push_back(rowConstant(network, i));
        addInputTerms(network, i, matrix);
    }
    return matrix;
}

ConstantMatrix readoutMatrix(const IntegerReservoir& network, const std::vector<Interval>& states)
{
    const bool biasInRow = network.readout.kind == ReadoutKind::last || network.readout.kind == ReadoutKind::mean;
    ConstantMatrix matrix;
    matrix.inputs = states;
    for (const reservoir::IntMatrix& weights : network.wout)
        for (int c = 0; c < network.outputs(); ++c) {
            matrix.rows.emplace_back();
            matrix.constants.push_back(biasInRow ? network.outBias[index(c)] : 0);
            for (int j = 0; j < network.neurons(); ++j)
                matrix.rows.back().push_back({j, weights(c, j)});
        }
    return matrix;
}

/// Full adders of general multipliers with ROM words, their sums, and the ROM's look-up tables.
int romCost(const IntegerReservoir& network)
{
    const int product = network.widths.out * network.widths.state;
    const int sum = network.widths.out + network.widths.state + 3;
    const int rom = network.widths.out * (1 + network.segmentCount() / 64);
    return network.outputs() * network.neurons() * (product + sum + rom);
}

/// Multiplexers of the wired form.
int selectCost(const IntegerReservoir& network)
{
    const int bits = network.widths.out + network.widths.state + fixed::unsignedBits(network.neurons());
    return network.outputs() * bits * (network.segmentCount() - 1);
}

} // namespace

std::int64_t rowConstant(const IntegerReservoir& network, int neuron)
{
    const int shift = network.stateShift[index(neuron)];
    const std::int64_t half = network.leakShift == 0 && shift > 0 ? std::int64_t{1} << (shift - 1) : 0;
    return network.bias[index(neuron)] + half;
}

ReservoirGraphs reservoirGraphs(const IntegerReservoir& network, bool inputRegisters, bool share)
{
    ReservoirGraphs graphs;
    graphs.stateRanges = stateRanges(network);
    graphs.inputRegisters = inputRegisters;
    if (inputRegisters) {
        const ConstantMatrix inputs = inputMatrix(network);
        graphs.inputs = buildAdderGraph(inputs, share);
        std::vector<Interval> products;
        for (std::size_t i = 0; i < inputs.rows.size(); ++i) {
            Interval range{inputs.constants[i], inputs.constants[i]};
            for (const ConstantMatrix::Term& term : inputs.rows[i])
                range = range + fixed::scaled(inputRange(network), term.coefficient);
            products.push_back(range);
        }
        graphs.rows = buildAdderGraph(rowMatrix(network, graphs.stateRanges, &products), share);
    } else {
        graphs.rows = buildAdderGraph(rowMatrix(network, graphs.stateRanges, nullptr), share);
    }
    graphs.readoutFromRom = network.segmentCount() > kMaxWiredSegments;
    if (!graphs.readoutFromRom) {
        graphs.readout = buildAdderGraph(readoutMatrix(network, graphs.stateRanges), share);
        if (network.segmentCount() > 1 && graphs.readout.adderBits + selectCost(network) > romCost(network)) {
            graphs.readoutFromRom = true;
            graphs.readout = {};
        }
    }
    graphs.adderBits = graphs.rows.adderBits + graphs.inputs.adderBits + graphs.readout.adderBits;
    return graphs;
}

} // namespace burin::project
