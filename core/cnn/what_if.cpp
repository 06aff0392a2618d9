// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/what_if.h"

#include "core/cnn/batch_lanes.h"
#include "core/cnn/batch_memory.h"
#include "core/cnn/consequences.h"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>
#include <type_traits>

namespace burin::cnn {
namespace {

std::size_t index(std::ptrdiff_t value)
{
    return static_cast<std::size_t>(value);
}

/// ReLU and the output's format, or ReLU alone for accumulators, on accumulators that T holds (fits32Bits).
template <class T> void quantise(const LayerMath& math, bool relu, LanesOf<T>& values)
{
    if (!math.output) {
        for (T& value : values)
            value = std::max(value, relu ? T{0} : std::numeric_limits<T>::lowest());
        return;
    }
    const int shift = math.output->fraction - math.sumFraction;
    if constexpr (std::is_same_v<T, std::int64_t>) {
        for (T& value : values)
            value = scaleClamped(value, shift, math.range);
    } else {
        const auto lo = static_cast<T>(math.range.lo);
        const auto hi = static_cast<T>(math.range.hi);
        if (shift >= 0) {
            for (T& value : values)
                value = std::clamp(std::clamp(value, -(1 << kCodeBits), 1 << kCodeBits) << shift, lo, hi);
            return;
        }
        const int down = -shift;
        const T half = (T{1} << (down - 1)) - 1;
        for (T& value : values)
            value = std::clamp((value + half + ((value >> down) & 1)) >> down, lo, hi);
    }
}

/// One filter of one layer on one batch. T: int32 where accumulators of all variants fit (fits32Bits), else int64.
template <class T> class FilterWork {
public:
    FilterWork(const BatchProgram& program, const IntegerModel& model, std::size_t step, int filter)
        : program_(program),
          model_(model),
          step_(program.steps[step]),
          layer_(model.network.layers[step_.layer]),
          shape_(model.shapes[step_.layer]),
          math_(model.math[step_.layer]),
          output_(program.tensors[step_.output]),
          filter_(filter),
          inputs_(index(shape_.conv.height) * index(shape_.conv.width)),
          before_(index(shape_.out.height) * index(shape_.out.width)),
          after_(before_.size())
    {
        sums_.resize(inputs_.size());
    }

    /// `kept`: the batch's tensors in the unchanged network.
    void begin(const BatchMemory& kept)
    {
        kept_ = kept.data();
        weight_ = std::numeric_limits<std::size_t>::max();
        computeSums();
        std::size_t place = 0;
        for (int y = 0; y < shape_.out.height; ++y)
            for (int x = 0; x < shape_.out.width; ++x)
                before_[place++] = loadLanes<T>(output_, kept_, filter_, y, x);
    }

    /// The filter's map with another code of a weight; whether it differs from what it was.
    bool change(std::size_t weight, std::int32_t difference)
    {
        if (weight != weight_)
            loadInputs(weight);
        weight_ = weight;
        using Unsigned = std::make_unsigned_t<T>; // may wrap around on the way: the sum fits
        const auto factor = static_cast<Unsigned>(T{difference}) << math_.up;
        const int pool = layer_.pool;
        std::size_t place = 0;
        for (int oy = 0; oy < shape_.out.height; ++oy)
            for (int ox = 0; ox < shape_.out.width; ++ox, ++place) {
                LanesOf<T>& best = after_[place]; // rounding keeps the order: the maximum may be taken before it
                best.fill(std::numeric_limits<T>::lowest());
                for (int y = oy * pool; y < std::min((oy + 1) * pool, shape_.conv.height); ++y)
                    for (int x = ox * pool; x < std::min((ox + 1) * pool, shape_.conv.width); ++x) {
                        const std::size_t pixel = index(y) * index(shape_.conv.width) + index(x);
                        const LanesOf<T>& sum = sums_[pixel];
                        const LanesOf<T>& input = inputs_[pixel];
                        for (std::size_t lane = 0; lane < kLanes; ++lane)
                            best[lane] =
                                std::max(best[lane], static_cast<T>(static_cast<Unsigned>(sum[lane]) +
                                                                    factor * static_cast<Unsigned>(input[lane])));
                    }
                quantise(math_, layer_.relu, best);
            }
        return after_ != before_;
    }

    /// Puts the map into the layer's output.
    void store(BatchMemory& memory) const
    {
        std::size_t place = 0;
        for (int y = 0; y < shape_.out.height; ++y)
            for (int x = 0; x < shape_.out.width; ++x)
                storeLanes(output_, memory.data(), filter_, y, x, after_[place++]);
    }

private:
    /// The filter's accumulators, by the layer's kernel run on the block of filters that it belongs to.
    void computeSums()
    {
        const ConvPlan& plan = step_.conv;
        const std::ptrdiff_t width = static_cast<std::ptrdiff_t>(plan.first.size()) / plan.blocks;
        const std::ptrdiff_t block = filter_ / width;
        const std::ptrdiff_t slots = static_cast<std::ptrdiff_t>(plan.pixelIn.size()) * kLanes;
        std::vector<std::ptrdiff_t> pixelOut(plan.pixelIn.size());
        for (std::size_t pixel = 0; pixel < pixelOut.size(); ++pixel)
            pixelOut[pixel] = static_cast<std::ptrdiff_t>(pixel) * kLanes;
        std::vector<std::int64_t> sums(index(width * slots));
        ConvArguments a = convArguments(program_, model_, step_, kept_);
        takeBlocks(a, plan, block, 1);
        a.pixelOut = pixelOut.data();
        a.output = sums.data();
        a.planeOut = slots;
        a.storage = Storage::sums;
        a.lo = math_.sum.lo; // before ReLU
        plan.kernel->run(a);
        const std::int64_t* from = sums.data() + filter_ % width * slots;
        for (LanesOf<T>& lanes : sums_)
            for (T& sum : lanes)
                sum = static_cast<T>(*from++);
    }

    /// What a weight meets at each place of the map; 0 in the padding.
    void loadInputs(std::size_t weight)
    {
        const Tensor& in = program_.tensors[step_.inputs[0]];
        const bool dense = layer_.kind == LayerKind::dense;
        const int height = dense ? in.shape.height : layer_.kernel[0];
        const int width = dense ? in.shape.width : layer_.kernel[1];
        const int place = static_cast<int>(weight);
        const int channel = layer_.kind == LayerKind::depthwise ? filter_ : place / (height * width);
        const int ky = place / width % height;
        const int kx = place % width;
        std::size_t pixel = 0;
        for (int oy = 0; oy < shape_.conv.height; ++oy)
            for (int ox = 0; ox < shape_.conv.width; ++ox, ++pixel) {
                const int y = oy * layer_.stride[0] - shape_.padTop + ky;
                const int x = ox * layer_.stride[1] - shape_.padLeft + kx;
                if (y >= 0 && y < in.shape.height && x >= 0 && x < in.shape.width)
                    inputs_[pixel] = loadLanes<T>(in, kept_, channel, y, x);
                else
                    inputs_[pixel].fill(0);
            }
    }

    const BatchProgram& program_;
    const IntegerModel& model_;
    const Step& step_;
    const Layer& layer_;
    const LayerShape& shape_;
    const LayerMath& math_;
    const Tensor& output_;
    int filter_;
    const std::int32_t* kept_ = nullptr;
    std::size_t weight_ = 0;         ///< whose inputs are loaded
    std::vector<LanesOf<T>> sums_;   ///< by pixel before the pool
    std::vector<LanesOf<T>> inputs_; ///< the same
    std::vector<LanesOf<T>> before_; ///< by pixel of the output
    std::vector<LanesOf<T>> after_;
};

} // namespace

struct WhatIf::State {
    std::shared_ptr<const IntegerModel> model;
    BatchProgram program;
    std::vector<std::optional<std::size_t>> stepOf; ///< by layer
    std::vector<BatchMemory> kept;                  ///< by batch
    std::size_t images = 0;
    std::vector<std::int64_t> logits;
    mutable BatchMemoryPool memory;

