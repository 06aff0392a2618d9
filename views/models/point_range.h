// SPDX-License-Identifier: GPL-3.0-or-later
// A brushed range: points outside are dimmed in the charts and left out of the table. Ranges are of values, not of
// points, so a running sweep fills them.
#pragma once

#include "views/models/study_model.h"

#include <QString>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace burin::views {

struct PointRange {
    std::string key; ///< of PointColumns: "prune" (a fraction), "validation", a metric
    double low = 0;
    double high = 0;
    bool operator==(const PointRange&) const = default;
};

/// Which rows lie inside of all ranges: every one without ranges, none that lacks a value.
class InRanges {
public:
    InRanges() = default;
    InRanges(const PointColumns& columns, const std::vector<PointRange>& ranges);
    [[nodiscard]] bool operator()(std::size_t row) const
    {
        return std::all_of(bounds_.begin(), bounds_.end(), [row](const Bound& bound) {
            return bound.numbers != nullptr && (*bound.numbers)[row] >= bound.low && (*bound.numbers)[row] <= bound.high;
        });
    }

private:
    struct Bound {
        const PointColumns::Numbers* numbers = nullptr;
        double low = 0;
        double high = 0;
    };
    std::vector<Bound> bounds_;
};

/// "Pruning 15 % to 40 %, accuracy 0.85 to 0.97"
[[nodiscard]] QString rangesText(const std::vector<PointRange>& ranges, const QString& scoreName);

} // namespace burin::views
