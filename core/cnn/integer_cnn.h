// SPDX-License-Identifier: GPL-3.0-or-later
// IntegerCnn: the integer network, the definition that hardware, simulators and every shown accuracy follow bit
// for bit.
//
// A tensor of format f holds integers q, real value q 2^-f.fraction.
//   input   q = clamp(roundHalfEven((pixel - mean) / std 2^fi)) in inputFormat
//   conv, depthwise, dense   a = (sum w q << max(0, -fi)) + (b << max(0, fi)), b the bias code of the weight
//           format, fi the input's fraction; a has fraction fa = fw + max(0, fi) and is exact (no overflow:
//           checked when the network is made)
//   output  ReLU is the clamp at 0 of an unsigned activation: q = clamp(roundHalfEven(a 2^(fo - fa)))
//   add     both inputs brought to the larger fraction (exact), added, then as output
//   average pools   a = sum over the window, q = clamp(roundHalfEven(a / count 2^(fo - fi))); without an
//   activation
//           fo = fi and the input's range; the window counts padding zeros as ONNX's count_include_pad = 0 does
//           (not)
//   concat  each input brought to the activation's format (or all have the same format)
//   pool    maximum after quantisation
//   a layer without activation at the end gives its accumulators: the logits. argmax takes the lowest index of
//   equals.
#pragma once

#include "core/base/job.h"
#include "core/base/simd_set.h"
#include "core/cnn/network.h"
#include "core/cnn/product_engine.h"
#include "core/cnn/weights.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace burin::cnn {

/// Codes of one weighted layer: kernel as in LayerWeights, bias in the weight format.
struct LayerCodes {
    std::vector<std::int16_t> kernel;
    std::vector<std::int32_t> bias;
};

/// The values of a layer's output for one image, for histograms and traces.
struct Activation {
    Shape shape;
    std::optional<fixed::Format> format; ///< none: accumulators
    std::vector<std::int64_t> values;
};

/// What a layer's accumulator can hold: codes of a fraction, before ReLU, over all inputs of the formats.
struct Accumulator {
    int fraction = 0;
    fixed::Interval range;
};

struct IntegerModel;
struct BatchProgram;

class IntegerCnn {
public:
    /// Rounds the weights to their formats (nearest, ties to even, clamped). Errors: a network that is not
    /// quantised, an accumulator that could overflow 62 bits, weights of the wrong size. pruneFraction must have
    /// been applied (compress/filter_pruning): a network that still asks for pruning takes weights of the kept
    /// filters.
    static Result<IntegerCnn> make(Network network, const Weights& weights);

    /// The same network with the code at `weight` of a layer's kernel replaced by another of its format; for many
    /// such changes see what_if.h. Errors: as make().
    [[nodiscard]] Result<IntegerCnn> withCode(std::size_t layer, std::size_t weight, std::int32_t code) const;

    [[nodiscard]] const Network& network() const;
    [[nodiscard]] const std::vector<LayerShape>& shapes() const;
    [[nodiscard]] const std::vector<LayerCodes>& codes() const;
    /// By layer; pools and concat: of one window or input.
    [[nodiscard]] std::vector<Accumulator> accumulators() const;
    [[nodiscard]] std::size_t classes() const;
    /// What it takes in memory, about: the codes and the kernels packed from them.
    [[nodiscard]] std::size_t bytes() const;
    /// Fraction of the logits: real = logit 2^-fraction.
    [[nodiscard]] int logitFraction() const;

    /// Pixels are images x channels x height x width bytes; gives images x classes logits. Threads as ctx says;
    /// the result depends on neither threads nor instruction set.
    [[nodiscard]] Result<std::vector<std::int64_t>> logits(std::span<const std::uint8_t> pixels,
                                                           const JobContext& ctx) const;
    /// The same by the kernels of another set of supportedSimdSets().
    [[nodiscard]] Result<std::vector<std::int64_t>> logits(std::span<const std::uint8_t> pixels,
                                                           const JobContext& ctx, SimdSet set) const;
    /// The same with the products of an engine; its errors.
    [[nodiscard]] Result<std::vector<std::int64_t>>
    logits(std::span<const std::uint8_t> pixels, const JobContext& ctx, const ProductEngine& engine) const;
    [[nodiscard]] Result<std::vector<int>> predict(std::span<const std::uint8_t> pixels,
                                                   const JobContext& ctx) const;
    [[nodiscard]] Result<std::vector<int>> predict(std::span<const std::uint8_t> pixels, const JobContext& ctx,
                                                   const ProductEngine& engine) const;
    /// Logits by the plain loops of the definition above: the twin that tests compare with.
    [[nodiscard]] std::vector<std::int64_t> plainLogits(std::span<const std::uint8_t> image) const;
    /// Every layer's output for one image, by index of the layer (plain loops).
    [[nodiscard]] std::vector<Activation> activations(std::span<const std::uint8_t> image) const;

private:
    friend class WhatIf;
    struct Plan;
    static IntegerCnn planned(IntegerModel model);
    [[nodiscard]] std::shared_ptr<const IntegerModel> model() const;
    [[nodiscard]] std::vector<int> labels(const std::vector<std::int64_t>& logits) const;
    [[nodiscard]] Result<std::vector<std::int64_t>> run(const BatchProgram& program,
                                                        std::span<const std::uint8_t> pixels,
                                                        const JobContext& ctx, const ProductEngine* engine) const;
    std::shared_ptr<const Plan> plan_;
};

/// Accuracy of predicted classes, one label each; 0 of none.
[[nodiscard]] double fractionRight(std::span<const int> predicted, std::span<const int> labels);

} // namespace burin::cnn
