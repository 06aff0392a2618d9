// SPDX-License-Identifier: GPL-3.0-or-later
// Bit-flip sensitivity of a CNN's weights, defined as for reservoirs (sensitivity.h): for each weight other than
// 0, flip each of its bits in two's complement in turn, run the images, and take the deviation of a metric from
// the unflipped network; the score is the mean over the bits. Source: Jafari et al., arXiv 2603.08737, 2026, who
// do it for reservoirs; for CNNs it is ours. Choices: the metric is the mean cross-entropy of the logits by
// default, for one weight among thousands moves the accuracy of a sample by whole images or not at all; accuracy
// is an option. The absolute deviation by default. Biases are not flipped. Images are the caller's and must be
// training images: validation and test images are for judging what the scores led to. A sample of each layer's
// weights, spread evenly over its filters, serves where all take too long. Flips are evaluated exactly
// (cnn/what_if.h).
#pragma once

#include "core/cnn/integer_cnn.h"

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace burin::compress {

enum class CnnMeasure { loss, accuracy };

struct CnnSensitivityConfig {
    struct LayerSample {
        std::size_t layer = 0;   ///< index, of one with weights
        std::size_t weights = 0; ///< so many of its weights, drawn by ctx.seed; 0: all
    };
    std::vector<LayerSample> layers; ///< none: all weights of all layers
    CnnMeasure measure = CnnMeasure::loss;
    bool signedDeviation = false; ///< keep the sign: > 0 where the flip makes the network worse
    bool zeros = false;           ///< weights that are 0 too: memory holds their bits as well
    std::optional<SimdSet> simd;
};

struct CnnWeightSensitivity {
    std::size_t layer = 0;
    int filter = 0;
    std::size_t weight = 0; ///< place in the filter's kernel: channel, row, column
    std::int32_t value = 0;
    std::vector<double> bits; ///< deviation when bit b (0 = lowest) is flipped
    double score = 0;         ///< mean of bits
};

struct CnnSensitivityTable {
    double unflipped = 0;                      ///< metric of the network as it is
    std::vector<CnnWeightSensitivity> weights; ///< by layer, filter, place
    std::uint64_t evaluations = 0;             ///< flips
    std::uint64_t macs = 0;                    ///< of what depends on the flips, over all images
};

/// What runs have found so far, filter by filter: one that was stopped goes on from here. Only for runs of the
/// same configuration, network, images and seed. May be used by several threads at once.
class CnnSensitivityKept {
public:
    [[nodiscard]] std::size_t filters() const;
    /// Puts a filter's weights in if they are there; whether they were.
    bool take(std::span<CnnWeightSensitivity> weights) const;
    void put(std::span<const CnnWeightSensitivity> weights);

private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::size_t, int>, std::vector<CnnWeightSensitivity>> found_; ///< by layer and filter
};

/// `pixels` as IntegerCnn::logits takes them, `labels` one per image. The result depends on neither threads nor
/// instruction set, nor on what is taken from `kept` (none: nothing is). Errors: no images, a label that is no
/// class, a layer without weights (usage), those of cnn::WhatIf.
[[nodiscard]] Result<CnnSensitivityTable> runCnnSensitivity(const CnnSensitivityConfig& config,
                                                            const cnn::IntegerCnn& network,
                                                            std::span<const std::uint8_t> pixels,
                                                            std::span<const int> labels, const JobContext& ctx,
                                                            CnnSensitivityKept* kept = nullptr);

/// Candidates of a filter: places of its kernel other than 0 (all places with `zeros`), in order.
[[nodiscard]] std::vector<std::size_t> flippableWeights(const cnn::IntegerCnn& network, std::size_t layer,
                                                        int filter, bool zeros = false);

/// Cross-entropy of one image, ln sum_c exp(y_c) - y_label >= 0, of logits y = q 2^-fraction. Logits are integers,
/// so exponentials are products of table entries, one a byte of their difference: relative error below 1e-14, the
/// same bits everywhere.
class CrossEntropy {
public:
    explicit CrossEntropy(int fraction);
    [[nodiscard]] double operator()(std::span<const std::int64_t> logits, int label) const;

private:
    int fraction_;
    std::array<std::array<double, 256>, 8> powers_; ///< exp(-byte 256^k 2^-fraction)
};

} // namespace burin::compress
