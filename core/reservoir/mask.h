// SPDX-License-Identifier: GPL-3.0-or-later
// Mask: which weights of an integer reservoir stay. The --mask FILE format is its JSON:
//   {"recurrent": ["1101", ...], "in": ["1", ...], "out": [["11...", ...] per segment]}
// one text per matrix row, one character per weight, 1 = kept, 0 = removed. A matrix may be left out: all is kept.
#pragma once

#include "core/reservoir/integer_reservoir.h"

#include <nlohmann/json_fwd.hpp>

namespace burin::reservoir {

using ByteMatrix = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Mask {
    ByteMatrix recurrent;        ///< neurons x neurons
    ByteMatrix in;               ///< neurons x channels
    std::vector<ByteMatrix> out; ///< per segment: outputs x neurons

    /// Keeps everything.
    static Mask all(const IntegerReservoir& network);
    [[nodiscard]] bool keepsReservoir() const; ///< recurrent and in are all ones
    [[nodiscard]] bool keepsOut() const;
    bool operator==(const Mask&) const = default;
};

/// Shapes agree with the network's; the error names the matrix.
Result<void> checkMask(const Mask& mask, const IntegerReservoir& network);
/// Zeroes the removed weights of W_r and W_in (reservoir) and of W_out (readout).
void pruneReservoir(IntegerReservoir& network, const Mask& mask);
void pruneReadout(IntegerReservoir& network, const Mask& mask);

void to_json(nlohmann::json& json, const Mask& mask);
/// A mask for this network; the error names `where`, the matrix and the row.
Result<Mask> maskFromJson(const nlohmann::json& json, const IntegerReservoir& network, const std::string& where);

} // namespace burin::reservoir
