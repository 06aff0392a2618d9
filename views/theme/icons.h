// SPDX-License-Identifier: GPL-3.0-or-later
// Line icons in the colour of the text they stand beside, sharp at every scale: the SVG is drawn when it is painted,
// with the palette of that moment, so a change of theme needs no reloading.
#pragma once

#include <QIcon>
#include <QString>

namespace burin::views {

/// The icon resources/icons/<name>.svg. `role` chooses its colour.
enum class IconRole { text, onAccent, accent, good, warning, bad, muted };
[[nodiscard]] QIcon icon(const QString& name, IconRole role = IconRole::text);
[[nodiscard]] QIcon applicationIcon();

} // namespace burin::views
