// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/batch_program.h"

namespace burin::cnn {
namespace {

std::size_t index(std::ptrdiff_t value)
{
    return static_cast<std::size_t>(value);
}

int roundedUp(int value, int step)
{
    return (value + step - 1) / step * step;
}

Storage storageFor(int bits)
{
    return bits <= 8 ? Storage::bytes : Storage::words;
}

std::int32_t offsetOf(Storage storage, const fixed::Format& format)
{
    if (storage == Storage::bytes)
        return format.isSigned ? 128 : 0;
    return storage == Storage::words && !format.isSigned && format.bits == 16 ? -32768 : 0;
}

class Builder {
public:
    Builder(const IntegerModel& model, SimdSet set, bool keepAll) : model_(model), set_(set), keepAll_(keepAll) {}

    BatchProgram run()
    {
        const auto& layers = model_.network.layers;
        tensorOf_.resize(layers.size());
        findConsumers();
        program_.tensors.push_back(inputTensor());
        for (std::size_t i = 0; i < layers.size(); ++i)
            addLayer(i);
        program_.logits = tensorOf_.back();
        program_.sum = sumKernel(set_);
        for (Step& step : program_.steps)
            if (layers[step.layer].hasWeights())
                planConvolution(step);
        placeTensors();
        return std::move(program_);
    }

private:
    /// What one layer asks of a tensor it reads.
    struct Demand {
        Storage storage = Storage::bytes;
        int top = 0;
        int left = 0;
        int bottom = 0;
        int right = 0;
        bool onlyDense = true;
        void join(const Demand& other)
        {
            storage = std::max(storage, other.storage);
            top = std::max(top, other.top);
            left = std::max(left, other.left);
            bottom = std::max(bottom, other.bottom);
            right = std::max(right, other.right);
            onlyDense = onlyDense && other.onlyDense;
        }
    };

    Demand demandOf(std::size_t layer) const
    {
        const Layer& description = model_.network.layers[layer];
        const LayerMath& math = model_.math[layer];
        Demand demand;
        demand.onlyDense = description.kind == LayerKind::dense;
        if (description.kind == LayerKind::maxpool) // keeps the storage
            demand.storage = demands_[layer + 1].storage;
        if (!description.hasWeights())
            return demand;
        const int bits = std::max(math.inputs[0].bits, description.weight->bits);
        demand.storage = fits32Bits(math) ? std::max(narrowestStorage(set_), storageFor(bits)) : Storage::wide;
        if (description.kind != LayerKind::dense) {
            const LayerShape& shape = model_.shapes[layer];
            demand.top = shape.padTop;
            demand.left = shape.padLeft;
            demand.bottom = std::max(0, shape.padHeight - shape.padTop);
            demand.right = std::max(0, shape.padWidth - shape.padLeft);
        }
        return demand;
    }

    /// demands_[i + 1] of layer i's output, demands_[0] of the input. Backwards, so that what stands behind a
    /// flatten that only renames reaches the tensor before it.
    void findConsumers()
    {
        const auto& layers = model_.network.layers;
        demands_.resize(layers.size() + 1);
        renames_.resize(layers.size(), false);
        for (std::size_t i = layers.size(); i-- > 0;) {
            const LayerShape& shape = model_.shapes[i];
            const bool isFlat = shape.in.height == 1 && shape.in.width == 1;
            renames_[i] = layers[i].kind == LayerKind::flatten && (isFlat || demands_[i + 1].onlyDense);
            const Demand demand = renames_[i] ? demands_[i + 1] : demandOf(i);
            for (const std::size_t input : shape.inputs)
                demands_[input == kNetworkInput ? 0 : input + 1].join(demand);
        }
    }

    [[nodiscard]] Tensor tensor(const Shape& shape, const std::optional<fixed::Format>& format,
                                const Demand& demand, int channelStep) const
    {
        Tensor tensor;
        tensor.shape = shape;
        tensor.channels = roundedUp(shape.channels, channelStep);
        tensor.storage = Storage::sums;
        if (!format)
            return tensor;
        tensor.storage = std::max({demand.storage, storageFor(format->bits), narrowestStorage(set_)});
        tensor.offset = offsetOf(tensor.storage, *format);
        tensor.top = demand.top;
        tensor.left = demand.left;
        tensor.bottom = demand.bottom;
        tensor.right = demand.right;
        return tensor;
    }

