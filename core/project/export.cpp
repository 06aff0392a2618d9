// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/export.h"

#include "core/base/hash.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace burin::project {
namespace {

/// The README's first paragraph.
std::string sealText(const VerifyReport& report, bool verified)
{
    if (report.sealed)
        return fmt::format("Sealed: {}.{}", report.seal(),
                           report.missingTools.empty() ? ""
                                                       : fmt::format(" Not run, since not installed: {}.",
                                                                     fmt::join(report.missingTools, ", ")));
    const std::string why =
        verified ? fmt::format("no simulator was installed ({})", fmt::join(report.missingTools, ", "))
                 : "it was exported without verification";
    return fmt::format(
        "**UNSEALED**: {}, so nobody has shown yet that this Verilog does what the network does.\n"
        "Install Verilator or Icarus Verilog and run `make check`, or `burin-cli verify` on this folder.",
        why);
}

Result<void> refuseMismatch(const VerifyReport& report)
{
    if (report.sealed)
        return {};
    for (const SimulatorReport& simulator : report.simulators)
        if (!simulator.agrees())
            return fail(ErrorCode::mismatch,
                        report.mismatches.empty()
                            ? fmt::format("{} does not agree with the engine", simulator.name)
                            : fmt::format("verification failed: {}", report.mismatches.front().text()),
                        {},
                        "Nothing was exported. This is a bug of Burin: please report it with the configuration.");
    return {};
}

} // namespace

Result<ExportRecord>
exportProject(VerilogProject project, const char* readme,
              const std::function<Result<VerifyReport>(const VerilogProject&, const JobContext&)>& verify,
              const ExportOptions& options, const JobContext& ctx)
{
    BURIN_CHECK(checkTarget(options.folder, options.overwrite)); // before the long part
    ctx.report(0.1, "verifying");
    ExportRecord record;
    if (options.verify) {
        if (options.verified && options.verified->fingerprint == project.fingerprint) {
            record.verification = *options.verified;
        } else {
            BURIN_TRY(record.verification, verify(project, ctx.part(0.1, 0.9, "verifying")));
        }
        BURIN_CHECK(refuseMismatch(record.verification));
    }
    record.sealed = record.verification.sealed;

    project.values["sealText"] = sealText(record.verification, options.verify);
    BURIN_TRY(project.files["README.md"], fillTemplate(readme, project.values));
    project.manifest["sealed"] = record.sealed;
    project.manifest["seal"] = record.sealed ? nlohmann::json(record.verification) : nlohmann::json("UNSEALED");
    for (const auto& [path, content] : project.files)
        project.manifest["files"][path] = sha256(content);
    project.files["manifest.json"] =
        project.manifest.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    BURIN_CHECK(publishFolder(options.folder, project.files, options.overwrite, ctx.part(0.9, 1, "writing")));
    record.folder = options.folder;
    record.files = project.files.size();
    for (const auto& [path, content] : project.files)
        record.bytes += content.size();
    return record;
}

Result<ExportRecord> exportReservoirProject(const reservoir::IntegerReservoir& network,
                                            const Provenance& provenance, const std::vector<data::Series>& stimuli,
                                            const ExportOptions& options, const JobContext& ctx)
{
    BURIN_CHECK(checkTarget(options.folder, options.overwrite)); // before the long part
    BURIN_TRY(const ReservoirProject project,
              buildReservoirProject(network, provenance, stimuli, options.project));
    return exportProject(
        project, "project/README.md",
        [&](const VerilogProject&, const JobContext& part) {
            return verifyProject(project, options.verification, part);
        },
        options, ctx);
}

} // namespace burin::project
