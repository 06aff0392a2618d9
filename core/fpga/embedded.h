// SPDX-License-Identifier: GPL-3.0-or-later
// The data files compiled into this module: "devices/xc7", "calibration/xc7", ... and their JSON text.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace burin::fpga {

[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> embeddedFiles();

} // namespace burin::fpga