    static void keepAlike(const Tensor& model, Tensor& tensor)
    {
        tensor.storage = model.storage;
        tensor.offset = model.offset;
    }

    [[nodiscard]] Tensor inputTensor() const
    {
        return tensor(model_.network.input, model_.network.inputFormat, demands_[0], kQuad);
    }

    void addLayer(std::size_t layer)
    {
        const Layer& description = model_.network.layers[layer];
        const LayerShape& shape = model_.shapes[layer];
        Step step;
        step.layer = layer;
        for (const std::size_t input : shape.inputs)
            step.inputs.push_back(input == kNetworkInput ? 0 : tensorOf_[input]);
        if (renames_[layer]) {
            tensorOf_[layer] = step.inputs[0];
            return;
        }
        int channelStep = kQuad;
        if (description.hasWeights()) {
            const Tensor& input = program_.tensors[step.inputs[0]];
            step.conv.kernel = &convKernel(set_, input.storage, !fits32Bits(model_.math[layer]));
            if (isSinglePixel(layer))
                channelStep = step.conv.kernel->units;
        }
        const auto& format = model_.math[layer].output;
        if (shape.out != shape.conv) {
            step.unpooled = program_.tensors.size();
            program_.tensors.push_back(tensor(shape.conv, format, {}, channelStep));
        }
        step.output = program_.tensors.size();
        tensorOf_[layer] = step.output;
        program_.tensors.push_back(tensor(shape.out, format, demands_[layer + 1], channelStep));
        // Maxima are taken word by word: a tensor before one and the one after it are kept alike.
        if (step.unpooled != 0)
            keepAlike(program_.tensors[step.output], program_.tensors[step.unpooled]);
        if (description.kind == LayerKind::maxpool)
            keepAlike(program_.tensors[step.inputs[0]], program_.tensors[step.output]);
        program_.steps.push_back(std::move(step));
    }

    [[nodiscard]] bool isSinglePixel(std::size_t layer) const
    {
        const LayerShape& shape = model_.shapes[layer];
        return shape.conv.height == 1 && shape.conv.width == 1 &&
               model_.network.layers[layer].kind != LayerKind::depthwise;
    }

    void planConvolution(Step& step) const
    {
        const Layer& layer = model_.network.layers[step.layer];
        const LayerShape& shape = model_.shapes[step.layer];
        const Tensor& in = program_.tensors[step.inputs[0]];
        const Tensor& out = program_.tensors[step.unpooled != 0 ? step.unpooled : step.output];
        ConvPlan& plan = step.conv;
        const bool single = isSinglePixel(step.layer);
        const int width = single ? plan.kernel->units : kQuad;
        plan.blocks = roundedUp(shape.conv.channels, width) / width;
        const bool dense = layer.kind == LayerKind::dense;
        for (int y = 0; y < shape.conv.height; ++y)
            for (int x = 0; x < shape.conv.width; ++x) {
                plan.pixelIn.push_back(dense ? in.element(0, 0, 0)
                                             : in.element(0, y * layer.stride[0] - shape.padTop,
                                                          x * layer.stride[1] - shape.padLeft));
                plan.pixelOut.push_back(out.element(0, y, x));
            }
        while (!single && plan.pixelIn.size() % static_cast<std::size_t>(plan.kernel->width) != 0) {
            plan.pixelIn.push_back(plan.pixelIn.back()); // the last one again
            plan.pixelOut.push_back(plan.pixelOut.back());
        }
        const bool depthwise = layer.kind == LayerKind::depthwise;
        const int perWord = codesPerWord(in.storage);
        const int planes = (depthwise ? kQuad : in.shape.channels + perWord - 1) / perWord;
        const std::array<int, 2> kernel =
            dense ? std::array<int, 2>{in.shape.height, in.shape.width} : layer.kernel;
        for (int plane = 0; plane < planes; ++plane)
            for (int ky = 0; ky < kernel[0]; ++ky)
                for (int kx = 0; kx < kernel[1]; ++kx)
                    plan.taps.push_back(in.element(plane, ky, kx) - in.element(0, 0, 0));
        plan.blockIn = depthwise ? (kQuad / perWord) * in.planeSlots() * kLanes : 0;
        packWeights(step, in, kernel, width);
    }

