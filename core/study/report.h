// SPDX-License-Identifier: GPL-3.0-or-later
// A study's points as JSON, CSV and Markdown. The order is that of the configurations (key by key, numbers by value),
// not of storing, so the same points give the same bytes whatever the threads, shards or interruptions that made them.
#pragma once

#include "core/study/study.h"

#include <span>
#include <string>
#include <vector>

namespace burin::study {

/// Sorts by configuration: device, neurons, read-out, ranker and bits before the rest; then all keys.
void sortByConfig(std::vector<optimise::DesignPoint>& points);

struct FrontOfStudy {
    std::vector<optimise::Objective> objectives; ///< quality, then cost
    std::vector<std::size_t> front;              ///< ascending indices into the points
    std::optional<std::size_t> knee;
};
/// The cost that fronts and recommendations take unless told otherwise: pdpPj, else lut, else (networks without hardware
/// figures) weightsKib, else (crossbars) energy, latency or arrays, whichever some point has.
[[nodiscard]] std::string defaultCost(std::span<const optimise::DesignPoint> points);
/// What a front has beside the cost: validation or, where no point has one (the cost alone), the next of the usual
/// costs.
[[nodiscard]] optimise::Objective qualityOf(optimise::PointRefs points, const Identity& identity,
                                            const std::string& costKey);
/// qualityOf() against `costKey` ("" = defaultCost()). Points that do not fit `budget`'s device (fitsDevice()) take no part.
[[nodiscard]] FrontOfStudy frontOf(std::span<const optimise::DesignPoint> points, const Identity& identity,
                                   const std::string& costKey = {}, const optimise::Budget& budget = {});

/// The point that others are compared with: finished, unpruned, of the most bits (config "bits", or the sum of the
/// parts'), ties to the better validation metric, then the lower index. Nothing where no point is unpruned.
[[nodiscard]] std::optional<std::size_t> baselineOf(std::span<const optimise::DesignPoint> points,
                                                    const Identity& identity);

/// {"study","points","front","frontObjectives","knee","baseline"}: what `reservoir explore --json` prints, but for
/// its "seconds".
[[nodiscard]] nlohmann::json jsonReport(const Identity& identity, std::span<const optimise::DesignPoint> points,
                                        const FrontOfStudy& front);

/// One row per point: id, status, every configuration key, validation, test, and per metric its value, tier and
/// error. RFC 4180; missing values are empty.
[[nodiscard]] std::string csvReport(std::span<const optimise::DesignPoint> points);

/// Title, what the study is, and a table; front members are bold and the knee is marked. Missing values are a dash.
[[nodiscard]] std::string markdownReport(const Identity& identity, std::span<const optimise::DesignPoint> points,
                                         const FrontOfStudy& front);

} // namespace burin::study
