// SPDX-License-Identifier: GPL-3.0-or-later
// The forms in which points leave the window: for a file or the clipboard.
#pragma once

namespace burin::views {

enum class PointFormat { csv, json, markdown };

} // namespace burin::views
