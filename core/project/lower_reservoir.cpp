// SPDX-License-Identifier: GPL-3.0-or-later
// The state update without a wide clamp: rounding, saturation and the floor of a shift are monotone, so
//   leakShift 0:  x' = clamp((acc + half) >> s, -M, M)
//   else:         x' = ((x << k) - x + 2^(k-1) + clamp(acc >> s, -M, M)) >> k
// equal the definition, and the clamp works on a word that is s bits narrower.
#include "core/project/lower_reservoir.h"

#include "core/circuit/pipeline.h"
#include "core/project/reservoir_graphs.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace burin::project {

using circuit::Block;
using circuit::kNone;
using circuit::NodeId;
using fixed::Interval;
using reservoir::IntegerReservoir;
using reservoir::ReadoutKind;

namespace {

std::size_t index(int i)
{
    return static_cast<std::size_t>(i);
}

/// One circuit being put together; the members are the signals that its parts hand on.
class Assembly {
public:
    Assembly(const IntegerReservoir& network, const LowerOptions& options, const ReservoirGraphs& graphs,
             int readoutLevels)
        : network_(network), options_(options), graphs_(graphs), readoutLevels_(readoutLevels),
          builder_(options.moduleName)
    {
    }

    ReservoirCircuit run();

private:
    using Nodes = std::vector<NodeId>;

    void ports();
    void handshake();
    Nodes rowSums();
    void states(const Nodes& sums);
    void stepCounter();
    void readoutRegisters();
    Nodes readoutRows();
    Nodes selectedRows(const Nodes& rows);
    Nodes romProducts();
    Nodes accumulate(const Nodes& rows);
    [[nodiscard]] Interval totalRange(std::size_t c, std::int64_t start) const;
    void readout();
    void outputs(const Nodes& values, NodeId label, NodeId emit);
    NodeId flag(const std::string& name, NodeId next);
    [[nodiscard]] bool classify() const { return network_.task == data::Task::classify; }
    [[nodiscard]] bool accumulates() const { return network_.readout.kind != ReadoutKind::last; }
    [[nodiscard]] bool perSegment() const { return network_.seriesSteps > 0; }

