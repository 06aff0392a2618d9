// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/study_report.h"

#include "app/workbench/session/command_line.h"
#include "app/workbench/session/session.h"
#include "app/workbench/shell/report_pages.h"
#include "burin_version.h"
#include "core/base/file.h"
#include "core/base/metric_unit.h"
#include "views/models/compare_model.h"
#include "views/models/core_text.h"
#include "views/models/format.h"
#include "views/plots/chart_canvas.h"
#include "views/plots/chart_export.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextDocument>
#include <QTextObjectInterface>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace burin::workbench {
namespace {

struct Report {
    Q_DECLARE_TR_FUNCTIONS(StudyReport)
};

constexpr QSize kFigureSize(480, 290); ///< of the drawing; it scales as vectors
constexpr double kFigureShare = 0.325; ///< of the text's width
constexpr double kMarginMm = 15;

/// Draws <img src="figure-0"> as vectors where a text document would put pixels.
class SvgObject : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)
public:
    explicit SvgObject(const std::vector<StudyReport::Figure>& figures)
    {
        for (const auto& figure : figures) {
            renderers_.push_back(std::make_unique<QSvgRenderer>(figure.svg));
            sizes_.push_back(figure.size);
        }
    }

    QSizeF intrinsicSize(QTextDocument* document, int, const QTextFormat& format) override
    {
        const std::size_t i = index(format);
        if (i >= sizes_.size())
            return {};
        // Three beside each other; the page is measured in dots of the printer.
        return QSizeF(sizes_[i]) * (document->pageSize().width() * kFigureShare / sizes_[i].width());
    }

    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument*, int, const QTextFormat& format) override
    {
        if (const std::size_t i = index(format); i < renderers_.size())
            renderers_[i]->render(painter, rect);
    }

private:
    [[nodiscard]] static std::size_t index(const QTextFormat& format)
    {
        return format.toImageFormat().name().section(QLatin1Char('-'), 1).toULong();
    }
    std::vector<std::unique_ptr<QSvgRenderer>> renderers_;
    std::vector<QSize> sizes_;
};

QString inlineSvg(const QByteArray& svg)
{
    const QString text = QString::fromUtf8(svg);
    return text.mid(std::max<qsizetype>(0, text.indexOf(QLatin1String("<svg"))));
}

QByteArray pdf(const StudyReport& report, const QString& html)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QTextDocument document;
    SvgObject figures(report.figures);
    document.documentLayout()->registerHandler(QTextFormat::ImageObject, &figures);
    QFont font = document.defaultFont();
    font.setPointSizeF(8);
    document.setDefaultFont(font);
    document.setMetaInformation(QTextDocument::CssMedia, QStringLiteral("print"));
    document.setHtml(html);
    {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageOrientation(QPageLayout::Landscape); // the table of the front is wide
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));      // the document has margins of its own
        writer.setTitle(document.metaInformation(QTextDocument::DocumentTitle));
        writer.setCreator(QStringLiteral("Burin " BURIN_VERSION));
        printOnPages(document, writer, kMarginMm);
    }
    return buffer.data();
}

/// What the report says, in the window's language. Metrics that no table of the window has are named alike.
std::string inWindowsLanguage(const std::string& english)
{
    for (const views::MetricInfo& info : views::hardwareMetrics())
        if (english == titleWithUnit(info.key))
            return views::metricTitle(info).toStdString();
    for (const MetricUnit& metric : kMetricUnits) {
        if (english != titleWithUnit(metric.key))
            continue;
        QString name = views::coreText(QString::fromLatin1(metric.name));
        name[0] = name[0].toUpper();
        return (*metric.unit == '\0' ? name : QStringLiteral("%1 (%2)").arg(name, QString::fromLatin1(metric.unit)))
            .toStdString();
    }
    return views::coreText(english).toStdString();
}

