// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of the crossbar simulator: 1,000 CIFAR-10 images ($BURIN_DATA/cifar10, else random ones) through resnet8
// with random weights, 8-bit weights and inputs, 2-bit cells, 1-bit DACs, arrays of 128 rows; converters from
// lossless ones down to few bits; cells with programming spread (then every conversion is computed). Images/s are
// by the clock; GMAC/s count multiply-adds of one digit with one cell, per CPU second and core, beside the
// register-only peak of the kernel in the same run; the plain twin on one image. Usage: bench_crossbar [threads]
#include "core/base/rng.h"
#include "core/crossbar/simulate_kernel.h"
#include "core/crossbar/simulate_network.h"
#include "core/data/images.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <thread>

namespace {

using namespace burin;
using namespace burin::crossbar;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kImages = 1000;

struct Timing {
    double wall = 1e30;
    double cpu = 1e30; ///< of all threads together
};

template <class F> Timing bestOf(int repeats, F&& run)
{
    Timing best;
    for (int k = 0; k < repeats; ++k) {
        const auto start = Clock::now();
        const auto cpu = std::clock();
        run();
        best.cpu = std::min(best.cpu, static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
        best.wall = std::min(best.wall, std::chrono::duration<double>(Clock::now() - start).count());
    }
    return best;
}

double peakGmacs(const ArrayKernel& kernel)
{
    alignas(64) std::array<std::int32_t, 64> sink{};
    sink.fill(0x00010001);
    std::uint64_t macs = 0;
    const Timing best = bestOf(5, [&] { macs = kernel.peak(8'000'000, sink.data()); });
    return static_cast<double>(macs) / best.cpu * 1e-9;
}

std::vector<std::uint8_t> images(const cnn::Network& network, std::string& name)
{
    const std::size_t bytes = kImages * network.input.values();
    if (const char* folder = std::getenv("BURIN_DATA")) {
        data::LoadOptions options;
        options.data = std::string(folder) + "/cifar10";
        const auto set = data::loadImages(options);
        if (set && set->imageBytes() == network.input.values() && set->test.size() >= kImages) {
            name = set->name;
            return {set->test.pixels.begin(), set->test.pixels.begin() + static_cast<std::ptrdiff_t>(bytes)};
        }
    }
    name = "random";
    Rng rng(1);
    std::vector<std::uint8_t> pixels(bytes);
    for (auto& pixel : pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    return pixels;
}

/// Digit times cell multiply-adds of one image.
double cellMacs(const cnn::IntegerCnn& integer, const CrossbarCnn& cnn)
{
    double macs = 0;
    std::size_t weighted = 0;
    const auto formats = cnn.formats();
    for (const cnn::LayerShape& shape : integer.shapes())
        if (shape.weights > 0) {
            const ArrayFormat& format = formats[weighted++];
            macs +=
                static_cast<double>(shape.macs) * static_cast<double>(cyclesOf(format).size()) * format.planes();
        }
    return macs;
}

} // namespace

int main(int argc, char** argv)
{
    JobContext ctx;
    ctx.threads =
        argc > 1 ? static_cast<unsigned>(std::max(1, std::atoi(argv[1]))) : std::thread::hardware_concurrency();
    const auto network = cnn::readNetwork("resnet8");
    const auto preset = loadPreset("isaac-32nm");
    const auto integer = cnn::IntegerCnn::make(*network, cnn::randomWeights(*network, 1));
    std::string name;
    const auto pixels = images(*network, name);
    const SimdSet set = bestSimdSet();
    const double bytesPeak = peakGmacs(arrayKernel(set, true));
    const double wordsPeak = peakGmacs(arrayKernel(set, false));
    const double count = static_cast<double>(kImages);
    fmt::print("{} {} images, {} threads; peak of one core: {} {:.0f} GMAC/s, {} {:.0f} GMAC/s\n", kImages, name,
               ctx.threads, arrayKernel(set, true).name, bytesPeak, arrayKernel(set, false).name, wordsPeak);
    Timing integerTime = bestOf(3, [&] { (void)integer->logits(pixels, ctx).has_value(); });
    fmt::print("{:26} {:8.0f} images/s ({:.3f} CPU s)\n", "integer network", count / integerTime.wall,
               integerTime.cpu);
    for (const int bits : {9, 8, 7, 6, 5, 4}) { // 8: what the preset has, and lossless with its inverted encoding
        const auto cnn = CrossbarCnn::make(*integer, *preset, {.rule = {}, .bits = bits});
        const Timing time = bestOf(2, [&] { (void)cnn->logits(pixels, ctx).has_value(); });
        fmt::print("{:26} {:8.0f} images/s ({:.3f} CPU s), worth {:.0f} GMAC/s per core\n",
                   fmt::format("{}-bit converters", bits), count / time.wall, time.cpu,
                   cellMacs(*integer, *cnn) * count / time.cpu * 1e-9);
    }
    const auto ideal = CrossbarCnn::make(*integer, *preset);
    const auto imperfect = [&](const char* what, const Imperfections& imperfections) {
        Timing drawing = bestOf(2, [&] { (void)ideal->withImperfections(imperfections, 1); });
        const CrossbarCnn cnn = ideal->withImperfections(imperfections, 1);
        const Timing time = bestOf(2, [&] { (void)cnn.logits(pixels, ctx).has_value(); });
        const double rate = cellMacs(*integer, cnn) * count / time.cpu * 1e-9;
        fmt::print(
            "{:26} {:8.0f} images/s ({:.3f} CPU s), {:.0f} GMAC/s per core, {:.0f} % of the peak; drawing the "
            "cells {:.3f} CPU s\n",
            what, count / time.wall, time.cpu, rate, 100 * rate / wordsPeak, drawing.cpu);
    };
    imperfect("0.1 % stuck", {.stuckOnFraction = 0.001, .stuckOffFraction = 0.001});
    imperfect("wan2022", {.spread = ProgrammingSpread::wan2022});
    imperfect("wan2022, read noise 1 %", {.spread = ProgrammingSpread::wan2022, .readNoiseFraction = 0.01});
    const auto six = CrossbarCnn::make(*integer, *preset, {.rule = {}, .bits = 6});
    const auto sample = std::span(pixels).first(network->input.values()); // 16 lanes all the same
    const Timing twin = bestOf(1, [&] { (void)six->plainLogits(sample, ctx).has_value(); });
    const Timing fast = bestOf(2, [&] { (void)six->logits(sample, ctx).has_value(); });
    fmt::print("plain twin, 6 bits: {:.3f} CPU s per batch of 16 images; the fast path is {:.0f} times as fast\n",
               twin.cpu, twin.cpu / fast.cpu);
    return 0;
}
