// SPDX-License-Identifier: GPL-3.0-or-later
// A point as tables and charts hold it: its configuration read from the JSON once. No call of Qt here: the study reader
// makes rows on its own thread.
#pragma once

#include "core/optimise/design_point.h"
#include "views/models/design_config.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace burin::views {

struct PointRow {
    optimise::DesignPoint point;
    DesignConfig config;
    DesignTraits traits;   ///< of `config`
    bool readable = false; ///< `config` could be read from the point
};

[[nodiscard]] inline PointRow makeRow(optimise::DesignPoint point, const DesignFamily& family = {})
{
    PointRow row;
    if (auto config = designFromJson(point.config, family, point.id)) {
        row.readable = true;
        row.config = *std::move(config);
        row.traits = traitsOf(row.config, family);
    }
    row.point = std::move(point);
    return row;
}

/// Rows of distinct points, and where each stands.
struct PointRows {
    std::vector<PointRow> rows;
    std::unordered_map<std::string, int> rowById;

    void add(PointRow row)
    {
        rowById.emplace(row.point.id, static_cast<int>(rows.size()));
        rows.push_back(std::move(row));
    }
};

} // namespace burin::views
