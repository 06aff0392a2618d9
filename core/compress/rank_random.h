// SPDX-License-Identifier: GPL-3.0-or-later
// A seeded random order: score = uniform draw of the weight's own stream, mix(seed, matrix, segment, row, column), so
// that a weight's score does not depend on which others are candidates.
#pragma once

#include "core/compress/ranker.h"

namespace burin::compress {

Result<std::vector<double>> rankRandom(const RankInputs& inputs, const JobContext& ctx);

} // namespace burin::compress
