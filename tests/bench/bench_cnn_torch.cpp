// SPDX-License-Identifier: GPL-3.0-or-later
// The integer network beside libtorch's float inference of the same network (a chain of convolutions and dense
// layers; default: the built-in design D with random weights), in one run, with 1 and 2 threads, in batches of 128
// and of 1. libtorch gets its weights ready and channels last beforehand; its float logits are checked against
// FloatCnn. Rates by the clock and per second of processor time (other work on the machine does not count there,
// but libtorch's waiting threads do); the ratio is the integer network's rate over libtorch's. The register-only
// peak of the integer kernel's instruction set is measured in the same run. Usage: bench_cnn_torch [network]
#include "core/base/rng.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/learn/torch_api.h"
#include "tests/bench/cnn_timing.h"

#include <fmt/format.h>

#include <cmath>

namespace {

using namespace burin;
using namespace burin::cnn;
using namespace burin::bench;
using torch::Tensor;

/// A chain of conv, dense and max pools in libtorch's own operations.
class Chain {
public:
    Chain(const Network& network, const Weights& weights, torch::ScalarType type) : network_(network), type_(type)
    {
        shapes_ = inferShapes(network).value();
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const Layer& layer = network.layers[i];
            const std::int64_t filters = shapes_[i].conv.channels;
            Tensor kernel = torch::tensor(weights[i].kernel).view({filters, -1}).to(type);
            if (layer.kind == LayerKind::conv)
                kernel = kernel.view({filters, shapes_[i].in.channels, layer.kernel[0], layer.kernel[1]})
                             .contiguous(at::MemoryFormat::ChannelsLast);
            kernels_.push_back(kernel);
            biases_.push_back(torch::tensor(weights[i].bias).to(type));
        }
    }
    /// Real inputs to logits.
    [[nodiscard]] Tensor operator()(const Tensor& inputs) const
    {
        Tensor x = inputs.to(type_).contiguous(at::MemoryFormat::ChannelsLast);
        for (std::size_t i = 0; i < kernels_.size(); ++i) {
            const Layer& layer = network_.layers[i];
            if (layer.kind == LayerKind::conv)
                x = torch::conv2d(x, kernels_[i], biases_[i], at::IntArrayRef({layer.stride[0], layer.stride[1]}),
                                  at::IntArrayRef({shapes_[i].padTop, shapes_[i].padLeft}));
            else
                x = torch::linear(x.contiguous().flatten(1), kernels_[i], biases_[i]);
            if (layer.relu)
                x.relu_();
            if (layer.pool > 1)
                x = torch::max_pool2d(x, layer.pool, {}, 0, 1, true);
        }
        return x.to(torch::kFloat);
    }

private:
    const Network& network_;
    torch::ScalarType type_;
    std::vector<LayerShape> shapes_;
    std::vector<Tensor> kernels_;
    std::vector<Tensor> biases_;
};

Tensor realInputs(const Network& network, std::vector<std::uint8_t>& pixels, std::int64_t count)
{
    const Tensor bytes = torch::from_blob(
        pixels.data(), {count, network.input.channels, network.input.height, network.input.width}, torch::kUInt8);
    return (bytes.to(torch::kFloat) - network.normalise.meanOf(0)) / network.normalise.stdOf(0);
}

bool agrees(const Chain& chain, const Network& network, const Weights& weights, std::vector<std::uint8_t>& pixels)
{
    const std::size_t count = 4;
    std::vector<std::uint8_t> few(pixels.begin(),
                                  pixels.begin() + static_cast<std::ptrdiff_t>(count * network.input.values()));
    const Tensor ours = chain(realInputs(network, few, count)).contiguous();
    const auto theirs = FloatCnn::make(withoutFormats(network), weights).value().logits(few, {}).value();
    const auto* const values = static_cast<const float*>(ours.data_ptr());
    for (std::size_t i = 0; i < theirs.size(); ++i)
        if (std::abs(values[i] - theirs[i]) > 1e-3F * (1 + std::abs(theirs[i])))
            return false;
    return true;
}

void compare(const Network& network, const Weights& weights, std::vector<std::uint8_t>& pixels, std::size_t batch,
             unsigned threads)
{
    const auto integer = IntegerCnn::make(network, weights).value();
    JobContext ctx;
    ctx.threads = threads;
    at::set_num_threads(static_cast<int>(threads));
    std::vector<std::uint8_t> some(pixels.begin(),
                                   pixels.begin() + static_cast<std::ptrdiff_t>(batch * network.input.values()));
    const Tensor inputs = realInputs(network, some, static_cast<std::int64_t>(batch));
    const int rounds = batch == 1 ? 50 : 5;
    const int repeats = 7;
    const auto report = [&](const std::string& name, const Timing& time, const Timing& base) {
        const double images = static_cast<double>(batch) * rounds;
        fmt::print(
            "  {:28} {:8.0f} images/s, {:8.0f} per CPU second; integer is {:.2f} and {:.2f} times as fast\n", name,
            images / time.wall, images / time.cpu, time.wall / base.wall, time.cpu / base.cpu);
    };
    fmt::print("batch {}, {} thread(s)\n", batch, threads);
    const Timing ours = bestOf(repeats, [&] {
        for (int k = 0; k < rounds; ++k)
            (void)integer.logits(some, ctx).has_value();
    });
    report("integer network", ours, ours);
    std::uint64_t macs = 0;
    for (const LayerShape& shape : integer.shapes())
        macs += shape.macs;
    const SimdSet set = bestSimdSet();
    const double peak = peakGmacs(convKernel(set, narrowestStorage(set), false), threads);
    if (peak > 0)
        fmt::print("    {:.1f} % of the register-only peak of {} ({:.0f} GMAC/s per core)\n",
                   100 * static_cast<double>(macs) * static_cast<double>(batch) * rounds / ours.cpu * 1e-9 / peak,
                   toString(set), peak);
    const Chain real(network, weights, torch::kFloat);
    report("libtorch, float",
           bestOf(repeats,
                  [&] {
                      for (int k = 0; k < rounds; ++k)
                          (void)real(inputs);
                  }),
           ours);
    const Chain half(network, weights, torch::kBFloat16);
    report("libtorch, bfloat16",
           bestOf(repeats,
                  [&] {
                      for (int k = 0; k < rounds; ++k)
                          (void)half(inputs);
                  }),
           ours);
}

} // namespace

int main(int argc, char** argv)
{
    const auto network = readNetwork(argc > 1 ? argv[1] : "design-d");
    if (!network) {
        fmt::print("failed: {}\n", network.error().text());
        return 1;
    }
    for (const Layer& layer : network->layers)
        if ((layer.kind != LayerKind::conv && layer.kind != LayerKind::dense) || !layer.from.empty()) {
            fmt::print("failed: layer {} is not part of a chain of conv and dense layers\n", layer.name);
            return 1;
        }
    const torch::NoGradGuard guard;
    const Weights weights = randomWeights(*network, 1);
    Rng rng(1);
    std::vector<std::uint8_t> pixels(128 * network->input.values());
    for (auto& pixel : pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    if (!agrees(Chain(*network, weights, torch::kFloat), *network, weights, pixels)) {
        fmt::print("failed: libtorch's chain and FloatCnn differ\n");
        return 1;
    }
    for (const std::size_t batch : {std::size_t{128}, std::size_t{1}})
        for (const unsigned threads : {1U, 2U})
            compare(*network, weights, pixels, batch, threads);
    return 0;
}
