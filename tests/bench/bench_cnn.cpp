// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of the integer network on the built-in design D with random weights: 1,000 CIFAR-10 images
// ($BURIN_DATA/cifar10, else random ones). For each instruction set images/s, multiply-adds that the network asks
// for per CPU second, and their fraction of the dot-product peak of that set (register only, same threads, same
// run); the ratio to the plain twin (on a sample of the images); the float network beside it. Rates per core are
// per CPU second, so that other processes on the machine do not count; images/s are by the clock. Usage: bench_cnn
// [threads [network]]
#include "core/base/rng.h"
#include "core/cnn/batch_kernel.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/data/images.h"
#include "tests/bench/cnn_timing.h"

#include <fmt/format.h>

#include <cstdlib>
#include <thread>

namespace {

using namespace burin;
using namespace burin::cnn;
using namespace burin::bench;

constexpr std::size_t kImages = 1000;

std::vector<std::uint8_t> images(const Network& network, std::string& name)
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

} // namespace

int main(int argc, char** argv)
{
    JobContext ctx;
    ctx.threads =
        argc > 1 ? static_cast<unsigned>(std::max(1, std::atoi(argv[1]))) : std::thread::hardware_concurrency();
    const auto network = readNetwork(argc > 2 ? argv[2] : "design-d");
    if (!network) {
        fmt::print("failed: {}\n", network.error().text());
        return 1;
    }
    const Weights weights = randomWeights(*network, 1);
    const auto cnn = IntegerCnn::make(*network, weights);
    const auto real = FloatCnn::make(*network, weights);
    if (!cnn || !real) {
        fmt::print("failed: {}\n", !cnn ? cnn.error().text() : real.error().text());
        return 1;
    }
    std::uint64_t macs = 0;
    for (const LayerShape& shape : cnn->shapes())
        macs += shape.macs;
    std::string name;
    const auto pixels = images(*network, name);
    fmt::print("{} {} images, {:.2f} million multiply-adds each, {} threads\n", kImages, name,
               static_cast<double>(macs) * 1e-6, ctx.threads);
    const double work = static_cast<double>(macs) * static_cast<double>(kImages) * 1e-9;
    double fastest = 1e30;
    for (const SimdSet set : supportedSimdSets()) {
        const Timing time =
            bestOf(set == SimdSet::plain ? 1 : 7, [&] { (void)cnn->logits(pixels, ctx, set).has_value(); });
        fastest = std::min(fastest, time.cpu);
        const ConvKernel& kernel = convKernel(set, narrowestStorage(set), false);
        const double peak = peakGmacs(kernel, ctx.threads);
        fmt::print("{:22} {:8.0f} images/s ({:.3f} s, {:.3f} CPU s); {:6.1f} GMAC/s per core", kernel.name,
                   static_cast<double>(kImages) / time.wall, time.wall, time.cpu, work / time.cpu);
        if (peak > 0)
            fmt::print(" of a peak of {:6.1f}: {:.1f} %", peak, 100 * work / time.cpu / peak);
        fmt::print("\n");
    }
    const std::size_t sample = 5;
    const Timing twin = bestOf(1, [&] {
        for (std::size_t i = 0; i < sample; ++i)
            (void)cnn->plainLogits(
                std::span(pixels).subspan(i * network->input.values(), network->input.values()));
    });
    fmt::print("plain twin: {:.4f} CPU s per image; the fastest set is {:.0f} times as fast\n",
               twin.cpu / static_cast<double>(sample),
               twin.cpu / static_cast<double>(sample) * static_cast<double>(kImages) / fastest);
    for (const SimdSet set : supportedSimdSets()) {
        const Timing time = bestOf(3, [&] { (void)real->logits(pixels, ctx, set).has_value(); });
        fmt::print("float network, {:12} {:8.0f} images/s ({:.3f} CPU s); {:.1f} GMAC/s per core\n", toString(set),
                   static_cast<double>(kImages) / time.wall, time.cpu, work / time.cpu);
    }
    return 0;
}
