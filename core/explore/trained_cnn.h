// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the trained network that a cnn study is about, and how it is found again when the study is opened.
#pragma once

#include "core/explore/cnn_evaluator.h"
#include "core/study/study.h"

#include <filesystem>
#include <string>

namespace burin::explore {

/// `network`: a built-in network's name or a *.json file; `weights`: an *.npz of it, or a built-in network's name.
/// A description that asks for pruning is of weights of the filters that stay: the trained network has those and
/// no pruning left to do. Errors name file, layer and array.
[[nodiscard]] Result<TrainedCnn> readTrainedCnn(const std::string& network, const std::filesystem::path& weights);

/// The network of a study; the weights are read from `weights`, or where they were when it is empty. Errors: they
/// are not there, or are not the ones that the study was made from (ErrorCode::mismatch).
[[nodiscard]] Result<TrainedCnn> readTrainedCnn(const study::Study& study, const std::filesystem::path& weights);

} // namespace burin::explore
