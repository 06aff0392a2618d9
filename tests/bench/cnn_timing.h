// SPDX-License-Identifier: GPL-3.0-or-later
// What the timings of CNNs share: the best of several runs by the clock and in processor time, and the
// register-only peak of an instruction set's dot products.
#pragma once

#include "core/cnn/batch_kernel.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <thread>
#include <vector>

namespace burin::bench {

struct Timing {
    double wall = 1e30;
    double cpu = 1e30; ///< of all threads together
};

/// The best of several runs.
template <class F> Timing bestOf(int repeats, F&& run)
{
    Timing best;
    for (int k = 0; k < repeats; ++k) {
        const auto start = std::chrono::steady_clock::now();
        const auto cpu = std::clock();
        run();
        best.cpu = std::min(best.cpu, static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
        best.wall =
            std::min(best.wall, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

/// Register-only dot products on all threads at once: GMAC per CPU second.
inline double peakGmacs(const cnn::ConvKernel& kernel, unsigned threads)
{
    if (kernel.peak == nullptr)
        return 0;
    std::vector<std::uint64_t> macs(threads);
    const Timing best = bestOf(5, [&] {
        std::vector<std::jthread> pool;
        for (unsigned k = 0; k < threads; ++k)
            pool.emplace_back([&macs, &kernel, k] {
                alignas(64) std::array<std::int32_t, 64> sink{};
                sink.fill(0x01020304);
                macs[k] = kernel.peak(8'000'000, sink.data());
            });
    });
    double total = 0;
    for (const std::uint64_t m : macs)
        total += static_cast<double>(m);
    return total / best.cpu * 1e-9;
}

} // namespace burin::bench
