// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/crossbar_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>

namespace burin::project {
namespace {

using cnn::kNetworkInput;
using cnn::Layer;
using cnn::LayerKind;
using cnn::LayerShape;
using crossbar::ArrayCells;
using crossbar::ArrayFormat;
using crossbar::WeightMapping;

constexpr int kMostLeft = 13;
constexpr int kMostRight = 30;
constexpr std::int64_t kUnclamped = (std::int64_t{1} << 31) - 1; ///< for logits without a format

int number(std::size_t value)
{
    return static_cast<int>(value);
}

Unexpected<Error> notInHardware(const Layer& layer, const std::string& what)
{
    return fail(ErrorCode::invalidInput, what + ", which the periphery does not do",
                "layer \"" + layer.name + "\"", "`burin-cli crossbar simulate` takes every network.");
}

/// First fit of tensors into one memory by their lives, in operations.
class Memory {
public:
    /// Of `words` from operation `from` on, until release().
    int place(int words)
    {
        int at = 0;
        auto before = live_.begin();
        for (; before != live_.end() && before->first < at + words; ++before)
            at = before->first + before->second;
        live_.insert(before, {at, words});
        most_ = std::max(most_, at + words);
        return at;
    }
    void release(int at)
    {
        std::erase_if(live_, [&](const auto& place) { return place.first == at; });
    }
    [[nodiscard]] int words() const { return most_; }

private:
    std::vector<std::pair<int, int>> live_; ///< place and size, by place
    int most_ = 0;
};

class Lowering {
public:
    Lowering(const crossbar::CrossbarCnn& cnn, const crossbar::Preset& preset)
        : cnn_(cnn),
          preset_(preset),
          network_(cnn.integer().network()),
          shapes_(cnn.integer().shapes()),
          formats_(cnn::outputFormats(network_)),
          sums_(cnn.integer().accumulators())
    {
    }

    Result<CrossbarProgram> run()
    {
        program_.physicalRows = preset_.rows;
        program_.cellBits = preset_.cellBits;
        program_.dacBits = preset_.dacBits;
        program_.pairedRows = preset_.mapping == WeightMapping::differentialRows;
        program_.pairedArrays = preset_.mapping == WeightMapping::pairedArrays;
        program_.inputBits = network_.inputFormat->bits;
        program_.inputSigned = network_.inputFormat->isSigned;
        program_.classes = number(cnn_.integer().classes());
        countReaders();
        places_.assign(shapes_.size() + 1, -1);
        places_[0] = memory_.place(number(network_.input.values()));
        widen(*network_.inputFormat);
        for (std::size_t i = 0; i < shapes_.size(); ++i) {
            BURIN_CHECK(lower(i));
            for (const std::size_t input : shapes_[i].inputs)
                drop(input);
        }
        const std::int64_t most = (std::int64_t{1} << (program_.accumulatorBits - 1)) - 1;
        for (CrossbarOp& op : program_.ops) { // what is not clamped ends with the hardware's words
            op.lo = op.lo == -kUnclamped ? -most : op.lo;
            op.hi = op.hi == kUnclamped ? most : op.hi;
        }
        program_.ops.push_back({});
        program_.memoryWords = memory_.words();
        return std::move(program_);
    }

private:
    static std::size_t slot(std::size_t tensor) { return tensor == kNetworkInput ? 0 : tensor + 1; }

    [[nodiscard]] const fixed::Format& formatOf(std::size_t tensor) const
    {
        return tensor == kNetworkInput ? *network_.inputFormat : *formats_[tensor];
    }

    [[nodiscard]] cnn::Shape shapeOf(std::size_t tensor) const
    {
        return tensor == kNetworkInput ? network_.input : shapes_[tensor].out;
    }

    void countReaders()
    {
        readers_.assign(shapes_.size() + 1, 0);
        for (const LayerShape& shape : shapes_)
            for (const std::size_t input : shape.inputs)
                ++readers_[slot(input)];
    }

    /// One reader less; the last one frees the place (a flatten shares that of its input).
    void drop(std::size_t tensor)
    {
        if (--readers_[slot(tensor)] > 0)
            return;
        const int at = places_[slot(tensor)];
        places_[slot(tensor)] = -1;
        if (std::find(places_.begin(), places_.end(), at) == places_.end())
            memory_.release(at);
    }

    void widen(const fixed::Format& format)
    {
        program_.wordBits = std::max(program_.wordBits, format.bits + (format.isSigned ? 0 : 1));
    }

