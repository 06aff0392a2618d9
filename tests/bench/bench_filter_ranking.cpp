// SPDX-License-Identifier: GPL-3.0-or-later
// Processor time of ranking a network's filters by bit-flip sensitivity (core/compress/filter_rankers.h), as the
// window and `burin-cli cnn explore --rankers sensitivity` do: random images, the given weights or random ones,
// one thread. The last line is a sum over the scores, which no change of speed may change. Usage:
// bench_filter_ranking [network [weights]]
#include "core/base/rng.h"
#include "core/base/simd_set.h"
#include "core/cnn/integer_cnn.h"
#include "core/compress/filter_rankers.h"

#include <fmt/format.h>

#include <ctime>

namespace {

using namespace burin;

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Result<void> rankOnce(const char* name, const char* weightsFile)
{
    BURIN_TRY(const auto network, cnn::readNetwork(name));
    cnn::Weights weights = cnn::randomWeights(network, 1);
    if (weightsFile != nullptr) {
        BURIN_TRY(weights, cnn::readWeights(weightsFile, network));
    }
    Rng rng(1);
    std::vector<std::uint8_t> pixels(compress::kSensitivityImages * network.input.values());
    for (auto& pixel : pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    BURIN_TRY(const auto cnn, cnn::IntegerCnn::make(network, weights));
    std::vector<int> labels(compress::kSensitivityImages);
    for (int& label : labels)
        label = static_cast<int>(rng.below(cnn.classes()));
    const double start = cpuSeconds();
    BURIN_TRY(const auto scores, compress::rankFilters("sensitivity", {network, weights, pixels, labels}, {}));
    fmt::print("{}: {:.2f} s of processor time by {}\n", name, cpuSeconds() - start, toString(bestSimdSet()));
    double sum = 0;
    for (const auto& layer : scores)
        for (const double score : layer)
            sum += score;
    fmt::print("sum of the scores {:.17g}\n", sum);
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    const auto ranked = rankOnce(argc > 1 ? argv[1] : "design-d", argc > 2 ? argv[2] : nullptr);
    if (!ranked)
        fmt::print("failed: {}\n", ranked.error().text());
    return ranked ? 0 : 1;
}
