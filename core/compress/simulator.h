// SPDX-License-Identifier: GPL-3.0-or-later
// Simulator: runs batches of variants over blocks of series, step by step, and shows each state to a visitor.
// Series of equal length make blocks of kLanes, run for kVectors variants at a time; what is left over (and a single
// long recording) is run one series at a time for kSlots variants. One Simulator belongs to one thread.
#pragma once

#include "core/base/job.h"
#include "core/compress/batch_plan.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace burin::compress {

/// Series that run side by side: all of `steps` steps. perLane: lane k runs series[k] (lanes beyond repeat the
/// first and are not looked at); else all slots run series[0].
struct SeriesBlock {
    bool perLane = true;
    int steps = 0;
    std::vector<std::size_t> series;
};

/// Deterministic: by length, then by index. wholeBlocksOnly: remainders stay in blocks with idle lanes, so that a
/// visitor meets every series with the same batches (used where results of a variant over all series are gathered),
/// unless there are fewer than kLanes series in all.
[[nodiscard]] std::vector<SeriesBlock> makeBlocks(const SeriesSet& set, std::size_t channels, bool wholeBlocksOnly);

template <class Acc> class Simulator {
public:
    Simulator(const BatchPlan<Acc>& plan, const SeriesSet& set, const std::stop_token& stop)
        : plan_(plan), set_(set), stop_(stop), state_(plan.stateWords()), next_(plan.stateWords())
    {
    }

    void use(const SeriesBlock& block)
    {
        block_ = &block;
        tileFrom_ = tileTo_ = 0;
        haveFirst_ = false;
    }

    /// visit(t, state) after each step of the block in use; `batch` must be of the block's kind. False if stopped.
    template <class Visit> bool run(const VariantBatch<Acc>& batch, Visit&& visit)
    {
        int t = 0;
        if (!batch.changesInput && block_->steps > 0) {
            visit(0, firstState()); // without recurrence every variant starts alike
            t = 1;
        }
        const std::int32_t* from = t == 1 ? first_.data() : state_.data();
        if (t == 0)
            std::fill(state_.begin(), state_.end(), plan_.kernel.zeroWord);
        const PatchedRow<Acc>* rows = batch.changesInput ? copyPatches(batch) : batch.rows.data();
        for (; t < block_->steps; ++t) {
            if (t % kStopInterval == 0 && stop_.stop_requested())
                return false;
            if (batch.changesInput)
                updateInputSlots(batch, t);
            step(rows, t, from);
            issuedMacs += plan_.stepMacs() + static_cast<std::uint64_t>(batch.extraMacs);
            visit(t, static_cast<const std::int32_t*>(state_.data()));
            from = state_.data();
        }
        const std::size_t series = block_->perLane ? block_->series.size() : 1;
        usefulMacs += static_cast<std::uint64_t>(batch.usefulLinks) * series *
                      static_cast<std::uint64_t>(std::max(0, block_->steps - (batch.changesInput ? 0 : 1)));
        return true;
    }

    std::uint64_t issuedMacs = 0; ///< of steps, idle slots included
    std::uint64_t usefulMacs = 0; ///< weights other than 0 times steps, per variant and series

private:
    static constexpr int kStopInterval = 64;
    static constexpr std::size_t kTileEntries = std::size_t{1} << 21U;

    const std::int32_t* firstState();
    const Acc* startsAt(int t);
    void computeTile(int from);
    const PatchedRow<Acc>* copyPatches(const VariantBatch<Acc>& batch);
    void updateInputSlots(const VariantBatch<Acc>& batch, int t);
    void step(const PatchedRow<Acc>* patched, int t, const std::int32_t* from);
    [[nodiscard]] std::int64_t inputPart(int row, std::size_t series, int t) const;

    const BatchPlan<Acc>& plan_;
    const SeriesSet& set_;
    const std::stop_token& stop_;
    const SeriesBlock* block_ = nullptr;
    AlignedVector<Acc> starts_;
    int tileFrom_ = 0;
    int tileTo_ = 0;
    std::vector<PatchedRow<Acc>> patches_; ///< of a batch that changes W_in, with startDelta in deltas_
    AlignedVector<Acc> deltas_;
    AlignedVector<std::int32_t> first_;
    bool haveFirst_ = false;
    AlignedVector<std::int32_t> state_;
    AlignedVector<std::int32_t> next_;
};

extern template class Simulator<std::int32_t>;
extern template class Simulator<std::int64_t>;

} // namespace burin::compress