    Result<void> lower(std::size_t index)
    {
        const Layer& layer = network_.layers[index];
        const LayerShape& shape = shapes_[index];
        const bool isLast = index + 1 == shapes_.size();
        if (formats_[index])
            widen(*formats_[index]);
        if (layer.kind == LayerKind::flatten && !isLast) {
            places_[index + 1] = places_[slot(shape.inputs[0])];
            return {};
        }
        if (!isLast && !layer.hasWeights())
            places_[index + 1] = memory_.place(number(shape.out.values()));
        switch (layer.kind) {
        case LayerKind::conv:
        case LayerKind::dense: return weighted(index, isLast);
        case LayerKind::maxpool:
        case LayerKind::flatten: return pool(index, CrossbarOpKind::maximum, isLast);
        case LayerKind::avgpool:
        case LayerKind::globalpool: return pool(index, CrossbarOpKind::sum, isLast);
        case LayerKind::add: return add(index, isLast);
        case LayerKind::concat: return concatenate(index, isLast);
        case LayerKind::depthwise: break;
        }
        return notInHardware(layer, "it is a depthwise layer");
    }

    /// Rounding of a layer's sums: value 2^shift, then its range.
    Result<void> finish(CrossbarOp& op, std::size_t index, int shift, bool isLast)
    {
        const Layer& layer = network_.layers[index];
        if (shift > kMostLeft || shift < -kMostRight)
            return notInHardware(layer, fmt::format("its sums are shifted by {} bits", shift));
        op.left = std::max(0, shift);
        op.right = std::max(0, -shift);
        const auto range = formats_[index] ? formats_[index]->range() : fixed::Interval{-kUnclamped, kUnclamped};
        op.lo = layer.relu ? std::max<std::int64_t>(0, range.lo) : range.lo;
        op.hi = std::max(op.lo, range.hi);
        op.isLogits = isLast;
        constexpr int kCut = 19; // what is shifted to the left is cut to so many bits before
        program_.accumulatorBits = std::max(
            {program_.accumulatorBits, op.right + 1, op.left > 0 ? kCut + op.left : 0, program_.wordBits + 1});
        return {};
    }

    Result<void> weighted(std::size_t index, bool isLast)
    {
        const Layer& layer = network_.layers[index];
        const LayerShape& shape = shapes_[index];
        const ArrayFormat format = cnn_.formats()[weighted_];
        const ArrayCells& cells = cnn_.cells(weighted_);
        const crossbar::LayerMapping& mapping = cnn_.mapping(weighted_);
        ++weighted_;
        const fixed::Format& in = formatOf(shape.inputs[0]);
        CrossbarOp op;
        op.kind = CrossbarOpKind::weighted;
        op.layer = layer.name;
        window(op, shape.inputs[0], layer, shape);
        if (layer.kind == LayerKind::dense)
            wholeInput(op);
        op.outHeight = shape.conv.height;
        op.outWidth = shape.conv.width;
        op.filters = shape.conv.channels;
        op.taps = number(cells.rows);
        op.rows = format.rowsPerArray;
        op.slices = format.slices;
        op.inputSigned = format.inputSigned;
        op.inputBits = format.inputBits - (format.inputSigned ? 1 : 0);
        op.adcBits = format.adcBits;
        op.hasUnit = format.mapping == WeightMapping::offset;
        op.hasNegative =
            format.mapping == WeightMapping::differentialColumns || format.mapping == WeightMapping::pairedArrays;
        op.unitShift = format.weightBits - 1;
        op.up = std::max(0, -in.fraction);
        op.biasBase = number(program_.biases.size());
        for (int filter = 0; filter < op.filters; ++filter)
            program_.biases.push_back(
                layer.bias ? std::int64_t{cnn_.integer().codes()[index].bias[static_cast<std::size_t>(filter)]}
                                 << std::max(0, in.fraction)
                           : 0);
        const bool pools = layer.pool > 1;
        if (!formats_[index] && (!isLast || pools || shape.conv.values() != static_cast<std::size_t>(op.filters)))
            return notInHardware(layer, "its sums are not rounded before they are used again");
        const int shift = formats_[index] ? formats_[index]->fraction - sums_[index].fraction : 0;
        BURIN_CHECK(finish(op, index, shift, isLast && !pools));
        const int unpooled = memory_.place(number(shape.conv.values()));
        op.outBase = unpooled;
        addColumns(op, format, cells, mapping);
        BURIN_CHECK(measure(op, format, layer));
        program_.ops.push_back(op);
        if (!pools) {
            places_[index + 1] = unpooled;
            return {};
        }
        places_[index + 1] = memory_.place(number(shape.out.values()));
        CrossbarOp reduce = maximumOp(op, layer, unpooled, shape.conv, shape.out);
        reduce.outBase = places_[index + 1];
        reduce.lo = op.lo;
        reduce.hi = op.hi;
        reduce.isLogits = isLast;
        program_.ops.push_back(reduce);
        memory_.release(unpooled);
        return {};
    }

