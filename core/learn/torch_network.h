// SPDX-License-Identifier: GPL-3.0-or-later
// TorchNetwork: a cnn::Network as libtorch trains it. Each weighted layer but the last (and those without bias)
// has batch normalisation, which export folds into weights and bias. With formats, the forward pass rounds as the
// integer network does: inputs, folded weights w gamma / sigma, biases, activations.
//
// While training, weights are folded with running statistics and the batch's own statistics normalise what comes
// out (R. Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference", arXiv 1806.08342,
// 2018, section 3.2.2). A frozen pass uses running statistics alone: it is the exported network. Deviation: gamma
// stays positive, and before freezing no gradient reaches it through the fold (normalising removes that scale).
#pragma once

#include "core/cnn/network.h"
#include "core/cnn/weights.h"
#include "core/learn/format_learner.h"
#include "core/learn/torch_api.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace burin::learn {

struct Pass {
    bool training = false; ///< running statistics move, drop-out works
    bool frozen = true;
    bool half = false;  ///< convolutions in bfloat16: codes up to 8 bits stay exact, sums are rounded
    double dropout = 0; ///< before the last weighted layer
    bool fused = true;
    bool adopt = false; ///< what a frozen pass without training finds becomes the statistics; see start()
};

class TorchNetwork {
public:
    /// Random weights of the seed. Not quantised: formats are left out. Errors: those of inferShapes(); quantised,
    /// but formats are missing.
    static Result<TorchNetwork> make(cnn::Network network, bool quantised, std::uint64_t seed,
                                     const LearnFormats& formats = {});

    /// Real inputs of bytes (images x channels x height x width), in the input format, channels last.
    [[nodiscard]] torch::Tensor inputs(const torch::Tensor& bytes) const;
    /// Logits, images x classes, float.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& inputs, const Pass& pass);

    /// Begins with given (folded) weights, whose shapes fit. Normalisation takes mean, deviation and scale from
    /// what they give on `inputs`, so that the folded network is the given one.
    void start(const cnn::Weights& weights, const torch::Tensor& inputs);

    /// With the formats learned so far.
    [[nodiscard]] const cnn::Network& network() const { return network_; }
    [[nodiscard]] MeanBits bits() const { return meanBits(network_, shapes_); }
    [[nodiscard]] bool learnsFormats() const { return learner_.learns(); }
    /// A step of the learned formats.
    void descendFormats(double rate);
    /// Formats are learned; biases, which have their weights' format, get the room they need where the layer's
    /// sums gain by it.
    void settleFormats();
    [[nodiscard]] std::vector<torch::Tensor> kernels() const; ///< with weight decay
    [[nodiscard]] std::vector<torch::Tensor> others() const;  ///< gamma, beta, bias
    /// Everything that a checkpoint holds, by name.
    [[nodiscard]] std::vector<std::pair<std::string, torch::Tensor>> state() const;
    void to(torch::Device device);
    void restored(); ///< after loading a state
    void keepScalesPositive();
    /// Folded weights and biases, rounded to their formats if there are any.
    [[nodiscard]] cnn::Weights weights() const;

private:
    struct Part {
        torch::Tensor kernel, gamma, beta, bias, mean, deviation;
        torch::Tensor smallestGamma;
        torch::Tensor inputSquare; ///< mean square of the layer's inputs, while formats are learned
        [[nodiscard]] bool normalised() const { return gamma.defined(); }
    };
    /// Folded kernel and bias, rounded; the kernel alone has no bias while the batch normalises.
    [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> folded(std::size_t layer, bool frozen) const;
    [[nodiscard]] torch::Tensor weighted(std::size_t layer, const torch::Tensor& x, const Pass& pass);
    [[nodiscard]] torch::Tensor joined(std::size_t layer, const std::vector<torch::Tensor>& inputs) const;
    [[nodiscard]] torch::Tensor pooled(std::size_t layer, const torch::Tensor& x) const;
    /// Rounds to the layer's activation format, if it has one.
    [[nodiscard]] torch::Tensor activated(std::size_t layer, const torch::Tensor& x) const;
    /// Unrounded folded kernel and bias; see folded().
    [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> exact(std::size_t layer, bool frozen) const;
    void useFormats();
    void draw(std::uint64_t seed);
    static void adopt(Part& part, const torch::Tensor& sums);

    cnn::Network network_;
    std::vector<cnn::LayerShape> shapes_;
    std::vector<std::optional<fixed::Format>> formats_;
    std::vector<Part> parts_;
    FormatLearner learner_;
    std::size_t lastWeighted_ = 0;
    bool measured_ = false; ///< running statistics hold something
};

} // namespace burin::learn
