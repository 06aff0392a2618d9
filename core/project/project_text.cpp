// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_text.h"

#include "burin_version.h"
#include "core/base/rng.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace burin::project {
namespace {

using reservoir::IntegerReservoir;

constexpr std::size_t kHostTestSteps = 200;
constexpr std::size_t kHostRandomSteps = 200;
constexpr std::uint64_t kHostSeed = 20260102;

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// A string literal for C, Python and JSON alike: quotes, backslashes and control characters are escaped.
std::string quoted(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

/// Text in a Markdown table or sentence: one line, no markup of its own.
std::string plain(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        if (std::string_view("|`*_<>[]\\").find(c) != std::string_view::npos)
            result += '\\';
        result += static_cast<unsigned char>(c) < 32 ? ' ' : c;
    }
    return result;
}

std::vector<std::string> classNames(const IntegerReservoir& network, const Provenance& provenance)
{
    std::vector<std::string> names = provenance.classNames;
    for (std::size_t c = names.size(); c < static_cast<std::size_t>(network.outputs()); ++c)
        names.push_back(std::to_string(c));
    names.resize(static_cast<std::size_t>(network.outputs()));
    return names;
}

data::ChannelScale scaleOf(const Provenance& provenance, std::size_t channel)
{
    if (!provenance.scaler)
        return {0, 1};
    return provenance.scaler->channels().at(channel);
}

void addClassDecoder(TemplateValues& values, const std::string& module, const std::vector<std::string>& names)
{
    std::vector<std::string> literals;
    for (const std::string& name : names)
        literals.push_back(quoted(name));
    values["decodeExample"] = fmt::format("const char *name = {}_class_name(out_class);", module);
    values["decodePythonExample"] = "name = class_name(out_class)";
    values["decodeC"] = fmt::format("/* The class that out_class means. */\n"
                                    "static inline const char *{0}_class_name(uint32_t out_class)\n"
                                    "{{\n"
                                    "    static const char *const names[{1}_OUTPUTS] = {{{2}}};\n"
                                    "    return out_class < {1}_OUTPUTS ? names[out_class] : \"\";\n"
                                    "}}\n",
                                    module, upper(module), fmt::join(literals, ", "));
    values["decodePython"] = fmt::format("CLASS_NAMES = [{}]\n\n\n"
                                         "def class_name(out_class):\n"
                                         "    \"\"\"The class that out_class means.\"\"\"\n"
                                         "    return CLASS_NAMES[out_class]\n\n",
                                         fmt::join(literals, ", "));
}

void addValueDecoder(TemplateValues& values, const IntegerReservoir& network, const Provenance& provenance,
                     const std::string& module, int outBits)
{
    const data::ChannelScale scale = scaleOf(provenance, provenance.targetChannel);
    const bool log = provenance.scaler && provenance.scaler->kind() == data::Scale::log1p;
    const std::string back =
        scale.factor == 0 ? "0 * scaled" : fmt::format("scaled / {}", exactNumber(scale.factor));
    values["decodeExample"] = fmt::format("double value = {}_result(out_data, 0);", module);
    values["decodePythonExample"] = "values = results(out_data)";
    values["decodeC"] =
        fmt::format("#include <math.h>\n"
                    "#define {1}_OUT_BITS {2}\n\n"
                    "/* Prediction number `output` from the bits of out_data (32-bit words, lowest first), in the "
                    "data's own unit. */\n"
                    "static inline double {0}_result(const uint32_t *out_data, int output)\n"
                    "{{\n"
                    "    uint64_t word = 0;\n"
                    "    double scaled;\n"
                    "    int bit;\n"
                    "    for (bit = 0; bit < {1}_OUT_BITS; ++bit) {{\n"
                    "        const int at = output * {1}_OUT_BITS + bit;\n"
                    "        word |= (uint64_t)((out_data[at / 32] >> (at % 32)) & 1u) << bit;\n"
                    "    }}\n"
                    "    scaled = (double)word;\n"
                    "    if ((word >> ({1}_OUT_BITS - 1)) != 0) /* negative: two's complement */\n"
                    "        scaled = -(double)((~word + 1) & (((uint64_t)1 << ({1}_OUT_BITS - 1) << 1) - 1));\n"
                    "    scaled *= {1}_OUTPUT_UNIT;\n"
                    "    scaled = {3} + {4};\n"
                    "    return {5};\n"
                    "}}\n",
                    module, upper(module), outBits, back, exactNumber(scale.offset),
                    log ? "scaled < 0 ? -expm1(-scaled) : expm1(scaled)" : "scaled");
    values["decodePython"] =
        fmt::format("OUT_BITS = {0}\n\n\n"
                    "def results(out_data):\n"
                    "    \"\"\"The predictions in out_data, in the data's own unit.\"\"\"\n"
                    "    values = []\n"
                    "    for output in range(OUTPUTS):\n"
                    "        word = (out_data >> (output * OUT_BITS)) & ((1 << OUT_BITS) - 1)\n"
                    "        word -= (word >> (OUT_BITS - 1)) << OUT_BITS\n"
                    "        scaled = word * OUTPUT_UNIT\n"
                    "        scaled = {1} + {2}\n"
                    "        values.append({3})\n"
                    "    return values\n\n",
                    outBits, back, exactNumber(scale.offset),
                    log ? "-math.expm1(-scaled) if scaled < 0 else math.expm1(scaled)" : "scaled");
    values["outputs"] = std::to_string(network.outputs());
}

/// One row of the timing diagram: a label and a text per clock.
std::string timingRow(const std::string& label, const std::vector<std::string>& cells)
{
    return fmt::format("    {:<10}{}\n", label, fmt::join(cells, ""));
}

/// A series of five steps, back to back, and its results. Signals change just behind the rising edge.
std::string timingDiagram(const IntegerReservoir& network, int latency)
{
    constexpr std::size_t kSteps = 5;
    const auto clocks = kSteps + static_cast<std::size_t>(latency) + 3;
    const bool perStep = network.task == data::Task::predict;
    std::vector<std::string> clock(clocks, "/~\\_");
    std::vector<std::string> valid(clocks, "____");
    std::vector<std::string> high(clocks, "~~~~");
    std::vector<std::string> first(clocks, "____");
    std::vector<std::string> last(clocks, "____");
    std::vector<std::string> data(clocks, "----");
    std::vector<std::string> outValid(clocks, "____");
    std::vector<std::string> out(clocks, "----");
    for (std::size_t t = 0; t < kSteps; ++t) {
        const std::size_t shown = t + 1 + static_cast<std::size_t>(latency);
        valid[t + 1] = "~~~~";
        data[t + 1] = fmt::format("X u{}", t);
        if (perStep || t + 1 == kSteps) {
            outValid[shown] = "~~~~";
            out[shown] = perStep ? fmt::format("X y{}", t) : "X c ";
        }
    }
    first[1] = "/~~~";
    first[2] = "\\___";
    last[kSteps] = "/~~~";
    last[kSteps + 1] = "\\___";
    valid[1] = "/~~~";
    valid[kSteps + 1] = "\\___";
    const auto edge = [](std::vector<std::string>& row) {
        for (std::size_t k = 1; k < row.size(); ++k) {
            if (row[k] == "~~~~" && row[k - 1][3] == '_')
                row[k] = "/~~~";
            else if (row[k] == "____" && row[k - 1][3] == '~')
                row[k] = "\\___";
        }
    };
    edge(outValid);
    return timingRow("clk", clock) + timingRow("in_valid", valid) + timingRow("in_ready", high) +
           timingRow("in_first", first) + timingRow("in_last", last) + timingRow("in_data", data) +
           timingRow("out_valid", outValid) + timingRow("out_ready", high) +
           timingRow(perStep ? "out_data" : "out_class", out);
}

std::string portRow(const std::string& name, const char* direction, const std::string& bits,
                    const std::string& text)
{
    return fmt::format("| {} | {} | {} | {} |\n", name, direction, bits, text);
}

std::string portRows(const IntegerReservoir& network, const Provenance& provenance,
                     const ReservoirCircuit& lowered)
{
    std::string channels;
    if (!provenance.channelNames.empty())
        channels = " (" + plain(fmt::format("{}", fmt::join(provenance.channelNames, ", "))) + ")";
    std::string rows = portRow("clk", "in", "1", "clock, rising edge") +
                       portRow("rst", "in", "1", "synchronous reset, active high; forgets everything") +
                       portRow("in_valid", "in", "1", "a step is offered") +
                       portRow("in_ready", "out", "1", "it is taken at the next edge") +
                       portRow("in_first", "in", "1", "it is the first of a series") +
                       portRow("in_last", "in", "1", "it is the last of a series") +
                       portRow("in_data", "in", fmt::format("{} x {}", network.channels(), network.widths.input),
                               fmt::format("signed, {} fraction bits, channel 0 in the low bits{}",
                                           network.inputFraction, channels)) +
                       portRow("out_valid", "out", "1", "a result is offered") +
                       portRow("out_ready", "in", "1", "it is taken at the next edge");
    if (lowered.outClass != circuit::kNone)
        rows += portRow("out_class", "out", std::to_string(lowered.circuit.port("out_class")->width()),
                        "index of the class: " +
                            plain(fmt::format("{}", fmt::join(classNames(network, provenance), ", "))));
    rows += portRow(
        "out_data", "out", fmt::format("{} x {}", network.outputs(), lowered.circuit.port("out_data")->fieldBits),
        fmt::format("the outputs y, signed, {} fraction bits, y\\_0 in the low bits; leave open what you do "
                    "not need, synthesis removes it",
                    network.outputFraction));
    rows.pop_back();
    return rows;
}

std::string factRows(const IntegerReservoir& network, const Provenance& provenance)
{
    const auto row = [](const std::string& name, const std::string& value) {
        return value.empty() ? std::string() : fmt::format("| {} | {} |\n", name, plain(value));
    };
    const reservoir::Widths& w = network.widths;
    std::string rows =
        row("bits", fmt::format("input {}, state {}, W_in {}, W_r {}, W_out {}", w.input, w.state, w.in,
                                w.recurrent, w.out)) +
        row("recurrent weights",
            fmt::format("{} of {} not zero", (network.wr.array() != 0).count(), network.wr.size())) +
        row("read-out", network.readout.text()) + row("wash-out", fmt::format("{} steps", network.washout)) +
        row("leak", fmt::format("2^-{}", network.leakShift)) + row("data set", provenance.dataName) +
        row("data SHA-256", provenance.dataSha256) +
        row("seeds", fmt::format("{}", fmt::join(provenance.seeds, ", ")));
    for (const auto& [name, score] : provenance.scores)
        if (score.mean)
            rows += row(name + " (integer network)",
                        score.ci95 ? fmt::format("{:.4f} +- {:.4f}", *score.mean, *score.ci95)
                                   : fmt::format("{:.4f}", *score.mean));
    for (const auto& [name, metric] : provenance.metrics)
        if (metric.has())
            rows += row(name,
                        fmt::format("{:.6g}{} ({}{})", *metric.value,
                                    metric.error ? fmt::format(" +- {:.1f} %", 100 * *metric.error) : "",
                                    burin::toString(metric.tier), metric.tool.empty() ? "" : ", " + metric.tool));
    rows.pop_back();
    return rows;
}

} // namespace

