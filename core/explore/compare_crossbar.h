// SPDX-License-Identifier: GPL-3.0-or-later
// Two points of a crossbar study side by side: as compare.h, with each layer's energy as a block, or its arrays
// where one of the presets gives no energy, and with weights the confusion on all validation images.
#pragma once

#include "core/explore/compare.h"
#include "core/explore/crossbar_evaluator.h"

#include <memory>

namespace burin::explore {

[[nodiscard]] Result<Comparison> compareCrossbar(const optimise::DesignPoint& a, const optimise::DesignPoint& b,
                                                 const std::shared_ptr<CrossbarEvaluator>& evaluator,
                                                 const JobContext& ctx);

} // namespace burin::explore
