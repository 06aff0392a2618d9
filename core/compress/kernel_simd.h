// SPDX-License-Identifier: GPL-3.0-or-later
// The SIMD kernels, written once over a traits class S with
//   Vec (16 lanes of 32 bits), load, store, broadcast, add, sub, xorWith, min, max, shiftLeft/shiftRight by a vector
//   of counts, dot(acc, states, weights), Packer(stateMax).pack(rows): the group's rows clamped, as state words,
//   selectGreater(a, b, x, y): a > b ? x : y, kBits, kOffset, kChunk (vectors held in registers at a time).
// Include it only inside the anonymous namespace of a file whose functions carry the right target: nothing here may
// call inline functions of the standard library, or code for one CPU could be linked where another runs.

template <class S> struct SimdKernel {
    using Vec = typename S::Vec;
    static constexpr int kGroup = 32 / S::kBits;
    static constexpr int kChunk = S::kChunk;

    /// The sums of one row: S << left, plus start.
    template <bool PerLane>
    static inline void sumRow(const StepArguments<std::int32_t>& a, int row, int vector, Vec* sum)
    {
        const RowPlan& plan = a.plan[row];
        const Vec start = PerLane ? S::load(a.starts + row * kLanes) : S::broadcast(a.starts[row]);
        const std::int32_t* state = a.state + vector * kLanes;
        const bool direct = plan.left == 0;
        const Vec from = direct ? start : S::broadcast(0);
        for (int v = 0; v < kChunk; ++v)
            sum[v] = from;
        const GroupTerm* term = a.terms + plan.first;
        const GroupTerm* const end = term + plan.count;
        for (; term != end; ++term) {
            const Vec weights = S::broadcast(term->word);
            const std::int32_t* at = state + term->offset;
            for (int v = 0; v < kChunk; ++v)
                sum[v] = S::dot(sum[v], S::load(at + v * kLanes), weights);
        }
        if (!direct) {
            const Vec left = S::broadcast(plan.left);
            for (int v = 0; v < kChunk; ++v)
                sum[v] = S::add(S::shiftLeft(sum[v], left), start);
        }
    }

    template <bool PerLane>
    static inline void sumPatchedRow(const StepArguments<std::int32_t>& a, const PatchedRow<std::int32_t>& patch,
                                     int vector, Vec* sum)
    {
        const Vec start = PerLane ? S::load(a.starts + patch.row * kLanes) : S::broadcast(a.starts[patch.row]);
        const Vec left = S::broadcast(a.plan[patch.row].left);
        for (int v = 0; v < kChunk; ++v)
            sum[v] = S::broadcast(0);
        const std::int32_t* words = patch.words + vector * kLanes;
        for (std::uint32_t k = 0; k < patch.count; ++k, words += kSlots) {
            const std::int32_t* at = a.state + patch.offsets[k] + vector * kLanes;
            for (int v = 0; v < kChunk; ++v)
                sum[v] = S::dot(sum[v], S::load(at + v * kLanes), S::load(words + v * kLanes));
        }
        for (int v = 0; v < kChunk; ++v) {
            const Vec delta = S::load(patch.startDelta + (vector + v) * kLanes);
            sum[v] = S::add(S::add(S::shiftLeft(sum[v], left), start), delta);
        }
    }

    /// From the sums to the values before the last clamp (that is done while packing).
    template <bool Leak>
    static inline void finishRow(const StepArguments<std::int32_t>& a, int row, int vector, const Vec* sum, Vec* out)
    {
        const std::int32_t shift = a.plan[row].right;
        if constexpr (!Leak) {
            const Vec right = S::broadcast(shift);
            for (int v = 0; v < kChunk; ++v)
                out[v] = S::shiftRight(sum[v], right);
        } else {
            const Vec high = S::broadcast(a.stateMax << shift);
            const Vec low = S::broadcast(-(a.stateMax << shift));
            const Vec scale = S::broadcast(shift);
            const Vec leak = S::broadcast(a.leakShift);
            const Vec right = S::broadcast(shift + a.leakShift);
            const Vec half = S::broadcast(1 << (shift + a.leakShift - 1));
            const Vec offsets = S::broadcast(S::kZeroWord);
            const Vec up = S::broadcast(32 - S::kBits * (1 + row % kGroup));
            const Vec down = S::broadcast(32 - S::kBits);
            const std::int32_t* state = a.state + (row / kGroup) * kSlots + vector * kLanes;
            for (int v = 0; v < kChunk; ++v) {
                const Vec word = S::xorWith(S::load(state + v * kLanes), offsets);
                const Vec x = S::shiftRight(S::shiftLeft(word, up), down);
                const Vec kept = S::shiftLeft(S::sub(S::shiftLeft(x, leak), x), scale);
                const Vec h = S::min(S::max(sum[v], low), high);
                out[v] = S::shiftRight(S::add(S::add(kept, h), half), right);
            }
        }
    }

    template <bool Leak, bool PerLane> static void stepAs(const StepArguments<std::int32_t>& a)
    {
        const typename S::Packer packer(a.stateMax);
        const PatchedRow<std::int32_t>* patched = a.patched;
        for (int group = 0; group * kGroup < a.rows; ++group) {
            const PatchedRow<std::int32_t>* patch = patched;
            for (int vector = 0; vector < kVectors; vector += kChunk) {
                patch = patched;
                Vec rows[kGroup][kChunk];
                for (int k = 0; k < kGroup; ++k) {
                    const int row = group * kGroup + k;
                    Vec sum[kChunk];
                    if (patch->row == row)
                        sumPatchedRow<PerLane>(a, *patch++, vector, sum);
                    else
                        sumRow<PerLane>(a, row, vector, sum);
                    finishRow<Leak>(a, row, vector, sum, rows[k]);
                }
                std::int32_t* next = a.next + group * kSlots + vector * kLanes;
                for (int v = 0; v < kChunk; ++v) {
                    Vec column[kGroup];
                    for (int k = 0; k < kGroup; ++k)
                        column[k] = rows[k][v];
                    S::store(next + v * kLanes, packer.pack(column));
                }
            }
            patched = patch;
        }
    }

    static void step(const StepArguments<std::int32_t>& a)
    {
        if (a.leakShift == 0)
            a.startsPerLane ? stepAs<false, true>(a) : stepAs<false, false>(a);
        else
            a.startsPerLane ? stepAs<true, true>(a) : stepAs<true, false>(a);
    }

    static void readout(const ReadoutArguments<std::int32_t>& a)
    {
        for (int c = 0; c < a.outputs; ++c) {
            const RowPlan& plan = a.plan[c];
            const Vec start = S::broadcast(a.starts[c]);
            for (int vector = 0; vector < kVectors; vector += kChunk) {
                std::int32_t* sums = a.sums + c * kSlots + vector * kLanes;
                Vec out[kChunk];
                for (int v = 0; v < kChunk; ++v)
                    out[v] = S::add(S::load(sums + v * kLanes), start);
                for (std::uint32_t k = plan.first; k < plan.first + plan.count; ++k) {
                    const Vec weights = S::broadcast(a.terms[k].word);
                    const std::int32_t* at = a.state + a.terms[k].offset + vector * kLanes;
                    for (int v = 0; v < kChunk; ++v)
                        out[v] = S::dot(out[v], S::load(at + v * kLanes), weights);
                }
                for (int v = 0; v < kChunk; ++v)
                    S::store(sums + v * kLanes, out[v]);
            }
        }
    }

    static void argmax(int outputs, const std::int32_t* sums, std::int32_t* labels)
    {
        for (int slot = 0; slot < kSlots; slot += kLanes) {
            Vec best = S::load(sums + slot);
            Vec label = S::broadcast(0);
            for (int c = 1; c < outputs; ++c) {
                const Vec y = S::load(sums + c * kSlots + slot);
                label = S::selectGreater(y, best, S::broadcast(c), label);
                best = S::max(y, best);
            }
            S::store(labels + slot, label);
        }
    }

    /// Enough independent sums to hide the latency, few enough to stay in registers.
    static std::uint64_t peak(std::uint64_t loops, std::int32_t* sink)
    {
        constexpr int kChains = S::kPeakChains;
        Vec sums[kChains];
        for (int k = 0; k < kChains; ++k)
            sums[k] = S::broadcast(k);
        Vec states = S::load(sink);
        Vec weights = S::load(sink + kLanes);
        for (std::uint64_t n = 0; n < loops; ++n) {
            S::opaque(states, weights);
            for (int k = 0; k < kChains; ++k)
                sums[k] = S::dot(sums[k], states, weights);
        }
        Vec total = sums[0];
        for (int k = 1; k < kChains; ++k)
            total = S::xorWith(total, sums[k]);
        S::store(sink, total);
        return loops * static_cast<std::uint64_t>(kChains * kLanes * kGroup);
    }

    static constexpr BatchKernel<std::int32_t> table(SimdSet set)
    {
        return {set, S::kBits, S::kOffset, S::kZeroWord, &step, &readout, &argmax, &peak};
    }
};
