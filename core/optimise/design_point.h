// SPDX-License-Identifier: GPL-3.0-or-later
// DesignPoint: a configuration (without seed) and what was found out about it. Seeds are replicas inside it; metrics
// are means over the replicas with intervals; the exported replica is the one with the median validation metric.
#pragma once

#include "core/base/metric.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace burin::optimise {

enum class PointStatus { pending, running, done, failed, infeasible, cancelled };
[[nodiscard]] const char* toString(PointStatus status);
[[nodiscard]] std::optional<PointStatus> statusFromString(const std::string& name);

/// "Verilator 2,319 of 2,319 series, Icarus 50 of 50 and extremes, bit-exact": what verification found.
struct Seal {
    struct Simulator {
        std::string name;
        std::string version;
        std::uint64_t vectors = 0;
        std::uint64_t matched = 0;
        std::uint64_t steps = 0;
    };
    bool sealed = false;
    std::vector<Simulator> simulators;
};

struct Replica {
    std::uint64_t seed = 0;
    std::optional<double> validation;
    std::optional<double> test; ///< only where a person or the report asked for it
    std::optional<double> floatValidation;
    std::map<std::string, Metric> metrics;
    nlohmann::json network; ///< the integer network, where kept (for export); null otherwise
};

/// Hardware metrics by key: lut, ff, carry, bram, dsp, delayNs, throughputMsps, powerMw, staticPowerMw,
/// dynamicPowerMw, pdpPj, energyPerInferenceNj. A metric of another tier has the key with the tier behind an "@":
/// "lut@synth". Fronts compare one tier. Beside what a tool found of the one network that was exported stands the
/// estimate of that same network, "lut@exported", for the others are means over the replicas.
struct DesignPoint {
    std::string id; ///< first 12 hex digits of the SHA-256 of the canonical config
    nlohmann::json config;
    PointStatus status = PointStatus::pending;
    std::string message; ///< why it failed
    Interval95 validation;
    Interval95 test;
    std::map<std::string, Metric> metrics;
    std::vector<Replica> replicas;
    std::optional<Seal> seal;
    bool starred = false;
    std::string note;

    /// The metric of this key, or one without a value.
    [[nodiscard]] Metric metric(const std::string& key) const;
    /// The finite number behind a key: the mean of "validation" or "test", or the value of a metric.
    [[nodiscard]] std::optional<double> value(const std::string& key) const;
    /// The replica with the median validation metric, or nullptr without replicas. Of an even number the lower
    /// middle one, of equal values the lower seed; without any validation metric the first replica.
    [[nodiscard]] const Replica* medianReplica() const;
};

/// Points wherever they lie.
using PointRefs = std::span<const DesignPoint* const>;
[[nodiscard]] std::vector<const DesignPoint*> refsOf(std::span<const DesignPoint> points);

/// First 12 hex digits of the SHA-256 of the configuration's canonical text: keys sorted, whole numbers without a
/// fraction, no spaces. So 4 and 4.0 are the same configuration.
[[nodiscard]] std::string pointId(const nlohmann::json& config);

/// JSON as in the command line's `reservoir explore`. The from_json functions throw (nlohmann's exceptions or
/// std::invalid_argument) on a wrong shape; readers of files catch that and say where.
void to_json(nlohmann::json& json, const Seal& seal);
void from_json(const nlohmann::json& json, Seal& seal);
void to_json(nlohmann::json& json, const Replica& replica);
void from_json(const nlohmann::json& json, Replica& replica);
void to_json(nlohmann::json& json, const DesignPoint& point);
void from_json(const nlohmann::json& json, DesignPoint& point);

} // namespace burin::optimise
