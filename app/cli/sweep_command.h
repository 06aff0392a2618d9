// SPDX-License-Identifier: GPL-3.0-or-later
// What the explore commands share: flags of a parameter table as a grid, the sweep into a study, and its report.
#pragma once

#include "app/cli/terminal.h"
#include "core/base/parameter.h"
#include "core/explore/cnn_evaluator.h"
#include "core/explore/sweep.h"

#include <map>
#include <memory>
#include <span>
#include <string>

namespace burin::cli {

/// The parameters as given, by key; a list becomes an axis (where `listKeys` allows one), one value a key of the
/// base. "all" of a choice is each of it. `policyFile` is the base's "policy". Errors name the key.
[[nodiscard]] Result<explore::SweepConfig> gridOf(const std::map<std::string, std::string>& values,
                                                  const ParameterTable& table,
                                                  std::span<const char* const> listKeys,
                                                  const std::string& policyFile);

/// A trained network and the images that it was trained on.
struct TrainedImages {
    explore::TrainedCnn trained;
    std::shared_ptr<const data::ImageDataset> images;
    data::LoadOptions options; ///< how they were read
};
/// Errors: see explore::readTrainedCnn and data::loadImages; images of another size than the network takes.
[[nodiscard]] Result<TrainedImages> readTrainedImages(const std::string& network, const std::string& weights,
                                                      const std::string& data, const JobContext& job);

inline constexpr const char* kStudyExists = "Add --resume to go on with it, or name another file.";

/// Where a sweep goes, and how much of it.
struct SweepOutput {
    std::string out;
    std::string shard; ///< "i/n", i from 1
    bool resume = false;

    void add(CLI::App& command);
    /// Takes the shard over into the sweep. Errors (usage): no shard; the study exists and is not to be resumed.
    [[nodiscard]] Result<void> apply(explore::SweepConfig& sweep) const;
};

/// What a sweep into the study gave, a cancelled one with the hint how it goes on.
[[nodiscard]] Result<explore::SweepOutcome> resumable(Result<explore::SweepOutcome> swept,
                                                      const study::Study& study);
/// The study's points, front and knee, and what the sweep did in `seconds`. Where it gives no point the status says
/// why: failed, or infeasible where none failed.
[[nodiscard]] Result<Report> reportSweep(study::Study& study, const explore::SweepOutcome& outcome,
                                         double seconds);

/// Runs the sweep into the study `out`, whose details get its first configuration ("config"); the report has its points,
/// front and knee.
[[nodiscard]] Result<Report> sweepInto(const std::string& out, study::Identity identity,
                                       const explore::SweepConfig& sweep, explore::Evaluator& evaluator,
                                       const JobContext& job);

} // namespace burin::cli
