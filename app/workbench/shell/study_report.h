// SPDX-License-Identifier: GPL-3.0-or-later
// File > Report: the study as HTML (charts as SVG inside) or PDF (charts as vectors) from core's HTML report and the
// charts of the window, in the window's language. Only the charts are drawn on the window's thread, one a turn of its
// event loop; what goes through all points is left to a worker.
#pragma once

#include "core/base/result.h"
#include "core/study/html_report.h"
#include "views/models/point_row.h"
#include "views/plots/plot_data.h"

#include <QByteArray>
#include <QString>
#include <QWidget>

#include <memory>
#include <string>
#include <vector>

namespace burin::workbench {

class Session;
class StudyEngine;

struct StudyReport {
    struct Figure {
        QString caption;
        QByteArray svg;
        QSize size;
    };
    std::vector<views::PlotData> plots; ///< of the window's charts
    std::vector<Figure> figures;        ///< those of them that are drawn, in their order
    std::shared_ptr<StudyEngine> engine;
    views::DesignFamily family; ///< of the study
    std::vector<views::SharedRow> rows; ///< of the study's table
    study::HtmlReportParts parts;       ///< charts refer to the figures as <img src="figure-0">
    std::string cost;                   ///< of the front
    bool hasProject = false;
};

/// The plots are those of the canvases below `window`, by their names; nothing is drawn yet.
[[nodiscard]] StudyReport studyReport(Session& session, const QWidget& window);
/// Draws the next chart; false where all are there. On the window's thread.
bool drawFigure(StudyReport& report);

/// By the suffix of `path`: .html or .pdf. Needs no window: for a worker. Errors: another suffix; cannot be written.
Result<void> writeStudyReport(const StudyReport& report, const QString& path);

} // namespace burin::workbench
