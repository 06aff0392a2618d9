// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/mapping.h"

#include "core/base/ceil_div.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace burin::crossbar {
namespace {

/// ceil(log2(value)) of value >= 1.
int ceilLog2(std::uint64_t value)
{
    return static_cast<int>(std::bit_width(value - 1));
}

/// Physical rows of a weight.
int rowsPerWeight(const Preset& preset)
{
    return preset.mapping == WeightMapping::differentialRows ? 2 : 1;
}

LayerMapping placed(const MatrixLayer& layer, int slices, const Preset& preset)
{
    LayerMapping mapped;
    mapped.slices = slices;
    const bool separate = preset.placement == SlicePlacement::separate;
    mapped.sets = separate ? slices : 1;
    const std::int64_t fit = preset.rows / rowsPerWeight(preset); // weights below one another
    const bool wholeKernels = separate && layer.kernel <= fit;
    mapped.rowsPerArray = wholeKernels ? fit / layer.kernel * layer.kernel : fit;
    mapped.rows = layer.rows * rowsPerWeight(preset);
    const int parts = preset.mapping == WeightMapping::differentialColumns ? 2 : 1;
    mapped.offsetColumns = preset.mapping == WeightMapping::offset ? 1 : 0;
    mapped.columns = layer.columns * parts * (slices / mapped.sets) + mapped.offsetColumns;
    mapped.rowPartitions = ceilDiv(layer.rows, mapped.rowsPerArray);
    mapped.columnPartitions = ceilDiv(mapped.columns, preset.columns);
    if (layer.groups > 1)
        mapped.groupsPerArray =
            std::max<std::int64_t>(1, std::min(fit / layer.rows, preset.columns / mapped.columns));
    for (int set = 0; set < mapped.sets; ++set) {
        mapped.arrays += mapped.rowPartitions * ceilDiv(mapped.columnsOf(set), preset.columns) *
                         ceilDiv(layer.groups, mapped.groupsPerArray);
        mapped.usedCells += layer.groups * mapped.rows * mapped.columnsOf(set);
    }
    mapped.rowsInFullestArray =
        static_cast<int>(std::min(layer.rows, mapped.rowsPerArray) * rowsPerWeight(preset));
    return mapped;
}

} // namespace

Result<std::vector<MatrixLayer>> matrixLayers(const cnn::Network& network)
{
    BURIN_TRY(const auto shapes, cnn::inferShapes(network, {.allowEmpty = true}));
    std::vector<MatrixLayer> layers;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const cnn::Layer& layer = network.layers[i];
        if (!layer.hasWeights())
            continue;
        MatrixLayer matrix{.layer = i, .name = layer.name, .kind = layer.kind};
        const cnn::Shape& in = shapes[i].in;
        matrix.kernel = layer.kind == cnn::LayerKind::dense ? 1 : std::int64_t{layer.kernel[0]} * layer.kernel[1];
        matrix.columns = shapes[i].conv.channels;
        matrix.rows = matrix.kernel * in.channels;
        if (layer.kind == cnn::LayerKind::dense)
            matrix.rows = static_cast<std::int64_t>(in.values());
        if (layer.kind == cnn::LayerKind::depthwise) {
            matrix.groups = in.channels;
            matrix.rows = matrix.kernel;
            matrix.columns = 1;
        }
        matrix.positions = std::int64_t{shapes[i].conv.height} * shapes[i].conv.width;
        layers.push_back(std::move(matrix));
    }
    return layers;
}

Result<LayerMapping> mapLayer(const MatrixLayer& layer, int weightBits, const Preset& preset)
{
    const int bits = preset.mapping == WeightMapping::pairedArrays ? weightBits - 1 : weightBits;
    if (bits < 1)
        return fail(
            ErrorCode::invalidInput,
            fmt::format("{} bit weights cannot be held: a pair of arrays holds the magnitude, and the sign "
                        "takes one bit",
                        weightBits),
            layer.name, fmt::format("Give the layer at least 2 bits on {}.", preset.name));
    const int slices = static_cast<int>(ceilDiv(bits, preset.cellBits));
    if (preset.placement == SlicePlacement::packed && slices > preset.columns)
        return fail(ErrorCode::invalidInput,
                    fmt::format("a weight of {} bits needs {} cells of {} bits, an array has {} columns",
                                weightBits, slices, preset.cellBits, preset.columns),
                    layer.name);
    LayerMapping mapped = placed(layer, slices, preset);
    mapped.utilisation = static_cast<double>(mapped.usedCells) /
                         (static_cast<double>(mapped.arrays) * preset.rows * preset.columns);
    return mapped;
}

std::vector<ArrayFill> arrayFills(const MatrixLayer& layer, const LayerMapping& mapping, const Preset& preset)
{
    struct Part {
        std::int64_t count;
        std::int64_t size;
    };
    const auto parts = [](std::int64_t total, std::int64_t most) {
        std::vector<Part> all;
        if (total >= most)
            all.push_back({total / most, most});
        if (total % most > 0)
            all.push_back({1, total % most});
        return all;
    };
    std::vector<ArrayFill> fills;
    const auto add = [&](std::int64_t sets, std::int64_t setColumns) {
        for (const Part& groups : parts(layer.groups, mapping.groupsPerArray))
            for (const Part& rows : parts(mapping.rows, mapping.rowsPerArray * rowsPerWeight(preset)))
                for (const Part& columns : parts(setColumns, preset.columns))
                    fills.push_back(
                        {sets * groups.count * rows.count * columns.count, groups.size, rows.size, columns.size});
    };
    const int alike = mapping.offsetColumns > 0 ? mapping.sets - 1 : mapping.sets; // with as many columns
    if (alike > 0)
        add(alike, mapping.columnsOf(0));
    if (alike < mapping.sets)
        add(1, mapping.columns);
    return fills;
}

int bitSerialCycles(int activationBits, int dacBits)
{
    return static_cast<int>(ceilDiv(activationBits, dacBits));
}

int losslessAdcBits(std::int64_t rows, int dacBits, int cellBits)
{
    const auto largest = static_cast<std::uint64_t>(rows) *
                         ((std::uint64_t{1} << static_cast<unsigned>(dacBits)) - 1) *
                         ((std::uint64_t{1} << static_cast<unsigned>(cellBits)) - 1);
    return ceilLog2(largest + 1);
}

int isaacAdcBits(std::int64_t rows, int dacBits, int cellBits, bool invertedEncoding)
{
    const int sum = ceilLog2(static_cast<std::uint64_t>(rows)) + dacBits + cellBits;
    return sum - (dacBits > 1 && cellBits > 1 ? 0 : 1) - (invertedEncoding ? 1 : 0);
}

int adcBits(AdcRule rule, const Preset& preset, const LayerMapping& mapping)
{
    if (rule == AdcRule::isaac)
        return isaacAdcBits(preset.rows, preset.dacBits, preset.cellBits, preset.invertedEncoding);
    if (rule == AdcRule::fixed && preset.adcBits)
        return *preset.adcBits;
    return losslessAdcBits(mapping.rowsInFullestArray, preset.dacBits, preset.cellBits);
}

} // namespace burin::crossbar
