// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/float_kernel.h"

namespace burin::cnn {
namespace {

#define BURIN_ALWAYS_INLINE __attribute__((always_inline)) inline

/// P pixels x F filters in vectors of kBytes (arrays of vectors stay in registers).
template <int kBytes, int P, int F> BURIN_ALWAYS_INLINE void block(const FloatConv& a, int pixel, int index)
{
    using Vector [[gnu::vector_size(kBytes)]] = float;
    constexpr int kLanes = kBytes / static_cast<int>(sizeof(float));
    for (int lane = 0; lane < kFloatLanes; lane += kLanes) {
        Vector sums[P][F];
        const float* from[P];
        for (int p = 0; p < P; ++p)
            from[p] = a.input + a.pixelIn[pixel + p] + index * a.blockIn + lane;
        for (int f = 0; f < F; ++f)
            for (int p = 0; p < P; ++p)
                sums[p][f] = Vector{} + a.bias[index * F + f];
        const float* weights = a.weights + static_cast<std::ptrdiff_t>(index) * a.tapCount * F;
        for (int tap = 0; tap < a.tapCount; ++tap, weights += F) {
            const std::ptrdiff_t offset = a.taps[tap];
            Vector inputs[P];
            for (int p = 0; p < P; ++p)
                __builtin_memcpy(&inputs[p], from[p] + offset, sizeof(Vector));
            for (int f = 0; f < F; ++f) {
                const Vector weight = Vector{} + weights[f];
                for (int p = 0; p < P; ++p)
                    sums[p][f] += inputs[p] * weight;
            }
        }
        const Vector lowest = Vector{} + a.lowest;
        for (int f = 0; f < F; ++f)
            for (int p = 0; p < P; ++p) {
                const Vector value = sums[p][f] < lowest ? lowest : sums[p][f];
                __builtin_memcpy(a.output + (index * F + f) * a.planeOut + a.pixelOut[pixel + p] + lane, &value,
                                 sizeof(Vector));
            }
    }
}

template <int kBytes, int P, int F> BURIN_ALWAYS_INLINE void all(const FloatConv& a)
{
    for (int pixel = 0; pixel < a.pixels; pixel += P)
        for (int index = 0; index < a.blocks; ++index)
            block<kBytes, P, F>(a, pixel, index);
}

/// P pixels at a time, as many as the registers hold.
template <int kBytes, int P> BURIN_ALWAYS_INLINE void body(const FloatConv& a)
{
    if (a.width == 1)
        all<kBytes, kFloatPixels, 1>(a);
    else if (a.width == 8)
        all<kBytes, 1, 8>(a);
    else
        all<kBytes, P, 4>(a);
}

void runPlain(const FloatConv& a)
{
    body<16, 2>(a);
}

#ifdef BURIN_X86_KERNELS
__attribute__((target("avx2"))) void runAvx2(const FloatConv& a)
{
    body<32, 2>(a);
}

__attribute__((target("avx512f,prefer-vector-width=512"))) void runAvx512(const FloatConv& a)
{
    body<64, kFloatPixels>(a);
}
#endif

} // namespace

void runFloatConv([[maybe_unused]] SimdSet set, const FloatConv& arguments)
{
#ifdef BURIN_X86_KERNELS
    if (set == SimdSet::avx512)
        return runAvx512(arguments);
    if (set == SimdSet::avx2)
        return runAvx2(arguments);
#endif
    runPlain(arguments);
}

void fakeQuantise(float* values, std::size_t count, float step, float low, float high)
{
    constexpr float kWhole = 12582912.0F; // 1.5 x 2^23: sums with it have no fraction bits, ties go to even
    const float scale = 1 / step;         // both are powers of two
    for (std::size_t i = 0; i < count; ++i) {
        float value = values[i] * scale;
        value = value < low ? low : value;
        value = value > high ? high : value;
        values[i] = ((value + kWhole) - kWhole) * step;
    }
}

} // namespace burin::cnn
