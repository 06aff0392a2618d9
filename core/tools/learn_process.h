// SPDX-License-Identifier: GPL-3.0-or-later
// The parent's side of burin-learn, the program that links libtorch: starts it on a request, passes its JSON lines
// on, and turns what can happen to a child (missing, killed, stopped) into one clear error. Without libtorch
// itself.
#pragma once

#include "core/base/job.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace burin::tools {

struct LearnSpec {
    nlohmann::json request;           ///< see app/learn/main.cpp
    std::filesystem::path program;    ///< of burin-learn; see findLearn()
    std::filesystem::path checkpoint; ///< named in errors when it is there
};

/// burin-learn beside the running program, else in PATH. Errors: tool, with what to install and build.
[[nodiscard]] Result<std::filesystem::path> findLearn();

/// The "result" line. "progress" lines go to ctx, with what else they hold as figures. Errors: those of
/// checkTraining(), before anything is started; what burin-learn reports; tool when it was killed or gave no
/// result (says whether a checkpoint is kept and how to go on); cancelled.
[[nodiscard]] Result<nlohmann::json> runLearn(const LearnSpec& spec, const JobContext& ctx);

} // namespace burin::tools
