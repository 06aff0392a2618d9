// SPDX-License-Identifier: GPL-3.0-or-later
// Where the hardware figures of a point come from, as one word of its row.
#pragma once

#include "core/optimise/design_point.h"

namespace burin::views {

/// Of the synthesised LUTs where there are any, else of the estimate.
[[nodiscard]] inline Tier tierOf(const optimise::DesignPoint& point)
{
    const auto found = point.metrics.find("lut@synth");
    if (found != point.metrics.end() && found->second.has())
        return found->second.tier;
    const char* estimate = point.metrics.contains("arrays") ? "arrays" : "lut"; // on crossbars or on an FPGA
    return point.metric(estimate).tier;
}

} // namespace burin::views
