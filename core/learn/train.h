// SPDX-License-Identifier: GPL-3.0-or-later
// Training of a network on images: stochastic gradient descent with Nesterov momentum, batch normalisation, label
// smoothing, drop-out before the last weighted layer. After a linear warm-up the rate follows one cosine from
// peakRate to 0, or is a tenth of it from half of the training on and a hundredth from three quarters on (K. He et
// al., "Deep Residual Learning for Image Recognition", CVPR 2016, section 4.2). With `qat` the forward pass rounds
// as the integer network does, from the start; in the last freezeFraction of the steps batch normalisation is
// frozen, so that what is trained is the exported network itself.
//
// Validation decides: the weights kept are those of the epoch with the best accuracy on data::splitImages'
// held-out part, counted by core/cnn's IntegerCnn (qat) or FloatCnn. The test set is read only if that is asked
// for: once, at the end.
#pragma once

#include "core/base/job.h"
#include "core/cnn/network.h"
#include "core/cnn/weights.h"
#include "core/data/images.h"
#include "core/learn/batches.h"
#include "core/learn/format_learner.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace burin::learn {

struct TrainConfig {
    int epochs = 30;
    int batch = 128;
    double peakRate = 0.1;
    std::string schedule = "cosine"; ///< or "steps"
    double momentum = 0.9;
    double weightDecay = 5e-4; ///< of kernels
    double warmupFraction = 0.03;
    double labelSmoothing = 0.05;
    double dropout = 0.3;
    double freezeFraction = 0.15;
    int patience = 0;         ///< epochs without a better validation accuracy before it stops; 0: never
    std::optional<int> shift; ///< of Augmentation; none: an eighth of the shorter side
    std::optional<bool> flip; ///< none: for colour images only (mirrored symbols are other symbols)
    bool qat = false;
    LearnFormats learn;                ///< with qat: ranges or widths of the formats are trained too
    std::optional<cnn::Weights> start; ///< weights to begin with (fine-tuning); none: random ones
    std::function<double()> clock;     ///< seconds; stands still while the program does; empty: the steady clock
    std::string device = "cpu";        ///< "cpu" or "cuda"
    std::string precision = "auto"; ///< "float", "bfloat16", or "auto": bfloat16 where the processor multiplies it
    std::filesystem::path checkpoint; ///< written after every epoch; empty: none
    bool resume = false;              ///< go on from `checkpoint`
    bool test = false;                ///< score the test set at the end
};

/// Keys are those of tools::trainingParameters(). Unknown ones, wrong types and values out of range are errors
/// naming the key.
[[nodiscard]] Result<TrainConfig> trainConfigFromJson(const nlohmann::json& json, const std::string& where);

struct EpochReport {
    int epoch = 0; ///< from 1
    double loss = 0;
    double trainAccuracy = 0; ///< of the training images as they were passed: augmented, with drop-out
    double validation = 0;
    double imagesPerSecond = 0;
    double rate = 0; ///< learning rate of the last step
    MeanBits bits;   ///< 0 where there are no formats
};
/// By the names above: what progress and the `curve` of burin-learn carry.
[[nodiscard]] std::vector<std::pair<std::string, double>> figures(const EpochReport& epoch);

struct TrainResult {
    cnn::Weights weights; ///< folded
    cnn::Network network; ///< that they belong to: the given one, with the formats that were learned
    MeanBits bits;        ///< of that network
    double validation = 0;                   ///< as trained: integer network with qat, else float
    std::optional<double> integerValidation; ///< where the network has all formats
    std::optional<double> test;              ///< as trained, where it was asked for
    std::optional<double> integerTest;       ///< where it was asked for and the network has all formats
    std::vector<EpochReport> curve;    ///< of each epoch, those before a resume included
};

/// ctx.seed draws weights, order and augmentation;
/// ctx.threads are libtorch's. The same seed, threads and machine give the same result. ctx hears of progress
/// about once a second (figure: imagesPerSecond) and after each epoch (figures: those of EpochReport), with an
/// estimate of the time left that counts this run alone. Errors: invalidInput (images and network do not fit, no
/// test images to score, a checkpoint of a training with other settings: each is named, with both values; a loss
/// that is no number), usage (qat without formats, learned formats without qat, no such device), cancelled (the
/// checkpoint of the last whole epoch is kept), limit (out of memory), io.
[[nodiscard]] Result<TrainResult> trainNetwork(const TrainConfig& config, const cnn::Network& network,
                                               const data::ImageDataset& dataset, const JobContext& ctx);

} // namespace burin::learn
