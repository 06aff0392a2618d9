// SPDX-License-Identifier: GPL-3.0-or-later
// A network on crossbars, lowered to what the periphery of hdl_templates/primitives/xbar_periphery.v walks
// through: a list of operations, places of the tensors in one memory, biases, and the columns of the arrays.
// Weighted layers are one operation and their own max pool another; pools, sums and concatenations are reductions
// over a window.
//
// What the hardware does not do (an error that names the layer): depthwise layers, averages over a number of
// places that is no power of two or over padding, sums of more than two tensors, shifts of more than 13 bits to
// the left or 30 to the right, sums of more than 32 bits, sums that another layer reads without being rounded.
#pragma once

#include "core/crossbar/simulate_network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burin::project {

enum class CrossbarOpKind { weighted, maximum, sum, last };

/// One entry of the list; the fields as xbar_periphery.v reads them.
struct CrossbarOp {
    CrossbarOpKind kind = CrossbarOpKind::last;
    std::string layer;
    int inBase = 0;
    int inHeight = 0;
    int inWidth = 0;
    int outer = 1; ///< windows are walked for so many channels
    int outBase = 0;
    int outHeight = 0;
    int outWidth = 0;
    int filters = 1;
    int kernelHeight = 1;
    int kernelWidth = 1;
    int strideY = 1;
    int strideX = 1;
    int padY = 0;
    int padX = 0;
    int taps = 1;        ///< of a window
    int rows = 1;        ///< of a partition
    int channelStep = 0; ///< from a channel of the window to the next
    int planeStep = 0;   ///< from an outer channel to the next
    int slices = 1;
    int inputBits = 1; ///< without a sign
    int adcBits = 1;
    int unitShift = 0;
    bool inputSigned = false;
    bool hasNegative = false;
    bool hasUnit = false;
    bool isLogits = false;
    int columnBase = 0;
    int partitionStep = 0;
    int filterStep = 0;
    int partStep = 0;
    int sliceStep = 1;
    int unitOffset = 0;
    int up = 0;
    int left = 0;
    int right = 0;
    int firstShift = 0;
    int secondShift = 0;
    int biasBase = 0;
    std::int64_t lo = 0;
    std::int64_t hi = 0;

    [[nodiscard]] std::vector<std::uint32_t> words() const;
    /// Clocks that it takes.
    [[nodiscard]] std::uint64_t clocks(int dacBits) const;
};

/// One array of the mapping, or pair of arrays: which part of a layer's weights it holds.
struct CrossbarArray {
    std::string layer;
    int partition = 0; ///< of the rows
    int firstRow = 0;  ///< weights
    int rows = 0;      ///< weights; with differential rows each takes two
    int slice = -1;    ///< -1: all
    int firstColumn = 0;
    int columns = 0;
};

struct CrossbarProgram {
    std::vector<CrossbarOp> ops;
    std::vector<std::int64_t> biases;
    std::vector<std::vector<std::uint16_t>> columns; ///< levels by physical row
    std::vector<bool> inverted;                      ///< by column
    std::vector<CrossbarArray> arrays;
    bool pairedArrays = false; ///< each of `arrays` is a pair
    int physicalRows = 0;      ///< of an array
    int memoryWords = 0;
    int codeBits = 1;         ///< widest code that rows hold
    int wordBits = 2;         ///< widest code of the memory, with its sign
    int accumulatorBits = 20; ///< of sums and whatever they are rounded from
    int mostFilters = 1;
    int mostAdcBits = 1;
    int inputBits = 1;
    bool inputSigned = true;
    int classes = 1;
    int cellBits = 1;
    int dacBits = 1;
    bool pairedRows = false;
};

[[nodiscard]] Result<CrossbarProgram> lowerCrossbar(const crossbar::CrossbarCnn& cnn,
                                                    const crossbar::Preset& preset);

} // namespace burin::project
