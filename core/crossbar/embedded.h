// SPDX-License-Identifier: GPL-3.0-or-later
// The presets compiled into this module: "crossbars/isaac-32nm", ... and their JSON text.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace burin::crossbar {

[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> embeddedFiles();

} // namespace burin::crossbar