    static CrossbarOp maximumOp(const CrossbarOp& from, const Layer& layer, int at, const cnn::Shape& in,
                                const cnn::Shape& out)
    {
        CrossbarOp op;
        op.kind = CrossbarOpKind::maximum;
        op.layer = from.layer;
        op.inBase = at;
        op.inHeight = in.height;
        op.inWidth = in.width;
        op.outer = in.channels;
        op.outHeight = out.height;
        op.outWidth = out.width;
        op.kernelHeight = op.kernelWidth = op.strideY = op.strideX = layer.pool;
        op.taps = layer.pool * layer.pool;
        op.planeStep = in.height * in.width;
        return op;
    }

    void window(CrossbarOp& op, std::size_t input, const Layer& layer, const LayerShape& shape) const
    {
        const cnn::Shape in = shapeOf(input);
        op.inBase = places_[slot(input)];
        op.inHeight = in.height;
        op.inWidth = in.width;
        op.kernelHeight = layer.kernel[0];
        op.kernelWidth = layer.kernel[1];
        op.strideY = layer.stride[0];
        op.strideX = layer.stride[1];
        op.padY = shape.padTop;
        op.padX = shape.padLeft;
        op.channelStep = in.height * in.width;
    }

    /// A window of the whole tensor, channel by channel.
    static void wholeInput(CrossbarOp& op)
    {
        op.kernelHeight = op.inHeight;
        op.kernelWidth = op.inWidth;
        op.strideY = op.strideX = 1;
        op.padY = op.padX = 0;
    }

    Result<void> pool(std::size_t index, CrossbarOpKind kind, bool isLast)
    {
        const Layer& layer = network_.layers[index];
        const LayerShape& shape = shapes_[index];
        CrossbarOp op;
        op.kind = kind;
        op.layer = layer.name;
        window(op, shape.inputs[0], layer, shape);
        if (layer.kind == LayerKind::globalpool)
            wholeInput(op);
        if (layer.kind == LayerKind::flatten)
            op.kernelHeight = op.kernelWidth = op.strideY = op.strideX = 1;
        op.taps = op.kernelHeight * op.kernelWidth;
        op.outer = shape.in.channels;
        op.planeStep = op.inHeight * op.inWidth;
        op.outHeight = layer.kind == LayerKind::flatten ? op.inHeight : shape.out.height;
        op.outWidth = layer.kind == LayerKind::flatten ? op.inWidth : shape.out.width;
        op.outBase = places_[index + 1];
        int shift = 0;
        if (kind == CrossbarOpKind::sum) {
            if (!std::has_single_bit(static_cast<unsigned>(op.taps)) || shape.padHeight + shape.padWidth > 0)
                return notInHardware(layer,
                                     fmt::format("it averages over {} places{}", op.taps,
                                                 shape.padHeight + shape.padWidth > 0 ? " and padding" : ""));
            shift = formats_[index]->fraction - sums_[index].fraction -
                    std::countr_zero(static_cast<unsigned>(op.taps));
        }
        BURIN_CHECK(finish(op, index, shift, isLast));
        program_.ops.push_back(op);
        return {};
    }

    Result<void> add(std::size_t index, bool isLast)
    {
        const Layer& layer = network_.layers[index];
        const LayerShape& shape = shapes_[index];
        if (shape.inputs.size() != 2)
            return notInHardware(layer, fmt::format("it adds {} tensors", shape.inputs.size()));
        CrossbarOp op = elementwise(index, shape.inputs[0]);
        op.taps = 2;
        op.channelStep = places_[slot(shape.inputs[1])] - op.inBase;
        op.firstShift = sums_[index].fraction - formatOf(shape.inputs[0]).fraction;
        op.secondShift = sums_[index].fraction - formatOf(shape.inputs[1]).fraction;
        op.outBase = places_[index + 1];
        const int shift = formats_[index] ? formats_[index]->fraction - sums_[index].fraction : 0;
        BURIN_CHECK(finish(op, index, shift, isLast));
        program_.ops.push_back(op);
        return {};
    }

