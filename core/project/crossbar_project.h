// SPDX-License-Identifier: GPL-3.0-or-later
// A network on crossbars as a Verilog project: the mixed-precision periphery (hdl_templates/primitives), the list
// of operations that it walks, and for its bench the arrays and converters as behavioural models with the cells of
// this network. The bench is that of the reservoirs (tb.v): an image is a series, a step one input code, the
// result the class and the logits; expected values come from crossbar::CrossbarCnn, clipping included.
#pragma once

#include "core/project/crossbar_program.h"
#include "core/project/export.h"

namespace burin::project {

struct CrossbarProvenance {
    std::string title;
    std::string dataName;
    std::string dataSha256;
    std::string weights; ///< where they come from, for people
    std::string adc = "rule";
    std::vector<std::string> classNames;
    nlohmann::json policy;                    ///< as given; null: the network's own widths
    nlohmann::json config;                    ///< of the point of a study, whose id is its hash; null: none
    std::map<std::string, Interval95> scores; ///< "validation", "test" where it was read
};

struct CrossbarProjectOptions {
    std::string moduleName = "burin_crossbar";
    std::string device = "xc7";
    double clockMhz = 40; ///< an aim: yosys estimates 19 to 20 ns without wires for the small networks measured
    /// Whether widths differ from layer to layer; else the widest of each kind is wired in for all (to compare
    /// areas).
    bool mixed = true;
};

struct CrossbarProject : VerilogProject {
    CrossbarProgram program;
    std::uint64_t clocksPerImage = 0;
};

/// `pixels`: images of the data, as IntegerCnn takes them. Errors: what lowerCrossbar finds, a module name that is
/// none.
[[nodiscard]] Result<CrossbarProject>
buildCrossbarProject(const crossbar::CrossbarCnn& cnn, const crossbar::Preset& preset,
                     const CrossbarProvenance& provenance, std::span<const std::uint8_t> pixels,
                     const CrossbarProjectOptions& options, const JobContext& ctx);

/// Builds, verifies (see ExportOptions), seals and writes it. Errors: those of buildCrossbarProject, verifyBench
/// and publishFolder; mismatch.
[[nodiscard]] Result<ExportRecord>
exportCrossbarProject(const crossbar::CrossbarCnn& cnn, const crossbar::Preset& preset,
                      const CrossbarProvenance& provenance, std::span<const std::uint8_t> pixels,
                      const CrossbarProjectOptions& project, const ExportOptions& options, const JobContext& ctx);

} // namespace burin::project
