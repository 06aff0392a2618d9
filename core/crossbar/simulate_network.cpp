// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/simulate_network.h"

#include "core/base/rng.h"
#include "core/crossbar/simulate_arrays.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace burin::crossbar {
namespace {

/// A weighted layer with its ideal cells, and what of it the kernels read.
struct SimulatedLayer {
    std::size_t layer = 0; ///< in the network
    bool single = false;
    LayerMapping mapping;
    std::vector<ArrayCells> ideal; ///< by group
    std::shared_ptr<const ArrayLayer> arrays;
    float readScale = 0;
};

std::vector<fixed::Format> inputFormats(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes)
{
    const auto outputs = cnn::outputFormats(network);
    std::vector<fixed::Format> formats;
    for (const cnn::LayerShape& shape : shapes) {
        const std::size_t from = shape.inputs[0];
        formats.push_back(
            (from == cnn::kNetworkInput ? network.inputFormat : outputs[from]).value_or(fixed::Format{}));
    }
    return formats;
}

/// Products from the arrays, or from the twin's loops.
class Arrays final : public cnn::ProductEngine {
public:
    Arrays(const std::vector<SimulatedLayer>& layers, std::size_t networkLayers, std::uint64_t seed, bool plain)
        : byLayer_(networkLayers, nullptr),
          seed_(seed),
          plain_(plain)
    {
        for (const SimulatedLayer& layer : layers)
            byLayer_[layer.layer] = &layer;
    }

    Result<void> products(const cnn::ProductInput& input, std::span<std::int64_t> sums) const override
    {
        const SimulatedLayer& layer = *byLayer_[input.layer];
        BatchNoise noise;
        noise.scale = layer.readScale;
        if (noise.scale != 0)
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                noise.seeds.push_back(
                    static_cast<std::uint32_t>(mix(mix(seed_, input.layer), input.firstImage + lane)));
        if (plain_)
            layer.arrays->plain(input, sums, noise);
        else
            layer.arrays->products(input, sums, noise);
        return {};
    }

private:
    std::vector<const SimulatedLayer*> byLayer_;
    std::uint64_t seed_;
    bool plain_;
};

} // namespace

struct CrossbarCnn::Plan {
    cnn::IntegerCnn integer;
    std::vector<SimulatedLayer> layers;
    bool ideal = true; ///< cells
    std::uint64_t readSeed = 0;

    [[nodiscard]] bool isExact() const
    {
        return ideal && std::all_of(layers.begin(), layers.end(),
                                    [](const SimulatedLayer& layer) { return layer.arrays->isExact(); });
    }
    [[nodiscard]] Arrays engine(bool plain) const { return {layers, integer.shapes().size(), readSeed, plain}; }
};

Result<CrossbarCnn> CrossbarCnn::make(cnn::IntegerCnn integer, const Preset& preset, const AdcSetting& adc,
                                      const Policy& policy)
{
    const cnn::Network& network = integer.network();
    BURIN_TRY(const auto matrices, matrixLayers(network));
    if (!policy.empty() && policy.size() != matrices.size())
        return fail(ErrorCode::invalidInput,
                    fmt::format("has {} entries for {} layers with weights", policy.size(), matrices.size()),
                    "policy", "Give one entry per weighted layer.");
    const auto inputs = inputFormats(network, integer.shapes());
    auto plan = std::make_shared<Plan>(Plan{integer, {}, true, 0});
    for (std::size_t k = 0; k < matrices.size(); ++k) {
        const MatrixLayer& matrix = matrices[k];
        const int weightBits = std::max(1, network.layers[matrix.layer].weight->bits);
        BURIN_TRY(const LayerMapping mapping, mapLayer(matrix, weightBits, preset));
        const std::optional<int> own = policy.empty() ? std::nullopt : policy[k].adcBits;
        const int bits =
            own ? *own : adc.bits.value_or(adcBits(adc.rule.value_or(preset.adcRule), preset, mapping));
        const ArrayFormat format = arrayFormat(mapping, preset, weightBits, inputs[matrix.layer], bits);
        SimulatedLayer& layer = plan->layers.emplace_back();
        layer.layer = matrix.layer;
        layer.single = matrix.positions == 1;
        layer.mapping = mapping;
        const std::span<const std::int16_t> codes = integer.codes()[matrix.layer].kernel;
        const auto perGroup = static_cast<std::size_t>(matrix.rows * matrix.columns);
        for (std::size_t group = 0; group < static_cast<std::size_t>(matrix.groups); ++group) {
            BURIN_TRY(auto cells,
                      idealCells(format, codes.subspan(group * perGroup, perGroup),
                                 static_cast<std::size_t>(matrix.rows), "layer \"" + matrix.name + "\""));
            layer.ideal.push_back(std::move(cells));
        }
        layer.arrays = std::make_shared<ArrayLayer>(format, layer.ideal, layer.single);
    }
    CrossbarCnn cnn;
    cnn.plan_ = std::move(plan);
    return cnn;
}

