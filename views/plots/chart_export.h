// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as a file: SVG and PDF as vectors, PNG at twice the size on screen, and beside it the values as CSV, so that
// every picture can be drawn again from its numbers.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

namespace burin::views {

class Picture;
struct PlotData;

/// The plot drawn as SVG in light colours at a size of its own, whatever the window looks like: for documents.
[[nodiscard]] QByteArray plotSvg(const PlotData& plot, const QSize& size);
[[nodiscard]] QImage pictureImage(Picture& picture);
/// Where the values of a picture saved as `path` belong: the same name, ending in .csv.
[[nodiscard]] QString valuesFileOf(const QString& path);
/// The first name like that which is free: "plot.csv", "plot-values.csv", "plot-values-2.csv".
[[nodiscard]] QString freeValuesFileOf(const QString& path);
/// Format by the suffix of `path`: svg, pdf, png (csv alone writes only the values, into `path`). The values go into
/// `values`; both files are replaced where they are there, so the caller asks about both. Errors: another suffix; a
/// file cannot be written.
Result<void> savePicture(Picture& picture, const QString& path, const QString& values);

} // namespace burin::views
