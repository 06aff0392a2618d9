// SPDX-License-Identifier: GPL-3.0-or-later
// The small box beside the pointer that says what lies under it.
#pragma once

#include "views/theme/colours.h"

#include <QPointF>
#include <QRectF>
#include <QStringList>

class QPainter;

namespace burin::views {

/// In the painter's font, beside `at` and inside `bounds`.
void paintReadOut(QPainter& painter, const QRectF& bounds, const QPointF& at, const QStringList& lines,
                  const Colours& colours);

} // namespace burin::views
