// SPDX-License-Identifier: GPL-3.0-or-later
// bench_cnn_allocation [NETWORKS] [LAYERS]: the exact allocation against the published heuristic on random
// networks of the search space: time, how often each meets 500 and 1,000 FPS, and the mean gain in FPS where the
// heuristic finds anything. The promise is at most 5 ms for a network of 6 layers.
#include "core/fpga/cnn_allocation.h"
#include "tests/unit/fpga/random_cnn.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace burin;
using fpga::AllocationMethod;
using fpga::Grouping;

struct Timing {
    std::vector<double> times;

    fpga::Allocation run(const fpga::EngineLayers& layers, const fpga::AllocationProblem& problem)
    {
        const auto start = std::chrono::steady_clock::now();
        auto result = fpga::allocate(layers, problem);
        const double ms =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        times.push_back(ms);
        return result.value();
    }
    /// Median and 99th percentile; on a busy machine the latter holds waits for a core.
    [[nodiscard]] std::string text()
    {
        std::sort(times.begin(), times.end());
        return fmt::format("{:>7.3f} ({:.3f})", times[times.size() / 2], times[times.size() * 99 / 100]);
    }
};

void compare(fpga::EngineModel model, bool strides, std::int64_t lut, int networks, std::size_t layerCount)
{
    Timing one;
    Timing any;
    Timing frontier;
    int compared = 0;
    double gain = 0;
    std::array<std::array<int, 3>, 2> meets{}; // [500, 1000 FPS][frontier, any, one]
    for (int seed = 1; seed <= networks; ++seed) {
        const auto network = fpga::testing::randomNetwork(static_cast<std::uint64_t>(seed), layerCount, strides);
        const auto layers = fpga::engineLayers(network, model).value();
        const auto exact = any.run(layers, {lut, 0, 100, Grouping::any});
        const auto resident = one.run(layers, {lut, 0, 100, Grouping::one});
        const auto heuristic = frontier.run(layers, {lut, 0, 100, Grouping::any, AllocationMethod::frontier});
        if (heuristic.feasible) {
            ++compared;
            gain += exact.fps / heuristic.fps - 1;
        }
        for (std::size_t f = 0; f < meets.size(); ++f) {
            const double fps = f == 0 ? 500 : 1000;
            // The heuristic looks at the FPS while it works, so it is asked again.
            const auto again = frontier.run(layers, {lut, fps, 100, Grouping::any, AllocationMethod::frontier});
            meets[f][0] += again.feasible ? 1 : 0;
            meets[f][1] += exact.fps >= fps ? 1 : 0;
            meets[f][2] += resident.fps >= fps ? 1 : 0;
        }
    }
    fmt::print("{:<7} {:>7} {:>8} {:>9.1f} % {:>5} |{:>6}{:>6}{:>6} |{:>6}{:>6}{:>6} |{}{}{}\n", toString(model),
               strides ? "1 to 3" : "1", lut, 100 * gain / std::max(1, compared), compared, meets[0][0],
               meets[0][1], meets[0][2], meets[1][0], meets[1][1], meets[1][2], frontier.text(), any.text(),
               one.text());
}

} // namespace

int main(int argc, char** argv)
{
    const int networks = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1000;
    const auto layers = static_cast<std::size_t>(argc > 2 ? std::max(1, std::atoi(argv[2])) : 6);
    fmt::print(
        "{} random networks of {} layers. Of frontier, exact any, exact one: how many meet 500 and 1,000 FPS, and "
        "ms (the most)\n",
        networks, layers);
    fmt::print("model    stride      LUT  mean gain  over |       500 FPS      |     1,000 FPS      | frontier, "
               "any, one\n");
    for (const auto model : {fpga::EngineModel::lu2019, fpga::EngineModel::mended})
        for (const bool strides : {false, true})
            for (const std::int64_t lut : {30'000, 100'000, 300'000})
                compare(model, strides, lut, networks, layers);
    return 0;
}
