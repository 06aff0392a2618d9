// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/calibrate.h"

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/circuit/verilog.h"
#include "core/fpga/estimate.h"
#include "core/project/lower_reservoir.h"
#include "core/tools/yosys.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace burin::explore {
namespace {

using nlohmann::json;
using reservoir::IntegerReservoir;
using reservoir::IntMatrix;

int largest(int bits)
{
    return (1 << (bits - 1)) - 1;
}

std::int32_t uniformWeight(Rng& rng, int bits, double amplitude)
{
    const int most = std::max(1, static_cast<int>(amplitude * largest(bits)));
    const auto magnitude = static_cast<std::int32_t>(1 + rng.below(static_cast<std::uint64_t>(most)));
    return rng.below(2) == 0 ? magnitude : -magnitude;
}

IntMatrix readoutWeights(const RandomReservoirSpec& spec, Rng& rng)
{
    IntMatrix weights(spec.outputs, spec.neurons);
    const int most = largest(spec.widths.out);
    for (Eigen::Index i = 0; i < weights.size(); ++i)
        weights.data()[i] = static_cast<std::int32_t>(
            std::clamp(std::nearbyint(rng.normal() * most / 3), -static_cast<double>(most), static_cast<double>(most)));
    return weights;
}

int segmentsOf(const RandomReservoirSpec& spec)
{
    using reservoir::ReadoutKind;
    if (spec.readout.kind == ReadoutKind::segments)
        return spec.readout.segments;
    return spec.readout.kind == ReadoutKind::all ? spec.seriesSteps : 1;
}

constexpr std::array kReadouts{reservoir::ReadoutKind::last, reservoir::ReadoutKind::mean,
                               reservoir::ReadoutKind::segments, reservoir::ReadoutKind::all};
constexpr std::array kNeurons{10, 14, 20, 28, 40, 50, 70, 100, 140, 200};
constexpr std::array kOutputs{1, 2, 3, 5, 10};

/// Every seventeenth design is a large one (that period meets every read-out).
bool isLarge(std::size_t index)
{
    return index % 17 == 5;
}

RandomReservoirSpec drawAny(std::size_t index, Rng& rng)
{
    const reservoir::ReadoutKind kind = kReadouts.at(index % kReadouts.size());
    RandomReservoirSpec spec;
    spec.readout.kind = kind;
    spec.readout.segments = kind == reservoir::ReadoutKind::segments ? 2 + static_cast<int>(rng.below(5)) : 1;
    spec.neurons = kNeurons.at(rng.below(kNeurons.size()));
    if (isLarge(index))
        spec.neurons = kNeurons.at(kNeurons.size() - 1 - index / 17 % 2);
    spec.linksPerNeuron = 3 + static_cast<double>(rng.below(5));
    spec.channels = 1 + static_cast<int>(rng.below(3));
    spec.outputs = kOutputs.at(rng.below(kOutputs.size()));
    if (kind == reservoir::ReadoutKind::last && spec.outputs == 1)
        spec.task = data::Task::predict;
    spec.outputs = spec.task == data::Task::classify ? std::max(spec.outputs, 2) : 1;
    const auto bits = [&] { return 2 + static_cast<int>(rng.below(15)); };
    const int common = bits();
    spec.widths = reservoir::Widths::uniform(common, rng.below(2) == 0 ? 8 : bits());
    if (rng.below(4) == 0) // all widths on their own
        spec.widths = {bits(), bits(), bits(), bits(), bits()};
    spec.prune = 0.15 * static_cast<double>(rng.below(7));
    spec.seriesSteps = 8 + static_cast<int>(rng.below(25));
    spec.leakShift = rng.below(3) == 0 ? 1 + static_cast<int>(rng.below(2)) : 0;
    return spec;
}

/// Adder bits to expect, good to a factor of two: a third of a weight's bits are signed digits, adders are a few bits
/// wider than the state, sharing saves some 40 %; multipliers of an `all` read-out count their partial products. It
/// spares the lowering of designs that are far too large.
double roughAdderBits(const RandomReservoirSpec& spec)
{
    const double adder = 0.6 * (spec.widths.state + 4);
    const double links = spec.neurons * spec.linksPerNeuron * (1 - spec.prune);
    const double rows = adder * (links * spec.widths.recurrent / 3.0 + spec.neurons * spec.channels * spec.widths.in / 3.0);
    const double words = static_cast<double>(spec.neurons) * spec.outputs;
    if (spec.readout.kind == reservoir::ReadoutKind::all)
        return rows + words * spec.widths.state * spec.widths.out;
    return rows + words * segmentsOf(spec) * adder * spec.widths.out / 3.0;
}

Result<project::ReservoirCircuit> lowered(const RandomReservoirSpec& spec, std::uint64_t seed)
{
    project::LowerOptions options;
    options.maxSeriesSteps = spec.seriesSteps;
    return project::lowerReservoir(randomReservoir(spec, seed), options);
}

struct Synthesised {
    double lut = 0;
    double ff = 0;
    double carry = 0;
    std::optional<double> delayNs;
    bool timedOut = false;
};

Result<Synthesised> fromCache(const std::filesystem::path& file)
{
    BURIN_TRY(const std::string text, readFile(file));
    const json stored = json::parse(text, nullptr, false);
    if (!stored.is_object() || !stored.contains("lut") || !stored.contains("timedOut"))
        return fail(ErrorCode::invalidInput, "not a stored synthesis", file.string());
    Synthesised result{stored.value("lut", 0.0), stored.value("ff", 0.0), stored.value("carry", 0.0), std::nullopt,
                       stored.value("timedOut", false)};
    if (stored.contains("delayNs") && stored["delayNs"].is_number())
        result.delayNs = stored["delayNs"].get<double>();
    return result;
}

Result<Synthesised> synthesiseCached(const std::string& verilog, const std::string& top, tools::Target target,
                                     const std::string& tool, const CalibrateConfig& config, const JobContext& ctx)
{
    const std::string key = sha256(verilog + "\n" + toString(target) + "\n" + tool);
    const std::filesystem::path file = config.cacheFolder / (key.substr(0, 24) + ".json");
    if (!config.cacheFolder.empty())
        if (auto known = fromCache(file))
            return known;
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-calibrate"));
    BURIN_CHECK(writeFile(scratch.path() / "design.v", verilog));
    tools::SynthOptions options;
    options.timeoutSeconds = config.timeoutSeconds;
    options.niceness = config.niceness;
    options.stop = ctx.stop;
    const auto report = tools::synthesise({scratch.path() / "design.v"}, top, target, options);
    Synthesised result;
    if (!report) {
        if (report.error().message.find("did not finish") == std::string::npos)
            return Unexpected<Error>(report.error());
        result.timedOut = true;
    } else {
        result = {*report->lut.value, *report->ff.value, report->carry.value.value_or(0), report->delayNs.value, false};
    }
    if (!config.cacheFolder.empty()) {
        json stored = {{"lut", result.lut}, {"ff", result.ff}, {"carry", result.carry}, {"timedOut", result.timedOut}};
        if (result.delayNs)
            stored["delayNs"] = *result.delayNs;
        BURIN_CHECK(writeFile(file, stored.dump() + "\n"));
    }
    return result;
}

/// Estimates of the plain model (no calibration) and features of one design.
Result<std::optional<CalibrationDesign>> measure(const RandomReservoirSpec& spec, std::uint64_t seed,
                                                 const fpga::Device& plain, const std::string& tool,
                                                 const CalibrateConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const project::ReservoirCircuit hardware, lowered(spec, seed));
    CalibrationDesign design;
    design.spec = spec;
    for (const auto& block : fpga::lutFeatures(hardware.circuit, plain.traits.lutInputs))
        for (std::size_t i = 0; i < fpga::kFeatures; ++i)
            design.features[i] += block[i];
    const fpga::Estimate estimate = fpga::estimate(hardware.circuit, plain, {});
    design.registerBits = *estimate.ff.value;
    design.carryModel = estimate.carry.value.value_or(0);
    design.delayModelNs = *estimate.delayNs.value;
    design.adderBits = circuit::utilisation(hardware.circuit).total.adderBits;
    BURIN_TRY(const tools::Target target, tools::targetFromString(plain.name));
    BURIN_TRY(const Synthesised synth, synthesiseCached(circuit::emitVerilog(hardware.circuit), hardware.circuit.name,
                                                        target, tool, config, ctx));
    if (synth.timedOut)
        return std::optional<CalibrationDesign>();
    design.lut = synth.lut;
    design.ff = synth.ff;
    design.carry = synth.carry;
    design.delayNs = synth.delayNs;
    return std::optional(design);
}

