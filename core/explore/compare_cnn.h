// SPDX-License-Identifier: GPL-3.0-or-later
// Two CNN points of one study side by side: as compare.h, with the LUTs of each layer's engine as blocks and the
// confusion on all validation images. There is no Verilog to measure yet.
#pragma once

#include "core/explore/cnn_evaluator.h"
#include "core/explore/compare.h"

#include <memory>

namespace burin::explore {

[[nodiscard]] Result<Comparison> compareCnn(const optimise::DesignPoint& a, const optimise::DesignPoint& b,
                                            const std::shared_ptr<CnnEvaluator>& evaluator, const JobContext& ctx);

} // namespace burin::explore