    Result<void> concatenate(std::size_t index, bool isLast)
    {
        int at = places_[index + 1];
        for (const std::size_t input : shapes_[index].inputs) {
            CrossbarOp op = elementwise(index, input);
            op.outBase = at;
            at += number(shapeOf(input).values());
            BURIN_CHECK(finish(op, index, formats_[index]->fraction - formatOf(input).fraction, isLast));
            program_.ops.push_back(op);
        }
        return {};
    }

    [[nodiscard]] CrossbarOp elementwise(std::size_t index, std::size_t input) const
    {
        const cnn::Shape in = shapeOf(input);
        CrossbarOp op;
        op.kind = CrossbarOpKind::sum;
        op.layer = network_.layers[index].name;
        op.inBase = places_[slot(input)];
        op.inHeight = op.outHeight = in.height;
        op.inWidth = op.outWidth = in.width;
        op.outer = in.channels;
        op.planeStep = in.height * in.width;
        return op;
    }

    /// The columns of a layer, partition by partition: filters, their parts, their slices, then the unit column.
    void addColumns(CrossbarOp& op, const ArrayFormat& format, const ArrayCells& cells,
                    const crossbar::LayerMapping& mapping)
    {
        const int planes = format.planes();
        const bool paired = program_.pairedRows;
        const int parts = op.hasNegative ? 2 : 1;
        op.columnBase = number(program_.columns.size());
        op.filterStep = parts * op.slices;
        op.partStep = op.slices;
        op.unitOffset = op.filters * op.filterStep;
        op.partitionStep = op.unitOffset + (op.hasUnit ? 1 : 0);
        for (int from = 0, partition = 0; from < op.taps; from += op.rows, ++partition) {
            const int count = std::min(op.rows, op.taps - from);
            const auto column = [&](const std::int16_t* levels, const std::int16_t* negated) {
                std::vector<std::uint16_t> rows(static_cast<std::size_t>(preset_.rows), 0);
                for (int r = 0; r < count; ++r) {
                    const auto at = static_cast<std::size_t>(paired ? 2 * r : r);
                    rows[at] = static_cast<std::uint16_t>(levels[from + r]);
                    if (negated != nullptr)
                        rows[at + 1] = static_cast<std::uint16_t>(negated[from + r]);
                }
                program_.columns.push_back(std::move(rows));
            };
            for (std::size_t filter = 0; filter < cells.filters; ++filter)
                for (int k = 0; k < parts * op.slices; ++k) {
                    const auto plane = filter * static_cast<std::size_t>(planes) + static_cast<std::size_t>(k);
                    const std::int16_t* levels = cells.levels.data() + plane * cells.rows;
                    column(levels, paired ? levels + static_cast<std::size_t>(op.slices) * cells.rows : nullptr);
                    program_.inverted.push_back(
                        op.hasUnit &&
                        cells.inverted[(static_cast<std::size_t>(partition) * cells.filters + filter) *
                                           static_cast<std::size_t>(op.slices) +
                                       static_cast<std::size_t>(k)] != 0);
                }
            if (op.hasUnit) {
                column(cells.unit.data(), nullptr);
                program_.inverted.push_back(false);
            }
            addArrays(op, mapping, partition, from, count);
        }
    }

    /// The arrays of one partition, set by set.
    void addArrays(const CrossbarOp& op, const crossbar::LayerMapping& mapping, int partition, int from, int count)
    {
        for (int set = 0; set < mapping.sets; ++set) {
            const int columns = static_cast<int>(mapping.columnsOf(set));
            for (int first = 0; first < columns; first += preset_.columns)
                program_.arrays.push_back({op.layer, partition, from, count, mapping.sets > 1 ? set : -1, first,
                                           std::min(preset_.columns, columns - first)});
        }
    }

