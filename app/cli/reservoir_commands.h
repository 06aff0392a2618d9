// SPDX-License-Identifier: GPL-3.0-or-later
// The actions behind `burin-cli reservoir ...`.
#pragma once

#include "app/cli/reservoir_problem.h"
#include "app/cli/sweep_command.h"
#include "app/cli/terminal.h"
#include "core/project/export.h"

namespace burin::cli {

Result<Report> trainReservoir(const DataFlags& data, const ReservoirFlags& flags, const JobContext& job);
Result<Report> reservoirSensitivity(const DataFlags& data, const ReservoirFlags& flags, const JobContext& job);

struct ExploreArguments {
    SweepOutput study;
    std::string synth; ///< "front" or ""
};
Result<Report> exploreReservoir(const DataFlags& data, const ReservoirFlags& flags,
                                const ExploreArguments& arguments, const JobContext& job);

struct ExportArguments {
    std::string study;
    std::string point;
    std::string out;
    bool overwrite = false;
    bool unsealed = false; ///< write it without verification
};
/// What an export says of itself, with `more` added to its document.
Report exportReport(const project::ExportRecord& record, const nlohmann::json& more);
/// Puts the verification of an export on its point and says in the report where that failed (a study that cannot be
/// written): the project is there all the same.
void keepSeal(Report& report, const project::ExportRecord& record, const std::string& study,
              const std::string& point);
Result<Report> exportReservoir(const DataFlags& data, const ReservoirFlags& flags,
                               const ExportArguments& arguments, const JobContext& job);
Result<Report> importReservoir(const std::string& arrays, const DataFlags& data, const ReservoirFlags& flags,
                               const ExportArguments& arguments, const JobContext& job);

} // namespace burin::cli
