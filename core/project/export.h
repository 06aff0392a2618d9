// SPDX-License-Identifier: GPL-3.0-or-later
// Export of a reservoir as a Verilog project that proves itself: src/, tb/, vectors/, constraints/, host/,
// Makefile, vendor scripts, README.md, network.json, manifest.json. It is verified before it is written; a
// difference is an error and nothing is written. Without a simulator, or where the person insists (verify =
// false), README and manifest carry the word UNSEALED.
#pragma once

#include "core/project/verify.h"

#include <filesystem>
#include <functional>

namespace burin::project {

struct ExportOptions {
    std::filesystem::path folder;
    bool overwrite = false;
    bool verify = true;
    /// A verification of the same network, stimuli and options, made before: taken over when its fingerprint fits.
    std::optional<VerifyReport> verified;
    VerifyOptions verification;
    ProjectOptions project;
};

struct ExportRecord {
    std::filesystem::path folder;
    std::size_t files = 0;
    std::uintmax_t bytes = 0;
    bool sealed = false;
    VerifyReport verification; ///< empty where none was made
};

/// Verifies (where the options say so: by `verify`), seals and writes a project; `readme` is the template of its
/// README. Errors: those of `verify` and publishFolder; mismatch (the first difference is named).
[[nodiscard]] Result<ExportRecord>
exportProject(VerilogProject project, const char* readme,
              const std::function<Result<VerifyReport>(const VerilogProject&, const JobContext&)>& verify,
              const ExportOptions& options, const JobContext& ctx);

/// Errors: those of buildReservoirProject, verifyProject and publishFolder; mismatch (the first difference is
/// named). The same input, tools and tool versions give the same bytes.
[[nodiscard]] Result<ExportRecord> exportReservoirProject(const reservoir::IntegerReservoir& network,
                                                          const Provenance& provenance,
                                                          const std::vector<data::Series>& stimuli,
                                                          const ExportOptions& options, const JobContext& ctx);

} // namespace burin::project
