// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a BatchProgram. Weighted layers go to the kernels; pools work word by word; what is rare and cheap beside
// the convolutions (add, averages, concat, flattening that moves values) takes one channel of 16 images at a time.
#include "core/cnn/batch_lanes.h"

#include <limits>

namespace burin::cnn {
namespace {

class Run {
public:
    Run(const BatchProgram& program, const IntegerModel& model, BatchMemory& memory, const JobContext& ctx,
        const BatchProducts& products)
        : program_(program),
          model_(model),
          memory_(memory),
          ctx_(ctx),
          products_(products)
    {
        if (memory_.size() < program.memoryWords)
            memory_.resize(program.memoryWords);
    }

    Result<void> run(std::span<const StepRun> steps) const
    {
        for (const StepRun& part : steps) {
            if (ctx_.cancelled())
                return cancelledError();
            BURIN_CHECK(runStep(part));
        }
        return {};
    }

    /// All steps, with the padding around their outputs.
    Result<void> runAll() const
    {
        for (std::size_t step = 0; step < program_.steps.size(); ++step) {
            fillBorder(program_.tensors[program_.steps[step].output]);
            BURIN_CHECK(run(std::array{StepRun{.step = step}}));
        }
        return {};
    }

    /// Codes of the pixels; lanes without an image repeat the last one.
    void readPixels(std::span<const std::uint8_t> pixels) const
    {
        const Tensor& t = program_.tensors[0];
        const std::size_t perImage = model_.network.input.values();
        const std::size_t images = pixels.size() / perImage;
        fillBorder(t);
        std::size_t place = 0;
        for (int c = 0; c < t.shape.channels; ++c)
            for (int y = 0; y < t.shape.height; ++y)
                for (int x = 0; x < t.shape.width; ++x, ++place) {
                    Lanes values;
                    for (std::size_t lane = 0; lane < kLanes; ++lane)
                        values[lane] = model_.inputCodes[static_cast<std::size_t>(c)]
                                                        [pixels[std::min(lane, images - 1) * perImage + place]];
                    store(t, c, y, x, values);
                }
    }

private:
    [[nodiscard]] std::int32_t* words(const Tensor& t) const { return memory_.data() + t.at; }
    [[nodiscard]] std::int64_t* sums(const Tensor& t) const
    {
        return reinterpret_cast<std::int64_t*>(memory_.data() + t.at);
    }

    [[nodiscard]] Lanes load(const Tensor& t, int channel, int y, int x) const
    {
        return loadLanes(t, memory_.data(), channel, y, x);
    }
    void store(const Tensor& t, int channel, int y, int x, const Lanes& values) const
    {
        storeLanes(t, memory_.data(), channel, y, x, values);
    }

    void fillBorder(const Tensor& t) const
    {
        if (t.top + t.bottom + t.left + t.right == 0)
            return;
        const std::int32_t zero = t.zeroWord();
        std::int32_t* plane = words(t);
        const std::ptrdiff_t row = t.rowSlots() * kLanes;
        for (std::ptrdiff_t p = 0; p < t.planes(); ++p, plane += t.planeSlots() * kLanes) {
            std::fill_n(plane, t.top * row, zero);
            std::fill_n(plane + (t.top + t.shape.height) * row, t.bottom * row, zero);
            for (int y = t.top; y < t.top + t.shape.height; ++y) {
                std::fill_n(plane + y * row, std::ptrdiff_t{t.left} * kLanes, zero);
                std::fill_n(plane + (y + 1) * row - std::ptrdiff_t{t.right} * kLanes,
                            std::ptrdiff_t{t.right} * kLanes, zero);
            }
        }
    }

