// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli selftest: do the parts that must agree agree on this machine, and which tools are here. The signature
// is the SHA-256 over everything that must be identical on every machine, from frozen integer networks on: outputs
// of the engine, bit-flip sensitivities, circuits, Verilog.
#include "app/cli/commands.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/circuit/interpreter.h"
#include "core/circuit/verilog.h"
#include "core/compress/sensitivity.h"
#include "core/project/lower_reservoir.h"
#include "core/reservoir/network_io.h"
#include "core/tools/process.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

using reservoir::IntegerReservoir;

std::int32_t signedBelow(Rng& rng, int bits)
{
    const std::int64_t half = std::int64_t{1} << (bits - 1);
    return static_cast<std::int32_t>(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(2 * half))) -
                                     half);
}

/// A frozen network: every number drawn as an integer, so no floating point is involved.
IntegerReservoir frozenNetwork(reservoir::Readout readout, int bits, int leakShift, std::uint64_t seed)
{
    constexpr int kNeurons = 24;
    constexpr int kChannels = 2;
    constexpr int kOutputs = 4;
    constexpr int kSteps = 12;
    Rng rng(seed);
    IntegerReservoir net;
    net.widths = reservoir::Widths::uniform(bits);
    net.readout = readout;
    net.leakShift = leakShift;
    net.stateMax = (1 << (bits - 1)) - 1;
    net.inputFraction = net.stateFraction = bits - 1;
    net.win = reservoir::IntMatrix::Zero(kNeurons, kChannels);
    net.wr = reservoir::IntMatrix::Zero(kNeurons, kNeurons);
    for (int row = 0; row < kNeurons; ++row) {
        for (int d = 0; d < kChannels; ++d)
            net.win(row, d) = signedBelow(rng, bits);
        for (int link = 0; link < 4; ++link)
            net.wr(row, static_cast<int>(rng.below(kNeurons))) = signedBelow(rng, bits);
        net.inShift.push_back(static_cast<int>(rng.below(3)));
        net.recurrentShift.push_back(static_cast<int>(rng.below(3)));
        net.stateShift.push_back(bits - 1 + static_cast<int>(rng.below(2)));
        net.bias.push_back(signedBelow(rng, bits));
    }
    int segments = 1;
    if (readout.kind == reservoir::ReadoutKind::segments)
        segments = readout.segments;
    if (readout.kind == reservoir::ReadoutKind::all)
        segments = kSteps;
    if (segments > 1)
        net.seriesSteps = kSteps;
    for (int s = 0; s < segments; ++s) {
        net.wout.emplace_back(kOutputs, kNeurons);
        for (int c = 0; c < kOutputs; ++c)
            for (int j = 0; j < kNeurons; ++j)
                net.wout.back()(c, j) = signedBelow(rng, net.widths.out);
    }
    for (int c = 0; c < kOutputs; ++c)
        net.outBias.push_back(signedBelow(rng, 10));
    return net;
}

compress::SeriesSet frozenSeries(const IntegerReservoir& net, std::uint64_t seed)
{
    Rng rng(seed);
    compress::SeriesSet set;
    for (int s = 0; s < 40; ++s) {
        std::vector<std::int32_t> inputs;
        for (int i = 0; i < 12 * net.channels(); ++i)
            inputs.push_back(signedBelow(rng, net.widths.input));
        set.inputs.push_back(std::move(inputs));
        set.labels.push_back(static_cast<int>(rng.below(static_cast<std::uint64_t>(net.outputs()))));
    }
    return set;
}

/// Plays the series through the interpreted circuit; the outputs in order of arrival.
std::vector<std::int64_t> interpret(const project::ReservoirCircuit& lowered, const compress::SeriesSet& set,
                                    std::size_t channels)
{
    circuit::Interpreter machine(lowered.circuit);
    std::vector<std::int64_t> outputs;
    machine.setInput(lowered.rst, 1);
    machine.setInput(lowered.outReady, 1);
    machine.evaluate();
    machine.clock();
    machine.setInput(lowered.rst, 0);
    const auto cycle = [&] {
        machine.evaluate();
        const bool taken = machine.value(lowered.inReady) != 0;
        if (machine.value(lowered.outValid) != 0)
            for (const circuit::NodeId y : lowered.outData)
                outputs.push_back(machine.value(y));
        machine.clock();
        return taken;
    };
    machine.setInput(lowered.inValid, 1);
    for (const auto& series : set.inputs) {
        const std::size_t steps = series.size() / channels;
        for (std::size_t t = 0; t < steps; ++t) {
            machine.setInput(lowered.inFirst, t == 0 ? 1 : 0);
            machine.setInput(lowered.inLast, t + 1 == steps ? 1 : 0);
            for (std::size_t d = 0; d < channels; ++d)
                machine.setInput(lowered.inData[d], series[t * channels + d]);
            while (!cycle()) {
            }
        }
    }
    machine.setInput(lowered.inValid, 0);
    for (int drain = 0; drain < lowered.latencyCycles + 2; ++drain)
        cycle();
    return outputs;
}

