// SPDX-License-Identifier: GPL-3.0-or-later
// From an Assembly to Network and Weights: the factors that turn limits and steps into powers of two
// (onnx_import.h), the formats, and the weights that take the factors up.
#pragma once

#include "core/cnn/onnx_import.h"
#include "core/cnn/onnx_layers.h"

namespace burin::cnn::onnximport {

/// `last`: the layer whose output leaves the graph. Layers that do not lead to it are left out.
Result<ImportedNetwork> finish(Assembly assembly, std::size_t last);

} // namespace burin::cnn::onnximport