    Result<void> runStep(const StepRun& part) const
    {
        const Step& step = program_.steps[part.step];
        const Layer& layer = model_.network.layers[step.layer];
        const LayerShape& shape = model_.shapes[step.layer];
        const Tensor& in = program_.tensors[step.inputs[0]];
        const Tensor& out = program_.tensors[step.output];
        const Quads quads = part.quads.value_or(Quads{0, (out.shape.channels + kQuad - 1) / kQuad});
        switch (layer.kind) {
        case LayerKind::conv:
        case LayerKind::depthwise:
        case LayerKind::dense:
            BURIN_CHECK(products_.engine != nullptr ? takeProducts(step) : runWeighted(part, quads));
            ownPool(step, quads);
            break;
        case LayerKind::maxpool:
            pool({layer.kernel, layer.stride, {shape.padTop, shape.padLeft}}, in, out, quads);
            break;
        case LayerKind::avgpool:
        case LayerKind::globalpool: average(step, quads); break;
        case LayerKind::add: add(step, quads); break;
        case LayerKind::concat: concatenate(step); break;
        case LayerKind::flatten: flatten(in, out); break;
        }
        return {};
    }

    Result<void> runWeighted(const StepRun& part, const Quads& quads) const
    {
        const Step& step = program_.steps[part.step];
        const ConvPlan& plan = step.conv;
        const Tensor& out = program_.tensors[step.unpooled != 0 ? step.unpooled : step.output];
        ConvArguments a = convArguments(program_, model_, step, memory_.data());
        setOutput(a, out, quads.first);
        if (model_.network.layers[step.layer].kind == LayerKind::depthwise)
            takeBlocks(a, plan, quads.first, quads.count);
        if (part.partial != nullptr) {
            takeTaps(a, plan, part.firstTap, part.taps);
            a.partial = part.partial;
        }
        return runKernel(plan, a, ctx_);
    }

    /// Where a quad's words begin, and how they are kept.
    void setOutput(OutputArguments& a, const Tensor& out, int quad) const
    {
        const std::ptrdiff_t planes = quad * (kQuad / codesPerWord(out.storage));
        a.planeOut = out.planeSlots() * kLanes;
        a.output = words(out) + planes * a.planeOut * (out.storage == Storage::sums ? 2 : 1);
        a.storage = out.storage;
        a.offset = out.offset;
    }

    /// The max pool inside of a weighted layer.
    void ownPool(const Step& step, const Quads& quads) const
    {
        if (step.unpooled == 0)
            return;
        const int size = model_.network.layers[step.layer].pool;
        pool({{size, size}, {size, size}, {0, 0}}, program_.tensors[step.unpooled], program_.tensors[step.output],
             quads);
    }

    struct Windows {
        std::array<int, 2> kernel;
        std::array<int, 2> stride;
        std::array<int, 2> pad;
    };

    /// Offsets of the codes that a window's rows see, by channel for depthwise layers.
    [[nodiscard]] std::vector<std::ptrdiff_t> rowsOf(const Step& step) const
    {
        if (model_.network.layers[step.layer].kind != LayerKind::depthwise)
            return step.conv.taps;
        std::vector<std::ptrdiff_t> rows;
        const std::size_t places = step.conv.taps.size() / kQuad;
        for (int c = 0; c < model_.shapes[step.layer].in.channels; ++c)
            for (std::size_t k = 0; k < places; ++k)
                rows.push_back(c / kQuad * step.conv.blockIn +
                               step.conv.taps[static_cast<std::size_t>(c % kQuad) * places + k]);
        return rows;
    }

