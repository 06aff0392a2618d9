// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes of an ONNX graph whose inputs are all constants: exporters compute shapes, quantise weights and transpose
// them so.
#pragma once

#include "core/cnn/onnx_tensor.h"

#include <string>
#include <vector>

namespace burin::cnn::onnximport {

/// The operators that foldNode() knows.
[[nodiscard]] bool canFold(const onnx::NodeProto& node);

/// The node's (first) output. An input that the node leaves out is a null pointer. Errors: an operator that is not
/// known, shapes and values that do not fit.
Result<Tensor> foldNode(const onnx::NodeProto& node, const std::vector<const Tensor*>& inputs, ModelFile& file);

/// How a quantiser (QuantizeLinear, DequantizeLinear, QONNX Quant) rounds: codes = clamp(round(x / scale) + zero).
struct Quantiser {
    std::vector<double> scale; ///< one, or one per channel of `axis`
    std::vector<double> zero;
    std::size_t axis = 0;
    double low = 0; ///< of the codes
    double high = 0;
    bool narrow = false; ///< the lowest code of a signed word is left out
};
/// Checks scales (finite, above 0) and zero points (whole, in range) and takes the code range from the type of the
/// zero point (uint8 without one). `scale`, `zero` (may be null): the node's constants.
Result<Quantiser> linearQuantiser(const Tensor& scale, const Tensor* zero, std::int64_t axis,
                                  const std::string& where);
/// QONNX: scale, zero point and number of bits as inputs; attributes signed, narrow, rounding_mode.
Result<Quantiser> qonnxQuantiser(const onnx::NodeProto& node, const std::vector<const Tensor*>& inputs,
                                 const std::string& where);

} // namespace burin::cnn::onnximport
