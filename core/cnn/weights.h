// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of a Network as real numbers, and their .npz file. Arrays are named "<layer>.weight" and "<layer>.bias":
// conv [M, N, Kh, Kw], depthwise [C, 1, Kh, Kw], dense [units, inputs] with the inputs flattened channel by
// channel (the order of PyTorch and ONNX), bias [M]. In the file an array of floats holds real numbers; an array
// of integers holds codes of the layer's weight format (real = code 2^-fraction), which needs a network with
// formats.
#pragma once

#include "core/cnn/network.h"

#include <filesystem>
#include <map>
#include <vector>

namespace burin::cnn {

struct LayerWeights {
    std::vector<float> kernel; ///< row-major, shape as above
    std::vector<float> bias;   ///< one per filter; empty where the layer has none
};

/// By index of the layer in Network::layers; layers without weights have empty entries.
using Weights = std::vector<LayerWeights>;

/// `npz`: a file, or the name of a network whose weights are built in. Shapes that do not fit, arrays that are
/// missing or that no layer asks for, NaN and infinities are errors naming file and array.
[[nodiscard]] Result<Weights> readWeights(const std::filesystem::path& npz, const Network& network);
/// asCodes writes int8 or int16 codes of the layers' weight formats (an error where a format is missing), else
/// float32.
[[nodiscard]] Result<void> writeWeights(const std::filesystem::path& npz, const Network& network,
                                        const Weights& weights, bool asCodes = false);
/// He-normal initial weights (K. He et al., ICCV 2015), biases 0; depends on the seed alone.
[[nodiscard]] Weights randomWeights(const Network& network, std::uint64_t seed);
/// Sizes as the shapes ask, all values finite.
[[nodiscard]] Result<void> checkWeights(const Network& network, const Weights& weights);

} // namespace burin::cnn
