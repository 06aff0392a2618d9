// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of bit-flip sensitivity: N = 50, about 250 weights x 8 bits, read-out "last", on MelbournePedestrian's training
// series ($BURIN_DATA/melbourne_pedestrian) or random ones of the same shape (1138 x 24). Prints the dot-product peak
// of each instruction set (register only, same threads, same run), the rate reached and its fraction of the peak, and
// the ratio to the plain twin (reservoir::runSeries, on a sample of the flips, scaled up). Rates and ratios are per
// CPU second, so that other processes on the machine do not count; wall-clock seconds are beside them. Then every
// ranker on the same 8-bit network.
// Usage: bench_sensitivity [threads]
#include "core/base/rng.h"
#include "core/compress/ranker.h"
#include "core/compress/sensitivity.h"
#include "core/data/load.h"
#include "tests/unit/compress/random_network.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <thread>

namespace {

using namespace burin;
using namespace burin::compress;
using Clock = std::chrono::steady_clock;

/// CPU seconds of this process: what other processes on the machine do does not count.
double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

constexpr int kNeurons = 50;
constexpr int kClasses = 10;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Series scaled to about [-1, 1].
data::Split trainingSeries(std::string& name)
{
    data::Split split;
    if (const char* folder = std::getenv("BURIN_DATA")) {
        data::LoadOptions options;
        options.data = std::string(folder) + "/melbourne_pedestrian";
        if (auto set = data::loadDataset(options)) {
            name = set->name;
            split = set->train;
            for (auto& series : split.series)
                for (double& value : series.values)
                    value = value / 2500 - 0.5;
            return split;
        }
    }
    name = "random series";
    Rng rng(7);
    for (int s = 0; s < 1138; ++s) {
        data::Series series;
        for (int t = 0; t < 24; ++t)
            series.values.push_back(rng.uniform(-1, 1));
        split.series.push_back(series);
        split.labels.push_back(static_cast<int>(rng.below(kClasses)));
    }
    return split;
}

reservoir::IntegerReservoir drawNetwork(int bits)
{
    testing::NetworkShape shape;
    shape.neurons = kNeurons;
    shape.outputs = kClasses;
    shape.widths = reservoir::Widths::uniform(bits);
    auto network = testing::randomNetwork(shape, 1);
    network.inputFraction = bits - 1;
    return network;
}

struct Timing {
    double wall = 1e30;
    double cpu = 1e30; ///< of all threads together
};

/// The best of several runs.
template <class F> Timing bestOf(int repeats, F&& run)
{
    Timing best;
    for (int k = 0; k < repeats; ++k) {
        const auto start = Clock::now();
        const double cpu = cpuSeconds();
        run();
        best.cpu = std::min(best.cpu, cpuSeconds() - cpu);
        best.wall = std::min(best.wall, secondsSince(start));
    }
    return best;
}

/// Register-only dot products on all threads at once: GMAC per second of one thread.
double peakGmacs(const BatchKernel<std::int32_t>& kernel, unsigned threads)
{
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

} // namespace

int main(int argc, char** argv)
{
    JobContext ctx;
    ctx.threads = argc > 1 ? static_cast<unsigned>(std::max(1, std::atoi(argv[1]))) : std::thread::hardware_concurrency();
    std::string name;
    const data::Split split = trainingSeries(name);
    fmt::print("{}: {} series, {} threads\n", name, split.size(), ctx.threads);
    for (const int bits : {8, 4, 12}) {
        const auto network = drawNetwork(bits);
        SeriesSet set;
        set.labels = split.labels;
        for (const auto& series : split.series)
            set.inputs.push_back(reservoir::quantiseInput(network, series));
        for (const SimdSet simd : supportedSimdSets()) {
            SensitivityConfig config;
            config.simd = simd;
            Result<SensitivityTable> table = cancelledError();
            const Timing time =
                bestOf(simd == SimdSet::plain ? 1 : 5, [&] { table = runSensitivity(config, network, set, ctx); });
            if (!table) {
                fmt::print("failed: {}\n", table.error().text());
                return 1;
            }
            const double peak = peakGmacs(kernelFor(simd, bits), ctx.threads);
            const double issued = static_cast<double>(table->issuedMacs) / time.cpu * 1e-9;
            const double useful = static_cast<double>(table->usefulMacs) / time.cpu * 1e-9;
            fmt::print("{:2} bit  {:32} {} weights, {} flips  {:7.3f} s ({:.3f} CPU s)  "
                       "per core: peak {:6.1f}, issued {:6.1f}, useful {:5.1f} GMAC/s; {:4.1f} % of peak\n",
                       bits, table->kernel, table->weights.size(), table->evaluations, time.wall,
                       time.cpu, peak, issued, useful,
                       100 * issued / peak);
        }
        if (bits == 8) {
            std::vector<Variant> sample;
            std::size_t flips = 0;
            for (const WeightRef& w : nonzeroWeights(network, {})) {
                flips += 8;
                if (sample.size() < 40 && w.column % 3 == 0)
                    sample.push_back({w, flipBit(weightAt(network, w), static_cast<int>(sample.size() % 8), 8)});
            }
            const Timing part =
                bestOf(1, [&] { (void)evaluateVariantsPlain(network, set, sample, Measure::task, ctx).has_value(); });
            const double whole = part.cpu / static_cast<double>(sample.size()) * static_cast<double>(flips);
            const Timing fast = bestOf(5, [&] { (void)runSensitivity({}, network, set, ctx).has_value(); });
            fmt::print("plain twin: {:.2f} CPU s for {} flips, {:.1f} for all; the fast kernel is {:.0f} times as fast\n",
                       part.cpu, sample.size(), whole, whole / fast.cpu);
            for (const std::string& ranker : rankerNames()) {
                const RankInputs inputs{network, set, nonzeroWeights(network, {})};
                const Timing time = bestOf(3, [&] { (void)rank(ranker, inputs, ctx).has_value(); });
                fmt::print("ranker {:14} {:6.3f} s ({:.3f} CPU s)\n", ranker, time.wall, time.cpu);
            }
        }
    }
    return 0;
}