    const IntegerReservoir& network_;
    const LowerOptions& options_;
    const ReservoirGraphs& graphs_;
    const int readoutLevels_;
    circuit::Builder builder_;
    ReservoirCircuit result_;
    NodeId advance_ = kNone;
    NodeId step_ = kNone;   // a sample enters the state now (with advance)
    NodeId last_ = kNone;   // it is the series' last
    NodeId flush_ = kNone;  // the series before was cut: forget it (with advance)
    NodeId clear_ = kNone;  // the state returns to its start
    NodeId counter_ = kNone;
    NodeId counted_ = kNone;
    Nodes next_; // x' per neuron
    Nodes z_;
    NodeId zCounted_ = kNone;
    NodeId zEmit_ = kNone;
    NodeId zClear_ = kNone;
    NodeId zAddress_ = kNone;
    Nodes zSegmentBits_;
};

void Assembly::ports()
{
    result_.rst = builder_.input("rst", {0, 1});
    result_.inValid = builder_.input("in_valid", {0, 1});
    result_.inFirst = builder_.input("in_first", {0, 1});
    result_.inLast = builder_.input("in_last", {0, 1});
    result_.outReady = builder_.input("out_ready", {0, 1});
    const int bits = network_.widths.input;
    for (int d = 0; d < network_.channels(); ++d)
        result_.inData.push_back(builder_.input(fmt::format("u_{}", d), fixed::signedRange(bits)));
    builder_.inputPort("rst", 1, {result_.rst});
    builder_.inputPort("in_valid", 1, {result_.inValid});
}

void Assembly::handshake()
{
    result_.outValid = builder_.reg("valid", {0, 1});
    advance_ = builder_.logicOr(builder_.logicNot(result_.outValid), result_.outReady);
    builder_.setName(advance_, "advance");
    // dirty: a series has begun and not ended; its state must go before another begins.
    const NodeId dirty = builder_.reg("dirty", {0, 1});
    const NodeId stale = builder_.logicAnd(result_.inFirst, dirty);
    result_.inReady = builder_.logicAnd(advance_, builder_.logicNot(stale));
    const NodeId accept = builder_.logicAnd(result_.inValid, result_.inReady);
    const NodeId flush = builder_.logicAnd(builder_.logicAnd(result_.inValid, stale), advance_);
    builder_.setName(accept, "accept");
    builder_.setName(flush, "flush");
    builder_.connect(dirty, builder_.logicAnd(accept, builder_.logicNot(result_.inLast)),
                     builder_.logicOr(accept, flush), result_.rst);
    step_ = accept;
    last_ = result_.inLast;
    flush_ = flush;
}

/// Per neuron: the accumulator (with the rounding constant), before shift and clamp.
Assembly::Nodes Assembly::rowSums()
{
    Nodes x;
    for (int i = 0; i < network_.neurons(); ++i)
        x.push_back(builder_.reg(fmt::format("x_{}", i), graphs_.stateRanges[index(i)]));
    result_.state = x;
    if (!graphs_.inputRegisters) {
        Nodes all = result_.inData;
        all.insert(all.end(), x.begin(), x.end());
        std::vector<Block> blocks(result_.inData.size(), Block::inputWeights);
        blocks.insert(blocks.end(), x.size(), Block::recurrentWeights);
        return instantiate(builder_, graphs_.rows, all, blocks);
    }
    circuit::Section section;
    section.begin = builder_.size();
    const std::vector<Block> inputBlocks(result_.inData.size(), Block::inputWeights);
    section.sinks = instantiate(builder_, graphs_.inputs, result_.inData, inputBlocks);
    section.end = builder_.size();
    section.levels = 1;
    section.registerSinks = true;
    section.advance = advance_;
    section.reset = result_.rst;
    section.sinks.insert(section.sinks.end(), {step_, last_, flush_});
    Nodes products = pipelineSection(builder_, section, options_.device);
    builder_.setBlock(Block::control);
    flush_ = builder_.logicAnd(products.back(), advance_);
    products.pop_back();
    last_ = products.back();
    products.pop_back();
    step_ = builder_.logicAnd(products.back(), advance_);
    products.pop_back();
    Nodes all = x;
    all.insert(all.end(), products.begin(), products.end());
    return instantiate(builder_, graphs_.rows, all, std::vector<Block>(all.size(), Block::recurrentWeights));
}

void Assembly::states(const Nodes& sums)
{
    builder_.setBlock(Block::control);
    clear_ = builder_.logicOr(builder_.logicOr(result_.rst, builder_.logicAnd(step_, last_)), flush_);
    builder_.setName(clear_, "clear");
    builder_.setBlock(Block::state);
    const std::int64_t limit = network_.stateMax;
    const int k = network_.leakShift;
    for (int i = 0; i < network_.neurons(); ++i) {
        const NodeId x = result_.state[index(i)];
        builder_.setName(sums[index(i)], fmt::format("sum_{}", i));
        NodeId next = builder_.clamp(builder_.shiftRight(sums[index(i)], network_.stateShift[index(i)]), -limit, limit);
        if (k > 0) {
            const std::int64_t half = std::int64_t{1} << (k - 1);
            const Interval range = fixed::scaled(builder_.node(x).range, (std::int64_t{1} << k) - 1);
            const NodeId rounded = builder_.add(x, builder_.constant(half), k, 0);
            const NodeId kept = builder_.sub(rounded, x, 0, 0, range + Interval{half, half});
            next = builder_.shiftRight(builder_.add(kept, next), k);
        }
        builder_.setName(next, fmt::format("next_x_{}", i));
        builder_.connect(x, next, step_, clear_);
        next_.push_back(next);
    }
}

/// Steps since the start of the series, as far as the read-out needs them: whether the step counts, and its segment.
void Assembly::stepCounter()
{
    builder_.setBlock(Block::control);
    counted_ = builder_.constant(1);
    const int steps = perSegment() ? network_.seriesSteps : network_.washout + 1;
    if (steps == 1 || (!perSegment() && network_.washout == 0))
        return;
    const std::int64_t top = steps - 1;
    counter_ = builder_.reg("step", {0, top});
    const NodeId full = builder_.equal(counter_, builder_.constant(top));
    builder_.connect(counter_, builder_.mux(full, counter_, builder_.add(counter_, builder_.constant(1))), step_,
                     clear_);
    if (network_.washout > 0)
        counted_ = perSegment() ? builder_.logicNot(builder_.less(counter_, builder_.constant(network_.washout))) : full;
}

NodeId Assembly::flag(const std::string& name, NodeId next)
{
    const NodeId reg = builder_.reg(name, {0, 1});
    builder_.connect(reg, next, advance_, result_.rst);
    return reg;
}

/// z: the state that the read-out works on, loaded only when it counts, so that the read-out rests in between.
void Assembly::readoutRegisters()
{
    builder_.setBlock(Block::control);
    const NodeId stepCounts = builder_.logicAnd(step_, counted_);
    const NodeId stepEnds = builder_.logicAnd(step_, last_);
    const bool onlyLast = classify() && !accumulates();
    const NodeId load = onlyLast ? stepEnds : stepCounts;
    zEmit_ = flag("z_emit", classify() ? stepEnds : stepCounts);
    // A series no longer than its wash-out counts no step: its read-out sees a state of 0.
    NodeId nothing = kNone;
    if (classify() && network_.washout > 0)
        nothing = builder_.logicAnd(stepEnds, builder_.logicNot(counted_));
    if (accumulates()) {
        zCounted_ = flag("z_counted", stepCounts);
        zClear_ = flag("z_clear", builder_.logicOr(stepEnds, flush_));
    }
    if (perSegment() && network_.segmentCount() > 1) {
        std::vector<std::int64_t> segments;
        for (int t = 0; t < network_.seriesSteps; ++t)
            segments.push_back(t < network_.washout ? 0 : network_.segmentOf(t, network_.seriesSteps));
        const auto bits = static_cast<unsigned>(fixed::unsignedBits(network_.segmentCount() - 1));
        if (graphs_.readoutFromRom) {
            const NodeId segment = builder_.rom(segments, counter_);
            zAddress_ = builder_.reg("z_segment", builder_.node(segment).range);
            builder_.connect(zAddress_, segment, advance_);
        } else {
            for (unsigned bit = 0; bit < bits; ++bit) {
                std::vector<std::int64_t> table;
                for (const std::int64_t segment : segments)
                    table.push_back(segment >> bit & 1);
                zSegmentBits_.push_back(flag(fmt::format("z_segment_{}", bit), builder_.rom(table, counter_)));
            }
        }
    }
    builder_.setBlock(Block::readout);
    for (int i = 0; i < network_.neurons(); ++i) {
        const NodeId z = builder_.reg(fmt::format("z_{}", i), graphs_.stateRanges[index(i)]);
        builder_.connect(z, next_[index(i)], load, nothing);
        z_.push_back(z);
    }
}

/// y of this step for every output.
Assembly::Nodes Assembly::readoutRows()
{
    if (graphs_.readoutFromRom)
        return romProducts();
    return selectedRows(
        instantiate(builder_, graphs_.readout, z_, std::vector<Block>(z_.size(), Block::readout)));
}

/// Of K wirings the one of this step's segment: a tree of 2:1 multiplexers by the bits of the segment's number.
Assembly::Nodes Assembly::selectedRows(const Nodes& rows)
{
    builder_.setBlock(Block::readout);
    const std::size_t outputs = index(network_.outputs());
    Nodes selected;
    for (std::size_t c = 0; c < outputs; ++c) {
        Nodes choices;
        for (std::size_t segment = 0; segment * outputs < rows.size(); ++segment)
            choices.push_back(rows[segment * outputs + c]);
        for (const NodeId bit : zSegmentBits_) {
            Nodes half;
            for (std::size_t i = 0; i < choices.size(); i += 2)
                half.push_back(i + 1 < choices.size() ? builder_.mux(bit, choices[i + 1], choices[i]) : choices[i]);
            choices = half;
        }
        selected.push_back(choices.front());
    }
    return selected;
}

/// Weights that change from step to step: ROM words times general multipliers.
Assembly::Nodes Assembly::romProducts()
{
    builder_.setBlock(Block::readout);
    Nodes rows;
    for (int c = 0; c < network_.outputs(); ++c) {
        Nodes products;
        for (int j = 0; j < network_.neurons(); ++j) {
            std::vector<std::int64_t> words;
            for (const reservoir::IntMatrix& weights : network_.wout)
                words.push_back(weights(c, j));
            products.push_back(builder_.multiply(builder_.rom(words, zAddress_), z_[index(j)]));
        }
        rows.push_back(builder_.sum(std::move(products)));
    }
    return rows;
}

/// What the running total of output c can be at any step.
Interval Assembly::totalRange(std::size_t c, std::int64_t start) const
{
    const auto rowRange = [&](const reservoir::IntMatrix& weights) {
        Interval range{0, 0};
        for (int j = 0; j < network_.neurons(); ++j)
            range = range + fixed::scaled(graphs_.stateRanges[index(j)], weights(static_cast<Eigen::Index>(c), j));
        return range;
    };
    Interval total{start, start};
    if (!perSegment()) {
        const Interval step = rowRange(network_.wout.front()) + Interval{network_.outBias[c], network_.outBias[c]};
        return total + fixed::scaled(fixed::hull(step, {0, 0}), options_.maxSeriesSteps);
    }
    std::vector<Interval> ranges;
    for (const reservoir::IntMatrix& weights : network_.wout)
        ranges.push_back(rowRange(weights));
    for (int t = network_.washout; t < network_.seriesSteps; ++t)
        total = total + ranges[index(network_.segmentOf(t, network_.seriesSteps))]; // each holds 0, as states do
    return total;
}

/// Adds up the rows over the counted steps: by linearity the same as weights on added-up states, and narrower.
Assembly::Nodes Assembly::accumulate(const Nodes& rows)
{
    Nodes sums;
    for (std::size_t c = 0; c < rows.size(); ++c) {
        NodeId row = rows[c];
        std::int64_t start = network_.outBias[c];
        if (network_.readout.kind == ReadoutKind::mean) {
            start = 0; // each step's row has the bias
            row = builder_.mux(network_.washout > 0 ? zCounted_ : builder_.constant(1), row, builder_.constant(0));
        }
        const Interval all = totalRange(c, start);
        const NodeId total = builder_.reg(fmt::format("total_{}", c), all, start);
        const NodeId sum = builder_.add(total, row); // may leave `all` in clocks that do not count
        builder_.connect(total, sum, zCounted_, zClear_);
        sums.push_back(sum);
    }
    return sums;
}

void Assembly::readout()
{
    circuit::Section section;
    section.begin = builder_.size();
    Nodes values = readoutRows();
    builder_.setBlock(Block::readout);
    if (accumulates())
        values = accumulate(values);
    section.sinks = values;
    section.sinks.push_back(classify() ? builder_.argmax(values) : builder_.constant(0));
    section.sinks.push_back(zEmit_);
    section.end = builder_.size();
    section.levels = readoutLevels_;
    section.advance = advance_;
    section.reset = result_.rst;
    Nodes delayed = pipelineSection(builder_, section, options_.device);
    const NodeId emit = delayed.back();
    delayed.pop_back();
    const NodeId label = delayed.back();
    delayed.pop_back();
    outputs(delayed, label, emit);
}

void Assembly::outputs(const Nodes& values, NodeId label, NodeId emit)
{
    builder_.setBlock(Block::control);
    builder_.connect(result_.outValid, emit, advance_, result_.rst);
    const NodeId load = builder_.logicAnd(emit, advance_);
    builder_.setBlock(Block::readout);
    const auto held = [&](const std::string& name, NodeId value) {
        const Interval range = builder_.node(value).range;
        if (range.isConstant())
            return value;
        const NodeId reg = builder_.reg(name, range, range.contains(0) ? 0 : range.lo);
        builder_.connect(reg, value, load);
        return reg;
    };
    int bits = 1;
    for (std::size_t c = 0; c < values.size(); ++c) {
        result_.outData.push_back(held(fmt::format("y_{}", c), values[c]));
        const Interval& range = builder_.node(values[c]).range;
        bits = std::max(bits, fixed::signedBits(range.lo, range.hi));
    }
    builder_.outputPort("in_ready", 1, {result_.inReady});
    builder_.inputPort("in_first", 1, {result_.inFirst});
    builder_.inputPort("in_last", 1, {result_.inLast});
    builder_.inputPort("in_data", network_.widths.input, result_.inData);
    builder_.outputPort("out_valid", 1, {result_.outValid});
    builder_.inputPort("out_ready", 1, {result_.outReady});
    if (classify()) {
        result_.outClass = held("label", label);
        builder_.outputPort("out_class", std::max(1, fixed::unsignedBits(network_.outputs() - 1)), {result_.outClass});
    }
    builder_.outputPort("out_data", bits, result_.outData);
}

ReservoirCircuit Assembly::run()
{
    builder_.setComment(fmt::format(
        "Echo state network in direct logic: {} neurons, {} channels, {} outputs, read-out {}; one step per clock.\n"
        "A sample is taken when in_valid and in_ready; in_first and in_last frame a series.",
        network_.neurons(), network_.channels(), network_.outputs(), network_.readout.text()));
    ports();
    handshake();
    states(rowSums());
    stepCounter();
    readoutRegisters();
    readout();
    std::vector<NodeId> newIds;
    result_.circuit = builder_.finish(&newIds);
    const auto move = [&newIds](NodeId& id) { id = id == kNone ? kNone : newIds[static_cast<std::size_t>(id)]; };
    for (NodeId* id : {&result_.rst, &result_.inValid, &result_.inReady, &result_.inFirst, &result_.inLast,
                       &result_.outValid, &result_.outReady, &result_.outClass})
        move(*id);
    for (std::vector<NodeId>* ids : {&result_.inData, &result_.outData, &result_.state})
        for (NodeId& id : *ids)
            move(id);
    result_.pipelineLevels = readoutLevels_;
    result_.latencyCycles = 2 + readoutLevels_ + (graphs_.inputRegisters ? 1 : 0);
    return std::move(result_);
}

/// The critical path starts in a state or an input: the recurrent loop (or the input products) sets the clock.
bool loopIsCritical(const ReservoirCircuit& lowered, const circuit::Path& path)
{
    if (path.elements.empty())
        return true;
    const NodeId launch = path.elements.front().node;
    const auto& state = lowered.state;
    return lowered.circuit.node(launch).op == circuit::Op::input ||
           std::find(state.begin(), state.end(), launch) != state.end();
}

/// The fewest levels with which the read-out is no longer than the loop, or with which more levels gain nothing.
ReservoirCircuit balanced(const IntegerReservoir& network, const LowerOptions& options, const ReservoirGraphs& graphs)
{
    constexpr int kMostLevels = 32;
    ReservoirCircuit best = Assembly(network, options, graphs, 0).run();
    circuit::Path path = circuit::longestPath(best.circuit, options.device);
    for (int levels = 1; levels <= kMostLevels && !loopIsCritical(best, path); ++levels) {
        ReservoirCircuit next = Assembly(network, options, graphs, levels).run();
        circuit::Path nextPath = circuit::longestPath(next.circuit, options.device);
        if (nextPath.delayNs >= path.delayNs)
            break;
        best = std::move(next);
        path = std::move(nextPath);
    }
    return best;
}

/// -1: registers behind the input products where they shorten the clock by a twentieth or more.
ReservoirCircuit automatic(const IntegerReservoir& network, const LowerOptions& options, int& adderBits)
{
    const ReservoirGraphs direct = reservoirGraphs(network, false, options.share);
    const ReservoirGraphs registered = reservoirGraphs(network, true, options.share);
    ReservoirCircuit first = balanced(network, options, direct);
    ReservoirCircuit second = balanced(network, options, registered);
    const auto delay = [&](const ReservoirCircuit& lowered) {
        return circuit::longestPath(lowered.circuit, options.device).delayNs;
    };
    const bool better = delay(second) < 0.95 * delay(first);
    adderBits = better ? registered.adderBits : direct.adderBits;
    return better ? std::move(second) : std::move(first);
}

} // namespace

