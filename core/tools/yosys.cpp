// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/yosys.h"

#include "core/base/file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <span>
#include <string_view>

namespace burin::tools {
namespace {

constexpr std::array kTargetNames{"xc7", "xcup", "cycloneive", "ice40"};

/// $add and $sub, one by one, to $alu: a + b, or a + ~b + 1.
constexpr const char* kAdderMap = R"((* techmap_celltype = "$add $sub" *)
module burin_adder (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  parameter _TECHMAP_CELLTYPE_ = "";
  localparam SUB = _TECHMAP_CELLTYPE_ == "$sub";
  (* force_downto *) input [A_WIDTH-1:0] A;
  (* force_downto *) input [B_WIDTH-1:0] B;
  (* force_downto *) output [Y_WIDTH-1:0] Y;
  (* force_downto *) wire [Y_WIDTH-1:0] X, CO;
  \$alu #(.A_SIGNED(A_SIGNED), .B_SIGNED(B_SIGNED), .A_WIDTH(A_WIDTH), .B_WIDTH(B_WIDTH), .Y_WIDTH(Y_WIDTH))
    _TECHMAP_REPLACE_ (.A(A), .B(B), .Y(Y), .CI(SUB), .BI(SUB), .X(X), .CO(CO));
endmodule
)";

/// $mul as a ripple array: one row of $alu per bit of the narrower word, whose partial product the row's LUTs form
/// themselves; the last row of a signed product is subtracted. yosys's own $macc trees take 2.6 times the LUTs.
constexpr const char* kMultiplierMap = R"((* techmap_celltype = "$mul" *)
module burin_multiplier (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  (* force_downto *) input [A_WIDTH-1:0] A;
  (* force_downto *) input [B_WIDTH-1:0] B;
  (* force_downto *) output [Y_WIDTH-1:0] Y;
  localparam SWAP = A_WIDTH < B_WIDTH;
  localparam P_WIDTH = SWAP ? B_WIDTH : A_WIDTH;
  localparam Q_WIDTH = SWAP ? A_WIDTH : B_WIDTH;
  localparam W = P_WIDTH + 1;
  localparam FULL = P_WIDTH + Q_WIDTH;
  wire _TECHMAP_FAIL_ = A_SIGNED != B_SIGNED || Q_WIDTH < 2;
  (* force_downto *) wire [P_WIDTH-1:0] P;
  (* force_downto *) wire [Q_WIDTH-1:0] Q;
  (* force_downto *) wire [W-1:0] PP = {A_SIGNED ? P[P_WIDTH-1] : 1'b0, P};
  (* force_downto *) wire [W*Q_WIDTH-1:0] sums, rows;
  (* force_downto *) wire [FULL-1:0] full;
  assign sums[W-1:0] = rows[W-1:0];
  assign full[0] = sums[0];
  genvar i;
  generate
    if (SWAP) begin : swap
      assign P = B;
      assign Q = A;
    end else begin : keep
      assign P = A;
      assign Q = B;
    end
    for (i = 0; i < Q_WIDTH; i = i + 1) begin : products
      assign rows[i*W +: W] = PP & {W{Q[i]}};
    end
    for (i = 1; i < Q_WIDTH; i = i + 1) begin : adds
      (* force_downto *) wire [W-1:0] high = {A_SIGNED ? sums[i*W-1] : 1'b0, sums[(i-1)*W+1 +: W-1]};
      (* force_downto *) wire [W-1:0] X, CO;
      localparam SUB = A_SIGNED && i == Q_WIDTH - 1;
      \$alu #(.A_SIGNED(0), .B_SIGNED(0), .A_WIDTH(W), .B_WIDTH(W), .Y_WIDTH(W)) adder
        (.A(high), .B(rows[i*W +: W]), .Y(sums[i*W +: W]), .CI(SUB), .BI(SUB), .X(X), .CO(CO));
      assign full[i] = sums[i*W];
    end
    for (i = FULL; i < Y_WIDTH; i = i + 1) begin : extend
      assign Y[i] = A_SIGNED ? full[FULL-1] : 1'b0;
    end
  endgenerate
  assign full[FULL-1:Q_WIDTH] = sums[(Q_WIDTH-1)*W+1 +: W-1];
  localparam LOW = Y_WIDTH < FULL ? Y_WIDTH : FULL;
  assign Y[LOW-1:0] = full[LOW-1:0];
endmodule
)";

/// Arithmetic mode of a Cyclone IV logic element: combout = sum, cout = carry; lut_mask[15:8] is the sum and
/// lut_mask[7:0] the carry as functions of {cin, datab, dataa}. The inversion of B for a subtraction and a constant
/// carry into bit 0 go into the masks.
constexpr const char* kCycloneAlu = R"((* techmap_celltype = "$alu" *)
module burin_cyclone_alu (A, B, CI, BI, X, Y, CO);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  parameter _TECHMAP_CONSTMSK_CI_ = 0;
  parameter _TECHMAP_CONSTVAL_CI_ = 0;
  parameter _TECHMAP_CONSTMSK_BI_ = 0;
  parameter _TECHMAP_CONSTVAL_BI_ = 0;
  (* force_downto *) input [A_WIDTH-1:0] A;
  (* force_downto *) input [B_WIDTH-1:0] B;
  (* force_downto *) output [Y_WIDTH-1:0] X, Y, CO;
  input CI, BI;
  wire _TECHMAP_FAIL_ = Y_WIDTH <= 2 || !_TECHMAP_CONSTMSK_CI_ || !_TECHMAP_CONSTMSK_BI_;
  (* force_downto *) wire [Y_WIDTH-1:0] AA, BB;
  \$pos #(.A_SIGNED(A_SIGNED), .A_WIDTH(A_WIDTH), .Y_WIDTH(Y_WIDTH)) a_conv (.A(A), .Y(AA));
  \$pos #(.A_SIGNED(B_SIGNED), .A_WIDTH(B_WIDTH), .Y_WIDTH(Y_WIDTH)) b_conv (.A(B), .Y(BB));
  localparam [15:0] FIRST = _TECHMAP_CONSTVAL_CI_ ? (_TECHMAP_CONSTVAL_BI_ ? 16'h66BB : 16'h99EE)
                                                  : (_TECHMAP_CONSTVAL_BI_ ? 16'h9922 : 16'h6688);
  localparam [15:0] NEXT = _TECHMAP_CONSTVAL_BI_ ? 16'h69B2 : 16'h96E8;
  cycloneive_lcell_comb #(.lut_mask(FIRST), .sum_lutc_input("cin")) first
    (.dataa(AA[0]), .datab(BB[0]), .datad(1'b1), .cin(1'b0), .combout(Y[0]), .cout(CO[0]));
  genvar i;
  generate for (i = 1; i < Y_WIDTH; i = i + 1) begin : bits
    cycloneive_lcell_comb #(.lut_mask(NEXT), .sum_lutc_input("cin")) element
      (.dataa(AA[i]), .datab(BB[i]), .datad(1'b1), .cin(CO[i-1]), .combout(Y[i]), .cout(CO[i]));
  end endgenerate
  assign X = AA ^ (_TECHMAP_CONSTVAL_BI_ ? ~BB : BB);
endmodule
)";

/// The steps of synth_xilinx, synth_ice40 and synth_intel between "coarse" and the step behind it (yosys 0.23's
/// `help`), with the adder map before alumacc.
constexpr const char* kXilinxCoarse = "techmap -map +/cmp2lut.v -map +/cmp2lcu.v -D LUT_WIDTH=6\n"
                                      "techmap -map synth/multipliers.v\n"
                                      "techmap -map synth/adders.v\nalumacc\nshare\nopt\nmemory -nomap\nopt_clean\n";
constexpr const char* kIceCoarse =
    "opt_expr\nopt_clean\ncheck\nopt -nodffe -nosdff\nfsm\nopt\nwreduce\npeepopt\nopt_clean\nshare\n"
    "techmap -map +/cmp2lut.v -D LUT_WIDTH=4\nopt_expr\nopt_clean\nmemory_dff\nwreduce t:$mul\n"
    "techmap -map synth/multipliers.v\ntechmap -map synth/adders.v\nalumacc\nopt\nmemory -nomap\nopt_clean\n";
constexpr const char* kIntelCoarse =
    "proc\nopt_expr\nopt_clean\ncheck\nopt -nodffe -nosdff\nfsm\nopt\nwreduce\n"
    "peepopt\nopt_clean\ntechmap -map synth/multipliers.v\ntechmap -map synth/adders.v\nalumacc\nshare\nopt\n"
    "memory -nomap\nopt_clean\n";

std::string xilinxScript(const std::string& top, Target target, const SynthOptions& options)
{
    const std::string synth = fmt::format("synth_xilinx -family {} -top {} -flatten -noiopad -noclkbuf{}",
                                          toString(target), top, options.useDsp ? "" : " -nodsp");
    // The begin step without cells_xtra.v, which takes a second to read and has no cell that plain logic on xc7 needs.
    const bool plain = target == Target::xc7 && !options.useDsp;
    std::string script =
        plain ? fmt::format("read_verilog -lib -specify +/xilinx/cells_sim.v\nhierarchy -check -top {}\n", top)
              : synth + " -run begin:prepare\n";
    script += options.keepAdders ? fmt::format("{0} -run prepare:coarse\n{1}{0} -run map_memory:check\n", synth,
                                               kXilinxCoarse)
                                 : synth + " -run prepare:check\n";
    if (target == Target::xc7 && options.timing)
        script += "tee -q -o timing.txt sta\n";
    return script;
}

std::string iceScript(const std::string& top, const SynthOptions& options)
{
    const std::string synth = fmt::format("synth_ice40 -device hx -top {}", top);
    return options.keepAdders
               ? fmt::format("{} -run begin:coarse\n{}{} -run map_ram:check\n", synth, kIceCoarse, synth)
               : fmt::format("{} -run begin:check\n", synth);
}

std::string intelScript(const std::string& top, const SynthOptions& options)
{
    const std::string synth = fmt::format("synth_intel -family cycloneive -top {}", top);
    const std::string coarse = options.keepAdders ? kIntelCoarse : "synth -run coarse\n";
    // Block RAM is not inferred: the circuits' tables are far smaller than an M9K.
    return fmt::format("{0} -run begin:coarse\n{1}techmap -map synth/cyclone_alu.v\n{0} -run map_ffram:check\n", synth,
                       coarse);
}

std::string synthScript(const std::string& top, Target target, const SynthOptions& options, std::size_t sources)
{
    std::string script;
    for (std::size_t i = 0; i < sources; ++i)
        script += fmt::format("read_verilog -sv source_{}.v\n", i);
    script += synthFlow(top, target, options);
    script += "tee -q -o stat.json stat -json\n";
    if (!options.netlistJson.empty())
        script += "write_json netlist.json\n";
    return script;
}

bool isIdentifier(const std::string& name)
{
    static const std::regex kIdentifier("[A-Za-z_][A-Za-z0-9_]*");
    return std::regex_match(name, kIdentifier);
}

Metric synthMetric(double value, const std::string& tool)
{
    return {value, Tier::synth, std::nullopt, tool};
}

/// What one cell counts for.
struct Weight {
    std::string_view prefix; ///< of the cell's type
    double lut = 0;
    double ff = 0;
    double carry = 0;
    double bram = 0;
    double dsp = 0;
};

/// Longer prefixes stand before shorter ones. Sizes of LUT RAM: Xilinx UG474 (7 series CLB), table 2-3.
constexpr std::array kXilinxCells{
    Weight{"LUT", 1},           Weight{"INV", 1},         Weight{"SRL", 1},
    Weight{"RAM32M16", 8},      Weight{"RAM64M8", 8},     Weight{"RAM32M", 4},
    Weight{"RAM64M", 4},        Weight{"RAM32X1D", 2},    Weight{"RAM64X1D", 2},
    Weight{"RAM128X1D", 4},     Weight{"RAM256X1D", 8},   Weight{"RAM128X1S", 2},
    Weight{"RAM256X1S", 4},     Weight{"RAM512X1S", 8},   Weight{"RAM32X1S", 1},
    Weight{"RAM64X1S", 1},      Weight{"FD", 0, 1},       Weight{"LD", 0, 1},
    Weight{"CARRY", 0, 0, 1},   Weight{"RAMB18", 0, 0, 0, .5}, Weight{"RAMB36", 0, 0, 0, 1},
    Weight{"DSP48", 0, 0, 0, 0, 1}};
constexpr std::array kIceCells{Weight{"SB_LUT4", 1}, Weight{"SB_DFF", 0, 1}, Weight{"SB_CARRY", 0, 0, 1},
                               Weight{"SB_RAM40", 0, 0, 0, 1}, Weight{"SB_MAC16", 0, 0, 0, 0, 1}};
constexpr std::array kIntelCells{Weight{"cycloneive_lcell_comb", 1}, Weight{"dffeas", 0, 1},
                                 Weight{"altsyncram", 0, 0, 0, 1}};

std::span<const Weight> weightsOf(Target target)
{
    switch (target) {
    case Target::xc7:
    case Target::xcup: return kXilinxCells;
    case Target::ice40: return kIceCells;
    case Target::cycloneive: break;
    }
    return kIntelCells;
}

bool within(const SynthReport& report, const Capacity& capacity)
{
    const auto ok = [](const Metric& used, double available) {
        return available <= 0 || !used.has() || *used.value <= available;
    };
    return ok(report.lut, capacity.lut) && ok(report.ff, capacity.ff) && ok(report.bram, capacity.bram) &&
           ok(report.dsp, capacity.dsp);
}

Result<void> prepareFolder(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& sources,
                           const std::string& script)
{
    for (std::size_t i = 0; i < sources.size(); ++i) {
        BURIN_TRY(const std::string text, readFile(sources[i]));
        BURIN_CHECK(writeFile(folder / fmt::format("source_{}.v", i), text));
    }
    for (const auto& [path, text] : synthMaps()) {
        std::error_code error;
        std::filesystem::create_directories((folder / path).parent_path(), error); // failing, the write says so
        BURIN_CHECK(writeFile(folder / path, text));
    }
    return writeFile(folder / "synth.ys", script);
}

Result<void> moveNetlist(const std::filesystem::path& from, const std::filesystem::path& to)
{
    if (to.empty())
        return {};
    BURIN_TRY(const std::string netlist, readFile(from));
    return writeFile(to, netlist);
}

} // namespace

const char* toString(Target target)
{
    return kTargetNames.at(static_cast<std::size_t>(target));
}

Result<Target> targetFromString(const std::string& name)
{
    for (std::size_t i = 0; i < kTargetNames.size(); ++i)
        if (name == kTargetNames.at(i))
            return static_cast<Target>(i);
    return fail(ErrorCode::usage, fmt::format("there is no device family '{}'", name), "device",
                "Choose xc7, xcup, cycloneive or ice40.");
}

std::string synthFlow(const std::string& top, Target target, const SynthOptions& options)
{
    const std::string start = fmt::format("hierarchy -check -top {}\n", top);
    switch (target) {
    case Target::xc7:
    case Target::xcup: return start + xilinxScript(top, target, options);
    case Target::ice40: return start + iceScript(top, options);
    case Target::cycloneive: break;
    }
    return start + intelScript(top, options);
}

const std::map<std::string, std::string>& synthMaps()
{
    static const std::map<std::string, std::string> maps{{"synth/adders.v", kAdderMap},
                                                         {"synth/cyclone_alu.v", kCycloneAlu},
                                                         {"synth/multipliers.v", kMultiplierMap}};
    return maps;
}

Result<std::map<std::string, int>> parseStat(const std::string& json)
{
    const nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
    const auto broken = [](const std::string& what) {
        return fail(ErrorCode::tool, "yosys's statistics are not as expected: " + what, "stat.json",
                    "Burin was written against yosys 0.23.");
    };
    if (document.is_discarded())
        return broken("no JSON");
    const auto design = document.find("design");
    if (design == document.end() || !design->is_object() || !design->contains("num_cells_by_type"))
        return broken("no design.num_cells_by_type");
    std::map<std::string, int> cells;
    for (const auto& [type, count] : design->at("num_cells_by_type").items()) {
        if (!count.is_number_integer() || count.get<long long>() < 0)
            return broken("the count of " + type);
        cells[type] = count.get<int>();
    }
    return cells;
}

Result<std::optional<double>> parseSta(const std::string& text)
{
    static const std::regex kLatest(R"(Latest arrival time in '[^']*' is (\d+):)");
    std::smatch match;
    if (std::regex_search(text, match, kLatest)) {
        const double picoseconds = std::stod(match[1].str());
        return std::optional<double>(picoseconds / 1000);
    }
    if (text.find("static timing analysis") != std::string::npos)
        return std::optional<double>();
    return fail(ErrorCode::tool, "yosys's timing report is not as expected: no 'Latest arrival time'", "timing.txt",
                "Burin was written against yosys 0.23.");
}

void countResources(SynthReport& report)
{
    Weight sum;
    for (const auto& [type, count] : report.cells) {
        for (const Weight& weight : weightsOf(report.target)) {
            if (!type.starts_with(weight.prefix))
                continue;
            sum.lut += count * weight.lut;
            sum.ff += count * weight.ff;
            sum.carry += count * weight.carry;
            sum.bram += count * weight.bram;
            sum.dsp += count * weight.dsp;
            break;
        }
    }
    if (report.target == Target::cycloneive) // a carry bit is a logic element in arithmetic mode: not counted apart
        report.carry = {};
    else
        report.carry = synthMetric(sum.carry, report.tool);
    report.lut = synthMetric(sum.lut, report.tool);
    report.ff = synthMetric(sum.ff, report.tool);
    report.bram = synthMetric(sum.bram, report.tool);
    report.dsp = synthMetric(sum.dsp, report.tool);
}

Result<SynthReport> synthesise(const std::vector<std::filesystem::path>& sources, const std::string& top,
                               Target target, const SynthOptions& options)
{
    if (!isIdentifier(top))
        return fail(ErrorCode::invalidInput, fmt::format("'{}' cannot be a module's name", top));
    BURIN_TRY(const ToolVersion version, toolVersion("yosys", options.searchPath, options.timeoutSeconds));
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-yosys"));
    const std::filesystem::path& folder = scratch.path();
    BURIN_CHECK(prepareFolder(folder, sources, synthScript(top, target, options, sources.size())));

    ProcessSpec spec;
    spec.arguments = {"yosys", "-q", "-s", "synth.ys"};
    spec.workingFolder = folder;
    spec.environment = {{"TMPDIR", folder.string()}}; // abc's files go with the scratch folder after a kill
    spec.timeoutSeconds = options.timeoutSeconds;
    spec.memoryCapBytes = options.memoryCapBytes;
    spec.outputCapBytes = 1U << 20U;
    spec.niceness = options.niceness;
    spec.searchPath = options.searchPath;
    spec.stop = options.stop;
    BURIN_TRY(const ProcessRecord record, runProcess(spec));
    if (const std::size_t at = record.errors.find("ERROR:"); at != std::string::npos && !record.timedOut)
        return fail(ErrorCode::tool, "yosys failed: " + lastLines(record.errors.substr(at, 1000), 12), top,
                    "Run it by hand on the design's files to see more.");
    BURIN_CHECK(requireSuccess(spec, record));

    SynthReport report;
    report.target = target;
    report.tool = version.text();
    report.seconds = record.seconds;
    BURIN_TRY(const std::string statistics, readFile(folder / "stat.json"));
    BURIN_TRY(report.cells, parseStat(statistics));
    countResources(report);
    if (target == Target::xc7 && options.timing) {
        BURIN_TRY(const std::string timing, readFile(folder / "timing.txt"));
        BURIN_TRY(const std::optional<double> delay, parseSta(timing));
        if (delay)
            report.delayNs = synthMetric(*delay, version.text() + " sta, unrouted");
    }
    if (options.capacity.lut > 0)
        report.fits = within(report, options.capacity);
    BURIN_CHECK(moveNetlist(folder / "netlist.json", options.netlistJson));
    return report;
}

} // namespace burin::tools
