// SPDX-License-Identifier: GPL-3.0-or-later
// Place and route for iCE40 with nextpnr (https://github.com/YosysHQ/nextpnr; written against 0.4). A design that does
// not fit and one that needs too long are ordinary outcomes: a status, not an error.
#pragma once

#include "core/base/metric.h"
#include "core/tools/process.h"

#include <optional>

namespace burin::tools {

enum class RouteStatus { routed, doesNotFit, timedOut };
[[nodiscard]] const char* toString(RouteStatus status); ///< "routed", "does not fit", "timed out"

struct NextpnrOptions {
    std::string device = "hx8k"; ///< nextpnr-ice40's flag without "--"
    std::string package = "ct256";
    std::uint64_t seed = 1;
    double timeoutSeconds = 300;
    std::uint64_t memoryCapBytes = std::uint64_t{4} << 30U;
    int niceness = 0;
    std::string searchPath;
    std::stop_token stop;
};

/// Metrics are of tier route; without a value unless the status says routed (cells are known for doesNotFit too).
struct RouteReport {
    RouteStatus status = RouteStatus::routed;
    std::string message; ///< why it does not fit, in nextpnr's words
    Metric cells;        ///< logic cells used (LUT, carry and flip-flop packed)
    int cellsAvailable = 0;
    Metric fmaxMhz;
    Metric delayNs;   ///< 1 / Fmax; like it, absent without a path between registers
    std::string tool; ///< "nextpnr-ice40 0.4"
    double seconds = 0;
};

/// `netlistJson` is what yosys's synth_ice40 wrote. Same input and seed, same result. Errors: tool, cancelled, io.
[[nodiscard]] Result<RouteReport> routeIce40(const std::filesystem::path& netlistJson, const NextpnrOptions& options);

/// Reads the text of nextpnr's --report file into cells, fmaxMhz and delayNs. import-report uses it too.
[[nodiscard]] Result<void> parseNextpnrReport(const std::string& json, RouteReport& report);

} // namespace burin::tools
