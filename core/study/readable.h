// SPDX-License-Identifier: GPL-3.0-or-later
// A study of which some points are damaged: the others, and which were left out.
#pragma once

#include "core/study/study.h"

namespace burin::study {

struct ReadablePoints {
    std::vector<optimise::DesignPoint> points;
    std::vector<optimise::DesignPoint> damaged; ///< id and, as the message, what is wrong; nothing else
};
/// As load(query), but for points that cannot be read, which come apart from the others.
[[nodiscard]] Result<ReadablePoints> loadReadable(const Study& study, Query query = {});

} // namespace burin::study
