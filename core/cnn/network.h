// SPDX-License-Identifier: GPL-3.0-or-later
// Network: the description of a convolutional network (the JSON that the command line calls N.json): layers,
// shapes and the fixed-point format of every tensor. It holds no weights (see weights.h) and no arithmetic
// (integer_cnn.h defines it). Everything of the cnn and crossbar families starts from it: training, the integer
// network, import, cost models, search.
//
// Formats are int.frac: Format{bits = int + frac, fraction = frac}. Weights, biases and inputs are signed, the
// sign inside int; an activation is unsigned after ReLU and signed without one. A missing format means float. A
// bias has its layer's weight format. Source of the formats and the search space: Q. Lu, W. Jiang, X. Xu, Y. Shi,
// J. Hu, "On Neural Architecture Search for Resource-Constrained Hardware Platforms", ICCAD 2019, arXiv
// 1911.00105. Deviations: depthwise, dense, add, concat, average pools and explicit padding are ours (residual
// networks and imported models need them).
#pragma once

#include "core/base/result.h"
#include "core/fixed/format.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace burin::cnn {

enum class LayerKind { conv, depthwise, dense, add, concat, maxpool, avgpool, globalpool, flatten };
[[nodiscard]] const char* toString(LayerKind kind);

/// channels x height x width; a flat vector has height = width = 1.
struct Shape {
    int channels = 0;
    int height = 1;
    int width = 1;
    [[nodiscard]] std::size_t values() const
    {
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) *
               static_cast<std::size_t>(width);
    }
    bool operator==(const Shape&) const = default;
};

/// Zeros around the input. same: out = ceil(in / stride), total = max(0, (out - 1) stride + kernel - in), the
/// smaller half first (top, left). valid: none. explicitPads: as given.
struct Padding {
    enum class Kind { same, valid, explicitPads };
    Kind kind = Kind::same;
    int top = 0;
    int left = 0;
    int bottom = 0;
    int right = 0;
    bool operator==(const Padding&) const = default;
};

/// One layer. conv, depthwise and dense carry weights; the order inside one layer is: multiply and add, bias,
/// ReLU, quantise to `activation`, max pool of pool x pool (stride pool; sizes round up, and a window over the
/// bottom or right border takes the values that are there: a maxpool layer with "valid" leaves such windows out).
struct Layer {
    std::string name; ///< unique; letters, digits, "_" and "-"
    LayerKind kind = LayerKind::conv;
    std::vector<std::string>
        from; ///< names of the inputs; empty: the layer before; "input" is the network's input
    std::array<int, 2> kernel{1, 1}; ///< height, width (conv, depthwise, pools)
    std::array<int, 2> stride{1, 1};
    Padding padding;
    int filters = 0; ///< output channels of conv and units of dense; depthwise keeps the channels of its input
    int pool = 1;
    bool relu = false; ///< JSON default: true for conv, depthwise and dense other than the network's last layer
    bool bias = true;
    double pruneFraction = 0; ///< JSON "prune": fraction of the filters that are removed, see keptFilters()
    std::optional<fixed::Format> activation;
    std::optional<fixed::Format> weight;
    bool head =
        false; ///< listed under "head": outside the search space and not charged by the published cost model

    [[nodiscard]] bool hasWeights() const
    {
        return kind == LayerKind::conv || kind == LayerKind::depthwise || kind == LayerKind::dense;
    }
    /// filters less floor(pruneFraction filters); at least 1.
    [[nodiscard]] int keptFilters() const;
    bool operator==(const Layer&) const = default;
};

/// How pixels (0..255) become the network's real inputs: x = (pixel - mean[c]) / std[c], then the input format.
/// The default (128 and 128) maps a byte exactly to s8.7.
struct Normalisation {
    std::vector<double> mean; ///< per channel; one value serves all; empty: 128
    std::vector<double> std;  ///< per channel; one value serves all; empty: 128
    [[nodiscard]] double meanOf(int channel) const;
    [[nodiscard]] double stdOf(int channel) const;
    bool operator==(const Normalisation&) const = default;
};

struct Network {
    Shape input;
    std::optional<fixed::Format> inputFormat;
    Normalisation normalise;
    std::vector<Layer> layers; ///< in order of computation, the head's layers last

    /// Formats of the input, of each weight and of each activation that is computed (add, avgpool, globalpool and
    /// concat need one only where they change the format) are there: the network is an integer network.
    [[nodiscard]] bool isQuantised() const;
    [[nodiscard]] std::size_t weightedLayers() const;
    bool operator==(const Network&) const = default;
};

/// What shape inference finds out about one layer. Filters removed by pruneFraction are gone here, in the layer
/// and in the inputs of those behind it.
struct LayerShape {
    std::vector<std::size_t> inputs; ///< indices of layers; kNetworkInput is the network's input
    Shape in;                        ///< of the first input (concat: of all together)
    Shape conv;                      ///< before the layer's own max pool
    Shape out;                       ///< after it
    int padTop = 0;                  ///< zeros before the first row and column, and in all
    int padLeft = 0;
    int padHeight = 0;
    int padWidth = 0;
    std::size_t weights = 0; ///< without biases
    std::uint64_t macs = 0;  ///< multiply-accumulates per image
};
inline constexpr std::size_t kNetworkInput = static_cast<std::size_t>(-1);

/// Limits that keep a hostile description from asking for all memory.
inline constexpr std::size_t kMaxLayers = 1000;
inline constexpr std::size_t kMaxTensorValues = std::size_t{1} << 28U;

struct NetworkRules {
    bool allowEmpty = false; ///< a 0.0 format makes its tensor zero: an error unless allowed
};

/// Shapes of all layers. Errors (invalidInput, where = the layer's name): an unknown or later `from`, shapes that
/// do not fit together, an output of size 0, formats out of range (1 to 16 bits, fraction -16 to 24), names used
/// twice, pruning that makes the inputs of an add differ or removes classes, sizes above the limits.
[[nodiscard]] Result<std::vector<LayerShape>> inferShapes(const Network& network, const NetworkRules& rules = {});

/// The format of each layer's output as far as formats are given: its activation, or for max pools, flatten and
/// layers without an activation that keep their input's format, that one; nothing where it is float or an
/// accumulator.
[[nodiscard]] std::vector<std::optional<fixed::Format>> outputFormats(const Network& network);

/// The same network in real numbers: no formats.
[[nodiscard]] Network withoutFormats(Network network);

/// The same shapes with no pruning left to do: layers have the filters that stay, pruneFraction is 0.
[[nodiscard]] Network withKeptFilters(Network network);
/// All filters are there: pruneFraction is 0.
[[nodiscard]] Network withAllFilters(Network network);

/// Reads and checks (inferShapes) a description; unknown keys, wrong types and values out of range name key and
/// place.
[[nodiscard]] Result<Network> networkFromJson(const nlohmann::json& json, const std::string& where,
                                              const NetworkRules& rules = {});
void to_json(nlohmann::json& json, const Network& network);
/// Names of the built-in networks (resources/networks).
[[nodiscard]] std::vector<std::string> networkNames();
/// A built-in network by its name, else a file. Errors: notFound (lists the names), invalidInput.
[[nodiscard]] Result<Network> readNetwork(const std::string& nameOrFile, const NetworkRules& rules = {});

} // namespace burin::cnn
