// SPDX-License-Identifier: GPL-3.0-or-later
// Recommend: one feasible point and the reason in a sentence.
#pragma once

#include "core/optimise/budget.h"
#include "core/optimise/pareto.h"

#include <optional>
#include <span>
#include <string>

namespace burin::optimise {

/// automatic: cheapest where the budget has an accuracy limit, best where it limits anything else, else the knee.
enum class Rule { automatic, knee, cheapest, best };

struct RecommendOptions {
    Objective quality{"validation", Direction::maximise};
    Objective cost{"pdpPj", Direction::minimise};
    Rule rule = Rule::automatic;
};

struct Recommendation {
    std::optional<std::size_t> point; ///< index; nothing if no point is feasible
    Rule rule = Rule::automatic;      ///< the rule that decided
    std::string reason;               ///< a sentence; without a point what stands in the way
    std::optional<Relaxation> relaxation;
    std::size_t feasibleCount = 0;
};

/// cheapest: lowest cost, ties to the better quality; best: best quality, ties to the lower cost; knee: the knee of
/// the feasible points' front. All remaining ties: the lower index. O(n log n).
[[nodiscard]] Recommendation recommend(PointRefs points, const Budget& budget, const RecommendOptions& options);
[[nodiscard]] inline Recommendation recommend(std::span<const DesignPoint> points, const Budget& budget,
                                              const RecommendOptions& options)
{
    return recommend(refsOf(points), budget, options);
}

} // namespace burin::optimise
