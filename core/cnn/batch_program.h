// SPDX-License-Identifier: GPL-3.0-or-later
// BatchProgram: an IntegerModel laid out for the kernels of one instruction set: how and where each tensor is kept
// (16 images interleaved, zeros of the padding around it), packed weights, and the steps. Read by all threads,
// changed by none; each thread brings the memory.
#pragma once

#include "core/base/aligned.h"
#include "core/cnn/batch_kernel.h"
#include "core/cnn/integer_model.h"

#include <optional>

namespace burin::cnn {

/// [plane of words][row][column] slots with a border of zeros.
struct Tensor {
    Shape shape;
    Storage storage = Storage::bytes;
    std::int32_t offset = 0; ///< added to a code in its word
    int channels = 0;        ///< with those that fill the last block
    int top = 0;
    int left = 0;
    int bottom = 0;
    int right = 0;
    std::size_t at = 0; ///< first word in the memory

    [[nodiscard]] std::ptrdiff_t rowSlots() const { return shape.width + left + right; }
    [[nodiscard]] std::ptrdiff_t planeSlots() const { return rowSlots() * (shape.height + top + bottom); }
    [[nodiscard]] std::ptrdiff_t planes() const { return channels / codesPerWord(storage); }
    /// From the tensor's first element (word or sum) to the one of lane 0.
    [[nodiscard]] std::ptrdiff_t element(std::ptrdiff_t plane, int y, int x) const
    {
        return (plane * planeSlots() + (y + top) * rowSlots() + x + left) * kLanes;
    }
    [[nodiscard]] std::size_t words() const
    {
        return static_cast<std::size_t>(planes() * planeSlots() * kLanes * (storage == Storage::sums ? 2 : 1));
    }
    [[nodiscard]] std::int32_t zeroWord() const;
};

/// A weighted layer for its kernel; see ConvArguments.
struct ConvPlan {
    const ConvKernel* kernel = nullptr;
    std::vector<std::ptrdiff_t> pixelIn;
    std::vector<std::ptrdiff_t> pixelOut;
    std::vector<std::ptrdiff_t> taps;
    AlignedVector<std::int32_t> weights;
    int blocks = 0;
    std::ptrdiff_t blockIn = 0;
    std::vector<std::int64_t> first;
    std::vector<std::int64_t> bias;
    std::vector<std::int64_t> sumStart;
};

struct Step {
    std::size_t layer = 0;
    std::vector<std::size_t> inputs; ///< tensors
    std::size_t output = 0;          ///< tensor
    std::size_t unpooled = 0;        ///< tensor before the layer's own max pool; 0: there is none
    ConvPlan conv;
};

struct BatchProgram {
    std::vector<Tensor> tensors; ///< 0 is the input
    std::vector<Step> steps;     ///< flattening that only renames has none
    std::size_t logits = 0;      ///< tensor
    SumKernel sum = nullptr;     ///< none: plain loops
    std::size_t memoryWords = 0;
};

/// `keepAll`: no tensor takes another's place, so that a run leaves all of them in the memory.
[[nodiscard]] BatchProgram makeBatchProgram(const IntegerModel& model, SimdSet set, bool keepAll = false);

/// Whose products a batch takes, if not the kernels' (then the program is one for SimdSet::plain: a code a word).
struct BatchProducts {
    const ProductEngine* engine = nullptr;
    std::size_t firstImage = 0;
};

using BatchMemory = AlignedVector<std::int32_t>;
/// Runs up to kLanes images (pixels as in IntegerCnn::logits) and writes their logits, image by image. Errors:
/// cancelled, the engine's.
Result<void> runBatch(const BatchProgram& program, const IntegerModel& model, std::span<const std::uint8_t> pixels,
                      BatchMemory& memory, std::int64_t* logits, const JobContext& ctx,
                      const BatchProducts& products = {});
/// Some channels of a tensor, kQuad together.
struct Quads {
    int first = 0;
    int count = 0;
    [[nodiscard]] int end() const { return first + count; }
};

/// A step, or what a change of some channels of its inputs leaves to do of it.
struct StepRun {
    std::size_t step = 0;
    std::optional<Quads> quads{}; ///< add, pools, depthwise layers: only these of the output's channels
    const std::int32_t* partial =
        nullptr; ///< conv, dense: what the other taps sum up to (ConvArguments::partial),
    int firstTap = 0;
    int taps = 0; ///< for so many of them, from the first on
};
/// Some of the steps, in rising order, on a memory that holds what they read and the padding around their outputs.
Result<void> runSteps(const BatchProgram& program, const IntegerModel& model, std::span<const StepRun> steps,
                      BatchMemory& memory, const JobContext& ctx);
/// images x classes, from the memory of a batch of so many images.
void readLogits(const BatchProgram& program, const BatchMemory& memory, std::size_t images, std::int64_t* logits);
/// For the kernel of a weighted layer; without the place and kind of the output.
[[nodiscard]] ConvArguments convArguments(const BatchProgram& program, const IntegerModel& model, const Step& step,
                                          const std::int32_t* memory);
/// Runs it in parts that take a few milliseconds, so that a stop is seen. Errors: cancelled.
Result<void> runKernel(const ConvPlan& plan, ConvArguments arguments, const JobContext& ctx);
/// Only some of its blocks of filters, or of its taps.
void takeBlocks(ConvArguments& a, const ConvPlan& plan, std::ptrdiff_t first, int count);
void takeTaps(ConvArguments& a, const ConvPlan& plan, std::ptrdiff_t first, int count);

} // namespace burin::cnn