std::string exactNumber(double value)
{
    return fmt::format("{}", value);
}

void addHostValues(TemplateValues& values, const IntegerReservoir& network, const Provenance& provenance,
                   const ReservoirCircuit& lowered)
{
    const std::string module = lowered.circuit.name;
    std::vector<std::string> offsets;
    std::vector<std::string> factors;
    for (std::size_t c = 0; c < static_cast<std::size_t>(network.channels()); ++c) {
        offsets.push_back(exactNumber(scaleOf(provenance, c).offset));
        factors.push_back(exactNumber(scaleOf(provenance, c).factor));
    }
    const bool log = provenance.scaler && provenance.scaler->kind() == data::Scale::log1p;
    values["macro"] = upper(module);
    values["channels"] = std::to_string(network.channels());
    values["inputBits"] = std::to_string(network.widths.input);
    values["inWords"] = std::to_string((network.channels() * network.widths.input + 31) / 32);
    values["inputScale"] = exactNumber(std::ldexp(1.0, network.inputFraction));
    values["inputMax"] = std::to_string((1 << (network.widths.input - 1)) - 1);
    values["outputs"] = std::to_string(network.outputs());
    values["outputUnit"] = exactNumber(std::ldexp(1.0, -network.outputFraction));
    values["offsets"] = fmt::format("{}", fmt::join(offsets, ", "));
    values["factors"] = fmt::format("{}", fmt::join(factors, ", "));
    values["ln2High"] = "0.6931471803691238"; // 0x1.62e42fefa0000p-1 and 0x1.cf79abc9e3b39p-40, as in exactLog()
    values["ln2Low"] = "1.9082149292705877e-10";
    values["isLog1p"] = log ? "1" : "0";
    values["isLog1pPython"] = log ? "True" : "False";
    values["scaleKind"] =
        provenance.scaler ? std::string("scale ") + data::toString(provenance.scaler->kind()) : "not scaled";
    if (network.task == data::Task::classify)
        addClassDecoder(values, module, classNames(network, provenance));
    else
        addValueDecoder(values, network, provenance, module, lowered.circuit.port("out_data")->fieldBits);
}

