// SPDX-License-Identifier: GPL-3.0-or-later
// A study opened again to compute with: its data, its trained network and its family's evaluator.
#pragma once

#include "app/cli/sweep_command.h"
#include "core/explore/crossbar_evaluator.h"
#include "core/study/study.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace burin::cli {

/// Names points that cannot be read, and what is wrong with them, on standard error.
void warnOfDamaged(std::span<const optimise::DesignPoint> damaged);
/// All points of a study but the damaged ones, which are warned of.
[[nodiscard]] Result<std::vector<optimise::DesignPoint>> loadPoints(const study::Study& study);
/// A beginning of an id will do. Errors: notFound; a damaged point, see isDamaged().
[[nodiscard]] Result<optimise::DesignPoint> findPoint(const study::Study& study, const std::string& id);
/// Of findPoint(): the point is there, its whole id is Error::where, and it cannot be read.
[[nodiscard]] bool isDamaged(const Error& error);

/// Of a crossbar study. Errors: a study of another family (usage) or of the cost alone; images or weights that are
/// not there or have changed since the study was made.
[[nodiscard]] Result<std::unique_ptr<explore::CrossbarEvaluator>> openCrossbarStudy(const study::Study& study,
                                                                                    const JobContext& job);
/// Of a study of any family.
[[nodiscard]] Result<std::unique_ptr<explore::Evaluator>> openEvaluator(const study::Study& study,
                                                                        const JobContext& job);

} // namespace burin::cli
