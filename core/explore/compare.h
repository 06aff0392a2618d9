// SPDX-License-Identifier: GPL-3.0-or-later
// Two points side by side: what differs in their configurations and metrics (of any two points, of any studies), where
// the LUTs went block by block, how large the Verilog is, and how each class (or each predicted output) fares (of
// reservoirs whose data set is at hand). That is counted on validation series of the exported replica (median validation
// metric); the test set is not read.
#pragma once

#include "core/explore/circuit_report.h"
#include "core/explore/reservoir_evaluator.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace burin::explore {

struct ConfigChange {
    std::string key;
    nlohmann::json a; ///< null where absent
    nlohmann::json b;
};

struct MetricChange {
    std::string key; ///< "validation", "test" (where read), then metrics
    Metric a;
    Metric b;
    std::optional<double> difference; ///< b - a, where both have a value
    std::optional<double> relative;   ///< (b - a) / |a|
};

struct PointDifference {
    std::vector<ConfigChange> config; ///< only keys that differ
    std::vector<MetricChange> metrics;
};
/// Pure: needs nothing but the two points.
[[nodiscard]] PointDifference difference(const optimise::DesignPoint& a, const optimise::DesignPoint& b);
void to_json(nlohmann::json& json, const PointDifference& difference);

/// Rows: true class, columns: predicted class.
struct Confusion {
    std::vector<std::string> classNames;
    std::vector<std::vector<std::size_t>> counts;
    [[nodiscard]] double recall(std::size_t trueClass) const; ///< 0 for a class without series
};
void to_json(nlohmann::json& json, const Confusion& confusion);
/// Of an integer network on series that are scaled already, by the reference engine. Error for a prediction task.
[[nodiscard]] Result<Confusion> confusionOf(const reservoir::IntegerReservoir& network,
                                            const reservoir::Samples& samples,
                                            const std::vector<std::string>& classNames, const JobContext& ctx);

/// How well each output of a prediction is met, on the rows of the validation series.
struct Forecast {
    std::vector<double> nrmse;       ///< per output: sqrt(mean of (y - target)^2) / (standard deviation of the targets)
    std::vector<double> targets;     ///< output 0, the last rows of the first series, kForecastRows at most
    std::vector<double> predictions; ///< of the same rows
};
inline constexpr std::size_t kForecastRows = 200;
void to_json(nlohmann::json& json, const Forecast& forecast);
/// Error for a classification.
[[nodiscard]] Result<Forecast> forecastOf(const reservoir::IntegerReservoir& network,
                                          const reservoir::Samples& samples, const JobContext& ctx);

struct BlockChange {
    std::string block; ///< "input weights", "recurrent weights", "state", "read-out", "control"
    double a = 0; ///< of Comparison::blockMetric
    double b = 0;
};

struct Comparison {
    PointDifference difference;
    std::vector<BlockChange> blocks;    ///< a waterfall: a summed + the differences = b summed
    std::string blockMetric = "lut";    ///< DesignPoint's key of what the blocks share out
    std::optional<Confusion> confusionA; ///< classification only
    std::optional<Confusion> confusionB;
    std::optional<Forecast> forecastA; ///< prediction only
    std::optional<Forecast> forecastB;
    RtlSize rtlA;
    RtlSize rtlB;
    std::size_t replicaA = 0; ///< index of the replica that blocks, classes and outputs are of: the exported one
    std::size_t replicaB = 0;
    std::size_t replicasA = 1; ///< of the point
    std::size_t replicasB = 1;
};
void to_json(nlohmann::json& json, const Comparison& comparison);

struct Side {
    const optimise::DesignPoint& point; ///< with its replicas
    ReservoirEvaluator& evaluator;      ///< of the point's data set and study seed
};
[[nodiscard]] Result<Comparison> compare(const Side& a, const Side& b, const JobContext& ctx);

/// Index of the replica that is exported.
[[nodiscard]] std::size_t medianIndex(const optimise::DesignPoint& point);

} // namespace burin::explore
