// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/readable.h"

#include <algorithm>
#include <iterator>

namespace burin::study {

Result<ReadablePoints> loadReadable(const Study& study, Query query)
{
    query.keepDamaged = true;
    ReadablePoints read;
    BURIN_TRY(read.points, study.load(query));
    // Only what stands in place of a damaged point has no configuration.
    const auto damaged =
        std::stable_partition(read.points.begin(), read.points.end(),
                              [](const optimise::DesignPoint& point) { return !point.config.empty(); });
    read.damaged.assign(std::make_move_iterator(damaged), std::make_move_iterator(read.points.end()));
    read.points.erase(damaged, read.points.end());
    return read;
}

} // namespace burin::study
