// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/simulator.h"

#include <map>

namespace burin::compress {

std::vector<SeriesBlock> makeBlocks(const SeriesSet& set, std::size_t channels, bool wholeBlocksOnly)
{
    std::map<std::size_t, std::vector<std::size_t>> byLength;
    for (std::size_t s = 0; s < set.size(); ++s)
        byLength[set.inputs[s].size() / channels].push_back(s);
    const bool single = wholeBlocksOnly && set.size() < std::size_t{kLanes};
    std::vector<SeriesBlock> blocks;
    for (const auto& [steps, members] : byLength) {
        const int length = static_cast<int>(steps);
        std::size_t next = 0;
        while (!single && members.size() - next >= (wholeBlocksOnly ? 1 : std::size_t{kLanes})) {
            const std::size_t end = std::min(next + kLanes, members.size());
            blocks.push_back({true, length,
                              {members.begin() + static_cast<std::ptrdiff_t>(next),
                               members.begin() + static_cast<std::ptrdiff_t>(end)}});
            next = end;
        }
        for (; next < members.size(); ++next)
            blocks.push_back({false, length, {members[next]}});
    }
    return blocks;
}

template <class Acc> std::int64_t Simulator<Acc>::inputPart(int row, std::size_t series, int t) const
{
    const reservoir::IntegerReservoir& n = plan_.network;
    const auto channels = static_cast<std::size_t>(n.channels());
    const std::int32_t* input = set_.inputs[series].data() + static_cast<std::size_t>(t) * channels;
    const std::int32_t* weights = n.win.data() + static_cast<std::size_t>(row) * channels;
    std::int64_t sum = 0;
    for (std::size_t d = 0; d < channels; ++d)
        sum += std::int64_t{weights[d]} * input[d];
    return (sum << n.inShift[static_cast<std::size_t>(row)]) + n.bias[static_cast<std::size_t>(row)];
}

template <class Acc> void Simulator<Acc>::computeTile(int from)
{
    const int rows = plan_.paddedRows;
    const std::size_t lanes = block_->perLane ? kLanes : 1;
    const std::size_t perStep = static_cast<std::size_t>(rows) * lanes;
    const int longest = static_cast<int>(std::max<std::size_t>(1, kTileEntries / perStep));
    tileFrom_ = from;
    tileTo_ = std::min(block_->steps, from + longest);
    starts_.assign(perStep * static_cast<std::size_t>(tileTo_ - tileFrom_), Acc{0});
    for (int row = 0; row < plan_.network.neurons(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        for (int t = tileFrom_; t < tileTo_; ++t) {
            Acc* out = starts_.data() + static_cast<std::size_t>(t - tileFrom_) * perStep + at * lanes;
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const std::size_t series = block_->series[lane < block_->series.size() ? lane : 0];
                const std::int64_t start = (inputPart(row, series, t) + plan_.rounding[at]) >> plan_.common[at];
                out[lane] = static_cast<Acc>(start + plan_.correction[at]);
            }
        }
    }
}

template <class Acc> const Acc* Simulator<Acc>::startsAt(int t)
{
    if (t < tileFrom_ || t >= tileTo_)
        computeTile(t);
    const std::size_t perStep = static_cast<std::size_t>(plan_.paddedRows) * (block_->perLane ? kLanes : 1);
    return starts_.data() + static_cast<std::size_t>(t - tileFrom_) * perStep;
}

template <class Acc> void Simulator<Acc>::step(const PatchedRow<Acc>* patched, int t, const std::int32_t* from)
{
    StepArguments<Acc> arguments;
    arguments.rows = plan_.paddedRows;
    arguments.plan = plan_.recurrent.rows.data();
    arguments.terms = plan_.recurrent.terms.data();
    arguments.starts = startsAt(t);
    arguments.startsPerLane = block_->perLane;
    arguments.patched = patched;
    arguments.stateMax = plan_.network.stateMax;
    arguments.leakShift = plan_.network.leakShift;
    arguments.state = from;
    arguments.next = next_.data();
    plan_.kernel.step(arguments);
    state_.swap(next_);
}

template <class Acc> const std::int32_t* Simulator<Acc>::firstState()
{
    if (!haveFirst_) {
        PatchedRow<Acc> none;
        none.row = plan_.paddedRows;
        first_.assign(plan_.stateWords(), plan_.kernel.zeroWord);
        step(&none, 0, first_.data());
        first_ = state_;
        haveFirst_ = true;
    }
    return first_.data();
}

template <class Acc> const PatchedRow<Acc>* Simulator<Acc>::copyPatches(const VariantBatch<Acc>& batch)
{
    patches_ = batch.rows;
    deltas_ = batch.startDeltas;
    for (std::size_t k = 0; k + 1 < patches_.size(); ++k)
        patches_[k].startDelta = deltas_.data() + (batch.rows[k].startDelta - batch.startDeltas.data());
    return patches_.data();
}

template <class Acc> void Simulator<Acc>::updateInputSlots(const VariantBatch<Acc>& batch, int t)
{
    const reservoir::IntegerReservoir& n = plan_.network;
    const auto channels = static_cast<std::size_t>(n.channels());
    for (const auto& slot : batch.inputSlots) {
        const auto at = static_cast<std::size_t>(slot.row);
        const auto lane = static_cast<std::size_t>(block_->perLane ? slot.slot % kLanes : 0);
        const std::size_t series = block_->series[lane < block_->series.size() ? lane : 0];
        const std::int64_t before = inputPart(slot.row, series, t) + plan_.rounding[at];
        const std::int64_t u = set_.inputs[series][static_cast<std::size_t>(t) * channels +
                                                   static_cast<std::size_t>(slot.channel)];
        const std::int64_t after = before + ((slot.delta * u) << n.inShift[at]);
        const int m = plan_.common[at];
        deltas_[slot.position] = static_cast<Acc>((after >> m) - (before >> m));
    }
}

template class Simulator<std::int32_t>;
template class Simulator<std::int64_t>;

} // namespace burin::compress