Result<ReservoirCircuit> lowerReservoir(const IntegerReservoir& network, const LowerOptions& options)
{
    BURIN_CHECK(network.check());
    try {
        if (options.pipeline < 0) {
            int adderBits = 0;
            ReservoirCircuit lowered = automatic(network, options, adderBits);
            lowered.matrixAdderBits = adderBits;
            return lowered;
        }
        const ReservoirGraphs graphs = reservoirGraphs(network, options.pipeline > 0, options.share);
        ReservoirCircuit lowered = Assembly(network, options, graphs, options.pipeline).run();
        lowered.matrixAdderBits = graphs.adderBits;
        return lowered;
    } catch (const std::overflow_error&) {
        return fail(ErrorCode::limit,
                    fmt::format("the read-out's accumulators exceed 62 bits over {} steps", options.maxSeriesSteps),
                    "maxSeriesSteps", "Shorten the series or use fewer bits.");
    }
}

reservoir::SeriesOutput interpretSeries(circuit::Interpreter& interpreter, const ReservoirCircuit& lowered,
                                        std::span<const std::int32_t> inputs)
{
    const std::size_t channels = lowered.inData.size();
    const std::size_t steps = inputs.size() / channels;
    reservoir::SeriesOutput result;
    interpreter.setInput(lowered.rst, 0);
    interpreter.setInput(lowered.outReady, 1);
    std::size_t sent = 0;
    for (int idle = 0; idle <= lowered.latencyCycles;) {
        const bool sending = sent < steps;
        interpreter.setInput(lowered.inValid, sending ? 1 : 0);
        interpreter.setInput(lowered.inFirst, sending && sent == 0 ? 1 : 0);
        interpreter.setInput(lowered.inLast, sent + 1 == steps ? 1 : 0);
        for (std::size_t d = 0; sending && d < channels; ++d)
            interpreter.setInput(lowered.inData[d], inputs[sent * channels + d]);
        interpreter.evaluate();
        if (interpreter.value(lowered.outValid) != 0) {
            for (const NodeId y : lowered.outData)
                result.outputs.push_back(interpreter.value(y));
            if (lowered.outClass != kNone)
                result.label = static_cast<int>(interpreter.value(lowered.outClass));
        }
        sent += sending && interpreter.value(lowered.inReady) != 0 ? 1 : 0;
        idle += sending ? 0 : 1;
        interpreter.clock();
    }
    return result;
}

} // namespace burin::project
