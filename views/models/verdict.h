// SPDX-License-Identifier: GPL-3.0-or-later
// Why the configuration under the sliders is infeasible: each limit of the budget and of the device that it breaks,
// by how much, as sentences.
#pragma once

#include <QStringList>

namespace burin::views {

class DesignState;

/// Empty while everything is kept (or nothing is known yet).
[[nodiscard]] QStringList brokenLimits(const DesignState& state);
/// Of a study on crossbars: limits that no bits can keep, each with the least that would do.
[[nodiscard]] QStringList hopelessLimits(const DesignState& state);

} // namespace burin::views
