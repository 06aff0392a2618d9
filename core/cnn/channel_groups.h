// SPDX-License-Identifier: GPL-3.0-or-later
// Which channels of a network stand or fall together when filters are removed. A filter makes a channel; depthwise
// layers, pools, concatenations and flattening pass channels on; an addition joins the k-th channels of its
// inputs, so that of filters joined by an addition (a residual connection) all go or none. Channels of the
// network's input and those that are the classes stay.
#pragma once

#include "core/cnn/network.h"

#include <cstddef>
#include <vector>

namespace burin::cnn {

struct ChannelGroups {
    /// By layer, of each channel of its output with all filters there: the group that it belongs to.
    std::vector<std::vector<std::size_t>> channels;
    std::vector<bool> fixed; ///< by group: it cannot be removed
};

/// Of the network without its pruning. Errors: see inferShapes().
[[nodiscard]] Result<ChannelGroups> channelGroups(const Network& network);

/// Per weighted layer, in order: the first weighted layer (its index among them) that has filters in a group with
/// one of this layer's; its own index where there is none.
[[nodiscard]] std::vector<std::size_t> joinedLayers(const Network& network);

} // namespace burin::cnn
