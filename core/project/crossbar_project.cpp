// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/crossbar_project.h"

#include "burin_version.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/project/bench_vectors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace burin::project {
namespace {

constexpr std::uint64_t kIcarusClocks = 600'000;   // of test images; it does some 30,000 clocks a second
constexpr std::uint64_t kLongestImage = 2'000'000; // that it plays all the same
constexpr std::uint64_t kDirectedSeed = 20260103;

constexpr const char* kPrimitives[] = {"xbar_accumulate", "xbar_memory", "xbar_periphery", "xbar_requantise",
                                       "xbar_rows"};
constexpr const char* kBenchPrimitives[] = {"xbar_array", "xbar_adc"};

std::string primitive(const char* name)
{
    const std::string wanted = fmt::format("primitives/{}.v", name);
    for (const Template& file : templates())
        if (file.name == wanted)
            return std::string(file.text);
    throw std::logic_error("no template " + wanted);
}

/// Bits that hold `count` different numbers; at least 1.
int bitsFor(std::int64_t count)
{
    return std::max(
        1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(count, 2) - 1))));
}

int drivenRows(const CrossbarProgram& program)
{
    return program.pairedRows ? program.physicalRows / 2 : program.physicalRows;
}

/// A list of words as a combinational module.
std::string romModule(const std::string& name, const std::vector<std::uint64_t>& words, int bits, int addressBits)
{
    std::string text = fmt::format("// SPDX-License-Identifier: GPL-3.0-or-later\n`timescale 1ns / 1ps\nmodule {} "
                                   "(\n    input wire [{}:0] address,\n    output reg [{}:0] value\n);\n"
                                   "    always @*\n        case (address)\n",
                                   name, addressBits - 1, bits - 1);
    const std::uint64_t mask =
        bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << static_cast<unsigned>(bits)) - 1;
    for (std::size_t i = 0; i < words.size(); ++i)
        if ((words[i] & mask) != 0)
            text += fmt::format("        {}: value = {}'h{:x};\n", i, bits, words[i] & mask);
    return text + fmt::format("        default: value = {}'h0;\n        endcase\nendmodule\n", bits);
}

/// Widths that all layers share, or the widest where they differ.
struct FixedPrecision {
    int slices = 1;
    int inputBits = 1; ///< with a sign
    int adcBits = 1;
    int unitShift = 0;
    bool operator==(const FixedPrecision&) const = default;
};

FixedPrecision precisionOf(const CrossbarOp& op)
{
    return {op.slices, op.inputBits + (op.inputSigned ? 1 : 0), op.adcBits, op.unitShift};
}

FixedPrecision widest(const CrossbarProgram& program)
{
    FixedPrecision fixed;
    for (const CrossbarOp& op : program.ops)
        if (op.kind == CrossbarOpKind::weighted) {
            const FixedPrecision own = precisionOf(op);
            fixed.slices = std::max(fixed.slices, own.slices);
            fixed.inputBits = std::max(fixed.inputBits, own.inputBits);
            fixed.adcBits = std::max(fixed.adcBits, own.adcBits);
            fixed.unitShift = std::max(fixed.unitShift, own.unitShift);
        }
    return fixed;
}

/// Whether one precision serves all layers.
Result<void> checkOnePrecision(const CrossbarProgram& program)
{
    const FixedPrecision fixed = widest(program);
    for (const CrossbarOp& op : program.ops)
        if (op.kind == CrossbarOpKind::weighted && !(precisionOf(op) == fixed))
            return fail(
                ErrorCode::usage,
                fmt::format("it has {} slices of weights of {} bits, inputs of {}, converters of {}; another "
                            "layer {}, {}, {}, {}",
                            op.slices, op.unitShift + 1, precisionOf(op).inputBits, op.adcBits, fixed.slices,
                            fixed.unitShift + 1, fixed.inputBits, fixed.adcBits),
                "layer \"" + op.layer + "\"",
                "One precision for all layers needs a uniform policy and --adc with a number of bits.");
    return {};
}

int converterBits(const CrossbarProgram& program)
{
    return program.mostAdcBits + (program.pairedRows ? 0 : 1);
}

