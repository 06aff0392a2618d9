// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/integer_cnn.h"

#include "core/cnn/batch_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace burin::cnn {
struct IntegerCnn::Plan {
    IntegerModel model;
    BatchProgram program; ///< for bestSimdSet()
};

Result<IntegerCnn> IntegerCnn::make(Network network, const Weights& weights)
{
    BURIN_TRY(IntegerModel model, makeIntegerModel(std::move(network), weights));
    return planned(std::move(model));
}

IntegerCnn IntegerCnn::planned(IntegerModel model)
{
    BatchProgram program = makeBatchProgram(model, bestSimdSet());
    IntegerCnn cnn;
    cnn.plan_ = std::make_shared<Plan>(Plan{std::move(model), std::move(program)});
    return cnn;
}

Result<IntegerCnn> IntegerCnn::withCode(std::size_t layer, std::size_t weight, std::int32_t code) const
{
    BURIN_TRY(IntegerModel model, cnn::withCode(plan_->model, layer, weight, static_cast<std::int16_t>(code)));
    return planned(std::move(model));
}

std::shared_ptr<const IntegerModel> IntegerCnn::model() const
{
    return {plan_, &plan_->model};
}

const Network& IntegerCnn::network() const
{
    return plan_->model.network;
}

const std::vector<LayerShape>& IntegerCnn::shapes() const
{
    return plan_->model.shapes;
}

const std::vector<LayerCodes>& IntegerCnn::codes() const
{
    return plan_->model.codes;
}

std::vector<Accumulator> IntegerCnn::accumulators() const
{
    std::vector<Accumulator> all;
    for (const LayerMath& math : plan_->model.math)
        all.push_back({math.sumFraction, math.sum});
    return all;
}

std::size_t IntegerCnn::classes() const
{
    return plan_->model.shapes.back().out.values();
}

std::size_t IntegerCnn::bytes() const
{
    std::size_t bytes = 0;
    for (const LayerCodes& layer : codes())
        bytes += 3 * layer.kernel.size() * sizeof(std::int16_t);
    return bytes;
}

int IntegerCnn::logitFraction() const
{
    return plan_->model.logitFraction();
}

Result<std::vector<std::int64_t>> IntegerCnn::logits(std::span<const std::uint8_t> pixels,
                                                     const JobContext& ctx) const
{
    return logits(pixels, ctx, bestSimdSet());
}

Result<std::vector<std::int64_t>> IntegerCnn::logits(std::span<const std::uint8_t> pixels, const JobContext& ctx,
                                                     SimdSet set) const
{
    if (set == bestSimdSet())
        return run(plan_->program, pixels, ctx, nullptr);
    return run(makeBatchProgram(plan_->model, set), pixels, ctx, nullptr);
}

Result<std::vector<std::int64_t>> IntegerCnn::logits(std::span<const std::uint8_t> pixels, const JobContext& ctx,
                                                     const ProductEngine& engine) const
{
    return run(makeBatchProgram(plan_->model, SimdSet::plain), pixels, ctx, &engine);
}

Result<std::vector<std::int64_t>> IntegerCnn::run(const BatchProgram& program,
                                                  std::span<const std::uint8_t> pixels, const JobContext& ctx,
                                                  const ProductEngine* engine) const
{
    const IntegerModel& model = plan_->model;
    const std::size_t perImage = model.network.input.values();
    if (pixels.size() % perImage != 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} bytes of pixels are no whole images of {}", pixels.size(), perImage), "pixels",
                    "Give images of the network's input size.");
    const std::size_t images = pixels.size() / perImage;
    std::vector<std::int64_t> all(images * classes());
    BatchMemoryPool pool;
    const auto batch = [&](std::size_t index) -> Result<void> {
        const std::size_t from = index * kLanes;
        const std::size_t count = std::min<std::size_t>(kLanes, images - from);
        BatchMemory memory = pool.take();
        auto result = runBatch(program, model, pixels.subspan(from * perImage, count * perImage), memory,
                               all.data() + from * classes(), ctx, {engine, from});
        pool.giveBack(std::move(memory));
        return result;
    };
    BURIN_CHECK(parallelFor(ctx, (images + kLanes - 1) / kLanes, batch));
    return all;
}

std::vector<int> IntegerCnn::labels(const std::vector<std::int64_t>& logits) const
{
    std::vector<int> labels;
    for (auto image = logits.begin(); image != logits.end(); image += static_cast<std::ptrdiff_t>(classes()))
        labels.push_back(
            static_cast<int>(std::max_element(image, image + static_cast<std::ptrdiff_t>(classes())) - image));
    return labels;
}

Result<std::vector<int>> IntegerCnn::predict(std::span<const std::uint8_t> pixels, const JobContext& ctx) const
{
    BURIN_TRY(const auto all, logits(pixels, ctx));
    return labels(all);
}

Result<std::vector<int>> IntegerCnn::predict(std::span<const std::uint8_t> pixels, const JobContext& ctx,
                                             const ProductEngine& engine) const
{
    BURIN_TRY(const auto all, logits(pixels, ctx, engine));
    return labels(all);
}

std::vector<std::int64_t> IntegerCnn::plainLogits(std::span<const std::uint8_t> image) const
{
    return std::move(activations(image).back().values);
}

std::vector<Activation> IntegerCnn::activations(std::span<const std::uint8_t> image) const
{
    if (image.size() != plan_->model.network.input.values())
        throw std::logic_error("IntegerCnn::activations takes one image");
    return runPlain(plan_->model, image);
}

double fractionRight(std::span<const int> predicted, std::span<const int> labels)
{
    std::size_t right = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i)
        right += predicted[i] == labels[i] ? 1U : 0U;
    return static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(predicted.size(), 1));
}

} // namespace burin::cnn
