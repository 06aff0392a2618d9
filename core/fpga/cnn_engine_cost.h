// SPDX-License-Identifier: GPL-3.0-or-later
// LUTs and cycles of one layer's engine: Tn x Tm multipliers, an adder tree, an accumulator and a truncator for
// each of Tm outputs. Source: Q. Lu, W. Jiang, X. Xu, Y. Shi, J. Hu, "On Neural Architecture Search for
// Resource-Constrained Hardware Platforms", ICCAD 2019, arXiv 1911.00105, and the authors' released code.
//
//     cycles = ceil(M / Tm) ceil(N / Tn) Kh Kw x positions
//     LUT    = Tm (Tn table(a, b) + tree + accumulator + truncator)
//     tree         starts at the product's digits i.f = (in + weight); while n > 1 (first n = Tn):
//                  floor(n / 2) adders of i + f LUTs, then n = ceil(n / 2), i += 1
//     accumulator  i = max(i, out.i), f = max(f, out.f): i + f LUTs, then i += 1
//     truncator    j = max(i, out.i), g = max(f, out.f), k = |i - out.i|, l = |f - out.f|:
//                  3 + (j - 3) + (g - 2) - (k > 1) - l - (k = j - 1 and l = g - 1); 0 when j < 3 or g < 2
//
// lu2019 is the released code to the digit. Its defects: (1) positions = N x padded width, the number of input
// channels in place of the height; (2) a = the integer digits of the activation alone; (3) the table holds a <= b
// only, the rest costs 0; its truncator is 0 beyond j 17, g 12, k 17 or l 12.
// mended: positions = output height x width before the pool; a = all digits of the input; the table is mirrored;
// its entry (8, 13), 42 in the source, is repaired (resources/engines/lu2019.json says how); beyond 14 bits it
// goes on in a straight line through the last two entries, first along the wider operand, then along the other;
// the truncator's formula holds without an upper limit and is never negative; without an output format the
// accumulator leaves the engine as it is, and there is no truncator. Still as published: no fill of the pipeline,
// no memory, no biases, no pools, no head.
#pragma once

#include "core/fpga/cnn_layers.h"

#include <cstdint>

namespace burin::fpga {

/// Inputs and filters that an engine takes at once: [Tn, Tm].
struct Tile {
    int inputs = 1;
    int filters = 1;
    bool operator==(const Tile&) const = default;
};

struct EngineCost {
    std::int64_t lut = 0;
    std::int64_t cycles = 0; ///< per image
    bool operator==(const EngineCost&) const = default;
};

inline constexpr int kMultiplierTableBits = 14;

/// LUTs of an a x b multiplier (a: the activation's bits in the model's sense); 0 for an operand without bits.
[[nodiscard]] std::int64_t multiplierLut(EngineModel model, int activationBits, int weightBits);

/// LUTs for one filter of a tile with Tn inputs; an engine has Tm times as many.
[[nodiscard]] std::int64_t filterLut(EngineModel model, const EngineLayer& layer, int tileInputs);
/// Cycles of one pass of the kernel over all positions; an engine makes ceil(M / Tm) ceil(N / Tn) of them.
[[nodiscard]] std::int64_t passCycles(EngineModel model, const EngineLayer& layer);
[[nodiscard]] std::int64_t engineCycles(EngineModel model, const EngineLayer& layer, Tile tile);
[[nodiscard]] EngineCost engineCost(EngineModel model, const EngineLayer& layer, Tile tile);

} // namespace burin::fpga
