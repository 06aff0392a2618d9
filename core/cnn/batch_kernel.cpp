// SPDX-License-Identifier: GPL-3.0-or-later
// The portable kernels (one code a word, 32 or 64-bit sums) and the choice of a kernel.
#include "core/cnn/batch_kernel.h"

#include "core/cnn/integer_model.h"
#include "core/cnn/kernel_tables.h"

namespace burin::cnn {
namespace {

template <class Acc> struct PlainConv {
    static void store(const ConvArguments& a, int filter, std::ptrdiff_t pixel, const std::int64_t* values)
    {
        if (a.storage == Storage::sums) {
            std::int64_t* out = static_cast<std::int64_t*>(a.output) + filter * a.planeOut + pixel;
            for (int lane = 0; lane < kLanes; ++lane)
                out[lane] = std::max(values[lane], a.lo);
            return;
        }
        const int perWord = codesPerWord(a.storage);
        std::int32_t* out = static_cast<std::int32_t*>(a.output) + (filter / perWord) * a.planeOut + pixel;
        const int bits = 32 / perWord;
        const int place = bits * (filter % perWord);
        const std::uint32_t mask = 0xffffffffU >> (32 - bits);
        const fixed::Interval range{a.lo, a.hi};
        for (int lane = 0; lane < kLanes; ++lane) {
            const std::int64_t code = scaleClamped(values[lane], a.shift, range) + a.offset;
            const std::uint32_t kept = static_cast<std::uint32_t>(out[lane]) & ~(mask << place);
            out[lane] = static_cast<std::int32_t>(kept | ((static_cast<std::uint32_t>(code) & mask) << place));
        }
    }

    static void run(const ConvArguments& a)
    {
        for (int pixel = 0; pixel < a.pixels; ++pixel)
            for (int filter = 0; filter < a.blocks * kQuad; ++filter) {
                const std::ptrdiff_t block = filter / kQuad;
                const std::int32_t* from = a.input + a.pixelIn[pixel] + block * a.blockIn;
                const std::int32_t* weight = a.weights + block * a.blockWeights + filter % kQuad;
                Acc sums[kLanes] = {};
                for (int tap = 0; tap < a.tapCount; ++tap, weight += kQuad) {
                    if (*weight == 0) // depthwise kernels and padded channels
                        continue;
                    const std::int32_t* values = from + a.taps[tap];
                    for (int lane = 0; lane < kLanes; ++lane)
                        sums[lane] += static_cast<Acc>(*weight) * static_cast<Acc>(values[lane]);
                }
                std::int64_t values[kLanes];
                for (int lane = 0; lane < kLanes; ++lane)
                    values[lane] = ((a.first[filter] + sums[lane]) << a.up) + a.bias[filter];
                store(a, filter, a.pixelOut[pixel], values);
            }
    }
};

constexpr ConvKernel kPlain{"plain, 32-bit sums", Storage::wide, 1, kQuad, &PlainConv<std::int32_t>::run, nullptr};
constexpr ConvKernel kWide{"plain, 64-bit sums", Storage::wide, 1, kQuad, &PlainConv<std::int64_t>::run, nullptr};

} // namespace

const ConvKernel& convKernel([[maybe_unused]] SimdSet set, Storage storage, bool wideSums)
{
#ifdef BURIN_X86_KERNELS
    if (storage == Storage::bytes && set == SimdSet::avx512)
        return kAvx512Bytes;
    if (storage == Storage::words && set != SimdSet::plain)
        return set == SimdSet::avx512 ? kAvx512Words : kAvx2Words;
#endif
    return wideSums ? kWide : kPlain;
}

SumKernel sumKernel([[maybe_unused]] SimdSet set)
{
#ifdef BURIN_X86_KERNELS
    if (set != SimdSet::plain)
        return set == SimdSet::avx512 ? kAvx512Sum : kAvx2Sum;
#endif
    return nullptr;
}

Storage narrowestStorage(SimdSet set)
{
    return set == SimdSet::avx512 ? Storage::bytes : set == SimdSet::avx2 ? Storage::words : Storage::wide;
}

} // namespace burin::cnn
