// SPDX-License-Identifier: GPL-3.0-or-later
// Loops of the fused normalisation (see norm_act.h) over rows of `channels` values, compiled twice: plainly and for
// AVX-512. Included by norm_plain.cpp and norm_avx512.cpp only, each in a namespace of its own; it may therefore
// include nothing with inline functions that others link too.
#include "core/learn/norm_tables.h"

#include <cstdint>
#include <cstring>

namespace burin::learn::BURIN_NORM_NAMESPACE {
namespace {

constexpr std::int64_t kBlock = 64; ///< rows summed in float before they go into doubles
constexpr float kMagic = 12582912.F; ///< 1.5 2^23: adding and subtracting it rounds to nearest, ties to even

inline float load(const float* at)
{
    return *at;
}
inline float load(const std::uint16_t* at)
{
    const std::uint32_t bits = static_cast<std::uint32_t>(*at) << 16U;
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}
inline void store(float* at, float value)
{
    *at = value;
}
inline void store(std::uint16_t* at, float value)
{
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    bits += 0x7fffU + ((bits >> 16U) & 1U);
    *at = static_cast<std::uint16_t>(bits >> 16U);
}

template <class T> void sums(const NormRows<T>& rows, double* sum, double* squares)
{
    const std::int64_t channels = rows.channels;
    alignas(64) float a[kMaxNormChannels];
    alignas(64) float b[kMaxNormChannels];
    for (std::int64_t row = 0; row < rows.count;) {
        const std::int64_t end = row + kBlock < rows.count ? row + kBlock : rows.count;
        for (std::int64_t c = 0; c < channels; ++c)
            a[c] = b[c] = 0;
        for (; row < end; ++row) {
            const T* __restrict__ x = rows.x + row * channels;
#pragma GCC ivdep
            for (std::int64_t c = 0; c < channels; ++c) {
                const float value = load(x + c);
                a[c] += value;
                b[c] += value * value;
            }
        }
        for (std::int64_t c = 0; c < channels; ++c) {
            sum[c] += static_cast<double>(a[c]);
            squares[c] += static_cast<double>(b[c]);
        }
    }
}

template <class T> void forward(const NormRows<T>& rows, T* out, const NormScale& s)
{
    const std::int64_t channels = rows.channels;
    const float* __restrict__ a = s.factor;
    const float* __restrict__ b = s.offset;
    const float scale = s.scale;
    const float inverse = 1 / scale;
    const float low = s.low * scale;
    const float high = s.high * scale;
    for (std::int64_t row = 0; row < rows.count; ++row) {
        const T* __restrict__ x = rows.x + row * channels;
        T* __restrict__ y = out + row * channels;
#pragma GCC ivdep
        for (std::int64_t c = 0; c < channels; ++c) {
            float value = (load(x + c) * a[c] + b[c]) * scale;
            value = value < low ? low : value;
            value = value > high ? high : value;
            value = s.rounds ? (value + kMagic) - kMagic : value;
            store(y + c, value * inverse);
        }
    }
}

template <class T> void gradientSums(const NormRows<T>& rows, const T* gradient, const NormScale& s, double* sum,
                                     double* product)
{
    const std::int64_t channels = rows.channels;
    const float* __restrict__ a = s.factor;
    const float* __restrict__ b = s.offset;
    alignas(64) float p[kMaxNormChannels];
    alignas(64) float q[kMaxNormChannels];
    for (std::int64_t row = 0; row < rows.count;) {
        const std::int64_t end = row + kBlock < rows.count ? row + kBlock : rows.count;
        for (std::int64_t c = 0; c < channels; ++c)
            p[c] = q[c] = 0;
        for (; row < end; ++row) {
            const T* __restrict__ x = rows.x + row * channels;
            const T* __restrict__ g = gradient + row * channels;
#pragma GCC ivdep
            for (std::int64_t c = 0; c < channels; ++c) {
                const float value = load(x + c);
                const float y = value * a[c] + b[c];
                float through = load(g + c);
                through = y > s.low ? through : 0.F;
                through = y < s.high ? through : 0.F;
                p[c] += through;
                q[c] += through * value;
            }
        }
        for (std::int64_t c = 0; c < channels; ++c) {
            sum[c] += static_cast<double>(p[c]);
            product[c] += static_cast<double>(q[c]);
        }
    }
}

template <class T> void backward(const NormRows<T>& rows, const T* gradient, T* out, const NormScale& s)
{
    const std::int64_t channels = rows.channels;
    const float* __restrict__ a = s.factor;
    const float* __restrict__ b = s.offset;
    const float* __restrict__ constant = s.constant;
    const float* __restrict__ slope = s.slope;
    for (std::int64_t row = 0; row < rows.count; ++row) {
        const T* __restrict__ x = rows.x + row * channels;
        const T* __restrict__ g = gradient + row * channels;
        T* __restrict__ d = out + row * channels;
#pragma GCC ivdep
        for (std::int64_t c = 0; c < channels; ++c) {
            const float value = load(x + c);
            const float y = value * a[c] + b[c];
            float through = load(g + c);
            through = y > s.low ? through : 0.F;
            through = y < s.high ? through : 0.F;
            store(d + c, a[c] * through + constant[c] + slope[c] * value);
        }
    }
}

} // namespace

NormTable<float> floatTable()
{
    return {&sums<float>, &forward<float>, &gradientSums<float>, &backward<float>};
}

NormTable<std::uint16_t> halfTable()
{
    return {&sums<std::uint16_t>, &forward<std::uint16_t>, &gradientSums<std::uint16_t>, &backward<std::uint16_t>};
}

} // namespace burin::learn::BURIN_NORM_NAMESPACE
