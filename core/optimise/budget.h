// SPDX-License-Identifier: GPL-3.0-or-later
// Budget: the limits a design has to keep, hardware and accuracy alike, and how far a point is from keeping them.
// A limit names a key of DesignPoint::value(), so every metric, of every tier, can be limited.
#pragma once

#include "core/base/result.h"
#include "core/optimise/design_point.h"
#include "core/optimise/tolerance.h"

#include <map>
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
    bool operator==(const Limit&) const = default;
};

/// "lut=3000" (from --max or --min).
Result<Limit> parseLimit(const std::string& text, Limit::Bound bound);

/// Whether a figure of this name can exist: validation, test, a hardware metric (also of one tier, "lut@synth"), or
/// whatever a point has. The error (usage) names the key and lists the known ones.
Result<void> checkKey(const std::string& key, std::span<const DesignPoint> points, const std::string& where);

/// What a device has, by metric key: {"lut": 203800, "ff": 407600}.
using Capacity = std::map<std::string, double>;

struct Budget {
    std::string device{}; ///< designs for another device (config key "device") are infeasible; "" = any
    std::vector<Limit> limits{};
    std::optional<double> lutShare{}; ///< at most so much (0..1) of the LUTs of the design's device, whichever it is
    /// By device. A design keeps to what its device has, always, as far as its own figures are known.
    std::map<std::string, Capacity> capacities{};

    /// The limits that were asked for, as they are for designs of a device: `limits`, and the share of its LUTs.
    [[nodiscard]] std::vector<Limit> wishes(const std::string& forDevice) const;
    /// What a device has, as limits.
    [[nodiscard]] std::vector<Limit> capacityLimits(const std::string& ofDevice) const;
    /// Sets, replaces or, without a value, removes the limit of this key and bound.
    void set(const std::string& key, Limit::Bound bound, std::optional<double> value);
    [[nodiscard]] std::optional<double> find(const std::string& key, Limit::Bound bound) const;
    bool operator==(const Budget&) const = default;
};

/// What was asked for, {"limits": [{"key", "bound": "max"|"min", "value"}], "lutShare"}, without devices; of that, what
/// can be understood.
[[nodiscard]] nlohmann::json wishesToJson(const Budget& budget);
[[nodiscard]] Budget wishesFromJson(const nlohmann::json& json);

/// What a limit would have to become for a point: `needed` is the point's own value; `relative` is
/// |needed - limit| / |limit| (or |needed| for a limit of 0).
struct Violation {
    Limit limit;
    double needed = 0;
    double relative = 0;
    bool ofDevice = false; ///< the device has no more: nothing that could be relaxed
};

/// For the right device, and within what it has; whatever its status.
[[nodiscard]] bool fitsDevice(const DesignPoint& point, const Budget& budget);

/// Done, for the right device, within what it has, and keeping every limit. A missing metric keeps no limit on it.
[[nodiscard]] bool feasible(const DesignPoint& point, const Budget& budget);

/// The limits this point breaks; nothing at all for a point that no relaxation makes feasible (not done, another
/// device, a limited metric missing).
[[nodiscard]] std::optional<std::vector<Violation>> violations(const DesignPoint& point, const Budget& budget);

/// The smallest change of limits that lets a point in: of the points that fit their device (where none does: those that
/// exceed it least) the one with the smallest sum of relative excesses, ties to fewer limits, then the lower index.
struct Relaxation {
    std::size_t point = 0;
    std::vector<Violation> changes;
    /// "No point keeps the budget. ... allow lut up to 3,210 instead of 3,000 (7 % more)." or "No point fits the device
    /// ice40. The nearest needs lut 11,640 of 7,680; ..."
    std::string text;
};
[[nodiscard]] std::optional<Relaxation> smallestRelaxation(PointRefs points, const Budget& budget);

} // namespace burin::optimise