struct Widths {
    int address = 1;
    int column = 1;
    int config = 1;
    int bias = 1;
    int classes = 1;
    explicit Widths(const CrossbarProgram& program)
        : address(std::max(2, bitsFor(program.memoryWords))),
          column(bitsFor(static_cast<std::int64_t>(program.columns.size()))),
          config(bitsFor(static_cast<std::int64_t>(program.ops.size() * program.ops.back().words().size() + 1))),
          bias(bitsFor(static_cast<std::int64_t>(program.biases.size()))),
          classes(bitsFor(program.classes))
    {
    }
};

std::string topModule(const CrossbarProgram& program, const CrossbarProjectOptions& options)
{
    const Widths w(program);
    const FixedPrecision fixed = widest(program);
    const std::string& name = options.moduleName;
    const int digits = program.dacBits * drivenRows(program);
    std::string text = fmt::format(
        "// SPDX-License-Identifier: GPL-3.0-or-later\n"
        "// Periphery of this network: what xbar_periphery.v walks through, and its widths. Arrays and converters "
        "are\n"
        "// outside: digits of the rows and a column go out, the converter's code comes back in the same clock.\n"
        "`timescale 1ns / 1ps\n"
        "module {} (\n"
        "    input wire clk,\n    input wire rst,\n    input wire in_valid,\n    output wire in_ready,\n"
        "    input wire in_first,\n    input wire in_last,\n    input wire [{}:0] in_data,\n"
        "    output wire out_valid,\n    input wire out_ready,\n    output wire [{}:0] out_class,\n"
        "    output wire [{}:0] out_data,\n    output wire [{}:0] digits,\n    output wire [{}:0] column,\n"
        "    output wire [4:0] adc_bits,\n    input wire signed [{}:0] code\n);\n",
        name, program.inputBits - 1, w.classes - 1, program.classes * program.accumulatorBits - 1, digits - 1,
        w.column - 1, converterBits(program) - 1);
    text += fmt::format("    wire [{}:0] config_address;\n    wire [31:0] config_value;\n"
                        "    wire [{}:0] bias_address;\n    wire [{}:0] bias_value;\n    wire inverted;\n"
                        "    {}_config operations (.address(config_address), .value(config_value));\n"
                        "    {}_bias biases (.address(bias_address), .value(bias_value));\n"
                        "    {}_inverted inversion (.address(column), .value(inverted));\n",
                        w.config - 1, w.bias - 1, program.accumulatorBits - 1, name, name, name);
    text += fmt::format(
        "    xbar_periphery #(\n        .ROWS({}), .ROW_BITS({}), .CODE_BITS({}), .WORD_BITS({}), .IN_BITS({}), "
        ".IN_SIGNED({}),\n        .WORDS({}), .ADDRESS_BITS({}), .COLUMN_BITS({}), .CONVERTER_BITS({}), "
        ".CELL_BITS({}),\n        .DAC_BITS({}), .FILTERS({}), .FILTER_BITS({}), .ACC_BITS({}), .CLASSES({}), "
        ".CLASS_BITS({}),\n        .CONFIG_BITS({}), .BIAS_BITS({}), .MIXED({}), .FIXED_SLICES({}), "
        ".FIXED_INPUT_BITS({}),\n        .FIXED_ADC_BITS({}), .FIXED_UNIT_SHIFT({})\n    ) periphery (\n",
        drivenRows(program), bitsFor(drivenRows(program)), program.codeBits, program.wordBits, program.inputBits,
        program.inputSigned ? 1 : 0, program.memoryWords, w.address, w.column, converterBits(program),
        program.cellBits, program.dacBits, program.mostFilters, bitsFor(program.mostFilters),
        program.accumulatorBits, program.classes, w.classes, w.config, w.bias, options.mixed ? 1 : 0, fixed.slices,
        fixed.inputBits, fixed.adcBits, fixed.unitShift);
    text += "        .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_first(in_first),\n"
            "        .in_last(in_last), .in_data(in_data), .out_valid(out_valid), .out_ready(out_ready),\n"
            "        .out_class(out_class), .out_data(out_data), .config_address(config_address),\n"
            "        .config_value(config_value), .bias_address(bias_address), .bias_value(bias_value),\n"
            "        .digits(digits), .column(column), .adc_bits(adc_bits), .inverted(inverted), .code(code)\n"
            "    );\nendmodule\n";
    return text;
}

