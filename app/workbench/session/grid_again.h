// SPDX-License-Identifier: GPL-3.0-or-later
// The grid that gives the points of a study once more, for the command line of a report: the one that the window keeps with
// the study, where that was run, else the smallest one around the points. Without Qt: for any thread.
#pragma once

#include "views/models/point_row.h"
#include "views/models/sweep_settings.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <span>

namespace burin::workbench {

struct GridAgain {
    views::DesignConfig base; ///< what the axes leave alone
    views::SweepSettings settings;
    std::size_t points = 0; ///< finished points of the study that the grid gives
};

/// `base` and `stored` are of the study's last sweep in the window, if there was one; else `base` is any configuration.
/// Points that no axis of a grid can give (weights by hand, widths or rates layer by layer) are left out.
[[nodiscard]] GridAgain gridAgain(std::span<const views::SharedRow> rows, const views::DesignFamily& family,
                                  const views::DesignConfig& base, const std::optional<views::SweepSettings>& stored);

/// Finished points.
[[nodiscard]] std::size_t finishedPoints(std::span<const views::SharedRow> rows);

} // namespace burin::workbench
