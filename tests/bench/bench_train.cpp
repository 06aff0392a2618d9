// SPDX-License-Identifier: GPL-3.0-or-later
// Training steps (quantisation-aware, batch 128; default: the built-in design D, random images) on each device
// that libtorch has, in float and in bfloat16: images a second at the median of the steps. Then how many logits of
// the exported network, computed there in float, are those of IntegerCnn to the last bit: all of them on a CPU, on
// a GPU those that its algorithms' order of sums leaves exact. Usage: bench_train [network [steps]]
#include "core/base/rng.h"
#include "core/cnn/integer_cnn.h"
#include "core/learn/device.h"
#include "core/learn/torch_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

namespace {

using namespace burin;
using torch::Tensor;

constexpr std::int64_t kBatch = 128;

struct Images {
    std::vector<std::uint8_t> pixels;
    Tensor bytes; ///< on the device
    Tensor truth;
};

Images randomImages(const cnn::Network& network, std::int64_t classes, torch::Device device)
{
    Images images;
    Rng rng(1);
    images.pixels.resize(kBatch * network.input.values());
    for (auto& pixel : images.pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    images.bytes = torch::from_blob(images.pixels.data(),
                                    {kBatch, network.input.channels, network.input.height, network.input.width},
                                    torch::kUInt8)
                       .to(device);
    images.truth = torch::arange(kBatch).remainder(classes).to(device);
    return images;
}

/// Median of images a second.
double rate(learn::TorchNetwork& network, const Images& images, const learn::Pass& pass, int steps)
{
    std::vector<double> seconds;
    for (int k = 0; k < steps + 5; ++k) {
        const auto start = std::chrono::steady_clock::now();
        const Tensor chances = torch::log_softmax(network.forward(network.inputs(images.bytes), pass), 1);
        const Tensor loss = -chances.gather(1, images.truth.unsqueeze(1)).mean();
        loss.backward();
        (void)loss.item<double>(); // waits for the device
        for (Tensor& kernel : network.kernels())
            kernel.mutable_grad() = Tensor();
        if (k >= 5) // the first ones get memory and choose algorithms
            seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + steps / 2, seconds.end());
    return kBatch / seconds[static_cast<std::size_t>(steps / 2)];
}

Result<void> measure(const cnn::Network& network, const std::string& name, int steps)
{
    BURIN_TRY(const torch::Device device, learn::openDevice(name));
    BURIN_TRY(auto trained, learn::TorchNetwork::make(network, true, 1));
    trained.to(device);
    BURIN_TRY(const auto integerFirst, cnn::IntegerCnn::make(network, trained.weights()));
    const auto classes = static_cast<std::int64_t>(integerFirst.shapes().back().out.values());
    const Images images = randomImages(network, classes, device);
    for (const bool frozen : {false, true})
        for (const bool half : {false, true}) {
            learn::Pass pass;
            pass.training = true;
            pass.frozen = frozen;
            pass.half = half;
            fmt::print("  {:5} {:9} {:8} {:7.0f} images/s\n", name, half ? "bfloat16" : "float",
                       frozen ? "frozen" : "", rate(trained, images, pass, steps));
        }
    const torch::NoGradGuard guard;
    const Tensor ours = trained.forward(trained.inputs(images.bytes), learn::Pass{}).to(torch::kCPU).contiguous();
    BURIN_TRY(const auto integer, cnn::IntegerCnn::make(trained.network(), trained.weights()));
    BURIN_TRY(const auto exact, integer.logits(images.pixels, {}));
    const auto* const values = static_cast<const float*>(ours.data_ptr());
    std::size_t equal = 0;
    for (std::size_t i = 0; i < exact.size(); ++i)
        equal +=
            static_cast<double>(values[i]) == std::ldexp(static_cast<double>(exact[i]), -integer.logitFraction())
                ? 1U
                : 0U;
    fmt::print("  {:5} {} of {} logits are the integer network's\n", name, equal, exact.size());
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    const auto network = cnn::readNetwork(argc > 1 ? argv[1] : "design-d");
    const int steps = argc > 2 ? std::max(1, std::atoi(argv[2])) : 20;
    if (!network) {
        fmt::print("failed: {}\n", network.error().text());
        return 1;
    }
    at::set_num_threads(static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
    fmt::print("libtorch {}, {} processor threads\n", TORCH_VERSION, at::get_num_threads());
    for (const char* device : {"cpu", "cuda"})
        if (const auto done = measure(*network, device, steps); !done)
            fmt::print("  {:5} {}\n", device, done.error().message);
    return 0;
}