Result<std::string> checkNetwork(const IntegerReservoir& net, const compress::SeriesSet& set,
                                 const JobContext& job)
{
    BURIN_CHECK(net.check());
    std::string signature;
    std::vector<std::int64_t> expected;
    for (const auto& series : set.inputs) {
        const auto output = reservoir::runSeries(net, series);
        expected.insert(expected.end(), output.outputs.begin(), output.outputs.end());
    }
    signature += fmt::format("{}\n", fmt::join(expected, " "));

    project::LowerOptions options;
    options.maxSeriesSteps = 12;
    BURIN_TRY(const auto lowered, project::lowerReservoir(net, options));
    if (interpret(lowered, set, static_cast<std::size_t>(net.channels())) != expected)
        return fail(ErrorCode::mismatch, "the interpreted circuit differs from the engine",
                    fmt::format("read-out {}, {} bit", net.readout.text(), net.widths.input));
    signature += circuit::emitVerilog(lowered.circuit);

    std::string table;
    for (const SimdSet simd : supportedSimdSets()) {
        compress::SensitivityConfig config;
        config.simd = simd;
        BURIN_TRY(const auto sensitivity, compress::runSensitivity(config, net, set, job));
        std::string text;
        for (const auto& weight : sensitivity.weights)
            text +=
                fmt::format("{} {}: {}\n", weight.weight.row, weight.weight.column, fmt::join(weight.bits, " "));
        if (!table.empty() && text != table)
            return fail(ErrorCode::mismatch, "bit-flip sensitivity differs between SIMD sets", toString(simd));
        table = text;
    }
    return signature + table;
}

Result<Report> selftest(bool signatureOnly, const JobContext& job)
{
    using reservoir::ReadoutKind;
    Sha256 hash;
    std::size_t networks = 0;
    for (const reservoir::Readout readout : {reservoir::Readout{ReadoutKind::last, 1},
                                             {ReadoutKind::mean, 1},
                                             {ReadoutKind::segments, 3},
                                             {ReadoutKind::all, 1}})
        for (const int bits : {4, 8, 12}) {
            const IntegerReservoir net = frozenNetwork(readout, bits, bits == 8 ? 1 : 0, ++networks);
            BURIN_TRY(const std::string text, checkNetwork(net, frozenSeries(net, networks), job));
            hash.add(text);
        }
    Report report;
    const std::string signature = hash.hex();
    nlohmann::json simd = nlohmann::json::array();
    for (const SimdSet set : supportedSimdSets())
        simd.push_back(toString(set));
    report.document = {
        {"signature", signature}, {"networks", networks}, {"simd", simd}, {"tools", nlohmann::json::array()}};
    if (signatureOnly) {
        report.text = signature + "\n";
        return report;
    }
    report.text = fmt::format("{} frozen networks: engine, circuit, {} agree\nsignature {}\n", networks,
                              simd.dump(), signature);
    for (const char* program : {"verilator", "iverilog", "yosys", "nextpnr-ice40"}) {
        const auto version = tools::toolVersion(program);
        report.document["tools"].push_back(
            {{"name", program},
             {"version", version ? nlohmann::json(version->version) : nlohmann::json(nullptr)}});
        report.text += version ? version->text() + "\n" : version.error().text() + "\n";
    }
    return report;
}

} // namespace

void addSelftestCommand(CLI::App& app, Terminal& terminal)
{
    const auto signatureOnly = std::make_shared<bool>(false);
    CLI::App* command =
        terminal.add(app, "selftest", "Check that the engine's parts agree on this machine",
                     [signatureOnly](const JobContext& job) { return selftest(*signatureOnly, job); });
    command->add_flag("--signature", *signatureOnly, "Print only the signature, the same on every machine");
}

} // namespace burin::cli
