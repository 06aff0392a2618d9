// SPDX-License-Identifier: GPL-3.0-or-later
// A small study made by hand: 4 and 8 bit, pruning 0, 30 and 60 %, two rankers.
#pragma once

#include "core/optimise/design_point.h"
#include "core/reservoir/config.h"

#include <vector>

namespace burin::test {

inline optimise::DesignPoint samplePoint(int bits, double prune, const std::string& ranker)
{
    reservoir::ReservoirConfig config;
    config.widths = reservoir::Widths::uniform(bits);
    config.prune = prune;
    config.ranker = prune == 0 ? "none" : ranker;
    optimise::DesignPoint point;
    point.config = config;
    point.id = optimise::pointId(point.config);
    point.status = optimise::PointStatus::done;
    point.validation = {0.80 + bits * 0.02 - prune * 0.1, 0.01};
    point.metrics["lut"] = {1000.0 * bits * (1 - prune), Tier::fitted, 0.04, "test"};
    point.metrics["pdpPj"] = {100.0 * bits * (1 - prune), Tier::model, {}, "test"};
    return point;
}

inline std::vector<optimise::DesignPoint> sampleStudy()
{
    std::vector<optimise::DesignPoint> points;
    for (const int bits : {4, 8}) {
        points.push_back(samplePoint(bits, 0, "sensitivity"));
        for (const double prune : {0.3, 0.6})
            for (const char* ranker : {"sensitivity", "random"})
                points.push_back(samplePoint(bits, prune, ranker));
    }
    return points;
}

} // namespace burin::test