std::string hostSamples(const IntegerReservoir& network, const Provenance& provenance,
                        const std::vector<data::Series>& stimuli)
{
    const auto channels = static_cast<std::size_t>(network.channels());
    const auto invert = [&](std::size_t channel, double scaled) {
        return provenance.scaler ? provenance.scaler->invert(channel, scaled) : scaled;
    };
    const auto scale = [&](std::size_t channel, double raw) {
        return provenance.scaler ? provenance.scaler->apply(channel, raw) : raw;
    };
    std::vector<std::vector<double>> steps; // scaled, to be inverted
    for (const data::Series& series : stimuli)
        for (std::size_t t = 0; t < series.steps() && steps.size() < kHostTestSteps; ++t)
            steps.emplace_back(series.step(t).begin(), series.step(t).end());
    Rng rng(kHostSeed);
    const double unit = std::ldexp(1.0, -network.inputFraction);
    const double high = std::ldexp(1.0, network.widths.input - 1) * unit;
    for (std::size_t i = 0; i < kHostRandomSteps; ++i) {
        std::vector<double> step(channels);
        for (double& value : step)
            value = i % 2 == 0
                        ? rng.uniform(-1.2 * high, 1.2 * high)                // beyond the words at either end
                        : (static_cast<double>(rng.below(64)) - 31.5) * unit; // ties, where the scale keeps them
        steps.push_back(std::move(step));
    }
    std::string text = "# Raw values of a step : words of in_data, by channel\n";
    for (const auto& step : steps) {
        data::Series scaled{channels, {}};
        for (std::size_t c = 0; c < channels; ++c) {
            const double raw = invert(c, step[c]);
            scaled.values.push_back(scale(c, raw));
            text += exactNumber(raw) + ' ';
        }
        text += fmt::format(": {}\n", fmt::join(reservoir::quantiseInput(network, scaled), " "));
    }
    return text;
}