/// The lists that the periphery reads.
ProjectFiles romModules(const CrossbarProgram& program, const std::string& name)
{
    const Widths w(program);
    std::vector<std::uint64_t> config;
    for (const CrossbarOp& op : program.ops)
        for (const std::uint32_t word : op.words())
            config.push_back(word);
    std::vector<std::uint64_t> biases;
    for (const std::int64_t bias : program.biases)
        biases.push_back(static_cast<std::uint64_t>(bias));
    std::vector<std::uint64_t> inverted;
    for (const bool flag : program.inverted)
        inverted.push_back(flag ? 1 : 0);
    const auto file = [&](const char* list) { return fmt::format("src/{}_{}.v", name, list); };
    return {{file("config"), romModule(name + "_config", config, 32, w.config)},
            {file("bias"), romModule(name + "_bias", biases, program.accumulatorBits, w.bias)},
            {file("inverted"), romModule(name + "_inverted", inverted, 1, w.column)}};
}

int fieldBits(const CrossbarProgram& program)
{
    return std::max(program.accumulatorBits, bitsFor(program.classes) + 1);
}

/// tb/dut.v: the periphery with its arrays and converters, results side by side.
std::string benchTop(const CrossbarProgram& program, const CrossbarProjectOptions& options)
{
    const Widths w(program);
    const int bits = fieldBits(program);
    constexpr int kSumBits = 31;
    std::string text = fmt::format(
        "// SPDX-License-Identifier: GPL-3.0-or-later\n"
        "// For the bench: {0} with behavioural arrays and converters; class and logits side by side in one word, "
        "{1} "
        "bits\n// each, signed.\n`timescale 1ns / 1ps\n\n"
        "module dut (\n    input wire clk, rst,\n    input wire in_valid, in_first, in_last, out_ready,\n"
        "    input wire [{2}:0] in_data,\n    output wire in_ready, out_valid,\n    output wire [{3}:0] value,\n"
        "    output wire step_done,\n    output wire [0:0] state\n);\n",
        options.moduleName, bits, program.inputBits - 1, (program.classes + 1) * bits - 1);
    text += fmt::format("    wire [{}:0] out_class;\n    wire [{}:0] out_data;\n    wire [{}:0] digits;\n"
                        "    wire [{}:0] column;\n    wire [4:0] adc_bits;\n    wire signed [{}:0] code;\n"
                        "    wire signed [{}:0] sum;\n",
                        w.classes - 1, program.classes * program.accumulatorBits - 1,
                        program.dacBits * drivenRows(program) - 1, w.column - 1, converterBits(program) - 1,
                        kSumBits - 1);
    text +=
        fmt::format("    {} network (\n        .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), "
                    ".in_first(in_first),\n        .in_last(in_last), .in_data(in_data), .out_valid(out_valid), "
                    ".out_ready(out_ready),\n        .out_class(out_class), .out_data(out_data), .digits(digits), "
                    ".column(column),\n        .adc_bits(adc_bits), .code(code)\n    );\n",
                    options.moduleName);
    text += fmt::format(
        "    xbar_array #(.ROWS({}), .COLUMNS({}), .COLUMN_BITS({}), .CELL_BITS({}), .DAC_BITS({}),\n"
        "                 .DIFFERENTIAL({}), .SUM_BITS({})) arrays (\n"
        "        .digits(digits), .column(column), .sum(sum)\n    );\n"
        "    xbar_adc #(.SUM_BITS({}), .CODE_BITS({}), .SIGNED({})) converter (\n"
        "        .sum(sum), .bits(adc_bits), .code(code)\n    );\n",
        program.physicalRows, program.columns.size(), w.column, program.cellBits, program.dacBits,
        program.pairedRows ? 1 : 0, kSumBits, kSumBits, converterBits(program), program.pairedRows ? 1 : 0);
    text += fmt::format("    assign value[{}:0] = {{{{{}{{1'b0}}}}, out_class}};\n", bits - 1, bits - w.classes);
    for (int c = 0; c < program.classes; ++c) {
        text += fmt::format("    wire signed [{}:0] y_{} = out_data[{} +: {}];\n", program.accumulatorBits - 1, c,
                            c * program.accumulatorBits, program.accumulatorBits);
        text += fmt::format("    wire signed [{}:0] wide_y_{} = y_{};\n    assign value[{} +: {}] = wide_y_{};\n",
                            bits - 1, c, c, (c + 1) * bits, bits, c);
    }
    text += "    assign step_done = 1'b0;\n    assign state = 1'b0;\nendmodule\n";
    for (const char* name : kBenchPrimitives)
        text.append("\n").append(primitive(name));
    return text;
}