CrossbarCnn CrossbarCnn::withImperfections(const Imperfections& imperfections, std::uint64_t seed) const
{
    auto plan = std::make_shared<Plan>(*plan_);
    plan->ideal = false;
    plan->readSeed = mix(seed, 0);
    for (SimulatedLayer& layer : plan->layers) {
        const ArrayFormat& format = layer.arrays->format();
        const std::uint64_t layerSeed = mix(mix(seed, 1), layer.layer);
        std::vector<ArrayCells> cells;
        for (std::size_t group = 0; group < layer.ideal.size(); ++group)
            cells.push_back(programmed(format, layer.ideal[group], imperfections, mix(layerSeed, group)));
        layer.readScale = readNoiseScale(readNoise(imperfections, format), format, cells[0].fraction);
        layer.arrays = std::make_shared<ArrayLayer>(format, std::move(cells), layer.single);
    }
    CrossbarCnn cnn;
    cnn.plan_ = std::move(plan);
    return cnn;
}

const cnn::IntegerCnn& CrossbarCnn::integer() const
{
    return plan_->integer;
}

std::vector<ArrayFormat> CrossbarCnn::formats() const
{
    std::vector<ArrayFormat> formats;
    for (const SimulatedLayer& layer : plan_->layers)
        formats.push_back(layer.arrays->format());
    return formats;
}

const LayerMapping& CrossbarCnn::mapping(std::size_t weightedLayer) const
{
    return plan_->layers[weightedLayer].mapping;
}

const ArrayCells& CrossbarCnn::cells(std::size_t weightedLayer, std::size_t group) const
{
    return plan_->layers[weightedLayer].ideal[group];
}

std::vector<bool> CrossbarCnn::exactLayers() const
{
    std::vector<bool> exact;
    for (const SimulatedLayer& layer : plan_->layers)
        exact.push_back(layer.arrays->isExact());
    return exact;
}

bool CrossbarCnn::isExact() const
{
    return plan_->isExact();
}

Result<std::vector<std::int64_t>> CrossbarCnn::logits(std::span<const std::uint8_t> pixels,
                                                      const JobContext& ctx) const
{
    if (isExact())
        return plan_->integer.logits(pixels, ctx);
    return plan_->integer.logits(pixels, ctx, plan_->engine(false));
}

Result<std::vector<int>> CrossbarCnn::predict(std::span<const std::uint8_t> pixels, const JobContext& ctx) const
{
    if (isExact())
        return plan_->integer.predict(pixels, ctx);
    return plan_->integer.predict(pixels, ctx, plan_->engine(false));
}

Result<std::vector<std::int64_t>> CrossbarCnn::plainLogits(std::span<const std::uint8_t> pixels,
                                                           const JobContext& ctx) const
{
    return plan_->integer.logits(pixels, ctx, plan_->engine(true));
}

} // namespace burin::crossbar
