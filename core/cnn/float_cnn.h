// SPDX-License-Identifier: GPL-3.0-or-later
// FloatCnn: a Network run with real weights. Tensors without a format are float; where the network gives a format,
// the values are rounded to it as the integer network does ("fake quantisation"), so that a fully quantised
// network gives the integer network's logits as long as its accumulators stay below 2^24 steps. This is the engine
// for float accuracy, for imported models and for calibration; IntegerCnn is the truth for hardware.
//
// Sums run over the taps in the order of the weights, multiply and add are rounded apart, lanes are images:
// results depend on neither threads nor instruction set.
#pragma once

#include "core/base/job.h"
#include "core/base/simd_set.h"
#include "core/cnn/network.h"
#include "core/cnn/weights.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace burin::cnn {

/// What a layer's output (after its own pool) holds over many images.
struct ActivationSample {
    float low = 0;
    float high = 0;
    std::vector<float> values; ///< some of them, evenly spaced over each image
};

class FloatCnn {
public:
    /// Errors: those of inferShapes() and checkWeights().
    static Result<FloatCnn> make(Network network, const Weights& weights);

    [[nodiscard]] const Network& network() const;
    [[nodiscard]] const std::vector<LayerShape>& shapes() const;
    [[nodiscard]] std::size_t classes() const;

    /// Pixels are images x channels x height x width bytes; gives images x classes logits. Errors: pixels of the
    /// wrong size, logits that are not finite, cancelled.
    [[nodiscard]] Result<std::vector<float>> logits(std::span<const std::uint8_t> pixels,
                                                    const JobContext& ctx) const;
    /// The same by the kernels of one of supportedSimdSets().
    [[nodiscard]] Result<std::vector<float>> logits(std::span<const std::uint8_t> pixels, const JobContext& ctx,
                                                    SimdSet set) const;
    [[nodiscard]] Result<std::vector<int>> predict(std::span<const std::uint8_t> pixels,
                                                   const JobContext& ctx) const;
    /// By layer; about perLayer values each (at least one per image).
    [[nodiscard]] Result<std::vector<ActivationSample>> sample(std::span<const std::uint8_t> pixels,
                                                               std::size_t perLayer, const JobContext& ctx) const;

private:
    struct Plan;
    std::shared_ptr<const Plan> plan_;
};

} // namespace burin::cnn
