// SPDX-License-Identifier: GPL-3.0-or-later
// Proof that a project does what the engine says: its bench runs in Verilator (every test series) and in Icarus
// (the first 50 series, or 1,000 steps of a regression test), the circuit is interpreted on the same vectors, and
// all of them agree with the engine bit for bit, the directed extremes and the handshake under gaps and stalls
// included. An unknown bit (X, Z) is a difference. Expected values come from the engine.
#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/project/reservoir_project.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace burin::project {

/// "Vector" is one expected result of the test series: a series when classifying, a counted step when predicting.
struct SimulatorReport {
    std::string name; ///< "Verilator", "Icarus Verilog", "circuit interpreter"
    std::string version;
    std::uint64_t vectors = 0;
    std::uint64_t matched = 0;
    std::uint64_t steps = 0;    ///< of test series
    std::uint64_t directed = 0; ///< results of directed series, at full speed and under gaps and stalls
    std::uint64_t directedMatched = 0;
    std::uint64_t states = 0; ///< steps whose neurons were compared
    std::uint64_t statesMatched = 0;
    double seconds = 0; ///< build and run; not part of any file

    [[nodiscard]] bool agrees() const
    {
        return matched == vectors && directedMatched == directed && statesMatched == states &&
               directed + vectors > 0;
    }
};

struct Mismatch {
    std::string simulator;
    std::string set;    ///< "test" or "directed"
    int series = 0;     ///< index in its set
    int step = 0;       ///< in the series
    std::string signal; ///< "out_class", "y_3", "x_17" (the neuron's new state), "out_valid", "in_ready"
    std::string expected;
    std::string actual;                     ///< may hold x and z
    [[nodiscard]] std::string text() const; ///< "Verilator: test series 3, step 7: y_1 is 5, expected 4"
};

struct VerifyReport {
    std::uint64_t vectors = 0; ///< of the project
    std::uint64_t matched = 0; ///< by every simulator that played them
    bool sealed = false;       ///< a simulator of Verilog played every vector, all agree, no file was changed
    std::vector<SimulatorReport> simulators;
    std::vector<Mismatch> mismatches;      ///< the first 20 of each simulator
    std::vector<std::string> changedFiles; ///< hash differs from the manifest's (an exported folder only)
    std::vector<std::string>
        shortFiles; ///< vector files with fewer words than they must have; then nothing is run
    std::vector<std::string> missingTools; ///< simulators that are not installed
    std::string fingerprint;               ///< proofFingerprint() of what was verified
    double seconds = 0;

    [[nodiscard]] std::string
    seal() const; ///< "Verilator 2,319 of 2,319, Icarus 50 of 50 and extremes, bit-exact"
};
/// As `burin-cli verify --json`: vectors, matched, sealed, simulators, and mismatches, changedFiles,
/// shortFiles, missingTools.
void to_json(nlohmann::json& json, const VerifyReport& report);

struct VerifyOptions {
    bool verilator = true;
    bool icarus = true;
    double timeoutSeconds = 900; ///< of one run of a simulator
    std::string searchPath;      ///< for the simulators; "" = PATH
};

/// Level (a): a project in memory, in a scratch folder; the circuit is interpreted too. A difference is a report,
/// not an error. Errors: tool (a simulator failed or hung), io, cancelled. Cost at N = 50, 8 bit, 2,319 series of
/// 24 steps: see tests/bench/bench_project.
[[nodiscard]] Result<VerifyReport> verifyProject(const ReservoirProject& project, const VerifyOptions& options,
                                                 const JobContext& ctx);

/// The same of a project whose truth is in its vectors alone: its bench in Verilator and Icarus.
[[nodiscard]] Result<VerifyReport> verifyBench(const VerilogProject& project, const VerifyOptions& options,
                                               const JobContext& ctx);

/// The same from scratch: builds the project and verifies it.
[[nodiscard]] Result<VerifyReport> verifyNetwork(const reservoir::IntegerReservoir& network,
                                                 const std::vector<data::Series>& stimuli,
                                                 const ProjectOptions& project, const VerifyOptions& options,
                                                 const JobContext& ctx);

/// Level (b): an exported folder, by its own vectors and manifest. Nothing is written there.
[[nodiscard]] Result<VerifyReport> verifyReservoirProject(const std::filesystem::path& folder,
                                                          const VerifyOptions& options, const JobContext& ctx);

} // namespace burin::project
