// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a training between two epochs, in libtorch's own file format; written to a temporary name and
// renamed.
#pragma once

#include "core/base/result.h"
#include "core/cnn/weights.h"
#include "core/learn/torch_api.h"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace burin::learn {

struct Checkpoint {
    std::string identity; ///< what must be the same to go on, one line of JSON
    int epoch = 0;
    int bestEpoch = 0;
    double bestValidation = 0;
    std::vector<torch::Tensor> tensors;
    cnn::Weights best;
    std::string network; ///< of `best`, as JSON
    /// By epoch: loss, train accuracy, validation, images a second, rate, mean bits of weights and of activations.
    std::vector<std::array<double, 7>> curve;
};

[[nodiscard]] Result<void> writeCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);
/// Errors: notFound, invalidInput (damaged).
[[nodiscard]] Result<Checkpoint> readCheckpoint(const std::filesystem::path& file);

} // namespace burin::learn
