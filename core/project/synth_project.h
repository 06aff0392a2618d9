// SPDX-License-Identifier: GPL-3.0-or-later
// Synthesis of an exported project, and the reports that vendors' tools left in it, as metrics.
#pragma once

#include "core/base/job.h"
#include "core/tools/nextpnr.h"
#include "core/tools/vendor_report.h"
#include "core/tools/yosys.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace burin::project {

struct SynthProjectOptions {
    tools::Target target = tools::Target::xc7;
    tools::Capacity capacity; ///< of the device, for "fits"
    bool route = true;        ///< ice40: nextpnr too
    double timeoutSeconds = 1800;
    double routeTimeoutSeconds = 300;
    std::string searchPath;
};

struct SynthOutcome {
    tools::SynthReport synth;
    std::optional<tools::RouteReport> route; ///< ice40
    std::optional<double> clockMhz;          ///< that the manifest aims at

    /// The fastest clock that the delay allows; nothing without a delay.
    [[nodiscard]] std::optional<double> allowedMhz() const;
    /// Whether the manifest's clock is above that; an unrouted delay that allows it proves nothing.
    [[nodiscard]] bool missesClock() const;
    /// By DesignPoint's keys: lut, ff, carry, bram, dsp, delayNs; on ice40 a routed design's delay (tier route),
    /// and fmaxMhz.
    [[nodiscard]] std::map<std::string, Metric> metrics() const;
    /// "fits", "does not fit", "timed out"
    [[nodiscard]] std::string status() const;
};
/// As `burin-cli synth --json`: device, tool, lut, ff, carry, bram, dsp, delayNs, fits, status, clockMhz (of the
/// manifest), allowedMhz, missesClock.
void to_json(nlohmann::json& json, const SynthOutcome& outcome);

/// Errors: those of readManifest, tools::synthesise and tools::routeIce40. Nothing is written into the folder.
[[nodiscard]] Result<SynthOutcome> synthProject(const std::filesystem::path& folder,
                                                const SynthProjectOptions& options, const JobContext& ctx);

/// What Vivado, Quartus, yosys and nextpnr left in reports/ of a project. Errors: those of readManifest, notFound.
[[nodiscard]] Result<tools::ImportedReports> importProjectReports(const std::filesystem::path& folder);

} // namespace burin::project
