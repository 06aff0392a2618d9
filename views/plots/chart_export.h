// SPDX-License-Identifier: GPL-3.0-or-later
// A chart as a file: SVG and PDF as vectors, PNG at twice the size on screen, and beside it the values as CSV, so that
// every picture can be drawn again from its numbers.
#pragma once

#include "core/base/result.h"

#include <QImage>
#include <QString>

namespace burin::views {

class ChartCanvas;

[[nodiscard]] QImage chartImage(ChartCanvas& canvas);
/// Format by the suffix of `path`: svg, pdf, png (csv alone writes only the values). The CSV twin has the same name.
/// Errors: another suffix; the file cannot be written.
Result<void> saveChart(ChartCanvas& canvas, const QString& path);

} // namespace burin::views