/// Weights of least relative error: each row and its right side divided by the true value.
std::vector<double> relativeFit(std::vector<std::vector<double>> rows, const std::vector<double>& truth)
{
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (double& entry : rows[i])
            entry /= truth[i];
    return fpga::nonNegativeLeastSquares(rows, std::vector<double>(rows.size(), 1.0));
}

using Value = std::optional<double> (*)(const CalibrationDesign&);

/// scale x model + offset; judged on the held-out designs.
std::optional<fpga::LinearFit> linearFit(const std::vector<CalibrationDesign>& designs, Value model, Value truth)
{
    std::vector<std::vector<double>> rows;
    std::vector<double> right;
    for (const CalibrationDesign& design : designs)
        if (const auto value = truth(design); !design.heldOut && value && *value > 0) {
            rows.push_back({*model(design), 1.0});
            right.push_back(*value);
        }
    if (rows.empty())
        return std::nullopt;
    const std::vector<double> weights = relativeFit(rows, right);
    fpga::LinearFit fit{weights[0], weights[1], {}};
    std::vector<double> estimates;
    std::vector<double> held;
    for (const CalibrationDesign& design : designs)
        if (const auto value = truth(design); design.heldOut && value && *value > 0) {
            estimates.push_back(fit.scale * *model(design) + fit.offset);
            held.push_back(*value);
        }
    fit.quality = fpga::fitQuality(estimates, held);
    return fit;
}

