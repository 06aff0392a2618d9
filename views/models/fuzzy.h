// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzzy matching of a few typed letters against the text of a command: the letters must appear in their order, runs
// and beginnings of words count more, so that "exf" finds "Export the front".
#pragma once

#include <QString>

#include <optional>

namespace burin::views {

/// Higher is better; nothing if `typed` is not contained in order. Case and spaces do not matter; empty matches all.
[[nodiscard]] std::optional<int> fuzzyScore(const QString& typed, const QString& text);

} // namespace burin::views
