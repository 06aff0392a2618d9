// SPDX-License-Identifier: GPL-3.0-or-later
// Where libtorch computes, and how exactly.
#pragma once

#include "core/base/result.h"
#include "core/learn/torch_api.h"

#include <string>

namespace burin::learn {

/// Of "cpu" or "cuda" (the first GPU). On a GPU, for the whole process: algorithms that give the same sums each
/// time, and float products in full (not TF32, cuDNN's default). Error: usage, there is no such device.
[[nodiscard]] Result<torch::Device> openDevice(const std::string& name);

/// "float", "bfloat16" or "auto": whether convolutions of a training on `device` are made in bfloat16.
[[nodiscard]] bool trainsInHalf(const std::string& precision, torch::Device device);

} // namespace burin::learn
