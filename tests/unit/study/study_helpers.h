// SPDX-License-Identifier: GPL-3.0-or-later
// What the study tests share: a scratch folder, an identity and made-up points.
#pragma once

#include "core/base/file.h"
#include "core/study/study.h"

#include <QtTest>

#include <filesystem>
#include <string>

/// The value of a Result, or a test failure with its error.
#define VALUE(target, expression)                                                                             \
    auto BURIN_CONCAT(result_, __LINE__) = (expression);                                                      \
    QVERIFY2(BURIN_CONCAT(result_, __LINE__).has_value(),                                                     \
             BURIN_CONCAT(result_, __LINE__) ? "" : BURIN_CONCAT(result_, __LINE__).error().text().c_str());  \
    target = std::move(BURIN_CONCAT(result_, __LINE__)).value()
#define OK(expression)                                                                                        \
    do {                                                                                                      \
        auto outcome_ = (expression);                                                                         \
        QVERIFY2(outcome_.has_value(), outcome_ ? "" : outcome_.error().text().c_str());                      \
    } while (false)

namespace burin::study {

inline Identity henonIdentity()
{
    Identity identity;
    identity.dataName = "henon";
    identity.dataSource = "henon";
    identity.dataSha256 = std::string(64, 'a');
    identity.task = "predict";
    identity.target = "accuracy";
    identity.seed = 7;
    return identity;
}

/// Point number i: as wide as a real one.
inline optimise::DesignPoint madePoint(int i)
{
    optimise::DesignPoint point;
    point.config = {{"bits", 4 + 2 * (i % 3)},   {"bitsIn", 4 + 2 * (i % 3)}, {"bitsInput", 4 + 2 * (i % 3)},
                    {"bitsOut", 8},              {"bitsR", 4},                {"bitsState", 4},
                    {"prune", 0.001 * (i / 3)},  {"ranker", "magnitude"},     {"readout", "last"},
                    {"neurons", 50},             {"device", "xc7"},           {"scale", "none"},
                    {"missing", "drop"},         {"task", "auto"},            {"target", ""},
                    {"horizon", 1},              {"linksPerNeuron", 5.0},     {"activation", "hardtanh"},
                    {"leak", 1.0},               {"bias", true},              {"washout", 0},
                    {"pruneMatrices", "r"},      {"refit", true},             {"mask", ""},
                    {"pipeline", "0"},           {"seeds", 5},                {"tune", 30}};
    point.id = optimise::pointId(point.config);
    point.status = optimise::PointStatus::done;
    point.validation = {0.9 - 0.0001 * (i % 9000), 0.01};
    for (const char* key : {"lut", "ff", "carry", "bram", "dsp", "delayNs", "throughputMsps", "powerMw", "staticPowerMw",
                            "dynamicPowerMw", "pdpPj", "energyPerInferenceNj"})
        point.metrics[key] = {1000.0 + i, Tier::fitted, 0.04, "burin estimate"};
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        optimise::Replica replica;
        replica.seed = ~seed; // beyond the signed range
        replica.validation = 0.9 - 0.0001 * i;
        replica.metrics["lut"] = {1000.0 + i, Tier::fitted, 0.04, "burin estimate"};
        point.replicas.push_back(replica);
    }
    return point;
}

inline std::vector<optimise::DesignPoint> madePoints(int count)
{
    std::vector<optimise::DesignPoint> points;
    for (int i = 0; i < count; ++i)
        points.push_back(madePoint(i));
    return points;
}

} // namespace burin::study
