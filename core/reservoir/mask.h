// SPDX-License-Identifier: GPL-3.0-or-later
// Mask: which weights of an integer reservoir stay. The --mask FILE format is its JSON:
//   {"recurrent": ["1101", ...], "in": ["1", ...], "out": [["11...", ...] per segment]}
// one text per matrix row, one character per weight, 1 = kept, 0 = removed. A matrix may be left out: all is kept.
// A mask made by hand may leave weights to the ranker: "." . Then 1 is a pin (never pruned), 0 goes first and counts
// towards the pruning rate, and a matrix left out is the ranker's.
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

/// Entry of a mask made by hand whose weight is left to the ranker; 0 and 1 as everywhere.
inline constexpr std::uint8_t kLeftToRanker = 2;
/// Whether the text of a mask leaves any weight to the ranker. If not, ranker and pruning rate say nothing.
[[nodiscard]] bool leavesToRanker(const std::string& maskText);
/// The text of a mask made by hand as entries 0, 1 and kLeftToRanker; "" leaves all to the ranker. `shape` is any mask
/// of the network.
Result<Mask> handMaskFromText(const std::string& text, Mask shape);
/// The other way; "" if nothing is decided. Matrices without a decision are left out.
[[nodiscard]] std::string handMaskText(const Mask& hand);
/// What stays when the ranker prunes nothing: entries left to it become 1.
[[nodiscard]] Mask withRankedKept(Mask hand);

} // namespace burin::reservoir