    [[nodiscard]] std::span<const std::int16_t> kernelOf(std::size_t layer, int filter) const
    {
        const std::size_t window = model->shapes[layer].weights / index(model->shapes[layer].conv.channels);
        return std::span(model->codes[layer].kernel).subspan(index(filter) * window, window);
    }

    /// Of the layer with any of the variants.
    [[nodiscard]] Result<LayerMath> mathOf(std::size_t layer, int filter, std::span<const Variant> variants) const
    {
        LayerMath math = model->math[layer];
        const Layer& description = model->network.layers[layer];
        const std::int64_t bias = description.bias ? model->codes[layer].bias[index(filter)] : 0;
        const fixed::Interval input = rangeOf(math.inputs[0]);
        const auto kernel = kernelOf(layer, filter);
        const fixed::Interval before = productsOf(kernel, input);
        for (const Variant& variant : variants) {
            const std::array<std::int16_t, 1> was{kernel[variant.weight]};
            const std::array<std::int16_t, 1> is{static_cast<std::int16_t>(variant.code)};
            const fixed::Interval less = productsOf(was, input);
            const fixed::Interval more = productsOf(is, input);
            const fixed::Interval products{before.lo - less.lo + more.lo, before.hi - less.hi + more.hi};
            BURIN_TRY(const fixed::Interval sum, accumulatorOf(description, math, products, bias));
            math.products = fixed::hull(math.products, products);
            math.sum = fixed::hull(math.sum, sum);
        }
        return math;
    }