    /// Widths that the hardware needs for this layer.
    Result<void> measure(const CrossbarOp& op, const ArrayFormat& format, const Layer& layer)
    {
        program_.codeBits = std::max(program_.codeBits, format.inputBits);
        program_.mostFilters = std::max(program_.mostFilters, op.filters);
        program_.mostAdcBits = std::max(program_.mostAdcBits, format.adcBits);
        // Whatever clips: each of the rows counts at most twice the range of the weights; and the bias.
        const int products =
            std::bit_width(static_cast<unsigned>(op.taps)) + format.weightBits + format.inputBits + 2 + op.up;
        int biases = 0;
        for (std::size_t k = static_cast<std::size_t>(op.biasBase); k < program_.biases.size(); ++k)
            biases =
                std::max(biases, number(std::bit_width(static_cast<std::uint64_t>(std::abs(program_.biases[k])))));
        const int sum = std::max(products, biases + 1) + 1;
        if (sum > 32)
            return notInHardware(layer, fmt::format("its sums may have {} bits, more than 32", sum));
        const int column = format.adcBits + format.cellBits + 3; // a column with its sign, inverted
        program_.accumulatorBits = std::max({program_.accumulatorBits, sum, column});
        return {};
    }

    const crossbar::CrossbarCnn& cnn_;
    const crossbar::Preset& preset_;
    const cnn::Network& network_;
    const std::vector<LayerShape>& shapes_;
    std::vector<std::optional<fixed::Format>> formats_;
    std::vector<cnn::Accumulator> sums_;
    CrossbarProgram program_;
    Memory memory_;
    std::vector<int> readers_; ///< by slot
    std::vector<int> places_;  ///< by slot
    std::size_t weighted_ = 0;
};

} // namespace

std::vector<std::uint32_t> CrossbarOp::words() const
{
    const auto pair = [](int high, int low) {
        return (static_cast<std::uint32_t>(high) << 16U) | (static_cast<std::uint32_t>(low) & 0xffffU);
    };
    const auto word = [](std::int64_t value) { return static_cast<std::uint32_t>(value); };
    const std::uint32_t precision = word(slices) | word(inputBits) << 5U | word(adcBits) << 10U |
                                    word(unitShift) << 15U | word(inputSigned) << 20U | word(hasNegative) << 21U |
                                    word(hasUnit) << 22U | word(isLogits) << 23U |
                                    word(kind == CrossbarOpKind::sum) << 24U;
    const int windowEnd = (kernelHeight - 1) * inWidth + kernelWidth - 1; // from a channel's first tap to its last
    return {
        word(static_cast<int>(kind)),
        word(inBase),
        word(inHeight),
        word(inWidth),
        word(outer),
        word(outBase),
        word(outHeight),
        word(outWidth),
        word(std::int64_t{outHeight} * outWidth),
        word(filters),
        word(kernelHeight),
        word(kernelWidth),
        pair(strideY, strideX),
        pair(padY, padX),
        word(taps),
        word(rows),
        word(-(std::int64_t{padY} * inWidth + padX)),
        word(inWidth - (kernelWidth - 1)),
        word(channelStep - windowEnd),
        word(std::int64_t{strideY} * inWidth - std::int64_t{outWidth - 1} * strideX),
        word(planeStep - std::int64_t{outHeight - 1} * strideY * inWidth - std::int64_t{outWidth - 1} * strideX),
        precision,
        word(columnBase),
        word(partitionStep),
        word(filterStep),
        word(partStep),
        word(sliceStep),
        word(unitOffset),
        word(up),
        word(left),
        word(right),
        word(firstShift),
        word(secondShift),
        word(biasBase),
        word(lo),
        word(hi),
        word(strideX)};
}

std::uint64_t CrossbarOp::clocks(int dacBits) const
{
    const std::uint64_t windows = std::uint64_t(outer) * std::uint64_t(outHeight) * std::uint64_t(outWidth);
    const std::uint64_t partitions =
        kind == CrossbarOpKind::weighted ? std::uint64_t((taps + rows - 1) / rows) : 1;
    std::uint64_t perWindow = std::uint64_t(taps) + 2 * partitions + 1 + std::uint64_t(filters);
    if (kind == CrossbarOpKind::weighted)
        perWindow += partitions *
                     std::uint64_t(crossbar::bitSerialCycles(inputBits, dacBits) + (inputSigned ? 1 : 0)) *
                     std::uint64_t(filters * slices * (hasNegative ? 2 : 1) + (hasUnit ? 1 : 0));
    return words().size() + windows * perWindow;
}

Result<CrossbarProgram> lowerCrossbar(const crossbar::CrossbarCnn& cnn, const crossbar::Preset& preset)
{
    return Lowering(cnn, preset).run();
}

} // namespace burin::project