    /// Sums of products from the engine, some pixels at a time so that they stay in the cache; bias and rounding
    /// as the definition.
    Result<void> takeProducts(const Step& step) const
    {
        const LayerMath& math = model_.math[step.layer];
        const bool relu = model_.network.layers[step.layer].relu;
        const Tensor& out = program_.tensors[step.unpooled != 0 ? step.unpooled : step.output];
        const std::vector<std::ptrdiff_t> rows = rowsOf(step);
        const auto filters = static_cast<std::size_t>(out.shape.channels);
        const std::span<const std::ptrdiff_t> windows = step.conv.pixelIn;
        const std::size_t part = std::max<std::size_t>(24, 2048 / filters / 24 * 24);
        std::vector<std::int64_t> sums(std::min(part, windows.size()) * filters * kLanes);
        for (std::size_t from = 0; from < windows.size(); from += part) {
            if (ctx_.cancelled())
                return cancelledError();
            const std::size_t count = std::min(part, windows.size() - from);
            const ProductInput input{step.layer,
                                     products_.firstImage,
                                     from,
                                     words(program_.tensors[step.inputs[0]]),
                                     windows.subspan(from, count),
                                     rows};
            BURIN_CHECK(products_.engine->products(input, std::span(sums).first(count * filters * kLanes)));
            for (std::size_t filter = 0; filter < filters; ++filter)
                for (std::size_t p = 0; p < count; ++p) {
                    Lanes values;
                    std::copy_n(sums.data() + (filter * count + p) * kLanes, kLanes, values.begin());
                    for (std::int64_t& value : values) {
                        value = (value << math.up) + step.conv.bias[filter];
                        if (math.output)
                            value = scaleClamped(value, math.output->fraction - math.sumFraction, math.range);
                        else if (relu)
                            value = std::max<std::int64_t>(0, value);
                    }
                    const auto pixel = static_cast<int>(from + p);
                    store(out, static_cast<int>(filter), pixel / out.shape.width, pixel % out.shape.width, values);
                }
        }
        return {};
    }

    /// Elements are codes in the order of their values, offsets or not; a slot is an array of vectors, so that the
    /// compiler keeps the maxima in registers.
    template <class T>
    void poolAs(const Windows& windows, const Tensor& in, const Tensor& out, const Quads& quads) const
    {
        const auto& [kernel, stride, pad] = windows;
        const std::ptrdiff_t planesEach = kQuad / codesPerWord(in.storage);
        using Vector [[gnu::vector_size(16)]] = T;
        constexpr std::size_t kBytes = (std::is_same_v<T, std::int64_t> ? 8 : 4) * std::size_t{kLanes};
        constexpr std::size_t kVectors = kBytes / sizeof(Vector);
        const auto* source = reinterpret_cast<const char*>(words(in));
        auto* target = reinterpret_cast<char*>(words(out));
        const auto slot = [](const Tensor& t, std::ptrdiff_t plane, int y, int x) {
            return t.element(plane, y, x) / kLanes * static_cast<std::ptrdiff_t>(kBytes);
        };
        for (std::ptrdiff_t plane = quads.first * planesEach; plane < quads.end() * planesEach; ++plane)
            for (int oy = 0; oy < out.shape.height; ++oy)
                for (int ox = 0; ox < out.shape.width; ++ox) {
                    const int top = oy * stride[0] - pad[0];
                    const int left = ox * stride[1] - pad[1];
                    Vector best[kVectors];
                    for (Vector& part : best)
                        part = Vector{} + std::numeric_limits<T>::lowest();
                    for (int y = std::max(0, top); y < std::min(in.shape.height, top + kernel[0]); ++y)
                        for (int x = std::max(0, left); x < std::min(in.shape.width, left + kernel[1]); ++x) {
                            const char* from = source + slot(in, plane, y, x);
                            for (std::size_t k = 0; k < kVectors; ++k) {
                                Vector value;
                                __builtin_memcpy(&value, from + k * sizeof value, sizeof value);
                                best[k] = best[k] > value ? best[k] : value;
                            }
                        }
                    __builtin_memcpy(target + slot(out, plane, oy, ox), best, sizeof best);
                }
    }

    void pool(const Windows& windows, const Tensor& in, const Tensor& out, const Quads& quads) const
    {
        switch (in.storage) {
        case Storage::bytes: return poolAs<unsigned char>(windows, in, out, quads);
        case Storage::words: return poolAs<std::int16_t>(windows, in, out, quads);
        case Storage::wide: return poolAs<std::int32_t>(windows, in, out, quads);
        case Storage::sums: return poolAs<std::int64_t>(windows, in, out, quads);
        }
    }

