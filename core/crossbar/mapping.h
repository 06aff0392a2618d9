// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping: where the weights of each layer lie in arrays of N rows and M columns. A weight of wBits is cut into
// s = ceil(bits / cellBits) slices of cellBits, the least significant first.
//
//     packed    the slices side by side: Cout s columns; arrays = ceil(columns / M) ceil(K^2 Cin / n) (CIM-AQ)
//     separate  one array per slice, Cout columns each, and only whole kernels in an array: n is the largest
//               multiple of K^2; arrays = ceil(Cin / (n / K^2)) ceil(Cout / M) s             (MNSIM 2.0)
//
// n, the weights below one another in an array, is N; with differential rows a weight takes two and n =
// floor(N/2), for a pair is one conversion and is not torn apart. Differential columns: columns x 2, in the same
// array. Offset: one more column; under `separate` it lies with the last slice. Paired arrays: bits = wBits - 1
// (the magnitude), else wBits, and a pair counts as one array. Cost, simulator and exported hardware all take this
// geometry from LayerMapping. Sources: CIM-AQ, arXiv 2601.21737; Z. Zhu et al., "MNSIM 2.0", TCAD 2023 (paired
// arrays). Ours, for they have none: `separate` with another mapping; a kernel of more than n cells is cut by rows
// under `separate` too; a depthwise layer lies on the diagonal: each channel has K^2 weights below one another and
// columns of its own, floor(n / its weights) and floor(M / its columns) of them, the smaller, fit an array.
#pragma once

#include "core/cnn/network.h"
#include "core/crossbar/policy.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burin::crossbar {

/// One weighted layer as a matrix: `rows` inputs of each of `groups` times `columns` outputs.
struct MatrixLayer {
    std::size_t layer = 0; ///< index in Network::layers
    std::string name;
    cnn::LayerKind kind = cnn::LayerKind::conv;
    std::int64_t kernel = 1;    ///< K^2 (Kh Kw)
    std::int64_t rows = 0;      ///< per group: K^2 Cin; depthwise: K^2
    std::int64_t columns = 0;   ///< per group: Cout; depthwise: 1
    std::int64_t groups = 1;    ///< 1; depthwise: channels
    std::int64_t positions = 1; ///< Oh Ow before the layer's own pool; dense: 1
};
/// Every weighted layer in order, without filters that pruning removes. Joins and pools are digital and have no
/// arrays. Errors: see cnn::inferShapes.
[[nodiscard]] Result<std::vector<MatrixLayer>> matrixLayers(const cnn::Network& network);

struct LayerMapping {
    int slices = 1;                    ///< of a weight
    int sets = 1;                      ///< of arrays with the same rows: 1; separate: one per slice
    std::int64_t rowsPerArray = 0;     ///< weights below one another in a full array (a pair of rows is one)
    std::int64_t rows = 0;             ///< physical rows that the layer needs (one group's, if there are several)
    std::int64_t columns = 0;          ///< physical columns of the last set (one group's), with the offset column
    std::int64_t offsetColumns = 0;    ///< of `columns`: 1 or none; other sets have none
    std::int64_t rowPartitions = 1;    ///< arrays below one another: partial sums are added digitally
    std::int64_t columnPartitions = 1; ///< of the last set
    std::int64_t groupsPerArray = 1;   ///< depthwise: channels on the diagonal of one array
    std::int64_t arrays = 0;           ///< of all slices and groups
    int rowsInFullestArray = 0; ///< physical rows that one column sums at most: R of the ADC's lossless bound
    std::int64_t usedCells = 0; ///< cells that hold a slice, both polarities, with offset columns
    double utilisation = 0;     ///< usedCells over the cells of the arrays

    [[nodiscard]] std::int64_t columnsOf(int set) const
    {
        return set + 1 < sets ? columns - offsetColumns : columns;
    }
    bool operator==(const LayerMapping&) const = default;
};
/// Errors (invalidInput): weightBits whose slices do not fit the preset's arrays; see checkPolicy.
[[nodiscard]] Result<LayerMapping> mapLayer(const MatrixLayer& layer, int weightBits, const Preset& preset);

/// Arrays of a layer that are filled alike: blocks of so many rows and columns in use, one below and beside the
/// other on the diagonal (one block, but for depthwise layers).
struct ArrayFill {
    std::int64_t arrays = 0;
    std::int64_t blocks = 1;
    std::int64_t rows = 0; ///< of a block
    std::int64_t columns = 0;
    bool operator==(const ArrayFill&) const = default;
};
/// All arrays of the layer: their cells in use are usedCells.
[[nodiscard]] std::vector<ArrayFill> arrayFills(const MatrixLayer& layer, const LayerMapping& mapping,
                                                const Preset& preset);

/// ceil(aBits / dacBits).
[[nodiscard]] int bitSerialCycles(int activationBits, int dacBits);

/// Bits of a converter that loses nothing: ceil(log2(R (2^v - 1)(2^w - 1) + 1)), v bits of the DAC, w of the cell.
[[nodiscard]] int losslessAdcBits(std::int64_t rows, int dacBits, int cellBits);
/// ISAAC's: ceil(log2 R) + v + w, - 1 unless v and w are > 1, - 1 with inverted encoding. Source: Shafiee et al.,
/// ISCA 2016, section V.
[[nodiscard]] int isaacAdcBits(std::int64_t rows, int dacBits, int cellBits, bool invertedEncoding);
/// By rule; `fixed` without adcBits gives the lossless bound.
[[nodiscard]] int adcBits(AdcRule rule, const Preset& preset, const LayerMapping& mapping);

} // namespace burin::crossbar
