// SPDX-License-Identifier: GPL-3.0-or-later
// FormatLearner: the learned formats of a network's weights and activations, and the budget of bits that they
// keep. The input keeps its format. Once settled, formats are fixed and the rest of the training knows them.
#pragma once

#include "core/cnn/network.h"
#include "core/learn/learned_format.h"

#include <optional>
#include <vector>

namespace burin::learn {

struct LearnFormats {
    bool ranges = false;
    std::optional<double>
        bits; ///< widths too: at most so many bits, as means over all weights and all activations
};

/// Mean widths: over all weights, and over all values of activations that have a format of their own.
struct MeanBits {
    double weights = 0;
    double activations = 0;
};
[[nodiscard]] MeanBits meanBits(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes);

class FormatLearner {
public:
    FormatLearner() = default; ///< learns nothing
    FormatLearner(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes,
                  const LearnFormats& what);

    /// Null: not learned (or no longer).
    [[nodiscard]] const LearnedFormat* weight(std::size_t layer) const { return at(weights_, layer); }
    [[nodiscard]] const LearnedFormat* activation(std::size_t layer) const { return at(activations_, layer); }
    [[nodiscard]] bool learns() const { return !weights_.empty() && !settled(); }
    [[nodiscard]] bool settled() const;
    /// A step down the gradients and towards the budget.
    void descend(double rate);
    /// Takes what is left above the budget from the tensors whose width was rounded up most; then nothing is
    /// learned.
    void settle();
    void setWeight(std::size_t layer, const fixed::Format& format);
    /// Writes the present formats into the network.
    void apply(cnn::Network& network) const;
    [[nodiscard]] std::vector<torch::Tensor> state() const;

private:
    struct Entry {
        std::optional<LearnedFormat> learned;
        double values = 0; ///< how many numbers have this format
    };
    [[nodiscard]] const LearnedFormat* at(const std::vector<Entry>& entries, std::size_t layer) const;
    void descend(std::vector<Entry>& entries, int which, double rate);
    void keepBudget(std::vector<Entry>& entries) const;

    LearnFormats what_;
    std::vector<Entry> weights_; ///< by layer
    std::vector<Entry> activations_;
    torch::Tensor control_; ///< multipliers of the two budgets, settled (0 or 1); double
};

} // namespace burin::learn