    /// A quad of a tensor, from the slot of a value on, as a summand.
    [[nodiscard]] SumTerm term(const Tensor& t, int quad, int y, int x, int shift) const
    {
        const std::ptrdiff_t planes = quad * (kQuad / codesPerWord(t.storage));
        return {words(t) + t.element(planes, y, x),
                t.planeSlots() * kLanes,
                t.rowSlots() * kLanes,
                t.storage,
                t.offset,
                shift};
    }

    /// By the kernel; the mean of each window is then taken one by one.
    void averageFast(const Step& step, const Windows& windows, const Quads& quads) const
    {
        const LayerMath& math = model_.math[step.layer];
        const Tensor& in = program_.tensors[step.inputs[0]];
        const Tensor& out = program_.tensors[step.output];
        const int shift = math.output->fraction - math.sumFraction;
        std::vector<SumTerm> terms;
        std::vector<Lanes> sums(static_cast<std::size_t>(quads.count * kQuad));
        SumArguments a;
        a.output = sums.data();
        a.planeOut = kLanes;
        a.storage = Storage::sums;
        a.lo = std::numeric_limits<std::int32_t>::lowest();
        a.quads = quads.count;
        a.rows = a.columns = 1;
        for (int oy = 0; oy < out.shape.height; ++oy)
            for (int ox = 0; ox < out.shape.width; ++ox) {
                const int top = oy * windows.stride[0] - windows.pad[0];
                const int left = ox * windows.stride[1] - windows.pad[1];
                terms.clear();
                for (int y = std::max(0, top); y < std::min(in.shape.height, top + windows.kernel[0]); ++y)
                    for (int x = std::max(0, left); x < std::min(in.shape.width, left + windows.kernel[1]); ++x)
                        terms.push_back(term(in, quads.first, y, x, 0));
                a.terms = terms.data();
                a.termCount = static_cast<int>(terms.size());
                program_.sum(a);
                for (int c = quads.first * kQuad; c < std::min(quads.end() * kQuad, out.shape.channels); ++c) {
                    Lanes& sum = sums[static_cast<std::size_t>(c - quads.first * kQuad)];
                    for (std::int64_t& value : sum)
                        value = averageClamped(value, shift, std::ssize(terms), math.range);
                    store(out, c, oy, ox, sum);
                }
            }
    }

    void average(const Step& step, const Quads& quads) const
    {
        const Layer& layer = model_.network.layers[step.layer];
        const LayerShape& shape = model_.shapes[step.layer];
        const LayerMath& math = model_.math[step.layer];
        const Tensor& in = program_.tensors[step.inputs[0]];
        const Tensor& out = program_.tensors[step.output];
        const bool whole = layer.kind == LayerKind::globalpool;
        const std::array<int, 2> kernel =
            whole ? std::array<int, 2>{in.shape.height, in.shape.width} : layer.kernel;
        if (program_.sum != nullptr && kernel[0] * kernel[1] < 1 << (31 - kCodeBits)) {
            const std::array<int, 2> pad = whole ? std::array<int, 2>{} : std::array{shape.padTop, shape.padLeft};
            return averageFast(step, {kernel, layer.stride, pad}, quads);
        }
        const int shift = math.output->fraction - math.sumFraction;
        for (int c = quads.first * kQuad; c < std::min(quads.end() * kQuad, out.shape.channels); ++c)
            for (int oy = 0; oy < out.shape.height; ++oy)
                for (int ox = 0; ox < out.shape.width; ++ox) {
                    const int top = whole ? 0 : oy * layer.stride[0] - shape.padTop;
                    const int left = whole ? 0 : ox * layer.stride[1] - shape.padLeft;
                    Lanes sum{};
                    std::int64_t count = 0;
                    for (int y = std::max(0, top); y < std::min(in.shape.height, top + kernel[0]); ++y)
                        for (int x = std::max(0, left); x < std::min(in.shape.width, left + kernel[1]);
                             ++x, ++count) {
                            const Lanes values = load(in, c, y, x);
                            for (std::size_t lane = 0; lane < kLanes; ++lane)
                                sum[lane] += values[lane];
                        }
                    for (std::int64_t& value : sum)
                        value = averageClamped(value, shift, count, math.range);
                    store(out, c, oy, ox, sum);
                }
    }