/// A column a line: planes of bits, the highest first, the last row first.
std::string cellsText(const CrossbarProgram& program)
{
    std::string text =
        "// A column a line: bit planes of the levels of all rows, the highest plane first; see tb/dut.v\n";
    for (const auto& column : program.columns) {
        std::string bits;
        for (int plane = program.cellBits - 1; plane >= 0; --plane)
            for (auto row = column.rbegin(); row != column.rend(); ++row)
                bits += (*row >> plane & 1) != 0 ? '1' : '0';
        bits.insert(0, (4 - bits.size() % 4) % 4, '0');
        for (std::size_t at = 0; at < bits.size(); at += 4)
            text += "0123456789abcdef"[static_cast<std::size_t>((bits[at] - '0') * 8 + (bits[at + 1] - '0') * 4 +
                                                                (bits[at + 2] - '0') * 2 + (bits[at + 3] - '0'))];
        text += '\n';
    }
    return text;
}

/// Where each part of the weights lies, an array a line.
std::string mappingText(const CrossbarProgram& program)
{
    std::string text = "array,layer,partition,firstRow,rows,slice,firstColumn,columns\n";
    for (std::size_t i = 0; i < program.arrays.size(); ++i) {
        const CrossbarArray& a = program.arrays[i];
        text += fmt::format("{},{},{},{},{},{},{},{}\n", i, a.layer, a.partition, a.firstRow, a.rows,
                            a.slice < 0 ? "all" : std::to_string(a.slice), a.firstColumn, a.columns);
    }
    return text;
}

/// The images of the bench: black and white in turn, noise, then those of the data.
std::vector<std::uint8_t> benchPixels(const cnn::Network& network, std::span<const std::uint8_t> pixels,
                                      std::size_t& directed)
{
    const std::size_t perImage = network.input.values();
    std::vector<std::uint8_t> all;
    for (std::size_t i = 0; i < perImage; ++i)
        all.push_back(i % 2 == 0 ? 0 : 255);
    Rng rng(kDirectedSeed);
    for (std::size_t i = 0; i < perImage; ++i)
        all.push_back(static_cast<std::uint8_t>(rng.below(256)));
    directed = 2;
    all.insert(all.end(), pixels.begin(), pixels.end());
    return all;
}

std::vector<std::int32_t> inputCodes(const cnn::Network& network, std::span<const std::uint8_t> image)
{
    const std::size_t plane = image.size() / static_cast<std::size_t>(network.input.channels);
    std::vector<std::int32_t> codes;
    for (std::size_t i = 0; i < image.size(); ++i) {
        const int channel = static_cast<int>(i / plane);
        codes.push_back(static_cast<std::int32_t>(
            fixed::quantise((image[i] - network.normalise.meanOf(channel)) / network.normalise.stdOf(channel),
                            *network.inputFormat)));
    }
    return codes;
}

