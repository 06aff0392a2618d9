// SPDX-License-Identifier: GPL-3.0-or-later
// Budget: the limits a design has to keep, hardware and accuracy alike, and how far a point is from keeping them.
// A limit names a key of DesignPoint::value(), so every metric, of every tier, can be limited.
#pragma once

#include "core/base/result.h"
#include "core/optimise/design_point.h"
#include "core/optimise/tolerance.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace burin::optimise {

struct Limit {
    enum class Bound { max, min };
    std::string key; ///< "lut", "throughputMsps", "validation", "pdpPj@synth" ...
    Bound bound = Bound::max;
    double value = 0;

    /// Rounding breaks no limit (tolerance.h).
    [[nodiscard]] bool keeps(double metric) const
    {
        return bound == Bound::max ? !clearlyLess(value, metric) : !clearlyLess(metric, value);
    }
    [[nodiscard]] std::string text() const; ///< "lut at most 3000"
};

/// "lut=3000" (from --max or --min).
Result<Limit> parseLimit(const std::string& text, Limit::Bound bound);

/// Whether a figure of this name can exist: validation, test, a hardware metric (also of one tier, "lut@synth"), or
/// whatever a point has. The error (usage) names the key and lists the known ones.
Result<void> checkKey(const std::string& key, std::span<const DesignPoint> points, const std::string& where);

struct Budget {
    std::string device; ///< designs for another device (config key "device") are infeasible; "" = any
    std::vector<Limit> limits;

    /// At most `share` (0..1) of the device's `luts`.
    void limitLutShare(double luts, double share);
    /// Sets, replaces or, without a value, removes the limit of this key and bound.
    void set(const std::string& key, Limit::Bound bound, std::optional<double> value);
    [[nodiscard]] std::optional<double> find(const std::string& key, Limit::Bound bound) const;
};

/// What a limit would have to become for a point: `needed` is the point's own value; `relative` is
/// |needed - limit| / |limit| (or |needed| for a limit of 0).
struct Violation {
    Limit limit;
    double needed = 0;
    double relative = 0;
};

/// Done, for the right device, and keeping every limit. A missing metric keeps no limit on it.
[[nodiscard]] bool feasible(const DesignPoint& point, const Budget& budget);

/// The limits this point breaks; nothing at all for a point that no relaxation makes feasible (not done, another
/// device, a limited metric missing).
[[nodiscard]] std::optional<std::vector<Violation>> violations(const DesignPoint& point, const Budget& budget);

/// The smallest change of limits that lets a point in: the point with the smallest sum of relative excesses, ties to
/// fewer limits, then the lower index.
struct Relaxation {
    std::size_t point = 0;
    std::vector<Violation> changes;
    std::string text; ///< "No point keeps the budget. ... allow lut up to 3,210 instead of 3,000 (7 % more)."
};
[[nodiscard]] std::optional<Relaxation> smallestRelaxation(std::span<const DesignPoint> points,
                                                           const Budget& budget);

} // namespace burin::optimise
