// SPDX-License-Identifier: GPL-3.0-or-later
// What the cost of a convolutional network on tiled engines depends on: its layers as loops and widths, one engine
// each. Made from a cnn::Network; pruned filters are gone, and so are their channels in the next layer.
//
// What a model takes. Both: convolutions in a chain, with max pools and flatten between them, which the published
// model does not charge. mended also: depthwise (an engine with one input per filter) and dense layers in the body
// (a 1 x 1 convolution of their flattened input). Additions, concatenations and average pools have no engine in
// either and are an error, never free. Layers of the head are left out as published (defect 4 of the released
// model) and counted in `headWeights`.
#pragma once

#include "core/cnn/network.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace burin::fpga {

/// lu2019: the released model of arXiv 1911.00105 to the digit, its defects included; mended: without its first
/// three (see cnn_engine_cost.h).
enum class EngineModel { lu2019, mended };
[[nodiscard]] const char* toString(EngineModel model);

/// A format's digits before and after the binary point; a sign counts as one before it.
struct Digits {
    int integer = 0;
    int fraction = 0;
    [[nodiscard]] int bits() const { return integer + fraction; }
    bool operator==(const Digits&) const = default;
};

struct EngineLayer {
    std::string name;
    int inputs = 1;       ///< N: channels that one filter sums over
    int filters = 1;      ///< M
    int paddedHeight = 1; ///< of the input with its zeros
    int paddedWidth = 1;
    int outHeight = 1; ///< before the layer's own pool
    int outWidth = 1;
    std::array<int, 2> kernel{1, 1};
    Digits in;
    Digits weight;
    std::optional<Digits> out; ///< none: the accumulators themselves leave the layer
};

struct EngineLayers {
    EngineModel model = EngineModel::mended;
    std::vector<EngineLayer> layers;
    std::size_t headWeights = 0; ///< weights of the head's layers, without biases: not charged
};

/// Errors (invalidInput, where = the layer's name): a kind the model has no engine for, no chain, a missing
/// format; lu2019: formats outside its multiplier table. limit: more than 2^50 cycles on the smallest engine.
[[nodiscard]] Result<EngineLayers> engineLayers(const cnn::Network& network, EngineModel model,
                                                const cnn::NetworkRules& rules = {});

} // namespace burin::fpga
