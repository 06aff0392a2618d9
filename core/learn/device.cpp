// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/device.h"

namespace burin::learn {
namespace {

bool multipliesBfloat16()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

} // namespace

Result<torch::Device> openDevice(const std::string& name)
{
    if (name != "cuda")
        return torch::Device(torch::kCPU);
    if (!torch::cuda::is_available())
        return fail(ErrorCode::usage, "there is no CUDA device, or this libtorch was built without CUDA", "device",
                    "Train with --device cpu.");
    at::globalContext().setDeterministicCuDNN(true);
    at::globalContext().setAllowTF32CuDNN(false);
    return torch::Device(torch::kCUDA);
}

bool trainsInHalf(const std::string& precision, torch::Device device)
{
    return precision == "bfloat16" || (precision == "auto" && device.is_cpu() && multipliesBfloat16());
}

} // namespace burin::learn
