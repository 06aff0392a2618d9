// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/study_report.h"

#include "app/workbench/session/command_line.h"
#include "app/workbench/session/session.h"
#include "burin_version.h"
#include "core/base/file.h"
#include "core/base/metric_unit.h"
#include "views/models/core_text.h"
#include "views/plots/chart_canvas.h"
#include "views/plots/chart_export.h"
#include "views/theme/colours.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextObjectInterface>
#include <QTextTable>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <set>

namespace burin::workbench {
namespace {

struct Report {
    Q_DECLARE_TR_FUNCTIONS(StudyReport)
};

constexpr QSize kFigureSize(480, 290); ///< of the drawing; it scales as vectors
constexpr double kFigureShare = 0.285; ///< of a page's width
constexpr double kMarginMm = 15;
constexpr double kPixelsPerInch = 96; ///< of lengths in HTML

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

/// The grid that holds the study's points, for the command line that computes them.
views::SweepSettings gridOf(const std::vector<views::SharedRow>& rows, int seeds)
{
    std::set<int> bits;
    std::set<double> prune;
    std::set<std::string> rankers;
    std::set<std::string> readouts;
    for (const auto& row : rows) {
        if (!row->readable || row->point.status != optimise::PointStatus::done || row->traits.byHand)
            continue;
        if (row->traits.bits)
            bits.insert(*row->traits.bits);
        prune.insert(row->traits.prune);
        if (row->traits.prune > 0)
            rankers.insert(row->traits.ranker);
        if (!row->traits.readout.empty())
            readouts.insert(row->traits.readout);
    }
    views::SweepSettings grid;
    grid.bits.assign(bits.begin(), bits.end());
    grid.prune.assign(prune.begin(), prune.end());
    if (!rankers.empty())
        grid.rankers.assign(rankers.begin(), rankers.end());
    if (readouts.size() > 1)
        grid.readouts.assign(readouts.begin(), readouts.end());
    grid.seeds = seeds;
    return grid;
}

QString inlineSvg(const QByteArray& svg)
{
    const QString text = QString::fromUtf8(svg);
    return text.mid(std::max<qsizetype>(0, text.indexOf(QLatin1String("<svg"))));
}

/// What the end of a page would cut goes to the next one; the row above it fills the rest of the page.
void keepTogether(QTextDocument& document, double dotsPerPixel)
{
    const QAbstractTextDocumentLayout& layout = *document.documentLayout();
    const double tall = document.pageSize().height();
    const double margin = document.rootFrame()->frameFormat().bottomMargin() * dotsPerPixel;
    // A heading goes with what it is above.
    for (QTextBlock block = document.begin(); block.next().isValid(); block = block.next()) {
        const auto pageOf = [&](const QTextBlock& of) {
            return std::floor(layout.blockBoundingRect(of).top() / tall);
        };
        if (block.blockFormat().headingLevel() == 0 || pageOf(block) == pageOf(block.next()))
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor(block).setBlockFormat(format);
    }
    for (const QTextFrame* frame : document.rootFrame()->childFrames()) {
        const auto* table = qobject_cast<const QTextTable*>(frame);
        if (table == nullptr || !table->childFrames().isEmpty())
            continue;
        for (int row = 1; row < table->rows(); ++row) {
            double top = std::numeric_limits<double>::max();
            double bottom = 0;
            for (int column = 0; column < table->columns(); ++column) {
                const QTextTableCell cell = table->cellAt(row, column);
                top = std::min(top, layout.blockBoundingRect(cell.firstCursorPosition().block()).top());
                bottom = std::max(bottom, layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom());
            }
            const double end = (std::floor(top / tall) + 1) * tall - margin;
            if (bottom <= end)
                continue;
            QTextTableCell above = table->cellAt(row - 1, 0);
            QTextTableCellFormat format = above.format().toTableCellFormat();
            format.setBottomPadding(format.bottomPadding() + std::max(0.0, end - top) / dotsPerPixel);
            above.setFormat(format);
        }
    }
}

/// The title and "2 / 4" below each page.
void drawFoot(QPainter& painter, const QString& title, int page, int pages, const QRectF& foot)
{
    painter.setPen(views::lightColours().muted);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.drawText(foot, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("%1 / %2").arg(page).arg(pages));
}

void print(QTextDocument& document, QPdfWriter& writer)
{
    const QSizeF page(writer.width(), writer.height());
    const double margin = kMarginMm / 25.4 * writer.resolution();
    document.documentLayout()->setPaintDevice(&writer);
    QTextFrameFormat format = document.rootFrame()->frameFormat();
    format.setMargin(kMarginMm / 25.4 * kPixelsPerInch); // the layout scales it
    document.rootFrame()->setFrameFormat(format);
    document.setPageSize(page);
    keepTogether(document, writer.resolution() / kPixelsPerInch);
    const QString title = document.metaInformation(QTextDocument::DocumentTitle);
    QPainter painter(&writer);
    painter.setFont(document.defaultFont());
    const int pages = document.pageCount();
    for (int i = 0; i < pages; ++i) {
        if (i > 0)
            writer.newPage();
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(QPointF(0, i * page.height()), page);
        context.palette.setColor(QPalette::Text, views::lightColours().text); // whatever the window's theme
        painter.save();
        painter.translate(0, -context.clip.top());
        painter.setClipRect(context.clip);
        document.documentLayout()->draw(&painter, context);
        painter.restore();
        drawFoot(painter, title, i + 1, pages,
                 {margin, page.height() - margin, page.width() - 2 * margin, margin});
    }
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
        print(document, writer);
    }
    return buffer.data();
}

/// What the report says, in the window's language.
std::string inWindowsLanguage(const std::string& english)
{
    for (const views::MetricInfo& info : views::hardwareMetrics())
        if (english == titleWithUnit(info.key))
            return views::metricTitle(info).toStdString();
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
    add(Report::tr("Compute the points again, into a file of their own"),
        report.engine->sweepCommand(report.engine->start(), gridOf(report.rows, identity.seeds)));
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
    report.cost = shown.metricKey;
    report.hasProject = info.noProject.isEmpty();
    study::HtmlReportParts& parts = report.parts;
    parts.language = Report::tr("en", "code of this translation's language, as in <html lang>").toStdString();
    parts.say = inWindowsLanguage;
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
