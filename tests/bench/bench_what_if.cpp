// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of what-if evaluation (core/cnn/what_if.h) against running the changed network anew by the same kernels,
// on a built-in network with its own weights or random ones: for each weighted layer, all bits of a sample of
// weights on 64 images. Both figures are processor time, one thread; the re-run's leaves out what making the
// changed network takes. The last line weighs the layers by their numbers of weights: the cost of flipping every
// bit of the network. Usage: bench_what_if [network [images]]
#include "core/base/rng.h"
#include "core/cnn/what_if.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

namespace {

using namespace burin;
using namespace burin::cnn;

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Processor seconds of one variant on one image.
double whatIfSeconds(const WhatIf& what, const IntegerCnn& cnn, std::size_t layer)
{
    const auto filters = static_cast<std::size_t>(cnn.shapes()[layer].conv.channels);
    const std::size_t window = cnn.shapes()[layer].weights / filters;
    const int bits = cnn.network().layers[layer].weight->bits;
    Rng rng(layer);
    double seconds = 0;
    std::size_t variants = 0;
    for (int round = 0; round < 40 && seconds < 2; ++round) {
        const auto filter = static_cast<int>(rng.below(filters));
        std::vector<WhatIf::Variant> flips;
        for (int k = 0; k < 8; ++k) {
            const std::size_t weight = rng.below(window);
            const std::int32_t code =
                cnn.codes()[layer].kernel[static_cast<std::size_t>(filter) * window + weight];
            for (int bit = 0; bit < bits; ++bit)
                flips.push_back(
                    {weight, bit + 1 == bits ? code - (code < 0 ? -1 : 1) * (1 << bit) : code ^ (1 << bit)});
        }
        const double start = cpuSeconds();
        (void)what.run(layer, filter, flips, [](auto, auto, auto) {}, {}).has_value();
        seconds += cpuSeconds() - start;
        variants += flips.size();
    }
    return seconds / static_cast<double>(variants * what.images());
}

} // namespace

int main(int argc, char** argv)
{
    const auto network = readNetwork(argc > 1 ? argv[1] : "design-d");
    if (!network) {
        fmt::print("failed: {}\n", network.error().text());
        return 1;
    }
    const auto cnn = IntegerCnn::make(*network, randomWeights(*network, 1));
    if (!cnn) {
        fmt::print("failed: {}\n", cnn.error().text());
        return 1;
    }
    const auto images = static_cast<std::size_t>(argc > 2 ? std::max(1, std::atoi(argv[2])) : 64);
    std::vector<std::uint8_t> pixels(images * network->input.values());
    Rng rng(1);
    for (auto& pixel : pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    double full = 1e30;
    for (int k = 0; k < 9; ++k) {
        const double start = cpuSeconds();
        (void)cnn->logits(pixels, {}).has_value();
        full = std::min(full, (cpuSeconds() - start) / static_cast<double>(images));
    }
    const auto what = WhatIf::make(*cnn, pixels, {});
    if (!what) {
        fmt::print("failed: {}\n", what.error().text());
        return 1;
    }
    fmt::print("{} images by {}; the whole network: {:.1f} us an image\n", images, toString(bestSimdSet()),
               full * 1e6);
    double weighed = 0;
    double weights = 0;
    for (std::size_t layer = 0; layer < network->layers.size(); ++layer) {
        if (!network->layers[layer].hasWeights())
            continue;
        const double seconds = whatIfSeconds(*what, *cnn, layer);
        const auto count = static_cast<double>(cnn->shapes()[layer].weights);
        weighed += seconds * count;
        weights += count;
        fmt::print("{:8} {:8.0f} weights: {:7.2f} us a flip and image, {:6.1f} times as fast as a re-run\n",
                   network->layers[layer].name, count, seconds * 1e6, full / seconds);
    }
    fmt::print("every weight: {:.1f} times as fast\n", full * weights / weighed);
    return 0;
}