    void addFast(const Step& step, const Quads& quads) const
    {
        const LayerMath& math = model_.math[step.layer];
        const Tensor& out = program_.tensors[step.output];
        std::vector<SumTerm> terms;
        for (std::size_t k = 0; k < step.inputs.size(); ++k)
            terms.push_back(term(program_.tensors[step.inputs[k]], quads.first, 0, 0,
                                 math.sumFraction - math.inputs[k].fraction));
        SumArguments a;
        setOutput(a, out, quads.first);
        const std::ptrdiff_t inside = out.element(0, 0, 0);
        a.output = static_cast<std::int32_t*>(a.output) + inside * (out.storage == Storage::sums ? 2 : 1);
        a.shift = math.output ? math.output->fraction - math.sumFraction : 0;
        a.lo = math.range.lo;
        a.hi = math.range.hi;
        a.terms = terms.data();
        a.termCount = static_cast<int>(terms.size());
        a.quads = quads.count;
        a.rows = out.shape.height;
        a.columns = out.shape.width;
        a.rowOut = out.rowSlots() * kLanes;
        program_.sum(a);
    }

    void add(const Step& step, const Quads& quads) const
    {
        const LayerMath& math = model_.math[step.layer];
        const Tensor& out = program_.tensors[step.output];
        if (program_.sum != nullptr && fits32Bits(math))
            return addFast(step, quads);
        for (int c = quads.first * kQuad; c < std::min(quads.end() * kQuad, out.shape.channels); ++c)
            for (int y = 0; y < out.shape.height; ++y)
                for (int x = 0; x < out.shape.width; ++x) {
                    Lanes sum{};
                    for (std::size_t k = 0; k < step.inputs.size(); ++k) {
                        const Lanes values = load(program_.tensors[step.inputs[k]], c, y, x);
                        const int shift = math.sumFraction - math.inputs[k].fraction;
                        for (std::size_t lane = 0; lane < kLanes; ++lane)
                            sum[lane] += values[lane] << shift;
                    }
                    for (std::int64_t& value : sum)
                        value = math.output
                                    ? scaleClamped(value, math.output->fraction - math.sumFraction, math.range)
                                    : std::max(value, math.range.lo);
                    store(out, c, y, x, sum);
                }
    }

    void concatenate(const Step& step) const
    {
        const LayerMath& math = model_.math[step.layer];
        const Tensor& out = program_.tensors[step.output];
        int first = 0;
        for (std::size_t k = 0; k < step.inputs.size(); ++k) {
            const Tensor& in = program_.tensors[step.inputs[k]];
            const int shift = math.output->fraction - math.inputs[k].fraction;
            for (int c = 0; c < in.shape.channels; ++c)
                for (int y = 0; y < in.shape.height; ++y)
                    for (int x = 0; x < in.shape.width; ++x) {
                        Lanes values = load(in, c, y, x);
                        for (std::int64_t& value : values)
                            value = scaleClamped(value, shift, math.range);
                        store(out, first + c, y, x, values);
                    }
            first += in.shape.channels;
        }
    }

    void flatten(const Tensor& in, const Tensor& out) const
    {
        int place = 0;
        for (int c = 0; c < in.shape.channels; ++c)
            for (int y = 0; y < in.shape.height; ++y)
                for (int x = 0; x < in.shape.width; ++x)
                    store(out, place++, 0, 0, load(in, c, y, x));
    }