fpga::LutFit lutFit(std::vector<CalibrationDesign>& designs)
{
    // Tables that no product takes in are rare in these designs (series of up to 32 steps), and a LUT of a table is one
    // by construction: its weight is not fitted.
    constexpr auto kTables = static_cast<std::size_t>(fpga::Feature::romTables);
    std::vector<std::vector<double>> rows;
    std::vector<double> right;
    for (const CalibrationDesign& design : designs)
        if (!design.heldOut) {
            // Relative error, as in relativeFit(); the tables' share is taken off the right side.
            auto& row = rows.emplace_back(design.features.begin(), design.features.end());
            right.push_back(1 - row[kTables] / design.lut);
            row[kTables] = 0;
            for (double& entry : row)
                entry /= design.lut;
        }
    const std::vector<double> weights = fpga::nonNegativeLeastSquares(rows, right);
    fpga::LutFit fit;
    std::copy(weights.begin(), weights.end(), fit.coefficients.begin());
    fit.coefficients[kTables] = 1;
    std::vector<double> estimates;
    std::vector<double> held;
    for (CalibrationDesign& design : designs) {
        for (std::size_t i = 0; i < fpga::kFeatures; ++i)
            design.lutEstimate += fit.coefficients[i] * design.features[i];
        if (design.heldOut) {
            estimates.push_back(design.lutEstimate);
            held.push_back(design.lut);
        }
    }
    fit.quality = fpga::fitQuality(estimates, held);
    return fit;
}

std::vector<DecadeQuality> qualityByDecade(const std::vector<CalibrationDesign>& designs)
{
    std::vector<DecadeQuality> decades;
    for (int from = 1; from < 1000000; from *= 10) {
        DecadeQuality decade{from, from * 10, 0, {}, {}};
        std::array<std::vector<double>, 2> estimates;
        std::array<std::vector<double>, 2> truth;
        for (const CalibrationDesign& design : designs) {
            if (!design.heldOut || design.lut < decade.from || design.lut >= decade.to)
                continue;
            ++decade.designs;
            estimates[0].push_back(design.lutEstimate);
            truth[0].push_back(design.lut);
            if (design.delayNs) {
                estimates[1].push_back(design.delayEstimate);
                truth[1].push_back(*design.delayNs);
            }
        }
        if (decade.designs == 0)
            continue;
        decade.lut = fpga::fitQuality(estimates[0], truth[0]);
        decade.delayNs = fpga::fitQuality(estimates[1], truth[1]);
        decades.push_back(decade);
    }
    return decades;
}

