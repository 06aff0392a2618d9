// SPDX-License-Identifier: GPL-3.0-or-later
// Training of a network on images: stochastic gradient descent with Nesterov momentum, one cosine from peakRate to
// 0 after a linear warm-up, batch normalisation, label smoothing, drop-out before the last weighted layer. With
// `qat` the forward pass rounds as the integer network does, from the start; in the last freezeFraction of the
// steps batch normalisation is frozen, so that what is trained is the exported network itself.
//
// Validation decides: the weights kept are those of the epoch with the best accuracy on data::splitImages'
// held-out part, counted by core/cnn's IntegerCnn (qat) or FloatCnn. The test set is read once, at the end.
#pragma once

#include "core/base/job.h"
#include "core/cnn/network.h"
#include "core/cnn/weights.h"
#include "core/data/images.h"
#include "core/learn/batches.h"

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
    double momentum = 0.9;
    double weightDecay = 5e-4; ///< of kernels
    double warmupFraction = 0.03;
    double labelSmoothing = 0.05;
    double dropout = 0.3;
    double freezeFraction = 0.15;
    int patience = 0; ///< epochs without a better validation accuracy before it stops; 0: never
    Augmentation augmentation;
    bool qat = false;
    std::string device = "cpu";     ///< "cpu" or "cuda"
    std::string precision = "auto"; ///< "float", "bfloat16", or "auto": bfloat16 where the processor multiplies it
    std::filesystem::path checkpoint; ///< written after every epoch; empty: none
    bool resume = false;              ///< go on from `checkpoint`
};

/// Unknown keys, wrong types and values out of range are errors naming the key.
[[nodiscard]] Result<TrainConfig> trainConfigFromJson(const nlohmann::json& json, const std::string& where);

struct EpochReport {
    int epoch = 0; ///< from 1
    int epochs = 0;
    double loss = 0;
    double validation = 0;
    double imagesPerSecond = 0;
    double secondsLeft = 0;
};

struct TrainResult {
    cnn::Weights weights; ///< folded
    double validation = 0;
    double test = 0;                   ///< as trained: integer network with qat, else float
    std::optional<double> integerTest; ///< where the network has all formats
    int epochs = 0;                    ///< that were run, those before a resume included
    double imagesPerSecond = 0;
};

/// The network that the weights belong to is `network` itself. ctx.seed draws weights, order and augmentation;
/// ctx.threads are libtorch's. The same seed, threads and machine give the same result. Errors: invalidInput
/// (images and network do not fit, no test images, a checkpoint of another training), usage (qat without formats,
/// no such device), cancelled (the checkpoint of the last whole epoch is kept), limit (out of memory), io.
[[nodiscard]] Result<TrainResult> trainNetwork(const TrainConfig& config, const cnn::Network& network,
                                               const data::ImageDataset& dataset, const JobContext& ctx,
                                               const std::function<void(const EpochReport&)>& report = {});

} // namespace burin::learn
