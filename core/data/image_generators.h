// SPDX-License-Identifier: GPL-3.0-or-later
// Generated image sets, identical on every machine for a seed.
#pragma once

#include "core/data/images.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burin::data {

/// {"glyphs"}.
[[nodiscard]] const std::vector<std::string>& imageGeneratorNames();
[[nodiscard]] bool isImageGenerator(const std::string& name);

/// Ten capital letters, 1 x 16 x 16: 6,000 training and 2,000 test images; see glyphs.cpp.
[[nodiscard]] ImageDataset generateGlyphs(std::uint64_t seed);

} // namespace burin::data