    /// Words in the order of the taps, filters of a block side by side; offsets of the input's codes taken back.
    void packWeights(Step& step, const Tensor& in, const std::array<int, 2>& kernel, int width) const
    {
        const LayerCodes& codes = model_.codes[step.layer];
        const LayerMath& math = model_.math[step.layer];
        const bool depthwise = model_.network.layers[step.layer].kind == LayerKind::depthwise;
        ConvPlan& plan = step.conv;
        const std::size_t taps = plan.taps.size();
        const int filters = plan.blocks * width;
        const int real = model_.shapes[step.layer].conv.channels;
        const int perWord = codesPerWord(in.storage);
        const int bits = 32 / perWord;
        const int channels = depthwise ? 1 : in.shape.channels;
        const int places = kernel[0] * kernel[1];
        plan.weights.assign(index(filters) * taps, 0);
        plan.first.assign(index(filters), 0);
        plan.bias.assign(index(filters), 0);
        for (int m = 0; m < real; ++m) {
            const std::int16_t* code = codes.kernel.data() + index(m) * index(channels) * index(places);
            std::int64_t sum = 0;
            for (int c = 0; c < channels; ++c) {
                const int channel = depthwise ? m % kQuad : c; // within what the taps reach
                for (int k = 0; k < places; ++k, ++code) {
                    const std::size_t tap = index(channel / perWord) * index(places) + index(k);
                    const std::size_t at = (index(m / width) * taps + tap) * index(width) + index(m % width);
                    const std::uint32_t mask = 0xffffffffU >> (32 - bits);
                    const std::uint32_t part = (static_cast<std::uint32_t>(*code) & mask)
                                               << (bits * (channel % perWord));
                    plan.weights[at] =
                        static_cast<std::int32_t>(static_cast<std::uint32_t>(plan.weights[at]) | part);
                    sum += *code;
                }
            }
            plan.first[index(m)] = -in.offset * sum;
            if (!codes.bias.empty())
                plan.bias[index(m)] = std::int64_t{codes.bias[index(m)]} << math.biasUp;
        }
        for (std::size_t m = 0; m < plan.first.size(); ++m)
            plan.sumStart.push_back(plan.first[m] + plan.bias[m]);
    }

    /// First fit: a tensor takes the first gap between those that are still needed.
    void placeTensors()
    {
        std::vector<std::size_t> lastUse(program_.tensors.size(), keepAll_ ? program_.steps.size() : 0);
        for (std::size_t s = 0; s < program_.steps.size(); ++s) {
            const Step& step = program_.steps[s];
            for (const std::size_t tensor : step.inputs)
                lastUse[tensor] = std::max(lastUse[tensor], s);
            lastUse[step.output] = std::max(lastUse[step.output], s);
            if (step.unpooled != 0)
                lastUse[step.unpooled] = std::max(lastUse[step.unpooled], s);
        }
        lastUse[program_.logits] = program_.steps.size();
        std::vector<std::size_t> live; // by place
        const auto place = [&](std::size_t tensor) {
            std::size_t at = 0;
            auto before = live.begin();
            for (; before != live.end() && program_.tensors[*before].at < at + program_.tensors[tensor].words();
                 ++before)
                at = program_.tensors[*before].at + program_.tensors[*before].words();
            program_.tensors[tensor].at = at;
            program_.memoryWords = std::max(program_.memoryWords, at + program_.tensors[tensor].words());
            live.insert(before, tensor);
        };
        place(0);
        for (std::size_t s = 0; s < program_.steps.size(); ++s) {
            std::erase_if(live, [&](std::size_t tensor) { return lastUse[tensor] < s; });
            if (program_.steps[s].unpooled != 0)
                place(program_.steps[s].unpooled);
            place(program_.steps[s].output);
        }
    }

    const IntegerModel& model_;
    SimdSet set_;
    bool keepAll_;
    BatchProgram program_;
    std::vector<Demand> demands_;
    std::vector<bool> renames_;
    std::vector<std::size_t> tensorOf_;
};

} // namespace

std::int32_t Tensor::zeroWord() const
{
    const auto code = static_cast<std::uint32_t>(offset);
    if (storage == Storage::bytes)
        return static_cast<std::int32_t>((code & 0xffU) * 0x01010101U);
    return storage == Storage::words ? static_cast<std::int32_t>((code & 0xffffU) * 0x00010001U) : 0;
}

BatchProgram makeBatchProgram(const IntegerModel& model, SimdSet set, bool keepAll)
{
    return Builder(model, set, keepAll).run();
}

} // namespace burin::cnn
