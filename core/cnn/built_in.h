// SPDX-License-Identifier: GPL-3.0-or-later
// Weights that come with Burin; resources/networks/README.md says how they were trained.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace burin::cnn {

/// The bytes of the .npz of a built-in network. Errors: notFound where none is built in.
[[nodiscard]] Result<std::string_view> builtInWeights(const std::string& network);

} // namespace burin::cnn
