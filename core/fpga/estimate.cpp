// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/estimate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace burin::fpga {
namespace {

constexpr const char* kFormula = "Burin's model";

/// Without a calibration: one LUT per bit of everything, half a one per bit of a constant adder.
FeatureCounts plainCoefficients()
{
    FeatureCounts coefficients;
    coefficients.fill(1);
    coefficients[static_cast<std::size_t>(Feature::subtractBits)] = 0;
    coefficients[static_cast<std::size_t>(Feature::constantBits)] = 0.5;
    return coefficients;
}

double weigh(const FeatureCounts& counts, const FeatureCounts& coefficients)
{
    double sum = 0;
    for (std::size_t i = 0; i < kFeatures; ++i)
        sum += counts[i] * coefficients[i];
    return sum;
}

Metric fitted(double modelled, const std::optional<LinearFit>& fit, const Calibration* calibration)
{
    if (!fit)
        return {modelled, Tier::model, std::nullopt, kFormula};
    return {std::max(0.0, fit->scale * modelled + fit->offset), Tier::fitted, fit->quality.mape,
            "fitted to " + calibration->tool};
}

/// Carry cells by formula: chains of 4 bits on Xilinx, single bits on iCE40.
double carryCells(const circuit::Circuit& design, const Device& device)
{
    const int perCell = device.name == "ice40" ? 1 : 4;
    double cells = 0;
    const std::vector<circuit::NodeId> equal = representatives(design);
    for (circuit::NodeId id = 0; id < static_cast<circuit::NodeId>(design.nodes.size()); ++id) {
        if (equal[static_cast<std::size_t>(id)] != id)
            continue;
        const circuit::Node& node = design.node(id);
        int bits = circuit::adderBits(design, id);
        if (node.op == circuit::Op::less)
            bits = std::max(design.node(node.a).width(), design.node(node.b).width());
        if (bits > 2) // shorter ones become plain logic
            cells += (bits + perCell - 1) / perCell;
    }
    return cells;
}

/// Register bits of each block, registers that are always equal once.
std::array<double, circuit::kBlocks.size()> flipFlops(const circuit::Circuit& design)
{
    std::array<double, circuit::kBlocks.size()> bits{};
    const std::vector<circuit::NodeId> equal = representatives(design);
    for (circuit::NodeId id = 0; id < static_cast<circuit::NodeId>(design.nodes.size()); ++id)
        if (const circuit::Node& node = design.node(id); node.isRegister() && equal[static_cast<std::size_t>(id)] == id)
            bits[static_cast<std::size_t>(node.block)] += node.width() - node.zeros;
    return bits;
}

void resources(Estimate& result, const circuit::Circuit& design, const Device& device)
{
    const Calibration* const calibration = device.calibration ? &*device.calibration : nullptr;
    const bool isFitted = calibration != nullptr && calibration->lut;
    const FeatureCounts coefficients = isFitted ? calibration->lut->coefficients : plainCoefficients();
    const auto features = lutFeatures(design, device.traits.lutInputs);
    const auto use = circuit::utilisation(design);
    const auto ff = flipFlops(design);
    double lut = 0;
    for (std::size_t b = 0; b < features.size(); ++b) {
        result.blocks[b].lut = weigh(features[b], coefficients);
        result.blocks[b].ff = ff[b];
        result.blocks[b].adderBits = use.blocks[b].adderBits;
        lut += result.blocks[b].lut;
    }
    result.lut = {lut, Tier::model, std::nullopt, kFormula};
    if (isFitted)
        result.lut = {lut, Tier::fitted, calibration->lut->quality.mape, "fitted to " + calibration->tool};
    const auto fit = [&](auto member) { return calibration != nullptr ? calibration->*member : std::nullopt; };
    result.ff = fitted(std::accumulate(ff.begin(), ff.end(), 0.0), fit(&Calibration::ff), calibration);
    if (device.name != "cycloneive") // there a carry bit is a LUT in arithmetic mode
        result.carry = fitted(carryCells(design, device), fit(&Calibration::carry), calibration);
    result.bram = {0.0, Tier::model, std::nullopt, kFormula};
    result.dsp = {0.0, Tier::model, std::nullopt, kFormula};
    result.timing = bitTiming(design, device.traits);
    result.delayNs = fitted(result.timing.delayNs, fit(&Calibration::delayNs), calibration);
    result.fits = lut <= device.lut && *result.ff.value <= device.ff;
}

Metric composite(double value, Tier tier, const std::string& tool)
{
    return {value, tier, std::nullopt, tool};
}

} // namespace

std::map<std::string, Metric> Estimate::metrics() const
{
    return {{"lut", lut},
            {"ff", ff},
            {"carry", carry},
            {"bram", bram},
            {"dsp", dsp},
            {"delayNs", delayNs},
            {"throughputMsps", throughputMsps},
            {"staticPowerMw", staticPowerMw},
            {"dynamicPowerMw", dynamicPowerMw},
            {"powerMw", powerMw},
            {"pdpPj", pdpPj},
            {"energyPerInferenceNj", energyPerInferenceNj}};
}

void composePower(Estimate& into, const Metric& lut, const Metric& delayNs, const Device& device,
                  const EstimateInputs& inputs)
{
    into.throughputMsps = into.staticPowerMw = into.dynamicPowerMw = into.powerMw = into.pdpPj =
        into.energyPerInferenceNj = Metric{};
    const std::string unchecked = "; relative, not validated against a board";
    if (lut.has())
        into.staticPowerMw = composite(device.power.staticMw * std::min(1.0, *lut.value / device.lut),
                                       weakest(Tier::model, lut.tier),
                                       "share of the device's quiescent power" + unchecked);
    if (!delayNs.has() || *delayNs.value <= 0)
        return;
    into.throughputMsps = delayNs;
    into.throughputMsps.value = 1000 / *delayNs.value;
    if (!into.energy || inputs.activity == nullptr || !into.staticPowerMw.has())
        return;
    // pJ per ns is mW.
    const Tier tier = weakest(into.staticPowerMw.tier, delayNs.tier);
    const std::string tool = inputs.activity->source + unchecked;
    const double dynamic = into.energy->totalPj / *delayNs.value;
    const double total = dynamic + *into.staticPowerMw.value;
    into.dynamicPowerMw = composite(dynamic, tier, tool);
    into.powerMw = composite(total, tier, tool);
    into.pdpPj = composite(total * *delayNs.value, tier, tool);
    if (inputs.stepsPerInference > 0)
        into.energyPerInferenceNj = composite(*into.pdpPj.value * inputs.stepsPerInference / 1000, tier, tool);
}

Estimate estimate(const circuit::Circuit& design, const Device& device, const EstimateInputs& inputs)
{
    Estimate result;
    resources(result, design, device);
    if (inputs.activity != nullptr) {
        result.energy = dynamicEnergy(design, *inputs.activity, device.power);
        for (std::size_t b = 0; b < result.blocks.size(); ++b)
            result.blocks[b].dynamicPj = result.energy->blockPj[b];
    }
    composePower(result, result.lut, result.delayNs, device, inputs);
    return result;
}

} // namespace burin::fpga