Result<BenchVectors> makeCrossbarVectors(const crossbar::CrossbarCnn& cnn, const CrossbarProgram& program,
                                         std::span<const std::uint8_t> pixels, const JobContext& ctx)
{
    const cnn::Network& network = cnn.integer().network();
    const std::size_t perImage = network.input.values();
    BenchVectors vectors;
    vectors.format.channels = 1;
    vectors.format.inputBits = program.inputBits;
    vectors.format.outputs = program.classes;
    vectors.format.fieldBits = fieldBits(program);
    vectors.format.neurons = 1;
    vectors.format.stateBits = 1;
    vectors.format.hasState = {false};
    const auto all = benchPixels(network, pixels, vectors.directedSeries);
    BURIN_TRY(const auto logits, cnn.logits(all, ctx));
    const auto classes = static_cast<std::size_t>(program.classes);
    for (std::size_t image = 0; image < all.size() / perImage; ++image) {
        BenchSeries series;
        if (image < vectors.directedSeries)
            series.name = image == 0 ? "black and white in turn" : "noise";
        series.inputs = inputCodes(network, std::span(all).subspan(image * perImage, perImage));
        vectors.series.push_back(std::move(series));
        vectors.steps += perImage;
        const auto* y = logits.data() + image * classes;
        BenchResult result{static_cast<std::uint32_t>(vectors.steps - 1), {std::max_element(y, y + classes) - y}};
        result.values.insert(result.values.end(), y, y + classes);
        vectors.results.push_back(std::move(result));
    }
    vectors.directedSteps = vectors.directedSeries * perImage;
    vectors.directedResults = vectors.directedSeries;
    return vectors;
}

TemplateValues benchValues(const CrossbarProject& project, const BenchVectors& vectors)
{
    TemplateValues values;
    const auto set = [&](const char* key, std::size_t value) { values[key] = std::to_string(value); };
    values["module"] = project.plan.module;
    values["sources"] = fmt::format("{}", fmt::join(project.plan.sources, " "));
    values["verilatorOptions"] = fmt::format("{}", fmt::join(verilatorOptions(), " "));
    set("inWidth", static_cast<std::size_t>(vectors.format.inputBits));
    set("fields", static_cast<std::size_t>(vectors.format.fields()));
    set("fieldBits", static_cast<std::size_t>(vectors.format.fieldBits));
    set("neurons", 1);
    set("stateBits", 1);
    set("steps", vectors.steps);
    set("directedSteps", vectors.directedSteps);
    set("directedSeries", vectors.directedSeries);
    set("outputLines", vectors.results.size() + 1);
    set("stateLines", 1);
    set("warmUpSteps", std::min<std::size_t>(7, vectors.steps));
    set("latency", 64);
    set("patience", static_cast<std::size_t>(project.clocksPerImage) * 2 + 4096);
    set("icarusSteps", project.plan.icarusCheckSteps);
    std::string cases = "        0: $write(\"out_class\");\n";
    for (int c = 0; c < vectors.format.outputs; ++c)
        cases += fmt::format("        {}: $write(\"y_{}\");\n", c + 1, c);
    values["signalCases"] = cases + "        default: $write(\"?\");";
    return values;
}

std::string layerRows(const CrossbarProgram& program, int dacBits)
{
    std::string rows;
    for (const CrossbarOp& op : program.ops) {
        if (op.kind == CrossbarOpKind::last)
            continue;
        if (op.kind == CrossbarOpKind::weighted)
            rows +=
                fmt::format("| {} | {} x {} | {} | {}{} | {} | {} | {} |\n", op.layer, op.taps, op.filters,
                            op.slices, op.inputBits + (op.inputSigned ? 1 : 0), op.inputSigned ? " (signed)" : "",
                            op.adcBits, (op.taps + op.rows - 1) / op.rows, grouped(op.clocks(dacBits)));
        else
            rows += fmt::format("| {} ({}) | | | | | | {} |\n", op.layer,
                                op.kind == CrossbarOpKind::sum ? "sum" : "maximum", grouped(op.clocks(dacBits)));
    }
    return rows;
}

/// Of the data set, of whatever part of it.
std::string dataImages(std::size_t count)
{
    return count == 1 ? std::string("one image of the data")
                      : fmt::format("{} images of the data", grouped(std::uint64_t{count}));
}

std::string icarusTextOf(std::size_t all, std::size_t played)
{
    if (played == all)
        return "Verilator and Icarus play all of them.";
    return fmt::format("Verilator plays all of them, Icarus, which is slow, the directed ones {}",
                       played == 0 ? "alone." : fmt::format("and {}.", dataImages(played)));
}

