// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of the fused normalisation as function pointers, one set per instruction set.
#pragma once

#include <cstdint>

namespace burin::learn {

inline constexpr std::int64_t kMaxNormChannels = 2048;

/// count x channels values, the channel last; T is float, or std::uint16_t for bfloat16.
template <class T> struct NormRows {
    const T* x;
    std::int64_t count;
    std::int64_t channels;
};

/// y = clamp(factor x + offset, low, high), rounded to steps of 1 / scale if `rounds`; dx = factor g + constant +
/// slope x, where g is the gradient that passes the clamp.
struct NormScale {
    const float* factor;
    const float* offset;
    const float* constant;
    const float* slope;
    float low;
    float high;
    float scale;
    bool rounds;
};

template <class T> struct NormTable {
    void (*sums)(const NormRows<T>& rows, double* sum, double* squares);
    void (*forward)(const NormRows<T>& rows, T* out, const NormScale& scale);
    void (*gradientSums)(const NormRows<T>& rows, const T* gradient, const NormScale& scale, double* sum,
                         double* product);
    void (*backward)(const NormRows<T>& rows, const T* gradient, T* out, const NormScale& scale);
};

namespace plain {
NormTable<float> floatTable();
NormTable<std::uint16_t> halfTable();
} // namespace plain
#if defined(__x86_64__)
namespace avx512 {
NormTable<float> floatTable();
NormTable<std::uint16_t> halfTable();
} // namespace avx512
#endif

} // namespace burin::learn
