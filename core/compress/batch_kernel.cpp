// SPDX-License-Identifier: GPL-3.0-or-later
// The portable kernels (one neuron per state word, 32 or 64-bit sums) and the choice of a kernel at run time.
#include "core/compress/batch_kernel.h"

#include "core/compress/kernel_tables.h"

#include <algorithm>

namespace burin::compress {
namespace {

template <class Acc> struct PlainKernel {
    static void sumRow(const StepArguments<Acc>& a, int row, const PatchedRow<Acc>* patch, Acc* out)
    {
        const RowPlan& plan = a.plan[row];
        std::fill(out, out + kSlots, Acc{0});
        if (patch == nullptr) {
            for (std::uint32_t k = plan.first; k < plan.first + plan.count; ++k) {
                const Acc weight = a.terms[k].word;
                const std::int32_t* state = a.state + a.terms[k].offset;
                for (int s = 0; s < kSlots; ++s)
                    out[s] += weight * state[s];
            }
        } else {
            for (std::uint32_t k = 0; k < patch->count; ++k) {
                const std::int32_t* words = patch->words + k * kSlots;
                const std::int32_t* state = a.state + patch->offsets[k];
                for (int s = 0; s < kSlots; ++s)
                    out[s] += Acc{words[s]} * state[s];
            }
        }
        const Acc* starts = a.starts + (a.startsPerLane ? row * kLanes : row);
        for (int s = 0; s < kSlots; ++s)
            out[s] = (out[s] << plan.left) + starts[a.startsPerLane ? s % kLanes : 0];
        if (patch != nullptr)
            for (int s = 0; s < kSlots; ++s)
                out[s] += patch->startDelta[s];
    }

    static void step(const StepArguments<Acc>& a)
    {
        const PatchedRow<Acc>* patch = a.patched;
        Acc sums[kSlots];
        for (int row = 0; row < a.rows; ++row) {
            const bool patched = patch->row == row;
            sumRow(a, row, patched ? patch : nullptr, sums);
            if (patched)
                ++patch;
            const int right = a.plan[row].right;
            const int total = right + a.leakShift;
            const Acc limit = Acc{a.stateMax} << right;
            const Acc half = a.leakShift > 0 ? Acc{1} << (total - 1) : Acc{0}; // without leak it is in the start
            const std::int32_t* state = a.state + row * kSlots;
            std::int32_t* next = a.next + row * kSlots;
            if (a.leakShift == 0) {
                for (int s = 0; s < kSlots; ++s)
                    next[s] = static_cast<std::int32_t>(std::clamp<Acc>(sums[s] >> right, -a.stateMax, a.stateMax));
                continue;
            }
            for (int s = 0; s < kSlots; ++s) {
                const Acc x = state[s];
                const Acc h = std::clamp(sums[s], -limit, limit);
                next[s] = static_cast<std::int32_t>(((((x << a.leakShift) - x) << right) + h + half) >> total);
            }
        }
    }

    static void readout(const ReadoutArguments<Acc>& a)
    {
        for (int c = 0; c < a.outputs; ++c) {
            Acc* sums = a.sums + c * kSlots;
            for (int s = 0; s < kSlots; ++s)
                sums[s] += a.starts[c];
            for (std::uint32_t k = a.plan[c].first; k < a.plan[c].first + a.plan[c].count; ++k) {
                const Acc weight = a.terms[k].word;
                const std::int32_t* state = a.state + a.terms[k].offset;
                for (int s = 0; s < kSlots; ++s)
                    sums[s] += weight * state[s];
            }
        }
    }

    static void argmax(int outputs, const Acc* sums, std::int32_t* labels)
    {
        for (int s = 0; s < kSlots; ++s) {
            Acc best = sums[s];
            std::int32_t label = 0;
            for (int c = 1; c < outputs; ++c)
                if (const Acc y = sums[c * kSlots + s]; y > best) {
                    best = y;
                    label = c;
                }
            labels[s] = label;
        }
    }

    static std::uint64_t peak(std::uint64_t loops, std::int32_t* sink)
    {
        constexpr int kChains = 16;
        std::uint32_t sums[kChains];
        for (int k = 0; k < kChains; ++k)
            sums[k] = static_cast<std::uint32_t>(sink[k]);
        const auto weight = static_cast<std::uint32_t>(sink[kChains]);
        for (std::uint64_t n = 0; n < loops; ++n)
            for (int k = 0; k < kChains; ++k)
                sums[k] = sums[k] * weight + static_cast<std::uint32_t>(k);
        for (int k = 0; k < kChains; ++k)
            sink[k] = static_cast<std::int32_t>(sums[k]);
        return loops * kChains;
    }

    static constexpr BatchKernel<Acc> table() { return {SimdSet::plain, 32, 0, 0, &step, &readout, &argmax, &peak}; }
};

constexpr BatchKernel<std::int32_t> kPlain = PlainKernel<std::int32_t>::table();
constexpr BatchKernel<std::int64_t> kWide = PlainKernel<std::int64_t>::table();

} // namespace

const BatchKernel<std::int32_t>& kernelFor([[maybe_unused]] SimdSet set, [[maybe_unused]] int widestBits)
{
#ifdef BURIN_X86_KERNELS
    if (set == SimdSet::avx2)
        return kAvx2Words;
    if (set == SimdSet::avx512)
        return widestBits <= 8 ? kAvx512Bytes : kAvx512Words;
#endif
    return kPlain;
}

const BatchKernel<std::int64_t>& wideKernel()
{
    return kWide;
}

} // namespace burin::compress
