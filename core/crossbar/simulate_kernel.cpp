// SPDX-License-Identifier: GPL-3.0-or-later
// The portable kernel and the choice of a kernel.
#include "core/crossbar/simulate_kernel.h"

#include <cmath>
#include <cstring>

namespace burin::crossbar {
namespace {

#include "core/crossbar/simulate_simd.h"

/// Vectors of four lanes, which every compiler of this project turns into whatever the machine has.
struct PlainWords {
    using Vec [[gnu::vector_size(16)]] = std::int32_t;
    using Bits [[gnu::vector_size(16)]] = std::uint32_t;
    static constexpr int kVecLanes = 4;
    static constexpr int kCodes = 2;
    static constexpr int kWidth = 2;
    static constexpr int kUnits = 8;
    static constexpr int kPeakChains = 8;

    static Vec load(const std::int32_t* p)
    {
        Vec v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }
    static void store(std::int32_t* p, Vec v) { std::memcpy(p, &v, sizeof v); }
    static Vec broadcast(std::int32_t x) { return Vec{x, x, x, x}; }
    static Vec bits(Bits v) { return reinterpret_cast<Vec>(v); }
    static Bits bits(Vec v) { return reinterpret_cast<Bits>(v); }
    static Vec add(Vec a, Vec b) { return bits(bits(a) + bits(b)); } // sums may wrap
    static Vec sub(Vec a, Vec b) { return bits(bits(a) - bits(b)); }
    static Vec mul(Vec a, Vec b) { return bits(bits(a) * bits(b)); }
    static Vec min(Vec a, Vec b) { return a < b ? a : b; }
    static Vec max(Vec a, Vec b) { return a > b ? a : b; }
    static Vec bitAnd(Vec a, Vec b) { return a & b; }
    static Vec bitOr(Vec a, Vec b) { return a | b; }
    static Vec bitXor(Vec a, Vec b) { return a ^ b; }
    static Vec shiftLeft(Vec a, int count) { return bits(bits(a) << count); }
    static Vec shiftRight(Vec a, int count) { return a >> count; }
    static Vec shiftRightLogical(Vec a, int count) { return bits(bits(a) >> count); }
    static Vec dot(Vec acc, Vec x, Vec w)
    {
        const Vec low = mul(shiftRight(shiftLeft(x, 16), 16), shiftRight(shiftLeft(w, 16), 16));
        return add(acc, add(low, mul(shiftRight(x, 16), shiftRight(w, 16))));
    }
    static Vec byteSum(Vec acc, Vec x)
    {
        const Vec mask = broadcast(0xff);
        for (int k = 0; k < 32; k += 8)
            acc = add(acc, bitAnd(shiftRightLogical(x, k), mask));
        return acc;
    }
    static Vec root(Vec squares, float scale)
    {
        std::int32_t bits[kVecLanes];
        for (int k = 0; k < kVecLanes; ++k) {
            const float root = std::sqrt(static_cast<float>(squares[k])) * scale;
            std::memcpy(bits + k, &root, sizeof root);
        }
        return load(bits);
    }
    static Vec noise(Vec z, Vec roots)
    {
        Vec values{};
        for (int k = 0; k < kVecLanes; ++k) {
            const std::int32_t bits = roots[k];
            float root = 0;
            std::memcpy(&root, &bits, sizeof root);
            values[k] = static_cast<std::int32_t>(std::nearbyint(static_cast<float>(z[k]) * root));
        }
        return values;
    }
    static std::int32_t largest(Vec v)
    {
        std::int32_t most = v[0];
        for (int k = 1; k < kVecLanes; ++k)
            most = most < v[k] ? v[k] : most;
        return most;
    }
    static void opaque(Vec& a, Vec& b) { __asm__ volatile("" : "+m"(a), "+m"(b)); }
};

constexpr ArrayKernel kPlain{"plain, 16 bits",   PlainWords::kCodes,           PlainWords::kWidth,
                             PlainWords::kUnits, &SimdArrays<PlainWords>::run, &SimdArrays<PlainWords>::peak};

} // namespace

std::size_t scratchWords(const ArrayKernel& kernel, const KernelArguments& arguments, int mostWords)
{
    const auto width = static_cast<std::size_t>(arguments.single ? 1 : kernel.width);
    const auto filters = static_cast<std::size_t>(arguments.blocks) *
                         static_cast<std::size_t>(arguments.single ? kernel.units : cnn::kQuad);
    return (2 * static_cast<std::size_t>(mostWords) + filters) * width * kLanes +
           static_cast<std::size_t>(arguments.blocks);
}

bool hasByteKernel(SimdSet set)
{
    return set == SimdSet::avx512;
}

const ArrayKernel& arrayKernel([[maybe_unused]] SimdSet set, [[maybe_unused]] bool bytes)
{
#ifdef BURIN_X86_KERNELS
    if (set == SimdSet::avx512)
        return bytes ? kAvx512ArrayBytes : kAvx512ArrayWords;
    if (set == SimdSet::avx2)
        return kAvx2ArrayWords;
#endif
    return kPlain;
}

} // namespace burin::crossbar
