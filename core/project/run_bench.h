// SPDX-License-Identifier: GPL-3.0-or-later
// The bench of a project folder in Verilator and Icarus, and a circuit on bench vectors in the interpreter.
#pragma once

#include "core/project/verify.h"

#include <filesystem>

namespace burin::project {

struct BenchOutcome {
    SimulatorReport report;
    std::vector<Mismatch> mismatches;
};

/// Builds in `build`, runs in `folder` (which holds src/, tb/ and vectors/). Errors: tool, cancelled.
[[nodiscard]] Result<BenchOutcome> runVerilatorBench(const std::filesystem::path& folder, const BenchPlan& plan,
                                                     const std::filesystem::path& build,
                                                     const VerifyOptions& options, const JobContext& ctx);
[[nodiscard]] Result<BenchOutcome> runIcarusBench(const std::filesystem::path& folder, const BenchPlan& plan,
                                                  const std::filesystem::path& build, const VerifyOptions& options,
                                                  const JobContext& ctx);
/// Full speed, then gaps and stalls, as tb.v does. Errors: cancelled.
[[nodiscard]] Result<BenchOutcome> runInterpreterBench(const ReservoirProject& project, const JobContext& ctx);

/// Reads what tb.v prints (RESULT and MISMATCH lines) into `outcome`. Errors: tool (it printed no result).
[[nodiscard]] Result<void> readBenchLog(const std::string& log, const std::string& simulator,
                                        BenchOutcome& outcome);

} // namespace burin::project
