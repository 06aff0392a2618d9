// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/weights.h"

#include "core/base/rng.h"
#include "core/cnn/built_in.h"
#include "core/data/npy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace burin::cnn {
namespace {

/// Descriptions are checked where they are read: whoever allowed empty formats there has them here too.
constexpr NetworkRules kAnyFormat{.allowEmpty = true};

std::vector<std::size_t> kernelShape(const Layer& layer, const LayerShape& shape)
{
    const auto size = [](int value) { return static_cast<std::size_t>(value); };
    if (layer.kind == LayerKind::dense)
        return {size(shape.conv.channels), shape.in.values()};
    return {size(shape.conv.channels), layer.kind == LayerKind::conv ? size(shape.in.channels) : 1,
            size(layer.kernel[0]), size(layer.kernel[1])};
}

std::string placeOf(const std::string& where, const std::string& array)
{
    return where.empty() ? array : where + ":" + array;
}

Result<void> checkFinite(const std::vector<float>& values, const std::string& where)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(values[i]))
            return fail(ErrorCode::invalidInput, fmt::format("value {} is {}", i, values[i]), where,
                        "Weights must be finite numbers; the training may have diverged.");
    return {};
}

/// One array as real numbers.
Result<std::vector<float>> realValues(const data::NpyArray& array, const std::vector<std::size_t>& shape,
                                      const Layer& layer, const std::string& where)
{
    if (array.shape != shape)
        return fail(ErrorCode::invalidInput,
                    fmt::format("the array has shape [{}], the network asks for [{}]",
                                fmt::join(array.shape, ", "), fmt::join(shape, ", ")),
                    where, "Give the weights of this network (after pruning, those of the kept filters).");
    std::vector<float> values(array.values.size());
    if (!array.integers) {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(array.values[i]);
        BURIN_CHECK(checkFinite(values, where));
        return values;
    }
    if (!layer.weight)
        return fail(ErrorCode::invalidInput, "the array holds integers, but the layer has no weight format", where,
                    "Give the layer a weight format in the network, or save real numbers.");
    const fixed::Interval range = layer.weight->bits == 0 ? fixed::Interval{0, 0} : layer.weight->range();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double code = array.values[i];
        if (code < static_cast<double>(range.lo) || code > static_cast<double>(range.hi))
            return fail(ErrorCode::invalidInput,
                        fmt::format("code {} at {} is outside of the weight format's {} to {}", code, i, range.lo,
                                    range.hi),
                        where, "Give the network that the codes were made for.");
        values[i] = static_cast<float>(fixed::dequantise(static_cast<std::int64_t>(code), *layer.weight));
    }
    return values;
}

data::NpyOutput outputOf(const std::vector<float>& values, std::vector<std::size_t> shape, const Layer& layer,
                         bool asCodes)
{
    data::NpyOutput output{data::NpyType::float32, std::move(shape), {values.begin(), values.end()}};
    if (!asCodes)
        return output;
    output.type = layer.weight->bits <= 8 ? data::NpyType::int8 : data::NpyType::int16;
    for (double& value : output.values)
        value = layer.weight->bits == 0 ? 0 : static_cast<double>(fixed::quantise(value, *layer.weight));
    return output;
}

} // namespace

