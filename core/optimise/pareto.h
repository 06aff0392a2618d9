// SPDX-License-Identifier: GPL-3.0-or-later
// Pareto fronts and their knee. A point is dominated if another one is no worse in every objective and better in
// at least one, so a point that only ties in one objective and loses in another is out; points equal in all
// objectives stay together. Equal means equal but for rounding (tolerance.h). Points with a missing or non-finite
// objective are never on a front and dominate nothing.
//
// Two objectives: sort and sweep, O(n log n) (H. T. Kung, F. Luccio, F. P. Preparata, "On Finding the Maxima of a
// Set of Vectors", JACM 22(4), 1975, section 2). More: sorted by the sum of ranks each point is compared with the
// front found so far, O(n f). tests/unit/optimise checks both against brute force.
#pragma once

#include "core/optimise/budget.h"
#include "core/optimise/design_point.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace burin::optimise {

enum class Direction { minimise, maximise };

/// A key as DesignPoint::value() takes it. One key is one tier ("lut" is not "lut@synth"), so a front compares one
/// tier as long as its points were estimated alike; pointsFront() enforces it.
struct Objective {
    std::string key;
    Direction direction = Direction::minimise;
};

/// The direction of a study's target metric: accuracy is maximised, nrmse minimised.
[[nodiscard]] Direction targetDirection(const std::string& targetMetric);

/// Indices, ascending, of the rows of `values` (rows x objectives, row-major, all minimised) on the front.
[[nodiscard]] std::vector<std::size_t> paretoFront(std::span<const double> values, std::size_t objectives);

/// The front of the points with status done. Of an objective that is a hardware metric only points of the most
/// common tier take part (ties: the stronger tier). Ascending indices.
/// Of a budget the device counts: points for another one, or beyond what it has, take no part.
[[nodiscard]] std::vector<std::size_t> pointsFront(PointRefs points, std::span<const Objective> objectives,
                                                   const Budget& budget = {});
[[nodiscard]] inline std::vector<std::size_t> pointsFront(std::span<const DesignPoint> points,
                                                          std::span<const Objective> objectives,
                                                          const Budget& budget = {})
{
    return pointsFront(refsOf(points), objectives, budget);
}

/// The knee: each objective scaled to 0..1 between the best and the worst value on the front, the member with the
/// smallest sum. For two objectives that is the point farthest from the chord between the two ends, on the good side
/// (I. Das, "On characterizing the 'knee' of the Pareto curve", Structural Optimization 18, 1999; a straight chord in
/// place of the normal-boundary intersection). Ties: the better first objective, then the lower index. Nothing for an
/// empty front.
[[nodiscard]] std::optional<std::size_t> knee(PointRefs points, std::span<const std::size_t> front,
                                              std::span<const Objective> objectives);
[[nodiscard]] inline std::optional<std::size_t> knee(std::span<const DesignPoint> points,
                                                     std::span<const std::size_t> front,
                                                     std::span<const Objective> objectives)
{
    return knee(refsOf(points), front, objectives);
}

} // namespace burin::optimise