CalibrationReport fitAll(std::vector<CalibrationDesign> designs, const std::string& device, const std::string& tool)
{
    CalibrationReport report;
    fpga::Calibration& calibration = report.calibration;
    calibration.device = device;
    calibration.tool = tool;
    for (const CalibrationDesign& design : designs)
        ++(design.heldOut ? calibration.heldOut : calibration.designs);
    calibration.lut = lutFit(designs);
    using Design = CalibrationDesign;
    calibration.ff = linearFit(
        designs, [](const Design& d) { return std::optional(d.registerBits); },
        [](const Design& d) { return std::optional(d.ff); });
    calibration.carry = linearFit(
        designs, [](const Design& d) { return std::optional(d.carryModel); },
        [](const Design& d) { return std::optional(d.carry); });
    calibration.delayNs = linearFit(
        designs, [](const Design& d) { return std::optional(d.delayModelNs); },
        [](const Design& d) { return d.delayNs; });
    if (calibration.delayNs)
        for (CalibrationDesign& design : designs)
            design.delayEstimate = calibration.delayNs->scale * design.delayModelNs + calibration.delayNs->offset;
    report.byDecade = qualityByDecade(designs);
    report.designs = std::move(designs);
    return report;
}

} // namespace

std::string RandomReservoirSpec::text() const
{
    return fmt::format("{} N={} bits {}/{}/{}/{}/{}, {:.0f} % pruned, {} channels, {} outputs, leak 2^-{}",
                       readout.text(), neurons, widths.input, widths.state, widths.in, widths.recurrent, widths.out,
                       100 * prune, channels, outputs, leakShift);
}

IntegerReservoir randomReservoir(const RandomReservoirSpec& spec, std::uint64_t seed)
{
    Rng rng(seed);
    IntegerReservoir network;
    network.task = spec.task;
    network.widths = spec.widths;
    network.readout = spec.readout;
    network.leakShift = spec.leakShift;
    network.stateMax = largest(spec.widths.state);
    const int segments = segmentsOf(spec);
    network.seriesSteps = segments > 1 ? spec.seriesSteps : 0;
    network.win = IntMatrix::Zero(spec.neurons, spec.channels);
    network.wr = IntMatrix::Zero(spec.neurons, spec.neurons);
    const double amplitude = rng.uniform(0.5, 1); // a power-of-two scale leaves the largest weight in the top half
    for (Eigen::Index i = 0; i < network.win.size(); ++i)
        network.win.data()[i] = uniformWeight(rng, spec.widths.in, amplitude);
    const double density = std::min(1.0, spec.linksPerNeuron / spec.neurons) * (1 - spec.prune);
    for (Eigen::Index i = 0; i < network.wr.size(); ++i)
        if (rng.uniform() < density)
            network.wr.data()[i] = uniformWeight(rng, spec.widths.recurrent, amplitude);
    // Both products have their point at the same place; the state's scale lies a weight's width below it.
    const int inFraction = spec.widths.input + spec.widths.in;
    const int recurrentFraction = spec.widths.state + spec.widths.recurrent;
    const int accumulator = std::max(inFraction, recurrentFraction);
    const auto size = static_cast<std::size_t>(spec.neurons);
    network.inShift.assign(size, accumulator - inFraction);
    network.recurrentShift.assign(size, accumulator - recurrentFraction);
    network.stateShift.assign(size, std::max(0, accumulator - spec.widths.state - 1));
    for (std::size_t i = 0; i < size; ++i)
        network.bias.push_back(static_cast<std::int64_t>(
            rng.uniform(-0.2, 0.2) * static_cast<double>(network.stateMax) * std::ldexp(1.0, network.stateShift[i])));
    for (int segment = 0; segment < segments; ++segment)
        network.wout.push_back(readoutWeights(spec, rng));
    for (int c = 0; c < spec.outputs; ++c)
        network.outBias.push_back(static_cast<std::int64_t>(rng.uniform(-1, 1) * largest(spec.widths.out) *
                                                            largest(spec.widths.state)));
    network.inputFraction = spec.widths.input - 1;
    network.stateFraction = spec.widths.state - 1;
    return network;
}