void addReadme(CrossbarProject& project, const crossbar::Preset& preset, const CrossbarProvenance& provenance,
               const BenchVectors& vectors, const CrossbarProjectOptions& options)
{
    const CrossbarProgram& program = project.program;
    TemplateValues& values = project.values;
    values["title"] = provenance.title.empty() ? "a network on crossbars" : provenance.title;
    values["burinVersion"] = BURIN_VERSION;
    values["dataText"] = provenance.dataName.empty() ? "no data" : provenance.dataName;
    values["presetText"] = preset.title.empty() ? preset.name : preset.title;
    values["layerRows"] = layerRows(program, program.dacBits);
    values["arraysText"] = fmt::format("{} {}", grouped(std::uint64_t{program.arrays.size()}),
                                       program.pairedArrays ? "pairs of arrays" : "arrays");
    values["columnCount"] = grouped(std::uint64_t{program.columns.size()});
    values["clocks"] = grouped(project.clocksPerImage);
    const std::size_t perImage = vectors.directedSteps / vectors.directedSeries;
    values["dataImages"] = dataImages(vectors.testResults());
    values["icarusText"] = icarusTextOf(vectors.testResults(), project.plan.icarusCheckSteps / perImage);
    values["codesPerImage"] = grouped(std::uint64_t{perImage});
    values["precisionText"] =
        options.mixed ? "widths of its own for each layer" : "the widest precision for all layers";
    const auto& format = vectors.format;
    values["portRows"] =
        fmt::format("| in_data | in | {} | one code, channel by channel, row by row |\n"
                    "| out_class | out | {} | lowest index of the largest logit |\n"
                    "| out_data | out | {} | {} logits of {} bits, the first in the low bits |\n"
                    "| digits | out | {} | to the rows' DACs, plane by plane |\n"
                    "| column | out | {} | the column that is converted |\n"
                    "| adc_bits | out | 5 | resolution of the converter |\n"
                    "| code | in | {} | the converter's code |\n",
                    format.inputBits, bitsFor(program.classes), program.classes * program.accumulatorBits,
                    program.classes, program.accumulatorBits, program.dacBits * drivenRows(program),
                    Widths(program).column, converterBits(program));
}

nlohmann::json manifestOf(const CrossbarProject& project, const crossbar::CrossbarCnn& cnn,
                          const crossbar::Preset& preset, const CrossbarProvenance& provenance,
                          const CrossbarProjectOptions& options)
{
    nlohmann::json manifest;
    manifest["format"] = "burin-project";
    manifest["formatVersion"] = 1;
    manifest["family"] = "crossbar";
    manifest["burin"] = BURIN_VERSION;
    manifest["device"] = options.device;
    manifest["clockMhz"] = options.clockMhz;
    manifest["data"] = {{"name", provenance.dataName}, {"sha256", provenance.dataSha256}};
    manifest["weights"] = provenance.weights;
    manifest["classNames"] = provenance.classNames;
    manifest["preset"] = preset.name;
    manifest["adc"] = provenance.adc;
    manifest["policy"] = provenance.policy;
    if (!provenance.config.is_null())
        manifest["config"] = provenance.config;
    manifest["scores"] = provenance.scores;
    manifest["mixedPrecision"] = options.mixed;
    manifest["clocksPerImage"] = project.clocksPerImage;
    manifest["layers"] = nlohmann::json::array();
    const auto formats = cnn.formats();
    std::size_t k = 0;
    for (const cnn::Layer& layer : cnn.integer().network().layers)
        if (layer.hasWeights()) {
            const auto& f = formats[k++];
            manifest["layers"].push_back({{"name", layer.name},
                                          {"w", f.weightBits},
                                          {"a", f.inputBits},
                                          {"adc", f.adcBits},
                                          {"slices", f.slices},
                                          {"cycles", crossbar::cyclesOf(f).size()}});
        }
    manifest["bench"] = project.plan;
    manifest["proof"] = project.fingerprint;
    return manifest;
}

} // namespace

