// SPDX-License-Identifier: GPL-3.0-or-later
// A brushed range: points outside are dimmed in the charts and left out of the table. Ranges are of values, not of
// points, so a running sweep fills them.
#pragma once

#include "views/models/study_model.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace burin::views {

struct PointRange {
    std::string key; ///< "prune" (a fraction), or a key of DesignPoint::value()
    double low = 0;
    double high = 0;
    bool operator==(const PointRange&) const = default;
};

/// The value of such a key; nothing if the point has none.
[[nodiscard]] std::optional<double> rangeValue(const StudyModel::Row& row, const std::string& key);
/// True without ranges. A point that lacks a value is outside.
[[nodiscard]] bool isInside(const StudyModel::Row& row, const std::vector<PointRange>& ranges);
/// "Pruning 15 % to 40 %, accuracy 0.85 to 0.97"
[[nodiscard]] QString rangesText(const std::vector<PointRange>& ranges, const QString& scoreName);

} // namespace burin::views
