// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of the text reports that Vivado and Quartus write (formats as in AMD's UG906 and Intel's Quartus handbook),
// and of the reports of yosys and nextpnr, for bringing the figures of an exported project back into a study. Each
// reader picks the few lines it knows by their labels and ignores the rest, so added columns do no harm.
#pragma once

#include "core/base/metric.h"
#include "core/base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace burin::tools {

/// Metrics by DesignPoint's keys: lut, ff, carry, bram, dsp, delayNs, fmaxMhz, wnsNs, powerMw, staticPowerMw,
/// dynamicPowerMw. What a report does not say is absent.
struct ToolReport {
    std::string kind; ///< "Vivado utilization", "Quartus fit", "yosys stat", ...
    std::map<std::string, Metric> metrics;
};

/// Recognises the report by its content. Errors: invalidInput (not a report Burin knows, or one without figures).
[[nodiscard]] Result<ToolReport> parseToolReport(const std::string& text, const std::string& where);

struct ImportedReports {
    std::map<std::string, Metric> metrics; ///< merged: the strongest tier wins, then the later file by path
    std::vector<std::string> files;        ///< read, relative to the folder
};

/// All reports (.rpt, .summary, .json, .txt, up to 64 MB each) in a folder and the folders in it. Errors: notFound
/// (no folder, or no report in it).
[[nodiscard]] Result<ImportedReports> importReports(const std::filesystem::path& folder);

} // namespace burin::tools
