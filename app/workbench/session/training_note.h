// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a training that is not over, beside its study (STUDY.training, JSON): the request and the curve
// so far. With the checkpoint it is enough to resume when the window was closed or killed meanwhile. One for a
// study: a new training takes the place of the one before.
#pragma once

#include "core/base/result.h"
#include "views/models/training_state.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace burin::workbench {

struct TrainingNote {
    views::TrainingRequest request;
    std::vector<views::TrainingEpoch> curve;
};

[[nodiscard]] Result<void> writeTrainingNote(const std::filesystem::path& study, const TrainingNote& note);
/// Nothing where there is none, or none that can be read.
[[nodiscard]] std::optional<TrainingNote> readTrainingNote(const std::filesystem::path& study);
void removeTrainingNote(const std::filesystem::path& study);

} // namespace burin::workbench