Result<Weights> readWeights(const std::filesystem::path& npz, const Network& network)
{
    const auto builtIn = builtInWeights(npz.string());
    BURIN_TRY(auto arrays, builtIn ? data::parseNpz(*builtIn, npz.string()) : data::readNpz(npz));
    BURIN_TRY(const auto shapes, inferShapes(network, kAnyFormat));
    Weights weights(network.layers.size());
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        if (!layer.hasWeights())
            continue;
        const auto read = [&](const char* part,
                              const std::vector<std::size_t>& shape) -> Result<std::vector<float>> {
            const std::string name = fmt::format("{}.{}", layer.name, part);
            const auto found = arrays.find(name);
            if (found == arrays.end())
                return fail(ErrorCode::invalidInput, "the array is missing", placeOf(npz.string(), name),
                            "Arrays are named <layer>.weight and <layer>.bias, with the network's layer names.");
            const data::NpyArray array = std::move(arrays.extract(found).mapped());
            return realValues(array, shape, layer, placeOf(npz.string(), name));
        };
        BURIN_TRY(weights[i].kernel, read("weight", kernelShape(layer, shapes[i])));
        if (layer.bias) {
            BURIN_TRY(weights[i].bias, read("bias", {static_cast<std::size_t>(shapes[i].conv.channels)}));
        } else if (arrays.count(layer.name + ".bias") > 0) {
            return fail(ErrorCode::invalidInput, "the file has a bias, but the layer has none",
                        placeOf(npz.string(), layer.name + ".bias"), "Set the layer's \"bias\" to true.");
        }
    }
    if (!arrays.empty()) // a layer or a normalisation that this network does not have
        return fail(ErrorCode::invalidInput, "the network asks for no such array",
                    placeOf(npz.string(), arrays.begin()->first),
                    "Give the weights of this network; leave out of the file what is none.");
    return weights;
}

Result<void> writeWeights(const std::filesystem::path& npz, const Network& network, const Weights& weights,
                          bool asCodes)
{
    BURIN_CHECK(checkWeights(network, weights));
    BURIN_TRY(const auto shapes, inferShapes(network, kAnyFormat));
    std::map<std::string, data::NpyOutput> arrays;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        if (!layer.hasWeights())
            continue;
        if (asCodes && !layer.weight)
            return fail(ErrorCode::invalidInput, "codes need a weight format and the layer has none",
                        "layer \"" + layer.name + "\"", "Give it one, or write real numbers.");
        arrays[layer.name + ".weight"] =
            outputOf(weights[i].kernel, kernelShape(layer, shapes[i]), layer, asCodes);
        if (layer.bias)
            arrays[layer.name + ".bias"] = outputOf(weights[i].bias, {weights[i].bias.size()}, layer, asCodes);
    }
    return data::writeNpz(npz, arrays);
}

Weights randomWeights(const Network& network, std::uint64_t seed)
{
    const auto shapes = inferShapes(network, kAnyFormat).value();
    Weights weights(network.layers.size());
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        if (!network.layers[i].hasWeights())
            continue;
        const auto filters = static_cast<std::size_t>(shapes[i].conv.channels);
        const double deviation = std::sqrt(2.0 / static_cast<double>(shapes[i].weights / filters));
        Rng rng(mix(seed, i));
        weights[i].kernel.resize(shapes[i].weights);
        for (float& value : weights[i].kernel)
            value = static_cast<float>(deviation * rng.normal());
        weights[i].bias.assign(network.layers[i].bias ? filters : 0, 0.0F);
    }
    return weights;
}

Result<void> checkWeights(const Network& network, const Weights& weights)
{
    BURIN_TRY(const auto shapes, inferShapes(network, kAnyFormat));
    if (weights.size() != network.layers.size())
        return fail(ErrorCode::invalidInput, fmt::format("weights of {} layers for a network of {}",
                                                         weights.size(), network.layers.size()));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Layer& layer = network.layers[i];
        const auto filters = static_cast<std::size_t>(shapes[i].conv.channels);
        const auto check = [&](const std::vector<float>& values, std::size_t size,
                               const char* what) -> Result<void> {
            const std::string where = fmt::format("{}.{}", layer.name, what);
            if (values.size() != size)
                return fail(ErrorCode::invalidInput,
                            fmt::format("{} values, the network asks for {}", values.size(), size), where,
                            "Give the weights of this network (after pruning, those of the kept filters).");
            return checkFinite(values, where);
        };
        BURIN_CHECK(check(weights[i].kernel, shapes[i].weights, "weight"));
        BURIN_CHECK(check(weights[i].bias, layer.hasWeights() && layer.bias ? filters : 0, "bias"));
    }
    return {};
}

} // namespace burin::cnn
