// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of everything that asks "what if this weight were another one?": one step of an integer reservoir
// for 128 slots at once. A slot is one (series, variant) pair; slots lie in kVectors vectors of kLanes lanes. A state
// buffer holds one 32-bit word per group of neurons and slot, [group][slot]: four neurons of at most 8 bits (bytes
// x + 128, so that u8 x s8 dot products apply), two of at most 16 bits, or one. All rows of the matrix are common to
// the slots except the few "patched" rows, whose weights differ from slot to slot.
//
// Arithmetic: with m = min(recurrentShift, stateShift), left = recurrentShift - m, right = stateShift - m, and
// start = (input part + bias [+ half if there is no leak]) >> m, the definition in integer_reservoir.h equals
//   a  = (S << left) + start                  S = sum_j wr(i,j) x_j       (floors nest: floor(floor(a/b)/c))
//   x' = clamp(a >> right)                    without leak: rounding is in `start`, clamp and floor commute
//   x' = (((x 2^k - x) << right) + clamp(a, +-stateMax << right) + half') >> (right + k)      with leak 2^-k
// so the kernels need 32 bits wherever `a` fits 32 bits (BatchPlan checks that; else the 64-bit kernel runs).
// Intermediate sums may wrap; only the end has to fit. Every kernel gives the same bits (tests/unit/compress).
#pragma once

#include "core/base/simd_set.h"

#include <cstdint>
#include <vector>

namespace burin::compress {

inline constexpr int kLanes = 16;
inline constexpr int kVectors = 8;
inline constexpr int kSlots = kLanes * kVectors;

/// Weights of one row for one group of neurons, packed as the kernel's states are.
struct GroupTerm {
    std::uint32_t offset; ///< of the group's states in a state buffer: group * kSlots
    std::int32_t word;
};

/// One row common to all slots: terms [first, first + count), empty groups left out.
struct RowPlan {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::int32_t left = 0;
    std::int32_t right = 0;
};

/// One row whose weights depend on the slot.
template <class Acc> struct PatchedRow {
    std::int32_t row = 0;
    std::uint32_t count = 0;
    const std::uint32_t* offsets = nullptr; ///< count, as GroupTerm::offset
    const std::int32_t* words = nullptr;  ///< count x kSlots
    const Acc* startDelta = nullptr;      ///< kSlots, added to the common start
};

template <class Acc> struct StepArguments {
    int rows = 0; ///< padded to whole groups
    const RowPlan* plan = nullptr;
    const GroupTerm* terms = nullptr;
    const Acc* starts = nullptr; ///< rows x kLanes, or rows when the lanes share one series
    bool startsPerLane = true;
    const PatchedRow<Acc>* patched = nullptr; ///< by row, then an end mark with row = rows
    std::int32_t stateMax = 0;
    std::int32_t leakShift = 0;
    const std::int32_t* state = nullptr;
    std::int32_t* next = nullptr;
};

template <class Acc> struct ReadoutArguments {
    int outputs = 0;
    const RowPlan* plan = nullptr;
    const GroupTerm* terms = nullptr;
    const Acc* starts = nullptr; ///< per output
    const std::int32_t* state = nullptr;
    Acc* sums = nullptr; ///< outputs x kSlots, added to
};

/// One instruction set and state width. Acc is the accumulator: 32 or 64 bits.
template <class Acc> struct BatchKernel {
    SimdSet set = SimdSet::plain;
    int stateBits = 32;       ///< 8, 16 or 32: bits of one neuron in a state word
    std::int32_t offset = 0;  ///< added to a state in the buffer (128 for bytes)
    std::int32_t zeroWord = 0; ///< the state word of a network at rest
    void (*step)(const StepArguments<Acc>&) = nullptr;
    void (*readout)(const ReadoutArguments<Acc>&) = nullptr;
    /// labels[slot] = argmax over outputs, ties to the lowest; sums is outputs x kSlots.
    void (*argmax)(int outputs, const Acc* sums, std::int32_t* labels) = nullptr;
    /// `loops` times 16 independent register-only dot products; the multiply-adds done. For the peak in benchmarks.
    std::uint64_t (*peak)(std::uint64_t loops, std::int32_t* sink) = nullptr;

    [[nodiscard]] int groupSize() const { return 32 / stateBits; }
};

/// The kernels of one instruction set: states and weights of at most 8 or at most 16 bits.
[[nodiscard]] const BatchKernel<std::int32_t>& kernelFor(SimdSet set, int widestBits);
/// For networks whose sums may need more than 32 bits.
[[nodiscard]] const BatchKernel<std::int64_t>& wideKernel();

} // namespace burin::compress
