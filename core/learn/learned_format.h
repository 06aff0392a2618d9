// SPDX-License-Identifier: GPL-3.0-or-later
// LearnedFormat: a fixed-point format whose range, and if asked whose width, are trained with the weights. Two
// real numbers are learned, both rounded in the forward pass: the integer part (log2 of the range) and the
// fraction bits
// (-log2 of the step); with a given width the second follows from the first. Gradients:
//     of the range     where a value is clamped, what the rounded value is
//     of the step      elsewhere, the rounding error
// Sources: S. Jain et al., "Trained Quantization Thresholds for Accurate and Efficient Fixed-Point Inference of
// Deep Neural Networks", MLSys 2020 (power-of-two steps, log2 of the range, Adam for it); S. Uhlich et al., "Mixed
// Precision DNNs: All you need is a good parametrization", ICLR 2020 (range and step as parameters, the width
// follows). Deviations: round in place of ceil; the budget of bits is kept by a multiplier that rises while it is
// exceeded instead of a fixed penalty.
#pragma once

#include "core/fixed/format.h"
#include "core/learn/torch_api.h"

namespace burin::learn {

inline constexpr int kLeastLearnedBits = 2;

class LearnedFormat {
public:
    LearnedFormat() = default;
    /// `learnsBits`: the width too, from kLeastLearnedBits to the given one.
    LearnedFormat(const fixed::Format& given, bool learnsBits);

    [[nodiscard]] fixed::Format format() const;
    [[nodiscard]] double bits() const; ///< not rounded
    /// Rounds as roundTo() does to format(), with gradients for the values and for the format.
    [[nodiscard]] torch::Tensor round(const torch::Tensor& values, bool stopAtClamp) const;
    /// One step of Adam on the gradients that have come in since the last; `push` lowers the width.
    void descend(double rate, double push);
    /// From now on exactly this.
    void set(const fixed::Format& format);
    /// What a checkpoint holds: [range, fraction], moments of Adam and its steps.
    [[nodiscard]] const torch::Tensor& values() const { return values_; }
    [[nodiscard]] const torch::Tensor& moments() const { return moments_; }

private:
    void keepInside();

    torch::Tensor values_;  ///< range, fraction; double
    torch::Tensor moments_; ///< m, v of each, steps; double
    int mostBits_ = 8;
    bool isSigned_ = true;
    bool learnsBits_ = false;
};

} // namespace burin::learn
