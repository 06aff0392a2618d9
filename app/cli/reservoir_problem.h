// SPDX-License-Identifier: GPL-3.0-or-later
// What reservoir commands work on: a configuration, its data set, an evaluator of it.
#pragma once

#include "app/cli/flags.h"
#include "core/explore/reservoir_evaluator.h"
#include "core/study/study.h"

#include <memory>

namespace burin::cli {

struct ReservoirProblem {
    reservoir::ReservoirConfig config; ///< every default filled in
    nlohmann::json canonical;          ///< the same as JSON
    data::LoadOptions read;            ///< how the data set was read
    std::shared_ptr<const data::Dataset> dataset;
    std::unique_ptr<explore::ReservoirEvaluator> evaluator;
    study::Identity identity;
};

/// From flags; the seed is that of the study.
[[nodiscard]] Result<ReservoirProblem> openProblem(const DataFlags& data, const ReservoirFlags& flags,
                                                   const JobContext& job, bool lists = false);
/// From a study, which says how its data were read. An error if the data have changed since.
[[nodiscard]] Result<ReservoirProblem> openProblem(const study::Study& study, const JobContext& job);

/// Reads the test set for the points of the front (or for all that are done); each reading is logged.
Result<void> readTests(study::Study& study, explore::Evaluator& evaluator, bool all, const std::string& reason,
                       const JobContext& job);

} // namespace burin::cli
