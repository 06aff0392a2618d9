// SPDX-License-Identifier: GPL-3.0-or-later
// BatchPlan: an integer network in the form the batch kernels want (packed groups, folded shifts and roundings),
// and VariantBatch: up to kSlots variants of it as patched rows. Both are read by all threads and changed by none.
#pragma once

#include "core/base/aligned.h"
#include "core/compress/batch_kernel.h"
#include "core/compress/variant.h"

#include <cstdint>
#include <span>
#include <vector>

namespace burin::compress {

/// True if every value a kernel meets while running `network` or one of `variants` over series of at most `steps`
/// steps fits 32 bits; the bound is the worst case over all inputs and states.
[[nodiscard]] bool fits32Bits(const reservoir::IntegerReservoir& network, std::span<const Variant> variants,
                              int steps);

/// Matrix rows packed in groups of neurons; empty groups are left out.
struct PackedMatrix {
    std::vector<RowPlan> rows;
    std::vector<GroupTerm> terms;
};

/// Packs `groupSize` weights of `bits` bits per word, first weight in the lowest bits.
[[nodiscard]] std::int32_t packGroup(std::span<const std::int32_t> row, int group, int groupSize, int bits);

template <class Acc> struct BatchPlan {
    BatchPlan(const reservoir::IntegerReservoir& network, const BatchKernel<Acc>& kernel);

    const reservoir::IntegerReservoir& network;
    const BatchKernel<Acc>& kernel;
    int paddedRows = 0; ///< neurons, padded to whole groups
    int groups = 0;
    PackedMatrix recurrent;
    std::vector<int> common;                    ///< per row m = min(recurrentShift, stateShift)
    std::vector<std::int64_t> rounding;         ///< per row, added before >> m
    std::vector<std::int64_t> correction;       ///< per row, for the kernel's state offset
    std::vector<PackedMatrix> readout;          ///< per segment
    std::vector<std::vector<Acc>> readoutStart; ///< per segment and output, added at each counted step
    std::vector<std::uint64_t> readoutLinks;    ///< per segment: weights other than 0
    bool biasEachStep = false;

    [[nodiscard]] std::size_t stateWords() const { return static_cast<std::size_t>(groups) * kSlots; }
    /// Issued multiply-adds of one call of step without patches, and of one call of readout.
    [[nodiscard]] std::uint64_t stepMacs() const;
    [[nodiscard]] std::uint64_t readoutMacs(int segment) const;
    /// State of neuron `neuron` out of its state word.
    [[nodiscard]] std::int32_t decode(std::int32_t word, int neuron) const
    {
        const int shift = kernel.stateBits * (neuron % kernel.groupSize());
        const auto bits = static_cast<std::uint32_t>(word ^ kernel.zeroWord) << (32 - kernel.stateBits - shift);
        return static_cast<std::int32_t>(bits) >> (32 - kernel.stateBits);
    }
};

/// Variants of W_r and W_in, one per slot or one per vector of lanes.
template <class Acc> struct VariantBatch {
    /// perLane: variant k takes vector k (at most kVectors of them, every lane its own series); else slot k (at
    /// most kSlots, all slots the same series). Slots without a variant run the network as it is.
    VariantBatch(const BatchPlan<Acc>& plan, std::span<const Variant> variants, bool perLane);
    VariantBatch(VariantBatch&&) = default;
    VariantBatch(const VariantBatch&) = delete; // rows point into this object's arrays

    std::vector<PatchedRow<Acc>> rows; ///< pointers into the arrays below; ends with the end mark
    bool changesInput = false;
    std::int64_t extraMacs = 0;   ///< issued by one step beyond plan.stepMacs()
    std::int64_t usefulLinks = 0; ///< sum over variants of their links in W_r other than 0

    /// Slot of a changed input weight: startDelta[position] depends on the step.
    struct InputSlot {
        int row;
        int slot;
        int channel;
        std::int64_t delta;
        std::size_t position; ///< in startDeltas
    };
    std::vector<InputSlot> inputSlots;
    std::vector<std::uint32_t> offsets;
    AlignedVector<std::int32_t> words;
    AlignedVector<Acc> startDeltas;

private:
    /// A row of W_r with the variants (`members`) that change it, word by word.
    void patchRow(const BatchPlan<Acc>& plan, std::span<const Variant> variants, int row,
                  const std::vector<int>& members, int slotsEach);
    /// What the variants add to the row's start, by slot.
    void addStartDeltas(const BatchPlan<Acc>& plan, std::span<const Variant> variants, int row,
                        const std::vector<int>& members, int slotsEach);
};

extern template struct BatchPlan<std::int32_t>;
extern template struct BatchPlan<std::int64_t>;
extern template struct VariantBatch<std::int32_t>;
extern template struct VariantBatch<std::int64_t>;

} // namespace burin::compress