RandomReservoirSpec drawSpec(const CalibrateConfig& config, std::uint64_t seed, std::size_t index)
{
    Rng rng(mix(seed, index));
    const int cap = config.largestAdderBits * (isLarge(index) ? 3 : 1);
    constexpr int kPatience = 300;
    for (int attempt = 1;; ++attempt) {
        RandomReservoirSpec spec = drawAny(index, rng);
        if (attempt > kPatience) // the cap is low for this kind of design: smaller and smaller ones
            spec.neurons = std::max(2, spec.neurons * kPatience / attempt);
        if (roughAdderBits(spec) > 2 * cap)
            continue;
        const auto hardware = lowered(spec, mix(seed, index));
        if (!hardware)
            continue;
        const auto use = circuit::utilisation(hardware->circuit).total;
        if (use.adderBits + use.multiplyBits + use.romBits / 32 <= cap)
            return spec;
    }
}

void to_json(json& object, const CalibrationReport& report)
{
    const fpga::Calibration& calibration = report.calibration;
    object = {{"designs", calibration.designs}, {"heldOut", calibration.heldOut}, {"tool", calibration.tool}};
    const auto add = [&](const char* key, const auto& fit) {
        if (!fit)
            return;
        const json quality = fit->quality;
        object["mape"][key] = quality["mape"];
        object["r2"][key] = quality["r2"];
    };
    add("lut", calibration.lut);
    add("ff", calibration.ff);
    add("carry", calibration.carry);
    add("delayNs", calibration.delayNs);
    object["byDecade"] = json::array();
    for (const DecadeQuality& decade : report.byDecade)
        object["byDecade"].push_back({{"from", decade.from},
                                      {"to", decade.to},
                                      {"heldOut", decade.designs},
                                      {"lut", decade.lut},
                                      {"delayNs", decade.delayNs}});
    object["calibration"] = calibration;
    object["calibration"]["byDecade"] = object["byDecade"];
}

Result<CalibrationReport> runCalibrate(const CalibrateConfig& config, const JobContext& ctx)
{
    BURIN_TRY(fpga::Device device, fpga::loadDevice(config.device));
    device.calibration.reset();
    if (config.designs < static_cast<int>(fpga::kFeatures) || config.heldOut < 2)
        return fail(ErrorCode::usage,
                    fmt::format("{} designs and {} held out are too few to fit {} numbers", config.designs,
                                config.heldOut, fpga::kFeatures),
                    "designs", "Ask for 60 designs or more.");
    BURIN_TRY(const tools::ToolVersion version, tools::toolVersion("yosys"));
    const std::string tool = version.text() + ", adders and multipliers kept";
    if (!config.cacheFolder.empty()) {
        std::error_code error;
        std::filesystem::create_directories(config.cacheFolder, error);
        if (error)
            return fail(ErrorCode::io, "cannot make the folder: " + error.message(), config.cacheFolder.string());
    }
    std::vector<std::optional<CalibrationDesign>> measured(static_cast<std::size_t>(config.designs + config.heldOut));
    BURIN_CHECK(parallelFor(ctx, measured.size(), [&](std::size_t i) -> Result<void> {
        const RandomReservoirSpec spec = drawSpec(config, ctx.seed, i);
        BURIN_TRY(measured[i], measure(spec, mix(ctx.seed, i), device, tool, config, ctx));
        if (measured[i])
            measured[i]->heldOut = i >= static_cast<std::size_t>(config.designs);
        return {};
    }));
    std::vector<CalibrationDesign> designs;
    for (const auto& design : measured)
        if (design)
            designs.push_back(*design);
    return fitAll(std::move(designs), device.name, tool);
}

} // namespace burin::explore