    const BatchProgram& program_;
    const IntegerModel& model_;
    BatchMemory& memory_;
    const JobContext& ctx_;
    BatchProducts products_;
};

} // namespace

ConvArguments convArguments(const BatchProgram& program, const IntegerModel& model, const Step& step,
                            const std::int32_t* memory)
{
    const ConvPlan& plan = step.conv;
    const LayerMath& math = model.math[step.layer];
    ConvArguments a;
    a.input = memory + program.tensors[step.inputs[0]].at;
    a.taps = plan.taps.data();
    a.tapCount = static_cast<int>(plan.taps.size());
    a.weights = plan.weights.data();
    a.blockWeights = std::ssize(plan.weights) / plan.blocks;
    a.blocks = plan.blocks;
    a.pixelIn = plan.pixelIn.data();
    a.pixelOut = plan.pixelOut.data();
    a.pixels = static_cast<int>(plan.pixelIn.size());
    a.blockIn = plan.blockIn;
    a.first = plan.first.data();
    a.bias = plan.bias.data();
    a.sumStart = plan.sumStart.data();
    a.up = math.up;
    a.shift = math.output ? math.output->fraction - math.sumFraction : 0;
    a.lo = math.range.lo;
    a.hi = math.range.hi;
    return a;
}

Result<void> runKernel(const ConvPlan& plan, ConvArguments a, const JobContext& ctx)
{
    const std::int64_t cost = static_cast<std::int64_t>(plan.weights.size()) * kLanes;
    const std::int64_t width = plan.kernel->width;
    const std::int64_t blocks = std::max<std::int64_t>(1, 100'000'000 / std::max<std::int64_t>(1, cost) / width);
    const int pixels = a.pixels;
    const int part = static_cast<int>(std::min<std::int64_t>(pixels, blocks * width));
    for (int from = 0; from < pixels; from += part) {
        if (ctx.cancelled())
            return cancelledError();
        a.pixels = std::min(part, pixels - from);
        plan.kernel->run(a);
        a.pixelIn += part;
        a.pixelOut += part;
        const std::ptrdiff_t sums = std::ssize(plan.first) * part * kLanes;
        a.partial += a.partial != nullptr ? sums : 0;
        a.sums += a.sums != nullptr ? sums : 0;
    }
    return {};
}

void takeBlocks(ConvArguments& a, const ConvPlan& plan, std::ptrdiff_t first, int count)
{
    const std::ptrdiff_t filters = first * (std::ssize(plan.first) / plan.blocks);
    a.input += first * a.blockIn;
    a.weights += first * a.blockWeights;
    a.first += filters;
    a.bias += filters;
    a.sumStart += filters;
    a.blocks = count;
}

void takeTaps(ConvArguments& a, const ConvPlan& plan, std::ptrdiff_t first, int count)
{
    a.taps += first;
    a.weights += first * (std::ssize(plan.first) / plan.blocks);
    a.tapCount = count;
}

void readLogits(const BatchProgram& program, const BatchMemory& memory, std::size_t images, std::int64_t* logits)
{
    const Tensor& t = program.tensors[program.logits];
    const std::size_t classes = t.shape.values();
    std::size_t place = 0;
    for (int c = 0; c < t.shape.channels; ++c)
        for (int y = 0; y < t.shape.height; ++y)
            for (int x = 0; x < t.shape.width; ++x, ++place) {
                const Lanes values = loadLanes(t, memory.data(), c, y, x);
                for (std::size_t image = 0; image < images; ++image)
                    logits[image * classes + place] = values[image];
            }
}

Result<void> runSteps(const BatchProgram& program, const IntegerModel& model, std::span<const StepRun> steps,
                      BatchMemory& memory, const JobContext& ctx)
{
    return Run(program, model, memory, ctx, {}).run(steps);
}

Result<void> runBatch(const BatchProgram& program, const IntegerModel& model, std::span<const std::uint8_t> pixels,
                      BatchMemory& memory, std::int64_t* logits, const JobContext& ctx,
                      const BatchProducts& products)
{
    const Run run(program, model, memory, ctx, products);
    run.readPixels(pixels);
    BURIN_CHECK(run.runAll());
    readLogits(program, memory, pixels.size() / model.network.input.values(), logits);
    return {};
}

} // namespace burin::cnn