/// The page; goes through all points.
QString pageOf(const StudyReport& report)
{
    const study::Identity identity = report.engine->store().identity();
    study::HtmlReportParts parts = report.parts;
    const std::string file = shellQuoted(report.engine->store().path().string());
    const std::string chosen = parts.chosen.empty() ? parts.recommended : parts.chosen;
    const auto add = [&parts](const QString& what, const std::string& command) {
        parts.commands.emplace_back(what.toStdString(), command);
    };
    add(Report::tr("Compute the points again, into a file of their own, and compare"),
        fmt::format("burin-cli study again {} --out again.burin", file));
    if (!chosen.empty() && report.hasProject)
        add(Report::tr("The Verilog project of the point, verified while it is written"),
            fmt::format("burin-cli {} export --study {} --point {} --out {}", identity.family, file, chosen, chosen));
    add(Report::tr("The table as CSV"), fmt::format("burin-cli study report {} --format csv", file));
    const std::vector<optimise::DesignPoint> points = views::pointsOf(report.rows);
    return QString::fromStdString(
        study::htmlReport(identity, points, study::frontOf(points, identity, report.cost), parts));
}

} // namespace

StudyReport studyReport(Session& session, const QWidget& window)
{
    StudyReport report;
    const views::StudyInfo& info = session.state().study();
    const views::FrontInfo& shown = session.state().front();
    report.engine = session.engine();
    report.rows = session.points().share();
    report.family = info.family;
    report.cost = shown.metricKey;
    report.hasProject = info.noProject.isEmpty();
    study::HtmlReportParts& parts = report.parts;
    parts.language = Report::tr("en", "code of this translation's language, as in <html lang>").toStdString();
    parts.say = inWindowsLanguage;
    parts.parameterName = [family = info.family](const std::string& key) {
        return views::parameterLabel(key, family).toStdString();
    };
    parts.valueName = [](const std::string& key, const nlohmann::json& value) {
        return views::parameterValueText(key, value).toStdString();
    };
    parts.dataSummary = info.dataSummary.toStdString();
    parts.networkSummary = info.networkSummary.toStdString();
    parts.recommended = shown.recommended.toStdString();
    parts.reason = shown.reason.toStdString();
    parts.chosen = session.state().selected().toStdString();
    parts.versions = {{"Burin", BURIN_VERSION}, {"Qt", qVersion()}};
    for (const char* name : {"chart-front-canvas", "chart-score-canvas", "chart-metric-canvas"}) {
        const auto* canvas = window.findChild<views::ChartCanvas*>(QLatin1String(name));
        if (canvas == nullptr || canvas->state().plot.series.empty())
            continue;
        report.plots.push_back(canvas->state().plot);
        parts.charts.push_back(fmt::format("<img src=\"figure-{}\" width=\"{}\" height=\"{}\">",
                                           parts.charts.size(), kFigureSize.width(), kFigureSize.height()));
    }
    return report;
}

bool drawFigure(StudyReport& report)
{
    if (report.figures.size() == report.plots.size())
        return false;
    const views::PlotData& plot = report.plots[report.figures.size()];
    report.figures.push_back({plot.title, views::plotSvg(plot, kFigureSize), kFigureSize});
    return true;
}

Result<void> writeStudyReport(const StudyReport& report, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray content;
    if (suffix == QLatin1String("pdf")) {
        content = pdf(report, pageOf(report));
    } else if (suffix == QLatin1String("html")) {
        QString html = pageOf(report);
        for (std::size_t i = 0; i < report.figures.size(); ++i) {
            const qsizetype from = html.indexOf(QStringLiteral("<img src=\"figure-%1\"").arg(i));
            if (from >= 0)
                html.replace(from, html.indexOf(QLatin1Char('>'), from) + 1 - from,
                             inlineSvg(report.figures[i].svg));
        }
        content = html.toUtf8();
    } else {
        return fail(ErrorCode::usage, "a report cannot be saved as '" + suffix.toStdString() + "'",
                    path.toStdString(), "Choose a name that ends in .pdf or .html.");
    }
    return writeFile(path.toStdString(), {content.constData(), static_cast<std::size_t>(content.size())});
}

} // namespace burin::workbench

#include "study_report.moc"
