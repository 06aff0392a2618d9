// SPDX-License-Identifier: GPL-3.0-or-later
// Assembly: the layers that importOnnx() builds while it walks the graph. A tensor of the graph is a Flow: the
// output of a layer and how the graph sees it (its dimensions, channels first or last, real numbers or codes).
// What acts on a flow is folded into its layer as long as nothing else reads what the layer gave before.
#pragma once

#include "core/cnn/network.h"
#include "core/cnn/onnx_fold.h"
#include "core/cnn/onnx_tensor.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace burin::cnn::onnximport {

/// codes x step from low to high; values = step x code (the zero point is taken off).
struct Steps {
    double step = 1;
    double low = 0;
    double high = 0;
    bool narrow = false;
};

struct Limits {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

struct ImportLayer {
    Layer layer;
    std::vector<std::size_t> inputs; ///< indices of layers; kNetworkInput
    bool readsAlone = false;         ///< nothing else reads its (first) input
    std::vector<double> kernel;      ///< as LayerWeights::kernel
    std::vector<double> bias;
    std::optional<Grid> weightGrid;
    bool weightsQuantised = false;
    std::optional<Steps> steps;   ///< what quantises the output
    std::optional<Limits> limits; ///< what clips it; ReLU is Layer::relu
    Shape out;                    ///< after the layer's own pool
    std::string origin;           ///< file and node
    std::string activationOrigin; ///< of its clip or quantiser
};

struct Flow {
    std::size_t layer = kNetworkInput;
    std::vector<std::int64_t> dims; ///< as the graph has them, batch first
    Shape shape;                    ///< as the network has it
    bool channelsLast = false;      ///< the order of the values in `dims` where height or width is not 1
    bool exclusive = true;          ///< nothing else reads what the layer gives
    std::optional<Quantiser> codes; ///< the graph holds codes of this quantiser, not real numbers
    bool ended = false;             ///< behind a Softmax or ArgMax: may only leave the graph
};

/// multiply and add per channel
struct Affine {
    std::vector<double> factor; ///< one or one per channel
    std::vector<double> addend;
};

class Assembly {
public:
    Assembly(Shape input, std::vector<double> mean, std::vector<double> std);

    /// The input's real numbers as a function of pixels: (pixel - mean) / std.
    std::vector<double> mean;
    std::vector<double> std;
    std::optional<Steps> inputSteps;
    Shape inputShape;
    std::vector<ImportLayer> layers;
    std::vector<std::string> notes;

    void note(const std::string& text);
    /// Appends a layer; its name is made of its kind and number.
    std::size_t append(ImportLayer layer);
    /// Flow of a new layer's output.
    [[nodiscard]] static Flow flowOf(std::size_t layer, const Shape& out);

    /// What acts on a flow. `where` names the node. Each gives the flow of the result.
    Result<Flow> scaled(Flow flow, const Affine& affine, const std::string& where);
    Result<Flow> rectified(Flow flow, const std::string& where);
    Result<Flow> clipped(Flow flow, const Limits& limits, const std::string& where);
    Result<Flow> quantised(Flow flow, const Quantiser& quantiser, const std::string& where);
    /// Pooling by the maximum; square windows side by side join the layer before.
    Result<Flow> maxPooled(Flow flow, const Layer& pool, const Shape& out, const std::string& where);

    /// A depthwise 1 x 1 layer that gives what it takes.
    Flow passThrough(const Flow& flow, const std::string& where, const char* why);

private:
    /// The layer of a flow that nothing else reads.
    ImportLayer* foldable(const Flow& flow);
    /// The same, looking through maxima, which commute with all that only rises.
    ImportLayer* foldableRise(const Flow& flow);
    [[nodiscard]] bool isNonNegative(std::size_t layer) const;
};

} // namespace burin::cnn::onnximport
