// SPDX-License-Identifier: GPL-3.0-or-later
// importOnnx: a trained network in an ONNX file (onnx.proto, IR version 3 and later) as Network and Weights.
//
// The graph is read node by node; constants are computed, and what stands between two layers is folded into them:
// batch normalisation and other scaling per channel into the weights before it (an input's into the
// normalisation), ReLU, clips, fake quantisation and pooling into the layer before them. What cannot be folded
// because others use the tensor too becomes a depthwise 1 x 1 layer of its own. What a Network cannot say is an
// error that names node and operator; what is said in another way is in `notes`.
//
// Clips and quantisers. A Network clamps only at the ends of a format, which are powers of two. All layers between
// two ReLUs or clips are linear, so the tensors of a network may be scaled by a positive factor each without
// changing what it computes (the weights take the factors up; tensors that are added or concatenated share one).
// The import chooses factors that turn the limit of Clip(0, 6), or the step of a quantiser whose scale is no power
// of two, into a power of two: Clip(0, 6) becomes the format u3.13 after scaling by 4/3, a uint8 quantiser of
// scale 6/255 the format u3.5. A signed or asymmetric quantiser takes the narrowest signed format that holds its
// codes. Logits may come out scaled too; their order is the same. Weights whose grid is a power of two after that
// keep their codes and get a weight format; others become real numbers.
#pragma once

#include "core/cnn/network.h"
#include "core/cnn/weights.h"

#include <filesystem>
#include <string>
#include <vector>

namespace burin::cnn {

struct ImportOptions {
    /// The model's input is (pixel - mean) / std, pixel 0..255; per channel or one value for all. Empty: mean 0
    /// and std 255 (inputs of 0 to 1), or bytes as they are where the model takes bytes.
    std::vector<double> mean;
    std::vector<double> std;
};

struct ImportedNetwork {
    Network network;
    Weights weights;
    std::size_t nodes = 0;          ///< of the graph
    std::string producer;           ///< the program that wrote the file, as it says
    std::vector<std::string> notes; ///< what was left out, replaced or scaled
};

/// Errors (where = file and node): notFound, io, limit, invalidInput for files that are cut off or no ONNX,
/// operators and forms that a Network cannot express, missing or damaged constants, external data outside of the
/// model's folder.
[[nodiscard]] Result<ImportedNetwork> importOnnx(const std::filesystem::path& path,
                                                 const ImportOptions& options = {});

} // namespace burin::cnn