void addReadmeValues(TemplateValues& values, const IntegerReservoir& network, const Provenance& provenance,
                     const ReservoirProject& project, const ProjectOptions& options)
{
    const bool classify = network.task == data::Task::classify;
    values["title"] = plain(!provenance.title.empty()     ? provenance.title
                            : provenance.dataName.empty() ? std::string("a reservoir")
                                                          : "a reservoir for " + provenance.dataName);
    values["channelPlural"] = network.channels() == 1 ? "" : "s";
    values["resultText"] =
        classify ? fmt::format("{} classes", network.outputs())
                 : fmt::format("{} predicted value{}", network.outputs(), network.outputs() == 1 ? "" : "s");
    values["rateText"] = classify ? "one step per clock, one result per series"
                                  : "one step per clock, one result per step after the wash-out";
    values["burinVersion"] = BURIN_VERSION;
    values["dataText"] = provenance.dataName.empty() ? "seeded noise" : plain(provenance.dataName);
    values["factRows"] = factRows(network, provenance);
    values["portRows"] = portRows(network, provenance, project.lowered);
    values["latencyText"] =
        fmt::format("{} clock{}", project.lowered.latencyCycles, project.lowered.latencyCycles == 1 ? "" : "s");
    values["timingDiagram"] = timingDiagram(network, project.lowered.latencyCycles);
    values["testSteps"] = std::to_string(project.plan.testSteps);
    values["icarusSteps"] = std::to_string(project.plan.icarusCheckSteps);
    values["numberText"] =
        fmt::format("Inputs are signed words of {} bits with {} fraction bits (value = word x 2^-{}), results "
                    "have {} fraction bits.",
                    network.widths.input, network.inputFraction, network.inputFraction, network.outputFraction);
    values["clockMhz"] = exactNumber(options.clockMhz);
}

} // namespace burin::project
