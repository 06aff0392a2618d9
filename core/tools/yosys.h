// SPDX-License-Identifier: GPL-3.0-or-later
// Logic synthesis with yosys (https://yosyshq.net/yosys; written against 0.23): Verilog files in, resources and delay
// of one device family out.
//
// Adders kept as adders: yosys's alumacc pass merges chains of $add into $macc cells and so undoes the trees and the
// sharing that the circuit was built with. Here the flow of synth_<family> runs up to its coarse step; then every
// $add and $sub becomes one $alu of its own (alumacc still does the rest), and the flow goes on. On N=50 direct logic
// that takes a quarter to a third of the LUTs off; a comparison must give both sides the same flow. Multipliers become
// arrays of such adders too (8 x 8 signed on xc7: 64 LUTs instead of 166, 65,536 of 65,536 products right in simulation).
//
// Delay: yosys's `sta` on xc7 (LUTs, carry chains, flip-flops from prjxray's measurements of an Artix-7, speed grade
// unstated; no net delays: the figure is "unrouted"). It must run before synth_xilinx's check step, which removes the
// timing arcs. Other families have no delays here.
//
// Deviation for cycloneive: yosys 0.23 maps Intel adders to plain logic; Burin adds the arithmetic mode of a logic
// element (one element per adder bit; Cyclone IV Device Handbook vol. 1, chapter 2), so that the figure is near
// what Quartus counts. xcup: yosys maps carries to CARRY4 there too; the carry figure counts those.
#pragma once

#include "core/base/metric.h"
#include "core/tools/process.h"

#include <map>
#include <optional>

namespace burin::tools {

enum class Target { xc7, xcup, cycloneive, ice40 };
[[nodiscard]] const char* toString(Target target);
[[nodiscard]] Result<Target> targetFromString(const std::string& name);

/// What a device has; 0 = not stated. carry is not limited on its own.
struct Capacity {
    int lut = 0;
    int ff = 0;
    double bram = 0; ///< blocks as SynthReport counts them
    int dsp = 0;
};

struct SynthOptions {
    bool keepAdders = true;  ///< see above; false is yosys's own flow
    bool useDsp = false;     ///< xc7, xcup: let multipliers become DSP blocks
    bool timing = true;      ///< run sta where the family has delays (xc7)
    Capacity capacity;       ///< for `fits`
    std::filesystem::path netlistJson; ///< where to leave the mapped netlist (for nextpnr); "" = not kept
    double timeoutSeconds = 1800;
    std::uint64_t memoryCapBytes = std::uint64_t{8} << 30U;
    int niceness = 0;
    std::string searchPath;
    std::stop_token stop;
};

/// All metrics are of tier synth; one without a value is unknown. LUT counts look-up tables of the family (6 inputs on
/// Xilinx, 4 elsewhere), LUT RAM and shift registers included; two small ones that a packer would pair count as two.
struct SynthReport {
    Target target = Target::xc7;
    Metric lut;
    Metric ff;
    Metric carry; ///< CARRY4 cells (Xilinx), carry bits (iCE40); none on Cyclone IV (a carry bit is a LUT)
    Metric bram;  ///< RAMB36 (a RAMB18 is half of one), M9K, or 4-kbit blocks
    Metric dsp;   ///< DSP48, 18 x 18 multipliers
    Metric delayNs; ///< longest path with clock-to-Q, unrouted
    std::optional<bool> fits; ///< absent where no capacity was given
    std::string tool;         ///< "yosys 0.23"
    double seconds = 0;
    std::map<std::string, int> cells; ///< by cell type
};

/// Errors: invalidInput (top is no identifier), notFound/io (a source), tool (missing, failing with its message,
/// time-out, out of memory), cancelled. Deterministic for a yosys version, `seconds` apart.
[[nodiscard]] Result<SynthReport> synthesise(const std::vector<std::filesystem::path>& sources, const std::string& top,
                                             Target target, const SynthOptions& options);

/// The passes that synthesise() runs between reading the sources and counting, as lines of a yosys script: an exported
/// project runs the same ones, so both count alike. They read the files of synthMaps() where yosys runs.
[[nodiscard]] std::string synthFlow(const std::string& top, Target target, const SynthOptions& options);
/// Technology maps of the flow: path -> Verilog.
[[nodiscard]] const std::map<std::string, std::string>& synthMaps();

/// Cell counts of the whole design from the text of `stat -json`.
[[nodiscard]] Result<std::map<std::string, int>> parseStat(const std::string& json);
/// Latest arrival, in ns, from the text of `sta`; nothing where the design has no timed path.
[[nodiscard]] Result<std::optional<double>> parseSta(const std::string& text);
/// Fills lut, ff, carry, bram and dsp of `report` from report.cells.
void countResources(SynthReport& report);

} // namespace burin::tools
