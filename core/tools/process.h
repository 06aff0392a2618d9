// SPDX-License-Identifier: GPL-3.0-or-later
// One child process, run to its end: argument vector (no shell), standard input from /dev/null, a process group of
// its own that is killed as a whole (SIGTERM, then SIGKILL) on time-out, on a stop request and for what a finished
// program leaves behind, capped output, an optional cap on memory, and a record of what happened. Every external
// tool of Burin goes through here. Safe to call from several threads at once.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace burin::tools {

struct ProcessSpec {
    std::vector<std::string> arguments;  ///< [0] is a program's name (looked up in searchPath) or its path
    std::filesystem::path workingFolder; ///< "" = the caller's
    std::vector<std::pair<std::string, std::string>> environment; ///< set in the child in addition to the caller's
    std::string searchPath;               ///< folders joined by ':'; "" = the PATH of this process
    double timeoutSeconds = 600;          ///< wall clock
    std::uint64_t memoryCapBytes = 0;     ///< RLIMIT_AS of each process of the group; 0 = none
    std::size_t outputCapBytes = 16U << 20U; ///< per stream; the middle of longer output is left out
    int niceness = 0;                     ///< 0..19
    std::function<void(int)> onStart;        ///< told the child's number; the group has the same; may be empty
    std::function<void(std::string_view)> onOutput; ///< pieces of standard output as they come; may be empty
    std::stop_token stop;
};

struct ProcessRecord {
    int exitCode = -1; ///< -1 when a signal ended it
    int signal = 0;    ///< 0 when it exited by itself
    bool timedOut = false;
    bool truncated = false; ///< output was longer than the cap
    std::string output;     ///< standard output
    std::string errors;     ///< standard error
    double seconds = 0;     ///< wall clock
    std::string commandLine; ///< quoted for a POSIX shell, for logs

    [[nodiscard]] bool succeeded() const { return exitCode == 0 && !timedOut; }
};

/// Runs a program to its end. A non-zero exit, a signal and a time-out are in the record, not errors. Errors:
/// tool (the program is missing: the hint names its Debian package; or cannot be started), cancelled, io.
/// A stop request or a time-out ends the group within about 0.6 s (0.5 s of grace after SIGTERM).
[[nodiscard]] Result<ProcessRecord> runProcess(const ProcessSpec& spec);

/// The same, but anything except exit status 0 is ErrorCode::tool with the end of the tool's messages quoted.
[[nodiscard]] Result<ProcessRecord> runChecked(const ProcessSpec& spec);

/// Turns a record into an error unless it succeeded (what runChecked does).
[[nodiscard]] Result<void> requireSuccess(const ProcessSpec& spec, const ProcessRecord& record);

/// The path of a program. The error's hint names the Debian package to install.
[[nodiscard]] Result<std::filesystem::path> findProgram(const std::string& name, const std::string& searchPath = {});

struct ToolVersion {
    std::string name;    ///< as people write it: "yosys", "Verilator", "Icarus Verilog", "nextpnr-ice40"
    std::string version; ///< "0.23", "5.006"
    [[nodiscard]] std::string text() const { return name + " " + version; }
};

constexpr double kVersionSeconds = 30; ///< a tool must tell its version in that time

/// Version of yosys, verilator, iverilog or nextpnr-ice40, by asking the program; a shorter time-out is kept.
[[nodiscard]] Result<ToolVersion> toolVersion(const std::string& program, const std::string& searchPath = {},
                                              double timeoutSeconds = kVersionSeconds);

/// The last `lines` non-empty lines of a tool's messages, at most 2,000 characters, for quoting in an error.
[[nodiscard]] std::string lastLines(const std::string& text, std::size_t lines);

} // namespace burin::tools
