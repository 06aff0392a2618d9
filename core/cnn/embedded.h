// SPDX-License-Identifier: GPL-3.0-or-later
// The networks compiled into this module: "networks/design-d", ... and their JSON text; "networks/glyphs.npz", ... and
// the bytes of their weights.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace burin::cnn {

[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> embeddedFiles();

} // namespace burin::cnn
