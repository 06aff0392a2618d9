// SPDX-License-Identifier: GPL-3.0-or-later
// Verilator (https://verilator.org): turns Verilog plus a C++ main into a program, and lints. Two-state: it cannot
// show an X; Icarus does that (icarus.h).
#pragma once

#include "core/tools/process.h"

namespace burin::tools {

struct VerilatorBuild {
    std::vector<std::filesystem::path> sources; ///< Verilog
    std::filesystem::path mainCpp;              ///< drives V<top>; "" = `top` is a bench with its own clock (--timing)
    std::string top;
    std::filesystem::path folder;               ///< objects and the program go here; made if absent
    std::vector<std::string> options;           ///< further flags, e.g. "-Wno-fatal", "-GWIDTH=8"
    std::string optimise = "-O1";               ///< the C++ compiler's level
    unsigned jobs = 1;                          ///< compiler processes
    double timeoutSeconds = 600;
    std::uint64_t memoryCapBytes = 0;
    std::string searchPath;
    std::stop_token stop;
};

struct Simulator {
    std::vector<std::string> command; ///< what runs the bench; arguments are appended
    ToolVersion tool;
    double buildSeconds = 0;
};

/// Builds; the simulator's command is the program's path. Errors: tool (missing, failing: its messages), cancelled.
[[nodiscard]] Result<Simulator> compileVerilator(const VerilatorBuild& build);

/// `verilator --lint-only -Wall`: success or the warnings as an error.
[[nodiscard]] Result<void> lintVerilator(const VerilatorBuild& build);

struct SimulatorRun {
    std::vector<std::string> arguments; ///< plusargs and the like
    std::filesystem::path folder;       ///< working folder
    double timeoutSeconds = 600;
    std::size_t outputCapBytes = 64U << 20U;
    std::stop_token stop;
};

/// Runs a bench built by compileVerilator or compileIcarus. Exit status and time-out are in the record.
[[nodiscard]] Result<ProcessRecord> runSimulator(const Simulator& simulator, const SimulatorRun& run);

} // namespace burin::tools
