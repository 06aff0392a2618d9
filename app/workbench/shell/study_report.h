// SPDX-License-Identifier: GPL-3.0-or-later
// File > Report: the study as HTML (charts as SVG inside) or PDF (charts as vectors) from core's HTML report and the
// charts of the window. The page is put together on the window's thread, which takes some milliseconds per chart;
// writing is left to a worker.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QWidget>

#include <vector>

namespace burin::workbench {

class Session;

struct StudyReport {
    struct Figure {
        QString caption;
        QByteArray svg;
        QSize size;
    };
    std::vector<Figure> figures;
    QString html; ///< refers to the figures as <img src="figure-0">
};

/// `charts` are looked up below `window` by the names of their canvases.
[[nodiscard]] StudyReport studyReport(Session& session, const QWidget& window);

/// By the suffix of `path`: .html or .pdf. Needs no window: for a worker. Errors: another suffix; cannot be written.
Result<void> writeStudyReport(const StudyReport& report, const QString& path);

} // namespace burin::workbench