Result<CrossbarProject> buildCrossbarProject(const crossbar::CrossbarCnn& cnn, const crossbar::Preset& preset,
                                             const CrossbarProvenance& provenance,
                                             std::span<const std::uint8_t> pixels,
                                             const CrossbarProjectOptions& options, const JobContext& ctx)
{
    BURIN_CHECK(checkModuleName(options.moduleName));
    CrossbarProject project;
    BURIN_TRY(project.program, lowerCrossbar(cnn, preset));
    if (!options.mixed)
        BURIN_CHECK(checkOnePrecision(project.program));
    const CrossbarProgram& program = project.program;
    for (const CrossbarOp& op : program.ops)
        project.clocksPerImage += op.clocks(program.dacBits);
    BURIN_TRY(const BenchVectors vectors, makeCrossbarVectors(cnn, program, pixels, ctx));
    BenchPlan& plan = project.plan;
    plan.module = options.moduleName;
    plan.sources = {"src/" + plan.module + ".v"};
    for (const char* name : kPrimitives)
        plan.sources.push_back(fmt::format("src/{}.v", name));
    for (const auto& [path, text] : romModules(program, plan.module))
        plan.sources.push_back(path);
    plan.directedSteps = vectors.directedSteps;
    plan.testSteps = vectors.steps - vectors.directedSteps;
    plan.testVectors = vectors.testResults();
    plan.results = vectors.results.size();
    const std::uint64_t perImage = cnn.integer().network().input.values();
    // One image at least where that is possible: the directed ones, twice, take longer already.
    const std::uint64_t affordable = std::max<std::uint64_t>(project.clocksPerImage <= kLongestImage ? 1 : 0,
                                                             kIcarusClocks / (project.clocksPerImage + perImage));
    plan.icarusVerifySteps = std::min(plan.testSteps, static_cast<std::size_t>(affordable * perImage));
    plan.icarusCheckSteps = plan.icarusVerifySteps;
    project.values = benchValues(project, vectors);
    addDeviceValues(project.values, plan.module, options.device, options.clockMhz);
    project.values["clockMhz"] = fmt::format("{}", options.clockMhz);
    addReadme(project, preset, provenance, vectors, options);

    ProjectFiles& files = project.files;
    files = romModules(program, plan.module);
    files[plan.sources.front()] = topModule(program, options);
    for (const char* name : kPrimitives)
        files[fmt::format("src/{}.v", name)] = primitive(name);
    files["tb/dut.v"] = benchTop(program, options);
    files["vectors/inputs.hex"] = inputsText(vectors);
    files["vectors/outputs.hex"] = outputsText(vectors);
    files["vectors/states.hex"] = "// There are no states to compare.\nffffffff_0\n";
    files["vectors/cells.hex"] = cellsText(program);
    files["mapping.csv"] = mappingText(program);
    files["network.json"] = nlohmann::json(cnn.integer().network()).dump(2) + "\n";
    if (!provenance.policy.is_null())
        files["policy.json"] = provenance.policy.dump(2) + "\n";
    BURIN_CHECK(addTemplates(project, {{"project/tb/tb.v", "tb/tb.v"},
                                       {"project/tb/main.cpp", "tb/main.cpp"},
                                       {"project/Makefile", "Makefile"},
                                       {"project/yosys.ys", "yosys.ys"}}));
    addSynthMaps(project);
    project.fingerprint = proofFingerprint(files);
    project.manifest = manifestOf(project, cnn, preset, provenance, options);
    return project;
}

Result<ExportRecord> exportCrossbarProject(const crossbar::CrossbarCnn& cnn, const crossbar::Preset& preset,
                                           const CrossbarProvenance& provenance,
                                           std::span<const std::uint8_t> pixels,
                                           const CrossbarProjectOptions& project, const ExportOptions& options,
                                           const JobContext& ctx)
{
    BURIN_CHECK(checkTarget(options.folder, options.overwrite)); // before the long part
    BURIN_TRY(CrossbarProject built,
              buildCrossbarProject(cnn, preset, provenance, pixels, project, ctx.part(0, 0.1, "vectors")));
    return exportProject(
        std::move(built), "project/crossbar.md",
        [&](const VerilogProject& files, const JobContext& part) {
            return verifyBench(files, options.verification, part);
        },
        options, ctx);
}

} // namespace burin::project