    template <class T>
    Result<void> run(std::size_t layer, int filter, std::span<const Variant> variants, const Visit& visit,
                     BatchMemory& scratch, const JobContext& ctx) const
    {
        const std::size_t step = *stepOf[layer];
        Consequences then = consequencesOf(program, *model, step, filter, variants.size());
        const auto kernel = kernelOf(layer, filter);
        const std::size_t classes = model->shapes.back().out.values();
        FilterWork<T> work(program, *model, step, filter);
        std::vector<std::int64_t> found(kLanes * classes);
        for (std::size_t batch = 0; batch < kept.size(); ++batch) {
            const std::size_t first = batch * kLanes;
            const std::size_t count = std::min<std::size_t>(kLanes, images - first);
            bool ready = false;
            work.begin(kept[batch]);
            for (std::size_t v = 0; v < variants.size(); ++v) {
                if (ctx.cancelled())
                    return cancelledError();
                const std::int32_t difference = variants[v].code - kernel[variants[v].weight];
                if (difference == 0 || !then.reachesLogits || !work.change(variants[v].weight, difference)) {
                    visit(v, first, std::span(logits).subspan(first * classes, count * classes));
                    continue;
                }
                if (!ready) {
                    copyTensors(program, then, kept[batch], scratch);
                    BURIN_CHECK(sumOtherTaps(program, *model, kept[batch], then, ctx));
                    ready = true;
                }
                work.store(scratch);
                BURIN_CHECK(runSteps(program, *model, then.runs, scratch, ctx));
                readLogits(program, scratch, count, found.data());
                visit(v, first, std::span(found).first(count * classes));
            }
        }
        return {};
    }
};

Result<WhatIf> WhatIf::make(const IntegerCnn& network, std::span<const std::uint8_t> pixels, const JobContext& ctx,
                            SimdSet set)
{
    auto state = std::make_shared<State>();
    state->model = network.model();
    const IntegerModel& model = *state->model;
    const std::size_t perImage = model.network.input.values();
    if (pixels.empty() || pixels.size() % perImage != 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} bytes of pixels are no whole images of {}", pixels.size(), perImage), "pixels",
                    "Give at least one image of the network's input size.");
    state->images = pixels.size() / perImage;
    state->program = makeBatchProgram(model, set, true);
    state->kept.resize((state->images + kLanes - 1) / kLanes);
    const std::size_t bytes = state->program.memoryWords * sizeof(std::int32_t);
    if (bytes > kMaxBytes / state->kept.size())
        return fail(ErrorCode::limit,
                    fmt::format("the tensors of {} images would take {} MiB", state->images,
                                bytes * state->kept.size() >> 20U),
                    "images", "Take fewer images.");
    state->logits.resize(state->images * network.classes());
    BURIN_CHECK(parallelFor(ctx, state->kept.size(), [&](std::size_t batch) {
        const std::size_t from = batch * kLanes;
        const std::size_t count = std::min<std::size_t>(kLanes, state->images - from);
        return runBatch(state->program, model, pixels.subspan(from * perImage, count * perImage),
                        state->kept[batch], state->logits.data() + from * network.classes(), ctx);
    }));
    state->stepOf.resize(model.network.layers.size());
    for (std::size_t step = 0; step < state->program.steps.size(); ++step)
        state->stepOf[state->program.steps[step].layer] = step;
    WhatIf whatIf;
    whatIf.state_ = std::move(state);
    return whatIf;
}

std::size_t WhatIf::images() const
{
    return state_->images;
}

std::size_t WhatIf::classes() const
{
    return state_->model->shapes.back().out.values();
}

const std::vector<std::int64_t>& WhatIf::logits() const
{
    return state_->logits;
}

Result<void> WhatIf::run(std::size_t layer, int filter, std::span<const Variant> variants, const Visit& visit,
                         const JobContext& ctx) const
{
    const LayerShape& shape = state_->model->shapes.at(layer);
    if (!state_->model->network.layers[layer].hasWeights() || filter < 0 || filter >= shape.conv.channels)
        throw std::logic_error("WhatIf::run takes a filter of a weighted layer");
    BURIN_TRY(const LayerMath math, state_->mathOf(layer, filter, variants));
    BatchMemory scratch = state_->memory.take();
    if (scratch.empty())
        scratch = state_->kept.front(); // the padding around all tensors
    auto result = fits32Bits(math) ? state_->run<std::int32_t>(layer, filter, variants, visit, scratch, ctx)
                                   : state_->run<std::int64_t>(layer, filter, variants, visit, scratch, ctx);
    state_->memory.giveBack(std::move(scratch));
    return result;
}

std::uint64_t whatIfMacs(const IntegerCnn& network, std::size_t layer)
{
    const auto& shapes = network.shapes();
    std::uint64_t macs = shapes.at(layer).conv.values() / index(shapes[layer].conv.channels);
    std::vector<bool> changed(shapes.size(), false);
    changed[layer] = true;
    for (std::size_t i = layer + 1; i < shapes.size(); ++i) {
        changed[i] = std::any_of(shapes[i].inputs.begin(), shapes[i].inputs.end(),
                                 [&](std::size_t input) { return input != kNetworkInput && changed[input]; });
        macs += changed[i] ? shapes[i].macs : 0;
    }
    return macs;
}

} // namespace burin::cnn
