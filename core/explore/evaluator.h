// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluator: what a family has to bring to be swept: a canonical form of its configurations, and the evaluation of one
// configuration with one seed. Everything around it (grids, resuming, shards, failed points, fronts) is common.
#pragma once

#include "core/base/job.h"
#include "core/optimise/design_point.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace burin::explore {

class Evaluator {
public:
    virtual ~Evaluator() = default;

    /// The configuration with every default filled in and every choice that changes nothing set to one value, so that
    /// equal designs have equal ids. Errors name the key.
    [[nodiscard]] virtual Result<nlohmann::json> canonical(const nlohmann::json& config) const = 0;

    /// Replicas of a configuration (canonical).
    [[nodiscard]] virtual std::size_t replicas(const nlohmann::json& config) const = 0;

    /// One replica: validation, float validation and hardware metrics, never the test set. Called from several threads
    /// at once; the result depends on config and index alone, not on what was evaluated before or beside it.
    [[nodiscard]] virtual Result<optimise::Replica> evaluate(const nlohmann::json& config, std::size_t index,
                                                             const JobContext& ctx) = 0;

    /// Test metric of one replica; only readTest() calls it.
    [[nodiscard]] virtual Result<double> testMetric(const nlohmann::json& config, std::size_t index,
                                                    const JobContext& ctx) = 0;
};

/// All replicas of one configuration (on ctx.threads threads) and their summary. A replica that fails makes a point
/// with status failed and the replica's message; only a cancellation or a wrong configuration is an error here.
[[nodiscard]] Result<optimise::DesignPoint> evaluatePoint(Evaluator& evaluator, const nlohmann::json& config,
                                                          const JobContext& ctx);

/// A point made of the outcomes of its replicas, by index (see evaluatePoint).
[[nodiscard]] optimise::DesignPoint assemblePoint(const nlohmann::json& canonicalConfig,
                                                  std::vector<Result<optimise::Replica>> outcomes);

} // namespace burin::explore
